package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the site thread and the store, which waits for the disk, with a {@link StepQueue}
 * and a thread of its own. It takes all that came meanwhile at a time: one commit.
 *
 * <p>A store that could not be opened at the start is tried again; what was read meanwhile waits.
 */
public final class Keeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    public static final Duration USUAL_PAUSE = Duration.ofSeconds(10);

    /** How a store is opened that could not be opened at the start. */
    @FunctionalInterface
    public interface Opening {
        Store open() throws IOException;
    }

    private final Opening opening;
    private final Consumer<Store> opened;
    private final Duration pause;
    private final StepQueue queue = new StepQueue();
    private final Thread thread = new Thread(this::run, "store");
    private long triedAt = System.nanoTime();
    private volatile long failed;
    private volatile @Nullable Store store;
    private volatile @Nullable String trouble;

    /**
     * @param store null when it could not be opened
     * @param trouble why; null when it could
     * @param opening tried again until it works
     * @param pause between two tries
     * @param opened told of a store that could be opened later, on the keeper's thread
     */
    public Keeper(
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

    public void start() {
        thread.start();
    }

    /** Takes what a step led to and returns at once. */
    public void put(SiteStep step) {
        queue.put(step);
    }

    /**
     * Waits while the disk is far behind, half a second at most: for who brings readings faster
     * than life, not for the site thread.
     */
    public void hold() {
        queue.hold(
                () -> {
                    Store open = store;
                    return open == null ? 0 : open.health().waiting();
                });
    }

    /** Empty while it cannot be opened. */
    public Optional<Store> store() {
        return Optional.ofNullable(store);
    }

    /** Why the store cannot be opened, in the operator's words; empty when it is open. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Readings that gave way because the disk hung for too long, or could not be opened. */
    public long lostReadings() {
        return queue.lostReadings();
    }

    /** Readings that wait here; those that wait in the store not among them. */
    public int waiting() {
        return queue.size();
    }

    /**
     * Why not all is kept, in the operator's words; empty when it is. To be asked after {@link
     * #close}.
     */
    public Optional<String> missing() {
        if (queue.lostReadings() + queue.lostOthers() > 0) {
            return Optional.of(
                    "the disk was too slow, or away for too long, for "
                            + queue.lostReadings()
                            + " readings and "
                            + queue.lostOthers()
                            + " quarters or decisions");
        }
        if (failed > 0) {
            return Optional.of("the store failed " + failed + " times; see the log");
        }
        Store last = store;
        return last == null ? Optional.of(String.valueOf(trouble)) : last.missing();
    }

    /** Keeps what still waits, then closes the store. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (store != null) {
            store.close();
        }
    }

    private void run() {
        while (true) {
            Store open = store != null ? store : opened();
            StepQueue.Batch batch = queue.take(open != null, pause);
            if (batch.isLast()) {
                return;
            }
            if (open != null) {
                keep(open, batch);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone counts
    private void keep(Store open, StepQueue.Batch batch) {
        try {
            open.keep(batch.steps(), batch.forecaster());
        } catch (RuntimeException e) {
            failed++;
            if (failed == 1 || failed % 1000 == 0) {
                log.error("the store failed ({} times so far)", failed, e);
            }
        } finally {
            queue.taken();
        }
    }

    /** The store that could not be opened before; null when it cannot be opened yet. */
    private @Nullable Store opened() {
        if (!queue.isClosing() && System.nanoTime() - triedAt < pause.toNanos()) {
            return null;
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

    private void tell(Store now) throws IOException {
        try {
            opened.accept(now);
        } catch (UncheckedIOException e) {
            now.close();
            throw e.getCause();
        }
    }
}
