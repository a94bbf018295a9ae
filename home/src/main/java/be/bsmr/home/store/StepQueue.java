package be.bsmr.home.store;

import be.bsmr.quarter.Forecaster;
import be.bsmr.site.SiteStep;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps on their way from the site thread to the disk. Nothing gives way before an hour of readings
 * waits, then single readings before a quarter or a decision, and what was lost is counted; a
 * source that can wait is {@linkplain #hold held back} long before.
 */
final class StepQueue {

    /** What the operator reads is the keeper's. */
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    /** An hour of readings, of some two kilobytes each. */
    static final int CAPACITY = 3600;

    /** So much may wait before a source that can wait does; the site's inbox comes on top. */
    static final int MARK = 2000;

    /** A meter that speaks each second through a pipe keeps its pace all the same. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(500);

    /** More than one quarter at a time is no gain. */
    private static final int BATCH = 1000;

    /** Time passes, too: what waits for it is written. */
    private static final long LONGEST_REST_MILLIS = 1000;

    private final Deque<KeptStep> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Forecaster forecaster;
    private boolean closing;
    private long lostReadings;
    private long lostOthers;

    /**
     * What is taken at a time.
     *
     * @param forecaster as it is by now; null before the first reading
     * @param isLast whether nothing follows
     */
    record Batch(List<KeptStep> steps, @Nullable Forecaster forecaster, boolean isLast) {}

    /** Takes what a step led to and returns at once. */
    void put(SiteStep step) {
        KeptStep kept = KeptStep.of(step);
        lock.lock();
        try {
            if (step.newReading()) {
                forecaster = step.state().foresight().forecaster();
            }
            KeptStep last = waiting.peekLast();
            if (last != null && last.isOnlyAState() && kept.isOnlyAState()) {
                waiting.removeLast();
            } else if (waiting.size() == CAPACITY) {
                giveWay();
            }
            waiting.addLast(kept);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest reading goes; a quarter or a decision only when nothing else is left. */
    private void giveWay() {
        Iterator<KeptStep> oldest = waiting.iterator();
        KeptStep going = oldest.next();
        while (!going.mayGiveWay() && oldest.hasNext()) {
            going = oldest.next();
        }
        if (going.mayGiveWay()) {
            oldest.remove();
            lostReadings += going.read() == null ? 0 : 1;
        } else {
            waiting.removeFirst();
            lostOthers++;
        }
        if (lostReadings + lostOthers == 1 || (lostReadings + lostOthers) % 1000 == 0) {
            log.error(
                    "the disk does not keep up: {} readings and {} quarters or decisions are lost"
                            + " so far",
                    lostReadings,
                    lostOthers);
        }
    }

    /**
     * Waits while the disk is far behind, half a second at most: for who brings readings faster
     * than life, not for the site thread.
     *
     * @param beyond how many readings wait behind this queue
     */
    void hold(IntSupplier beyond) {
        long left = LONGEST_HOLD.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closing && waiting.size() + beyond.getAsInt() > MARK) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, after a moment at most.
     *
     * @param open false where there is nobody to give it to: then nothing is taken
     * @param pause how long the moment is then
     */
    Batch take(boolean open, Duration pause) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(LONGEST_REST_MILLIS);
            while (left > 0 && !closing && (waiting.isEmpty() || !open)) {
                left = changed.awaitNanos(Math.min(left, pause.toNanos()));
                left = open ? left : 0;
            }
            List<KeptStep> batch = new ArrayList<>();
            while (open && !waiting.isEmpty() && batch.size() < BATCH) {
                batch.add(waiting.removeFirst());
            }
            return new Batch(batch, forecaster, closing && batch.isEmpty());
        } catch (InterruptedException e) {
            // It ends by a flag; an interrupt must not cost a reading.
            return new Batch(List.of(), forecaster, false);
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is on the disk, or not: who is held back looks again. */
    void taken() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is put any more; what waits is still to be taken. */
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Readings that gave way. */
    long lostReadings() {
        lock.lock();
        try {
            return lostReadings;
        } finally {
            lock.unlock();
        }
    }

    /** Quarters and decisions that gave way. */
    long lostOthers() {
        lock.lock();
        try {
            return lostOthers;
        } finally {
            lock.unlock();
        }
    }
}
