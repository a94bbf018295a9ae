package be.bsmr.home;

import be.bsmr.home.store.KeptStep;
import be.bsmr.home.store.Store;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.Forecaster;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the site thread and the store, which waits for the disk. It takes all that came
 * meanwhile at a time: one commit. Nothing gives way before an hour of readings waits, then single
 * readings before a quarter or a decision, and what was lost is counted; a source that can wait is
 * {@linkplain #hold held back} long before.
 *
 * <p>A store that could not be opened at the start is tried again; what was read meanwhile waits.
 */
final class Keeper implements AutoCloseable {

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

    static final Duration USUAL_PAUSE = Duration.ofSeconds(10);

    /** How a store is opened that could not be opened at the start. */
    @FunctionalInterface
    interface Opening {
        Store open() throws IOException;
    }

    private final Opening opening;
    private final Consumer<Store> opened;
    private final Duration pause;
    private final Deque<KeptStep> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = new Thread(this::run, "store");
    private @Nullable Forecaster forecaster;
    private boolean closing;
    private long lostReadings;
    private long lostOthers;
    private long failed;
    private long triedAt = System.nanoTime();
    private volatile @Nullable Store store;
    private volatile @Nullable String trouble;

    /**
     * @param store null when it could not be opened
     * @param trouble why; null when it could
     * @param opening tried again until it works
     * @param pause between two tries
     * @param opened told of a store that could be opened later, on the keeper's thread
     */
    Keeper(
            @Nullable Store store,
            @Nullable String trouble,
            Opening opening,
            Duration pause,
            Consumer<Store> opened) {
        this.store = store;
        this.trouble = trouble;
        this.opening = opening;
        this.opened = opened;
        this.pause = pause;
    }

    void start() {
        thread.start();
    }

    /** Takes what a step led to and returns at once. */
    void put(SiteStep step) {
        KeptStep kept = KeptStep.of(step);
        lock.lock();
        try {
            if (step.newReading()) {
                forecaster = step.state().forecaster();
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

    /**
     * Waits while the disk is far behind, half a second at most: for who brings readings faster
     * than life, not for the site thread.
     */
    void hold() {
        long left = LONGEST_HOLD.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closing && isBehind()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Empty while it cannot be opened. */
    Optional<Store> store() {
        return Optional.ofNullable(store);
    }

    /** Why the store cannot be opened, in the operator's words; empty when it is open. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Readings that gave way because the disk hung for too long, or could not be opened. */
    long lostReadings() {
        lock.lock();
        try {
            return lostReadings;
        } finally {
            lock.unlock();
        }
    }

    /** Readings that wait here; those that wait in the store not among them. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why not all is kept, in the operator's words; empty when it is. To be asked after {@link
     * #close}.
     */
    Optional<String> missing() {
        lock.lock();
        try {
            if (lostReadings + lostOthers > 0) {
                return Optional.of(
                        "the disk was too slow, or away for too long, for "
                                + lostReadings
                                + " readings and "
                                + lostOthers
                                + " quarters or decisions");
            }
            if (failed > 0) {
                return Optional.of("the store failed " + failed + " times; see the log");
            }
            if (store == null) {
                return Optional.of(String.valueOf(trouble));
            }
            return store.missing();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what still waits, then closes the store. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (store != null) {
            store.close();
        }
    }

    private boolean isBehind() {
        Store open = store;
        return waiting.size() + (open == null ? 0 : open.health().waiting()) > MARK;
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

    private void run() {
        while (true) {
            Store open = store != null ? store : opened();
            Batch batch = next(open != null);
            if (batch.isLast()) {
                return;
            }
            if (open != null) {
                keep(open, batch);
            }
        }
    }

    /**
     * @param forecaster as it is by now; null before the first reading
     */
    private record Batch(List<KeptStep> steps, @Nullable Forecaster forecaster, boolean isLast) {}

    /** What waits, after a moment at most; of a store that is not open nothing is taken. */
    private Batch next(boolean open) {
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

    private void keep(Store open, Batch batch) {
        try {
            open.keep(batch.steps, batch.forecaster);
        } catch (RuntimeException e) {
            long sofar = countFailure();
            if (sofar == 1 || sofar % 1000 == 0) {
                log.error("the store failed ({} times so far)", sofar, e);
            }
        } finally {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void tell(Store now) throws IOException {
        try {
            opened.accept(now);
        } catch (UncheckedIOException e) {
            now.close();
            throw e.getCause();
        }
    }

    private long countFailure() {
        lock.lock();
        try {
            return ++failed;
        } finally {
            lock.unlock();
        }
    }

    /** The store that could not be opened before; null when it cannot be opened yet. */
    private @Nullable Store opened() {
        lock.lock();
        try {
            if (!closing && System.nanoTime() - triedAt < pause.toNanos()) {
                return null;
            }
        } finally {
            lock.unlock();
        }
        try {
            Store now = opening.open();
            log.info("the database can be opened now: {} readings that waited are kept", waiting());
            tell(now);
            trouble = null;
            store = now;
            return now;
        } catch (IOException e) {
            String why = PlainWords.of(e);
            if (!why.equals(trouble)) {
                log.error("{}. BSMR tries again until it works", why);
            }
            trouble = why;
            return null;
        } finally {
            triedAt = System.nanoTime();
        }
    }
}
