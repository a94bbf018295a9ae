package be.bsmr.home.relay;

import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON-RPC in UDP datagrams to one Marstek battery: one request at a time, sent again when nothing
 * comes, as Wi-Fi often loses one. On one thread.
 */
final class MarstekLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MarstekLine.class);

    private static final int ATTEMPTS = 4;
    private static final int PATIENCE_MILLIS = 1000;

    /** One that is asked faster than this drops requests. */
    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(300);

    private static final int LONGEST_ANSWER = 8 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final MarstekSettings settings;
    private @Nullable DatagramSocket socket;
    private int lastId;
    private long sentAt = System.nanoTime() - LEAST_PAUSE;

    MarstekLine(MarstekSettings settings) {
        this.settings = settings;
    }

    /**
     * What it answers as the result.
     *
     * @throws IOException when it does not answer, or says no
     */
    JsonNode ask(String method, JsonNode params) throws IOException {
        int id = ++lastId;
        ObjectNode request = MAPPER.createObjectNode().put("id", id).put("method", method);
        request.set("params", params);
        byte[] bytes = MAPPER.writeValueAsBytes(request);
        JsonNode answer;
        try {
            answer = exchanged(bytes, id);
        } catch (PortUnreachableException e) {
            close();
            throw new IOException(
                    this
                            + ": nothing listens there; switch on Local API in Marstek's app and"
                            + " write the port that it shows",
                    e);
        } catch (SocketTimeoutException e) {
            close();
            throw new IOException(this + " does not answer", e);
        } catch (IOException e) {
            close();
            throw new IOException(this + ": " + PlainWords.ofServer(e), e);
        }
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new IOException(
                    this
                            + " refuses "
                            + method
                            + ": "
                            + error.path("message").asText("no reason")
                            + " ("
                            + error.path("code").asText("no code")
                            + ")");
        }
        return answer.path("result");
    }

    private JsonNode exchanged(byte[] request, int id) throws IOException {
        DatagramSocket to = socket == null ? opened() : socket;
        socket = to;
        for (int i = 0; i < ATTEMPTS; i++) {
            pause();
            to.send(new DatagramPacket(request, request.length));
            sentAt = System.nanoTime();
            JsonNode answer = awaited(to, id);
            if (answer != null) {
                return answer;
            }
        }
        throw new SocketTimeoutException();
    }

    /**
     * The answer to a request; null when it has not come in time. A late one of another is none.
     */
    private @Nullable JsonNode awaited(DatagramSocket from, int id) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
        while (true) {
            long left = PATIENCE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt);
            if (left <= 0) {
                return null;
            }
            from.setSoTimeout((int) left);
            try {
                from.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            }
            JsonNode answer = parsed(packet);
            boolean answers = answer.has("result") || answer.has("error");
            if (answers && answer.path("id").asText().equals(Integer.toString(id))) {
                return answer;
            }
        }
    }

    private static JsonNode parsed(DatagramPacket packet) {
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        try {
            return MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }

    /**
     * Some firmware answers to its own port number, whichever it was asked from. Several sockets
     * may share it: each hears only the battery that it is connected to.
     */
    private DatagramSocket opened() throws IOException {
        InetAddress host = InetAddress.getByName(settings.host());
        DatagramSocket opened = new DatagramSocket((SocketAddress) null);
        try {
            opened.setReuseAddress(true);
            bind(opened);
            opened.connect(new InetSocketAddress(host, settings.port()));
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void bind(DatagramSocket opened) throws IOException {
        try {
            opened.bind(new InetSocketAddress(settings.port()));
        } catch (BindException e) {
            log.info(
                    "another program on this machine has UDP port {}: {} may answer there and not"
                            + " be heard",
                    settings.port(),
                    this);
            opened.bind(new InetSocketAddress(0));
        }
    }

    private void pause() throws InterruptedIOException {
        long left = LEAST_PAUSE - (System.nanoTime() - sentAt);
        if (left > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return "the Marstek at " + settings.host() + ":" + settings.port();
    }
}
