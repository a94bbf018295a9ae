package be.bsmr.home.web;

import be.bsmr.home.guard.Seats;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.web.api.Answers;
import be.bsmr.home.web.api.View;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The browsers that watch: {@code GET /api/events}, server-sent events. Each has a queue of its own
 * of at most {@link #MOST_WAITING} events: who reads slower misses readings and gets everything at
 * once when he has caught up, and holds up nobody.
 */
final class EventStreams {

    static final int MOST_VIEWERS = 64;
    static final int MOST_EACH = 16;
    static final int MOST_WAITING = 24;

    /** Who does not take an event in so long is gone. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long RECONNECT_MILLIS = 2000;

    private final Duration heartbeat;
    private final Duration patience;
    private final Seats<ServerConnection> seats = new Seats<>(MOST_VIEWERS, MOST_EACH);
    private final Consumer<Viewer> caughtUp;
    private final Queue<Viewer> viewers = new ConcurrentLinkedQueue<>();

    /**
     * @param heartbeat a comment goes out this often, so that both sides notice a dead connection
     * @param patience who does not take an event in so long is sent away
     * @param caughtUp called when a viewer who missed something has read all that waited; it may
     *     hold locks of the connection, so hand over and return
     */
    EventStreams(Duration heartbeat, Duration patience, Consumer<Viewer> caughtUp) {
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.caughtUp = caughtUp;
    }

    /**
     * Opens a stream for who asks for one, if there is a place.
     *
     * @param keep lets the connection stay open; false when the server stops
     * @param join lets a browser in, with the {@link #join} of this class
     */
    void open(
            HttpServerExchange exchange,
            Predicate<HttpServerExchange> keep,
            BiConsumer<ServerConnection, ServerSentEventConnection> join)
            throws Exception {
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
            exchange.endExchange();
            return;
        }
        ServerConnection wire = exchange.getConnection();
        Seats.Answer seat = seat(wire, exchange.getSourceAddress().getAddress());
        if (seat != Seats.Answer.TAKEN || !keep.test(exchange)) {
            refuse(exchange, seat);
            return;
        }
        // A proxy in between must not collect events before it passes them on.
        exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no");
        BooleanSupplier stays = Visit.stays(exchange);
        View view = View.of(exchange);
        new ServerSentEventHandler(
                        (events, last) -> {
                            events.putAttachment(Viewer.STAYS, stays);
                            events.putAttachment(Viewer.VIEW, view);
                            join.accept(wire, events);
                        })
                .handleRequest(exchange);
    }

    private static void refuse(HttpServerExchange exchange, Seats.Answer seat) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
        Answers.turnAway(
                exchange,
                StatusCodes.SERVICE_UNAVAILABLE,
                seat == Seats.Answer.ENOUGH
                        ? MOST_EACH + " browsers of your address watch already: close some"
                        : MOST_VIEWERS + " browsers watch already: close some");
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** Takes a place for a browser, if there is one, as long as its connection is open. */
    private Seats.Answer seat(ServerConnection connection, InetAddress from) {
        Seats.Answer answer = seats.take(connection, from);
        if (answer == Seats.Answer.TAKEN) {
            connection.addCloseListener(gone -> seats.leave(connection));
        }
        return answer;
    }

    /**
     * Lets a browser in.
     *
     * @param wire what it comes over
     * @param snapshot what it is told first
     */
    void join(
            ServerConnection wire,
            ServerSentEventConnection connection,
            Function<View, String> snapshot) {
        Viewer viewer = new Viewer(wire, connection, caughtUp, viewers::remove);
        connection.addCloseTask(gone -> viewers.remove(viewer));
        connection.setKeepAliveTime(heartbeat.toMillis());
        connection.sendRetry(RECONNECT_MILLIS);
        String first = snapshot.apply(viewer.view());
        viewers.add(viewer);
        viewer.send("snapshot", first);
    }

    /** Nobody knows what is so: everybody gets a snapshot next. */
    void refresh() {
        viewers.forEach(Viewer::missSomething);
    }

    /**
     * Tells everybody what changed.
     *
     * @param snapshot asked for only when somebody missed something
     */
    void tell(List<SiteMessages.Message> changes, Function<View, String> snapshot) {
        dismiss();
        Map<View, List<Event>> news = new EnumMap<>(View.class);
        Map<View, String> everything = new EnumMap<>(View.class);
        for (Viewer viewer : viewers) {
            View view = viewer.view();
            List<Event> his = news.computeIfAbsent(view, v -> events(v.of(changes)));
            if (viewer.waiting() + his.size() > MOST_WAITING) {
                viewer.miss();
            } else if (!viewer.hasMissedSomething()) {
                his.forEach(event -> viewer.send(event.name, event.data));
            } else if (viewer.waiting() == 0) {
                viewer.catchUp(everything.computeIfAbsent(view, snapshot));
            }
        }
    }

    private record Event(String name, String data) {}

    private static List<Event> events(List<SiteMessages.Message> changes) {
        return changes.stream().map(m -> new Event(m.topic(), m.body().toString())).toList();
    }

    /** Sends away who does not take what waits for him, and who might not come in any more. */
    void dismiss() {
        viewers.removeIf(viewer -> viewer.leaves(patience));
    }

    void close() {
        for (Viewer viewer : viewers) {
            viewer.close();
        }
        viewers.clear();
    }

    /** Events on their way to the slowest, for tests. */
    int mostWaiting() {
        return viewers.stream().mapToInt(Viewer::waiting).max().orElse(0);
    }

    int size() {
        return viewers.size();
    }
}
