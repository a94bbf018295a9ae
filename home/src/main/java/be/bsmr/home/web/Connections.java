package be.bsmr.home.web;

import be.bsmr.home.guard.Arrivals;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.guard.Seats;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Who is connected to the server: how many in all and from one address, how long an exchange may
 * take, and how often an address may come for nothing. To be asked on the server's one I/O thread,
 * but for {@link #keep} and {@link #size}.
 *
 * <p>Who finds all places taken gets that of the connection that is open longest, of the address
 * that has most; streams ({@link #keep}) keep theirs. So idle connections lock nobody out.
 */
final class Connections {

    static final int MOST = 200;
    static final int MOST_EACH = 64;

    /** Connections of one address that ask nothing, or nothing that is HTTP. */
    private static final int MOST_FOR_NOTHING = 16;

    private static final int FOR_NOTHING_A_SECOND = 4;

    private final Duration longestExchange;
    private final Predicate<InetAddress> isProxy;
    private final Seats<StreamConnection> seats;
    private final Arrivals arrivals = new Arrivals(MOST_FOR_NOTHING, FOR_NOTHING_A_SECOND);
    private final Set<StreamConnection> newcomers = ConcurrentHashMap.newKeySet();
    private final Map<StreamConnection, Long> deadlines = new ConcurrentHashMap<>();

    /**
     * @param isProxy through whose address many come: it may have as many connections as there are
     */
    Connections(Duration longestExchange, Predicate<InetAddress> isProxy) {
        this.longestExchange = longestExchange;
        this.isProxy = isProxy;
        seats = new Seats<>(MOST, from -> isProxy.test(from) ? MOST : MOST_EACH);
    }

    /** Whether somebody who comes may stay; who may not is sent away. */
    boolean letIn(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        if (peer == null || !mayCome(peer.getAddress())) {
            IoUtils.safeClose(connection);
            return false;
        }
        seats.leaveIf(one -> !one.isOpen());
        seats.squeeze(connection, peer.getAddress()).ifPresent(this::end);
        if (connection.isOpen()) {
            newcomers.add(connection);
        }
        return connection.isOpen();
    }

    private boolean mayCome(InetAddress from) {
        return isProxy.test(from) || arrivals.mayCome(from, Guesses.now());
    }

    /** What is asked from {@code next} is answered in time, or ended by a {@link #sweep}. */
    HttpHandler bounding(HttpHandler next) {
        return exchange -> {
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
            next.handleRequest(exchange);
        };
    }

    /** From now on this connection is a stream: it may stay open, and keeps its place. */
    void keep(HttpServerExchange exchange) {
        seats.keep(channel(exchange));
        deadlines.remove(channel(exchange));
        cameForSomething(exchange);
    }

    /** How many are connected. */
    int size() {
        return seats.size();
    }

    /** Forgets who left, and ends what took too long; to be called several times a second. */
    void sweep() {
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

    /** Ends all of them. */
    void close() {
        seats.all().forEach(IoUtils::safeClose);
    }

    private void end(StreamConnection connection) {
        seats.leave(connection);
        newcomers.remove(connection);
        deadlines.remove(connection);
        IoUtils.safeClose(connection);
    }

    /** Who asked and was answered; a head whose body drips has asked nothing yet. */
    private void cameForSomething(HttpServerExchange exchange) {
        if (newcomers.remove(channel(exchange))) {
            InetAddress from = exchange.getSourceAddress().getAddress();
            exchange.getIoThread().execute(() -> arrivals.cameForSomething(from));
        }
    }

    private static StreamConnection channel(HttpServerExchange exchange) {
        return Objects.requireNonNull(
                ((HttpServerConnection) exchange.getConnection()).getChannel());
    }
}
