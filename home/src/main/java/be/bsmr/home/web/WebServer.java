package be.bsmr.home.web;

import be.bsmr.home.guard.Arrivals;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.guard.Seats;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    /** Connections of one address that ask nothing, or nothing that is HTTP. */
    static final int MOST_FOR_NOTHING = 16;

    static final int FOR_NOTHING_A_SECOND = 4;

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

    /** Kept by the kernel for who does not read; it takes twice that. */
    private static final int SEND_BYTES = 64 * 1024;

    private static final int RECEIVE_BYTES = 32 * 1024;

    private final HttpHandler handler;
    private final Duration longestExchange;
    private final Runnable everySecond;
    private final Seats<StreamConnection> seats = new Seats<>(MOST_CONNECTIONS, MOST_EACH);
    private final Arrivals arrivals = new Arrivals(MOST_FOR_NOTHING, FOR_NOTHING_A_SECOND);
    private final Set<StreamConnection> newcomers = ConcurrentHashMap.newKeySet();
    private final Map<StreamConnection, Long> deadlines = new ConcurrentHashMap<>();
    private final XnioWorker worker;
    private final HttpOpenListener http;
    private final AcceptingChannel<? extends StreamConnection> server;
    private final XnioExecutor.Key sweeping;

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
                                    .set(Options.BACKLOG, BACKLOG)
                                    .set(Options.SEND_BUFFER, SEND_BYTES)
                                    .set(Options.RECEIVE_BUFFER, RECEIVE_BYTES)
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
    void keep(HttpServerExchange exchange) {
        seats.keep(channel(exchange));
        deadlines.remove(channel(exchange));
        cameForSomething(exchange);
    }

    /** How many are connected. */
    int connections() {
        return seats.size();
    }

    @Override
    public void close() {
        IoUtils.safeClose(server);
        // Between two sweeps: one that is under way would try to come again.
        CompletableFuture.runAsync(sweeping::remove, worker.getIoThread()).join();
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

    // --- on the worker's one I/O thread ---

    private void accepted(StreamConnection connection) {
        pause();
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null || !arrivals.mayCome(peer.getAddress(), Guesses.now())) {
            IoUtils.safeClose(connection);
            return;
        }
        seats.leaveIf(one -> !one.isOpen());
        seats.squeeze(connection, peer.getAddress()).ifPresent(this::end);
        if (connection.isOpen()) {
            newcomers.add(connection);
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
            worker.getIoThread().executeAfter(server::resumeAccepts, 1, TimeUnit.MILLISECONDS);
        }
    }

    private void end(StreamConnection connection) {
        seats.leave(connection);
        newcomers.remove(connection);
        deadlines.remove(connection);
        IoUtils.safeClose(connection);
    }

    private void bounded(HttpServerExchange exchange) throws Exception {
        StreamConnection connection = channel(exchange);
        deadlines.put(connection, System.nanoTime() + longestExchange.toNanos());
        exchange.addExchangeCompleteListener(
                (done, proceed) -> {
                    deadlines.remove(connection);
                    if (done.isRequestComplete() && connection.isOpen()) {
                        cameForSomething(done);
                    }
                    proceed.proceed();
                });
        handler.handleRequest(exchange);
    }

    /** Who asked and was answered; a head whose body drips has asked nothing yet. */
    private void cameForSomething(HttpServerExchange exchange) {
        if (newcomers.remove(channel(exchange))) {
            InetAddress from = exchange.getSourceAddress().getAddress();
            exchange.getIoThread().execute(() -> arrivals.cameForSomething(from));
        }
    }

    private void sweep() {
        everySecond.run();
        long now = System.nanoTime();
        seats.leaveIf(one -> !one.isOpen());
        newcomers.removeIf(one -> !one.isOpen());
        deadlines.keySet().removeIf(one -> !one.isOpen());
        deadlines.forEach(
                (connection, until) -> {
                    if (now - until > 0) {
                        end(connection);
                    }
                });
    }

    private static StreamConnection channel(HttpServerExchange exchange) {
        return Objects.requireNonNull(
                ((HttpServerConnection) exchange.getConnection()).getChannel());
    }
}
