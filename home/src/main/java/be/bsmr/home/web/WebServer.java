package be.bsmr.home.web;

import be.bsmr.home.tls.ServedCertificate;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Undertow's HTTP on one port, within bounds that hold before anybody has said who he is: how large
 * a request is, how long it takes to arrive, what the kernel keeps for a slow client, and those of
 * {@link Connections}. Over TLS where there is a certificate. Each answer has the {@link
 * SecurityHeaders}.
 */
final class WebServer implements AutoCloseable {

    static final int MOST_HEADER_BYTES = 16 * 1024;
    static final int MOST_BODY_BYTES = 4096;
    static final int MOST_HEADERS = 60;

    /** From the last byte of a request's head to the last of its answer that was taken. */
    static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(30);

    /**
     * So many wait in the kernel until it is their turn to be let in or sent away. When it is full
     * the kernel forgets who comes, who then tries again after one second, three, seven.
     */
    private static final int BACKLOG = 512;

    private static final int BUFFER_BYTES = 4096;

    /** A record of TLS, 16 kB and what goes round it. */
    private static final int TLS_BUFFER_BYTES = 17 * 1024;

    /** Kept by the kernel for who does not read; it takes twice that. */
    private static final int SEND_BYTES = 64 * 1024;

    private static final int RECEIVE_BYTES = 32 * 1024;

    private final Connections connections;
    private final XnioWorker worker;
    private final HttpOpenListener http;
    private final @Nullable ServedCertificate certificate;
    private final @Nullable UndertowXnioSsl tls;
    private final AcceptingChannel<? extends StreamConnection> server;
    private final XnioExecutor.Key sweeping;

    /**
     * A server that listens.
     *
     * @param everySecond called from time to time, at least each second
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    static WebServer listening(
            WebSettings settings,
            HttpHandler handler,
            Duration longestExchange,
            Runnable everySecond)
            throws IOException {
        try {
            return new WebServer(settings, handler, longestExchange, everySecond);
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            throw new IOException(
                    why.startsWith("web.tls") ? why : ListenAddress.whyNot(settings, e), e);
        }
    }

    private WebServer(
            WebSettings settings,
            HttpHandler handler,
            Duration longestExchange,
            Runnable everySecond)
            throws IOException {
        connections = new Connections(longestExchange, settings.proxy()::isProxy);
        certificate = certificate(settings.tls());
        InetAddress address = InetAddress.getByName(settings.bind());
        ByteBufferPool buffers = new DefaultByteBufferPool(false, BUFFER_BYTES, -1, 4);
        http =
                new HttpOpenListener(
                        buffers,
                        OptionMap.builder()
                                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                                .set(UndertowOptions.MAX_HEADER_SIZE, MOST_HEADER_BYTES)
                                .set(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                                .set(UndertowOptions.MAX_COOKIES, 20)
                                .set(UndertowOptions.MAX_PARAMETERS, 20)
                                .set(UndertowOptions.MAX_ENTITY_SIZE, (long) MOST_BODY_BYTES)
                                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                                .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
                                .getMap());
        http.setRootHandler(
                connections.bounding(
                        new Framing(
                                new Forwarded(settings.proxy(), new SecurityHeaders(handler)))));
        Xnio xnio = Xnio.getInstance(WebServer.class.getClassLoader());
        worker =
                xnio.createWorker(
                        OptionMap.builder()
                                .set(Options.WORKER_NAME, "web")
                                .set(Options.WORKER_IO_THREADS, 1)
                                .set(Options.WORKER_TASK_CORE_THREADS, 2)
                                .set(Options.WORKER_TASK_MAX_THREADS, 2)
                                .getMap());
        tls =
                certificate == null
                        ? null
                        : new UndertowXnioSsl(
                                xnio,
                                OptionMap.EMPTY,
                                new DefaultByteBufferPool(false, TLS_BUFFER_BYTES, -1, 4),
                                certificate.context());
        try {
            server = listening(new InetSocketAddress(address, settings.port()));
        } catch (IOException | RuntimeException e) {
            worker.shutdownNow();
            throw e;
        }
        sweeping =
                worker.getIoThread()
                        .executeAtInterval(
                                () -> {
                                    everySecond.run();
                                    connections.sweep();
                                },
                                200,
                                TimeUnit.MILLISECONDS);
        server.resumeAccepts();
    }

    private AcceptingChannel<? extends StreamConnection> listening(InetSocketAddress at)
            throws IOException {
        OptionMap options =
                OptionMap.builder()
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.REUSE_ADDRESSES, true)
                        .set(Options.BACKLOG, BACKLOG)
                        .set(Options.SEND_BUFFER, SEND_BYTES)
                        .set(Options.RECEIVE_BUFFER, RECEIVE_BYTES)
                        .getMap();
        return tls == null
                ? worker.createStreamConnectionServer(
                        at, ChannelListeners.openListenerAdapter(this::accepted), options)
                : tls.createSslConnectionServer(
                        worker, at, ChannelListeners.openListenerAdapter(this::accepted), options);
    }

    private static @Nullable ServedCertificate certificate(TlsSettings tls) throws IOException {
        return tls.certificate() == null || tls.key() == null
                ? null
                : new ServedCertificate("web.tls", tls.certificate(), tls.key(), null);
    }

    /** Shows another certificate when there is one. Reads files; to be asked from time to time. */
    void renew(Instant now) {
        if (certificate != null && tls != null) {
            certificate.renewed(now).ifPresent(tls::updateSSLContext);
        }
    }

    /** Where to point a browser, for example {@code http://127.0.0.1:8080/}. */
    URI address() {
        return ListenAddress.of(server.getLocalAddress(InetSocketAddress.class), tls != null);
    }

    /**
     * Runs what takes long beside those who are answered.
     *
     * @throws java.util.concurrent.RejectedExecutionException when it has stopped
     */
    void execute(Runnable work) {
        worker.execute(work);
    }

    /** From now on this connection is a stream: it may stay open, and keeps its place. */
    void keep(HttpServerExchange exchange) {
        connections.keep(exchange);
    }

    /** How many are connected. */
    int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        IoUtils.safeClose(server);
        // Between two sweeps: one that is under way would try to come again.
        CompletableFuture.runAsync(sweeping::remove, worker.getIoThread()).join();
        connections.close();
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

    // --- on the worker's one I/O thread ---

    private void accepted(StreamConnection connection) {
        pause();
        if (connections.letIn(connection)) {
            http.handleEvent(connection);
        }
    }

    /**
     * XNIO looks after who is connected only when nobody new waits: so after a batch of newcomers,
     * at most 128, nobody comes in for a moment.
     */
    private void pause() {
        if (server.isAcceptResumed()) {
            server.suspendAccepts();
            worker.getIoThread().executeAfter(this::resume, 1, TimeUnit.MILLISECONDS);
        }
    }

    /** Nobody comes in any more once it closes: its thread would refuse to look for them. */
    private void resume() {
        if (server.isOpen()) {
            server.resumeAccepts();
        }
    }
}
