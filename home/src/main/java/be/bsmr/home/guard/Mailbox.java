package be.bsmr.home.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the site thread and one sink, so that a slow sink fills only its own box. Never
 * blocks the sender: when the box is full the oldest message gives way and is counted.
 *
 * @param <T> what is delivered
 */
public final class Mailbox<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

    private static final long SAID_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * Whoever has not caught up for so long is too slow. A burst, as of a gateway that tells the
     * last minutes at once when it is connected to, may fill any box.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final int capacity;
    private final Consumer<T> reader;
    private final boolean mayMiss;
    private final Deque<T> messages = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean closing;
    private final LongSupplier stopwatch;
    private long dropped;
    private boolean said;
    private long saidAt;

    /** Since when something is in the box, or is being read. */
    private long behindSince;

    private boolean reading;
    private long failed;

    /**
     * Starts delivering to {@code reader} on a thread of its own.
     *
     * @param capacity messages kept while the reader is busy, 1 = only the newest
     */
    public Mailbox(String name, int capacity, Consumer<T> reader) {
        this(name, capacity, reader, false);
    }

    /**
     * Starts delivering where messages may come faster than anybody can look: a simulated hour in
     * six seconds.
     *
     * @param mayMiss whether that is no news for the log
     */
    public Mailbox(String name, int capacity, Consumer<T> reader, boolean mayMiss) {
        this(name, capacity, reader, mayMiss, System::nanoTime);
    }

    /**
     * @param stopwatch nanoseconds that only grow
     */
    Mailbox(
            String name,
            int capacity,
            Consumer<T> reader,
            boolean mayMiss,
            LongSupplier stopwatch) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a mailbox holds at least one message");
        }
        this.name = name;
        this.capacity = capacity;
        this.reader = reader;
        this.mayMiss = mayMiss;
        this.stopwatch = stopwatch;
        thread = new Thread(this::deliver, name);
        thread.start();
    }

    /** Leaves a message and returns at once. After {@link #close} it is dropped and counted. */
    public void put(T message) {
        lock.lock();
        try {
            if (closing) {
                dropped++;
                return;
            }
            if (messages.isEmpty() && !reading) {
                behindSince = stopwatch.getAsLong();
            }
            if (messages.size() == capacity) {
                messages.removeFirst();
                dropped++;
                if (!mayMiss && isWorthALine()) {
                    String many = dropped == 1 ? "1 message" : dropped + " messages";
                    log.warn("{} is too slow: {} dropped so far", name, many);
                }
            }
            messages.addLast(message);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** At most once a minute: whoever sends too much must not fill the log. */
    private boolean isWorthALine() {
        long now = stopwatch.getAsLong();
        boolean saidLately = said && now - saidAt < SAID_EVERY_NANOS;
        if (now - behindSince < PATIENCE_NANOS || saidLately) {
            return false;
        }
        said = true;
        saidAt = now;
        return true;
    }

    /** Messages that gave way because the reader was slower than the site. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Messages that gave way, or that the reader failed on. */
    public long undelivered() {
        lock.lock();
        try {
            return dropped + failed;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers what is still in the box, then ends. */
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
    }

    private void deliver() {
        for (T message = next(); message != null; message = next()) {
            try {
                reader.accept(message);
            } catch (RuntimeException e) {
                long sofar = countFailure();
                if (sofar == 1 || sofar % 1000 == 0) {
                    log.error("{} failed on a message ({} so far)", name, sofar, e);
                }
            }
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

    private @Nullable T next() {
        lock.lock();
        try {
            reading = false;
            while (messages.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            reading = true;
            return messages.pollFirst();
        } finally {
            lock.unlock();
        }
    }
}
