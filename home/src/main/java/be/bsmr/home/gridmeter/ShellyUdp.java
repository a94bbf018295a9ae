package be.bsmr.home.gridmeter;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings.ShellySettings;
import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers batteries that ask {@code EM.GetStatus} in a datagram, mostly a broadcast. It keeps still
 * while the meter is silent, towards who is not on the list, and at all that is not such a
 * question.
 */
final class ShellyUdp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ShellyUdp.class);

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BYTES = 2048;

    private final Shelly shelly;
    private final OpenDoor door;
    private final DatagramSocket socket;
    private final Thread thread = new Thread(this::run, "shelly-udp");

    private ShellyUdp(Shelly shelly, OpenDoor door, DatagramSocket socket) {
        this.shelly = shelly;
        this.door = door;
        this.socket = socket;
        thread.setDaemon(true);
    }

    /**
     * @throws IOException when the port cannot be had; the message says which key to change
     */
    static ShellyUdp listening(Shelly shelly, OpenDoor door, int port) throws IOException {
        OpenDoor at = new OpenDoor(door.bind(), port, door.allow());
        try {
            ShellyUdp udp =
                    new ShellyUdp(
                            shelly,
                            door,
                            new DatagramSocket(new InetSocketAddress(at.address(), port)));
            udp.thread.start();
            return udp;
        } catch (IOException e) {
            throw new IOException(
                    ShellySettings.KEY
                            + ".bind, "
                            + ShellySettings.KEY
                            + ".udp_ports: "
                            + at.whyNot(e),
                    e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void run() {
        Refusals refusals = new Refusals(ShellySettings.KEY);
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MOST_BYTES);
                socket.receive(packet);
                if (!door.allows(packet.getAddress())) {
                    refusals.tell(packet.getAddress());
                } else {
                    Optional<ObjectNode> answer = answer(packet);
                    if (answer.isPresent()) {
                        byte[] bytes = answer.get().toString().getBytes(StandardCharsets.UTF_8);
                        socket.send(
                                new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                // Closed, or the battery is gone: it asks again.
                log.debug("a datagram", e);
            }
        }
    }

    private Optional<ObjectNode> answer(DatagramPacket packet) {
        JsonNode question;
        try {
            question = JSON.readTree(packet.getData(), packet.getOffset(), packet.getLength());
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!question.path("method").asText().equals("EM.GetStatus")
                || !Shelly.isOnlyComponent(question.path("params").path("id"))) {
            return Optional.empty();
        }
        return shelly.powers()
                .map(
                        powers -> {
                            ObjectNode answer = Fields.object();
                            answer.set("id", question.path("id"));
                            answer.put("src", shelly.id())
                                    .put("dst", question.path("src").asText("unknown"));
                            answer.set("result", powers);
                            return answer;
                        });
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
