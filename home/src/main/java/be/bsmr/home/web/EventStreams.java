package be.bsmr.home.web;

import be.bsmr.home.guard.Seats;
import be.bsmr.home.messages.SiteMessages;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * The browsers that watch. Each has a queue of its own of at most {@link #MOST_WAITING} events: who
 * reads slower misses readings and gets everything at once when he has caught up, and holds up
 * nobody.
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

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /** Takes a place for a browser, if there is one, as long as its connection is open. */
    Seats.Answer seat(ServerConnection connection) {
        InetAddress from = connection.getPeerAddress(InetSocketAddress.class).getAddress();
        Seats.Answer answer = seats.take(connection, from);
        if (answer == Seats.Answer.TAKEN) {
            connection.addCloseListener(gone -> seats.leave(connection));
        }
        return answer;
    }

    /**
     * Lets a browser in, beginning with {@code snapshot}.
     *
     * @param wire what it comes over
     */
    void join(ServerConnection wire, ServerSentEventConnection connection, String snapshot) {
        Viewer viewer = new Viewer(wire, connection);
        connection.addCloseTask(gone -> viewers.remove(viewer));
        connection.setKeepAliveTime(heartbeat.toMillis());
        connection.sendRetry(RECONNECT_MILLIS);
        viewers.add(viewer);
        viewer.send("snapshot", snapshot);
    }

    /** Nobody knows what is so: everybody gets a snapshot next. */
    void refresh() {
        viewers.forEach(viewer -> viewer.missedSomething = true);
    }

    /**
     * Tells everybody what changed.
     *
     * @param snapshot asked for only when somebody missed something
     */
    void tell(List<SiteMessages.Message> changes, Supplier<String> snapshot) {
        dismiss();
        @Nullable String everything = null;
        for (Viewer viewer : viewers) {
            if (viewer.waiting() + changes.size() > MOST_WAITING) {
                viewer.miss();
            } else if (!viewer.missedSomething) {
                changes.forEach(m -> viewer.send(m.topic(), m.body().toString()));
            } else if (viewer.waiting() == 0) {
                everything = everything == null ? snapshot.get() : everything;
                viewer.catchUp(everything);
            }
        }
    }

    /** Sends away who does not take what waits for him. */
    void dismiss() {
        viewers.removeIf(Viewer::leaves);
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

    /** One browser. */
    final class Viewer implements ServerSentEventConnection.EventCallback {

        private final ServerConnection wire;
        private final ServerSentEventConnection connection;
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile long lastProgress = System.nanoTime();
        private volatile boolean missedSomething;

        private Viewer(ServerConnection wire, ServerSentEventConnection connection) {
            this.wire = wire;
            this.connection = connection;
        }

        /** Everything, to a viewer who has read all that waited. */
        void catchUp(String snapshot) {
            if (missedSomething && waiting() == 0) {
                missedSomething = false;
                send("snapshot", snapshot);
            }
        }

        private void miss() {
            missedSomething = true;
            if (waiting() == 0) {
                // All was read between the look and the note: nobody else would notice.
                caughtUp.accept(this);
            }
        }

        private int waiting() {
            return waiting.get();
        }

        private boolean leaves() {
            boolean stuck = waiting() > 0 && System.nanoTime() - lastProgress > patience.toNanos();
            if (stuck) {
                // To end it in good order would wait for him again.
                IoUtils.safeClose(wire);
            }
            return stuck || !connection.isOpen();
        }

        private void send(String event, String data) {
            if (waiting.getAndIncrement() == 0) {
                lastProgress = System.nanoTime();
            }
            connection.send(data, event, null, this);
        }

        private void close() {
            try {
                connection.close();
            } catch (IOException alreadyGone) {
                // Then it is closed.
            }
        }

        @Override
        public void done(
                ServerSentEventConnection c,
                @Nullable String data,
                @Nullable String event,
                @Nullable String id) {
            lastProgress = System.nanoTime();
            if (waiting.decrementAndGet() == 0 && missedSomething) {
                caughtUp.accept(this);
            }
        }

        @Override
        public void failed(
                ServerSentEventConnection c,
                @Nullable String data,
                @Nullable String event,
                @Nullable String id,
                IOException e) {
            viewers.remove(this);
        }
    }
}
