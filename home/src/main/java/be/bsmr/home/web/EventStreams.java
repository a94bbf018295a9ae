package be.bsmr.home.web;

import be.bsmr.home.guard.Seats;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.web.api.Answers;
import be.bsmr.home.web.api.View;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Those who watch: {@code GET /api/v1/events}, server-sent events or a WebSocket. Each has a queue
 * of his own of at most {@link #MOST_WAITING} events: who reads slower misses readings and gets
 * everything at once when he has caught up, and holds up nobody. Who was cut off and comes again is
 * told what he missed, as far as {@link EventMemory} knows it.
 */
final class EventStreams {

    static final int MOST_VIEWERS = 64;
    static final int MOST_EACH = 16;
    static final int MOST_WAITING = 24;

    /** Who does not take an event in so long is gone. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** So long after the last one left it is remembered what he would have been told. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final long RECONNECT_MILLIS = 2000;

    private final Duration heartbeat;
    private final Duration patience;
    private final Seats<ServerConnection> seats = new Seats<>(MOST_VIEWERS, MOST_EACH);
    private final Consumer<Viewer> caughtUp;
    private final Queue<Viewer> viewers = new ConcurrentLinkedQueue<>();
    private final EventMemory memory = new EventMemory();
    private volatile long lastWatched = System.nanoTime() - REMEMBERED.toNanos();

    /**
     * @param heartbeat both sides notice a dead connection in so long
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
     * @param join lets somebody in, with the {@link #join} of this class
     */
    void open(
            HttpServerExchange exchange,
            Predicate<HttpServerExchange> keep,
            BiConsumer<Viewer.Guest, EventLine> join)
            throws Exception {
        boolean socket = "websocket".equalsIgnoreCase(header(exchange, Headers.UPGRADE));
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
            exchange.endExchange();
            return;
        }
        // A page of another site may open one in the name of who looks at it.
        if (socket && !OriginCheck.isOurs(exchange)) {
            OriginCheck.refuse(exchange);
            return;
        }
        ServerConnection wire = exchange.getConnection();
        Seats.Answer seat = seat(wire, exchange.getSourceAddress().getAddress());
        if (seat != Seats.Answer.TAKEN || !keep.test(exchange)) {
            refuse(exchange, seat);
            return;
        }
        var guest =
                new Viewer.Guest(wire, View.of(exchange), Visit.stays(exchange), last(exchange));
        if (socket) {
            new WebSocketProtocolHandshakeHandler(
                            (WebSocketConnectionCallback)
                                    (upgraded, channel) ->
                                            join.accept(guest, EventLine.Socket.on(channel)))
                    .handleRequest(exchange);
            return;
        }
        // A proxy in between must not collect events before it passes them on.
        exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no");
        new ServerSentEventHandler(
                        (events, last) -> {
                            events.setKeepAliveTime(heartbeat.toMillis());
                            events.sendRetry(RECONNECT_MILLIS);
                            join.accept(guest, new EventLine.Stream(events));
                        })
                .handleRequest(exchange);
    }

    /** Of the last event that he knows: a browser's WebSocket cannot send the header. */
    private static String last(HttpServerExchange exchange) {
        Deque<String> after = exchange.getQueryParameters().get("after");
        return after == null ? header(exchange, new HttpString("Last-Event-ID")) : after.getFirst();
    }

    private static String header(HttpServerExchange exchange, HttpString name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void refuse(HttpServerExchange exchange, Seats.Answer seat) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
        Answers.turnAway(
                exchange,
                StatusCodes.SERVICE_UNAVAILABLE,
                seat == Seats.Answer.ENOUGH
                        ? MOST_EACH + " of your address watch already: close some"
                        : MOST_VIEWERS + " watch already: close some");
    }

    /** Whether somebody watches, or did a moment ago and may come again. */
    boolean isAwaited() {
        long now = System.nanoTime();
        if (!viewers.isEmpty()) {
            lastWatched = now;
        } else if (now - lastWatched > REMEMBERED.toNanos()) {
            memory.forget();
            return false;
        }
        return true;
    }

    /** Takes a place for somebody, if there is one, as long as its connection is open. */
    private Seats.Answer seat(ServerConnection connection, InetAddress from) {
        Seats.Answer answer = seats.take(connection, from);
        if (answer == Seats.Answer.TAKEN) {
            connection.addCloseListener(gone -> seats.leave(connection));
        }
        return answer;
    }

    /**
     * Lets somebody in.
     *
     * @param snapshot what he is told first, unless he knows so much that the rest is enough
     */
    void join(Viewer.Guest guest, EventLine line, Function<View, String> snapshot) {
        Viewer viewer = new Viewer(guest, line, caughtUp, viewers::remove);
        guest.wire().addCloseListener(gone -> viewers.remove(viewer));
        Optional<List<Event>> missed = memory.after(guest.last());
        lastWatched = System.nanoTime();
        viewers.add(viewer);
        if (missed.isPresent()) {
            viewer.replay(missed.get());
        } else {
            viewer.send(memory.newestId(), "snapshot", snapshot.apply(viewer.view()));
        }
    }

    /** Nobody knows what is so: everybody gets a snapshot next. */
    void refresh() {
        memory.forget();
        viewers.forEach(Viewer::missSomething);
    }

    /**
     * Tells everybody what changed.
     *
     * @param snapshot asked for only when somebody missed something
     */
    void tell(List<SiteMessages.Message> changes, Function<View, String> snapshot) {
        dismiss();
        List<Event> news = changes.stream().map(memory::add).toList();
        Map<View, String> everything = new EnumMap<>(View.class);
        for (Viewer viewer : viewers) {
            View view = viewer.view();
            List<Event> his = news.stream().filter(e -> e.data(view) != null).toList();
            if (!viewer.hasRoom(his.size(), MOST_WAITING)) {
                viewer.miss();
            } else if (!viewer.hasMissedSomething()) {
                his.forEach(viewer::send);
            } else if (viewer.waiting() == 0) {
                viewer.catchUp(memory.newestId(), everything.computeIfAbsent(view, snapshot));
            }
        }
    }

    /** Of the newest event. */
    String newestId() {
        return memory.newestId();
    }

    /** Sends away who does not take what waits for him, and who might not come in any more. */
    void dismiss() {
        viewers.removeIf(viewer -> viewer.leaves(patience, heartbeat));
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
