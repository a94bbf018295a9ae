package be.bsmr.home.web;

import be.bsmr.home.web.api.View;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * One browser that watches. Events wait for it in a queue, of which {@link EventStreams} knows how
 * long it may be.
 */
final class Viewer implements ServerSentEventConnection.EventCallback {

    /** Whether who opened the stream might come in again. */
    static final AttachmentKey<BooleanSupplier> STAYS = AttachmentKey.create(BooleanSupplier.class);

    /** How much he is told. */
    static final AttachmentKey<View> VIEW = AttachmentKey.create(View.class);

    private final ServerConnection wire;
    private final ServerSentEventConnection connection;
    private final Consumer<Viewer> caughtUp;
    private final Consumer<Viewer> gone;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean missedSomething;

    /**
     * @param wire what it comes over
     * @param caughtUp called when it missed something and has read all that waited; it may hold
     *     locks of the connection, so hand over and return
     * @param gone called when it could not be told something
     */
    Viewer(
            ServerConnection wire,
            ServerSentEventConnection connection,
            Consumer<Viewer> caughtUp,
            Consumer<Viewer> gone) {
        this.wire = wire;
        this.connection = connection;
        this.caughtUp = caughtUp;
        this.gone = gone;
    }

    View view() {
        return Objects.requireNonNull(connection.getAttachment(VIEW));
    }

    /** Everything, to a viewer who has read all that waited. */
    void catchUp(String snapshot) {
        if (missedSomething && waiting() == 0) {
            missedSomething = false;
            send("snapshot", snapshot);
        }
    }

    /** It gets everything next, however much it was told. */
    void missSomething() {
        missedSomething = true;
    }

    boolean hasMissedSomething() {
        return missedSomething;
    }

    /** An event that finds no place in its queue. */
    void miss() {
        missedSomething = true;
        if (waiting() == 0) {
            // All was read between the look and the note: nobody else would notice.
            caughtUp.accept(this);
        }
    }

    /** Events on their way. */
    int waiting() {
        return waiting.get();
    }

    /** Whether it has gone or is sent away: it takes no event for so long, or its session ended. */
    boolean leaves(Duration patience) {
        boolean stuck = waiting() > 0 && System.nanoTime() - lastProgress > patience.toNanos();
        boolean out = !Objects.requireNonNull(connection.getAttachment(STAYS)).getAsBoolean();
        if (stuck || out) {
            // To end it in good order would wait for him again.
            IoUtils.safeClose(wire);
        }
        return stuck || out || !connection.isOpen();
    }

    void send(String event, String data) {
        if (waiting.getAndIncrement() == 0) {
            lastProgress = System.nanoTime();
        }
        connection.send(data, event, null, this);
    }

    void close() {
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
        gone.accept(this);
    }
}
