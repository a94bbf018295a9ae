package be.bsmr.home.web;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * Undertow's HTTP on one port, within bounds that hold before anybody has said who he is: how many
 * connections there are in all and from one address, how large a request is, how long it takes to
 * arrive and its answer to be taken, and what the kernel keeps for a slow client.
 *
 * <p>Who finds all places taken gets that of the connection that is open longest, of the address
 * that has most; streams ({@link #keep}) keep theirs. So idle connections lock nobody out.
 */
final class WebServer implements AutoCloseable {

    static final int MOST_CONNECTIONS = 200;
    static final int MOST_EACH = 64;
    static final int MOST_HEADER_BYTES = 16 * 1024;
    static final int MOST_BODY_BYTES = 4096;
    static final int MOST_HEADERS = 60;

    /** From the last byte of a request's head to the last of its answer that was taken. */
    static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(30);

    private static final int BUFFER_BYTES = 4096;

    /** Kept by the kernel for who does not read; it takes twice that. */
    private static final int SEND_BYTES = 64 * 1024;

    private static final int RECEIVE_BYTES = 32 * 1024;

    private final HttpHandler handler;
    private final Duration longestExchange;
    private final Runnable everySecond;
    private final Map<StreamConnection, Open> open = new LinkedHashMap<>();
    private final XnioWorker worker;
    private final HttpOpenListener http;
    private final AcceptingChannel<? extends StreamConnection> server;
    private final XnioExecutor.Key sweeping;

    /** A connection. */
    private static final class Open {

        private final InetAddress from;
        private boolean kept;
        private @Nullable Long until;

        Open(InetAddress from) {
            this.from = from;
        }
    }

    /**
     * A server that listens.
     *
     * @param everySecond called from time to time, at least each second
     * @throws IOException when the address or the port cannot be had
     */
    WebServer(
            WebSettings settings,
            HttpHandler handler,
            Duration longestExchange,
            Runnable everySecond)
            throws IOException {
        this.handler = handler;
        this.longestExchange = longestExchange;
        this.everySecond = everySecond;
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
        http.setRootHandler(this::bounded);
        worker =
                Xnio.getInstance(WebServer.class.getClassLoader())
                        .createWorker(
                                OptionMap.builder()
                                        .set(Options.WORKER_NAME, "web")
                                        .set(Options.WORKER_IO_THREADS, 1)
                                        .set(Options.WORKER_TASK_CORE_THREADS, 2)
                                        .set(Options.WORKER_TASK_MAX_THREADS, 2)
                                        .getMap());
        try {
            server =
                    worker.createStreamConnectionServer(
                            new InetSocketAddress(address, settings.port()),
                            ChannelListeners.openListenerAdapter(this::accepted),
                            OptionMap.builder()
                                    .set(Options.TCP_NODELAY, true)
                                    .set(Options.REUSE_ADDRESSES, true)
                                    .set(Options.BACKLOG, 128)
                                    .set(Options.SEND_BUFFER, SEND_BYTES)
                                    .set(Options.RECEIVE_BUFFER, RECEIVE_BYTES)
                                    .set(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS + 56)
                                    .set(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS + 40)
                                    .getMap());
        } catch (IOException | RuntimeException e) {
            worker.shutdownNow();
            throw e;
        }
        sweeping = worker.getIoThread().executeAtInterval(this::sweep, 200, TimeUnit.MILLISECONDS);
        server.resumeAccepts();
    }

    InetSocketAddress address() {
        return server.getLocalAddress(InetSocketAddress.class);
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
    synchronized void keep(HttpServerExchange exchange) {
        Open connection = open.get(channel(exchange));
        if (connection != null) {
            connection.kept = true;
        }
    }

    /** How many are connected. */
    synchronized int connections() {
        return open.size();
    }

    @Override
    public void close() {
        IoUtils.safeClose(server);
        // Between two sweeps: one that is under way would try to come again.
        CompletableFuture.runAsync(sweeping::remove, worker.getIoThread()).join();
        List<StreamConnection> all;
        synchronized (this) {
            all = new ArrayList<>(open.keySet());
        }
        all.forEach(IoUtils::safeClose);
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
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null || !hasPlace(peer.getAddress())) {
            IoUtils.safeClose(connection);
            return;
        }
        synchronized (this) {
            open.put(connection, new Open(peer.getAddress()));
        }
        http.handleEvent(connection);
    }

    /** Whether there is a place for one more from there, perhaps that of another. */
    private boolean hasPlace(InetAddress from) {
        Optional<StreamConnection> other;
        synchronized (this) {
            open.keySet().removeIf(connection -> !connection.isOpen());
            Map<InetAddress, Integer> counts = new HashMap<>();
            open.values().forEach(o -> counts.merge(o.from, 1, Integer::sum));
            boolean enough = counts.getOrDefault(from, 0) >= MOST_EACH;
            if (!enough && open.size() < MOST_CONNECTIONS) {
                return true;
            }
            InetAddress most =
                    enough
                            ? from
                            : Collections.max(counts.entrySet(), Map.Entry.comparingByValue())
                                    .getKey();
            other =
                    open.entrySet().stream()
                            .filter(e -> !e.getValue().kept && e.getValue().from.equals(most))
                            .map(Map.Entry::getKey)
                            .findFirst();
        }
        other.ifPresent(this::end);
        return other.isPresent();
    }

    private void end(StreamConnection connection) {
        synchronized (this) {
            open.remove(connection);
        }
        IoUtils.safeClose(connection);
    }

    private void bounded(HttpServerExchange exchange) throws Exception {
        StreamConnection connection = channel(exchange);
        deadline(connection, System.nanoTime() + longestExchange.toNanos());
        exchange.addExchangeCompleteListener(
                (done, proceed) -> {
                    deadline(connection, null);
                    proceed.proceed();
                });
        handler.handleRequest(exchange);
    }

    private synchronized void deadline(StreamConnection connection, @Nullable Long until) {
        Open bounded = open.get(connection);
        if (bounded != null) {
            bounded.until = until;
        }
    }

    private void sweep() {
        everySecond.run();
        long now = System.nanoTime();
        List<StreamConnection> late = new ArrayList<>();
        synchronized (this) {
            open.keySet().removeIf(connection -> !connection.isOpen());
            open.forEach(
                    (connection, o) -> {
                        if (!o.kept && o.until != null && now - o.until > 0) {
                            late.add(connection);
                        }
                    });
        }
        late.forEach(this::end);
    }

    private static StreamConnection channel(HttpServerExchange exchange) {
        return Objects.requireNonNull(
                ((HttpServerConnection) exchange.getConnection()).getChannel());
    }
}
