package be.bsmr.home.gridmeter;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.guard.Seats;
import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * HTTP on one port for who is on the list of the door; others are sent away before a byte is read.
 * Who finds all places taken gets that of the connection that is open longest. Handlers run on the
 * one I/O thread, and must not wait.
 */
final class HttpPort implements AutoCloseable {

    private static final int MOST = 32;
    private static final int MOST_EACH = 8;
    private static final int MOST_BODY_BYTES = 4096;
    private static final int MOST_HEADER_BYTES = 8192;

    private final OpenDoor door;
    private final Seats<StreamConnection> seats = new Seats<>(MOST, MOST_EACH);
    private final HttpOpenListener http;
    private final XnioWorker worker;
    private final AcceptingChannel<StreamConnection> server;
    private final Refusals refusals;

    /**
     * A server that listens.
     *
     * @param key of its settings, such as {@code grid_meter.shelly}
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    static HttpPort listening(String key, OpenDoor door, HttpHandler handler) throws IOException {
        try {
            return new HttpPort(key, door, handler);
        } catch (IOException e) {
            throw new IOException(key + ".bind, " + key + ".port: " + door.whyNot(e), e);
        }
    }

    private HttpPort(String key, OpenDoor door, HttpHandler handler) throws IOException {
        this.door = door;
        refusals = new Refusals(key);
        http =
                new HttpOpenListener(
                        new DefaultByteBufferPool(false, 4096, -1, 4),
                        OptionMap.builder()
                                .set(UndertowOptions.MAX_HEADER_SIZE, MOST_HEADER_BYTES)
                                .set(UndertowOptions.MAX_ENTITY_SIZE, (long) MOST_BODY_BYTES)
                                .set(UndertowOptions.MAX_PARAMETERS, 20)
                                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                                .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
                                .getMap());
        http.setRootHandler(handler);
        worker =
                Xnio.getInstance(HttpPort.class.getClassLoader())
                        .createWorker(
                                OptionMap.builder()
                                        .set(Options.WORKER_NAME, key)
                                        .set(Options.WORKER_IO_THREADS, 1)
                                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                                        .getMap());
        try {
            server =
                    worker.createStreamConnectionServer(
                            new InetSocketAddress(door.address(), door.port()),
                            ChannelListeners.openListenerAdapter(this::accepted),
                            OptionMap.builder()
                                    .set(Options.TCP_NODELAY, true)
                                    .set(Options.REUSE_ADDRESSES, true)
                                    .getMap());
        } catch (IOException e) {
            worker.shutdownNow();
            throw e;
        }
        server.resumeAccepts();
    }

    private void accepted(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null || !door.allows(peer.getAddress())) {
            IoUtils.safeClose(connection);
            if (peer != null) {
                refusals.tell(peer.getAddress());
            }
            return;
        }
        seats.leaveIf(one -> !one.isOpen());
        seats.squeeze(connection, peer.getAddress()).ifPresent(IoUtils::safeClose);
        if (connection.isOpen()) {
            http.handleEvent(connection);
        }
    }

    int port() {
        return server.getLocalAddress(InetSocketAddress.class).getPort();
    }

    /** Answers with JSON. */
    static void answer(HttpServerExchange exchange, int status, JsonNode body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(body.toString(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        IoUtils.safeClose(server);
        seats.all().forEach(IoUtils::safeClose);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
