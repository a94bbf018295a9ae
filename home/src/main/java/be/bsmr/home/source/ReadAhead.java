package be.bsmr.home.source;

import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording on a thread of its own, while the caller's works at what came before: the same
 * inputs in the same order as {@link P1Stream#pump}, on two cores.
 */
public final class ReadAhead {

    /** What waits outlives a collection of garbage and is copied then: not more than helps. */
    private static final int BATCH = 250;

    /** Enough that neither waits for the other at every batch, few enough to be small. */
    private static final int BATCHES = 8;

    private static final List<SiteInput> END = List.of();

    private final BlockingQueue<List<SiteInput>> batches = new ArrayBlockingQueue<>(BATCHES);
    private List<SiteInput> batch = new ArrayList<>(BATCH);
    private volatile @Nullable Throwable failure;
    private volatile LinkHealth health = LinkHealth.INITIAL;

    private ReadAhead() {}

    /** The caller has no use for more. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param inbox called on this thread; what it throws ends the reading
     * @return how the link did
     * @throws IOException when the recording cannot be read to its end
     */
    public static LinkHealth pump(InputStream recording, ZoneId zone, Consumer<SiteInput> inbox)
            throws IOException {
        ReadAhead ahead = new ReadAhead();
        Thread reader = new Thread(() -> ahead.read(recording, zone), "read-ahead");
        reader.setDaemon(true);
        reader.start();
        try {
            ahead.deliver(inbox);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading was interrupted");
        } finally {
            reader.interrupt();
        }
        return ahead.health;
    }

    private void read(InputStream recording, ZoneId zone) {
        try {
            health = P1Stream.pump(recording, zone, this::add);
            if (!batch.isEmpty()) {
                batches.put(batch);
            }
            batches.put(END);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            end();
        } catch (InterruptedException e) {
            // Nobody listens any more.
        }
    }

    private void end() {
        try {
            batches.put(END);
        } catch (InterruptedException e) {
            // Nobody listens any more.
        }
    }

    private void add(SiteInput input) {
        batch.add(input);
        if (batch.size() == BATCH) {
            try {
                batches.put(batch);
            } catch (InterruptedException e) {
                throw new Abandoned();
            }
            batch = new ArrayList<>(BATCH);
        }
    }

    private void deliver(Consumer<SiteInput> inbox) throws IOException, InterruptedException {
        for (List<SiteInput> next = batches.take(); !next.isEmpty(); next = batches.take()) {
            next.forEach(inbox);
        }
        Throwable failed = failure;
        if (failed instanceof IOException e) {
            throw e;
        }
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }
}
