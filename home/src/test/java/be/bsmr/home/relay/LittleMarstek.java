package be.bsmr.home.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A Marstek Venus E, as far as its local API goes: JSON-RPC over UDP, on an address of its own. It
 * answers to its own port number, not to where it was asked from, as some firmware does.
 */
final class LittleMarstek implements AutoCloseable {

    static final String ADDRESS = "127.0.0.2";

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Each {@code config} of an ES.SetMode, in order. */
    final List<JsonNode> modes = new CopyOnWriteArrayList<>();

    /** Methods asked for, each time. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Requests that it does not hear, as Wi-Fi loses them. */
    volatile Predicate<String> lost = method -> false;

    volatile boolean refuses;
    volatile boolean lazy;
    volatile boolean namesModes = true;
    volatile String mode = "Auto";
    volatile int given;

    private final DatagramSocket socket;
    private volatile long answeredAt;
    private volatile boolean hurried;

    LittleMarstek(int port) throws IOException {
        socket = new DatagramSocket((SocketAddress) null);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(ADDRESS, port));
        Thread thread = new Thread(this::run, "marstek");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether it was ever asked again sooner than it can bear. */
    boolean wasHurried() {
        return hurried;
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        while (!socket.isClosed()) {
            try {
                packet.setLength(2048);
                socket.receive(packet);
                hear(packet);
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void hear(DatagramPacket packet) throws IOException {
        if (answeredAt != 0 && System.nanoTime() - answeredAt < 250_000_000) {
            hurried = true;
        }
        JsonNode request =
                MAPPER.readTree(
                        new String(
                                packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        String method = request.path("method").asText();
        asked.add(method);
        if (lost.test(method)) {
            return;
        }
        ObjectNode answer = MAPPER.createObjectNode();
        answer.set("id", request.get("id"));
        answer.put("src", "VenusE-000000000000");
        answer.setAll(answered(method, request.path("params")));
        byte[] bytes = MAPPER.writeValueAsBytes(answer);
        InetAddress asker = packet.getAddress();
        socket.send(new DatagramPacket(bytes, bytes.length, asker, socket.getLocalPort()));
        answeredAt = System.nanoTime();
    }

    private ObjectNode answered(String method, JsonNode params) {
        ObjectNode answer = MAPPER.createObjectNode();
        if (params.path("id").asInt(-1) != 0) {
            answer.putObject("error").put("code", -32602).put("message", "Invalid params");
            return answer;
        }
        switch (method) {
            case "ES.SetMode" -> answer.putObject("result").put("set_result", set(params));
            case "ES.GetMode" -> sayMode(answer.putObject("result"));
            case "ES.GetStatus" ->
                    answer.putObject("result")
                            .put("bat_soc", 55)
                            .put("bat_cap", 5120)
                            .put("pv_power", 0)
                            .put("ongrid_power", given)
                            .put("offgrid_power", 0);
            default ->
                    answer.putObject("error")
                            .put("code", -32601)
                            .put("message", "Method not found");
        }
        return answer;
    }

    private boolean set(JsonNode params) {
        if (refuses) {
            return false;
        }
        JsonNode config = params.path("config");
        modes.add(config);
        mode = config.path("mode").asText();
        given = lazy ? 0 : config.path("passive_cfg").path("power").asInt();
        return true;
    }

    private void sayMode(ObjectNode result) {
        if (namesModes) {
            result.put("mode", mode);
        } else {
            result.put("mode", List.of("Auto", "AI", "Manual", "Passive", "UPS").indexOf(mode));
        }
        result.put("bat_soc", 55);
    }

    @Override
    public void close() {
        socket.close();
    }
}
