package be.bsmr.home.web;

import be.bsmr.home.web.api.View;
import io.undertow.server.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.xnio.IoUtils;

/**
 * One who watches. Events wait for him in a queue, of which {@link EventStreams} knows how long it
 * may be.
 */
final class Viewer implements EventLine.Outcome {

    /**
     * Who it is.
     *
     * @param wire what he comes over
     * @param view how much he is told
     * @param stays whether he might come in again
     * @param last id of the last event that he knows; empty = none
     */
    record Guest(ServerConnection wire, View view, BooleanSupplier stays, String last) {}

    private final Guest guest;
    private final EventLine line;
    private final Consumer<Viewer> caughtUp;
    private final Consumer<Viewer> gone;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int replayed;
    private volatile long lastProgress = System.nanoTime();
    private volatile long lastBeat = System.nanoTime();
    private volatile boolean missedSomething;

    /**
     * @param caughtUp called when he missed something and has read all that waited; it may hold
     *     locks of the connection, so hand over and return
     * @param gone called when he could not be told something
     */
    Viewer(Guest guest, EventLine line, Consumer<Viewer> caughtUp, Consumer<Viewer> gone) {
        this.guest = guest;
        this.line = line;
        this.caughtUp = caughtUp;
        this.gone = gone;
    }

    View view() {
        return guest.view();
    }

    /** What he missed while he was away; it does not count as being slow. */
    void replay(List<Event> missed) {
        replayed = missed.size();
        missed.forEach(this::send);
    }

    /** Everything, to a viewer who has read all that waited. */
    void catchUp(String id, String snapshot) {
        if (missedSomething && waiting() == 0) {
            missedSomething = false;
            send(id, "snapshot", snapshot);
        }
    }

    /** He gets everything next, however much he was told. */
    void missSomething() {
        missedSomething = true;
    }

    boolean hasMissedSomething() {
        return missedSomething;
    }

    /** An event that finds no place in his queue. */
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

    /** Whether so many more events find a place. */
    boolean hasRoom(int more, int most) {
        return waiting() + more <= most + replayed;
    }

    /** Whether he has gone or is sent away: he takes no event for so long, or may not stay. */
    boolean leaves(Duration patience, Duration heartbeat) {
        long now = System.nanoTime();
        boolean stuck = waiting() > 0 && now - lastProgress > patience.toNanos();
        boolean out = !guest.stays().getAsBoolean();
        if (stuck || out) {
            // To end it in good order would wait for him again.
            IoUtils.safeClose(guest.wire());
        } else if (now - lastBeat > heartbeat.toNanos()) {
            lastBeat = now;
            line.beat();
        }
        return stuck || out || !line.isOpen();
    }

    void send(Event event) {
        String data = event.data(view());
        if (data != null) {
            send(event.id(), event.name(), data);
        }
    }

    void send(String id, String name, String data) {
        if (waiting.getAndIncrement() == 0) {
            lastProgress = System.nanoTime();
        }
        line.send(id, name, data, this);
    }

    void close() {
        line.close();
    }

    @Override
    public void sent() {
        lastProgress = System.nanoTime();
        if (waiting.decrementAndGet() == 0) {
            replayed = 0;
            if (missedSomething) {
                caughtUp.accept(this);
            }
        }
    }

    @Override
    public void failed() {
        gone.accept(this);
    }
}
