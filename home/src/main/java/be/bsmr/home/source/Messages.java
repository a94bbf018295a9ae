package be.bsmr.home.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that together are the stream of a meter, as from an MQTT topic. Those that nobody reads
 * in time give way, the oldest first and each as a whole.
 */
public final class Messages implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(Messages.class);

    private static final int MOST_WAITING = 1024;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int READ_MILLIS = 1000;

    /** Where messages come from. */
    public interface Feed {

        /**
         * Returns when messages can come.
         *
         * @param message takes each, on any thread; never blocks
         * @param lost takes the reason why no more will come
         * @throws IOException when there is no way to them now; the message says what to do
         */
        void open(Consumer<byte[]> message, Consumer<String> lost) throws IOException;

        /** Ends a waiting {@link #open}. May be called more than once. */
        void close();
    }

    private final String name;
    private final Feed feed;
    private final Clock clock;
    private final SourceSilence silence;
    private final Occasionally drops = new Occasionally();

    private final Object lock = new Object();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long dropped;
    private @Nullable String trouble = "not opened";

    // Of the reading thread.
    private PayloadLines lines = new PayloadLines();
    private byte[] ready = new byte[0];
    private int given;
    private long droppedSaid;

    public Messages(String name, Feed feed, Clock clock) {
        this(name, feed, clock, SilentSource.AFTER);
    }

    /**
     * @param patience a feed that brings nothing for so long is opened anew
     */
    Messages(String name, Feed feed, Clock clock, Duration patience) {
        this.name = name;
        this.feed = feed;
        this.clock = clock;
        silence = new SourceSilence(patience);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open() throws IOException {
        feed.close();
        synchronized (lock) {
            waiting.clear();
            waitingBytes = 0;
            trouble = null;
        }
        lines = new PayloadLines();
        ready = new byte[0];
        given = 0;
        feed.open(this::take, this::stop);
        silence.begins();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        if (given == ready.length) {
            byte @Nullable [] next = next();
            sayDrops();
            if (next == null) {
                if (silence.isTooLong()) {
                    throw silence.trouble(name, "does the dongle publish there, and is it on?");
                }
                return 0;
            }
            silence.ends();
            ready = lines.next(next);
            given = 0;
        }
        int count = Math.min(buffer.length, ready.length - given);
        System.arraycopy(ready, given, buffer, 0, count);
        given += count;
        return count;
    }

    /** Messages that were given up because nobody read them in time. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    @Override
    public void close() {
        stop(name + " was closed");
        feed.close();
    }

    private void take(byte[] message) {
        synchronized (lock) {
            waiting.add(message);
            waitingBytes += message.length;
            while (waitingBytes > MOST_BYTES || waiting.size() > MOST_WAITING) {
                waitingBytes -= waiting.remove().length;
                dropped++;
            }
            lock.notifyAll();
        }
    }

    private void stop(String why) {
        synchronized (lock) {
            trouble = why;
            lock.notifyAll();
        }
    }

    /** What has come goes before the news that no more will. */
    private byte @Nullable [] next() throws IOException {
        long until = System.nanoTime() + Duration.ofMillis(READ_MILLIS).toNanos();
        synchronized (lock) {
            for (long left = READ_MILLIS; waiting.isEmpty() && trouble == null && left > 0; ) {
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(name + " was interrupted", e);
                }
                left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            }
            byte[] message = waiting.poll();
            if (message != null) {
                waitingBytes -= message.length;
            } else if (trouble != null) {
                throw new IOException(trouble);
            }
            return message;
        }
    }

    private void sayDrops() {
        long now = dropped();
        if (now > droppedSaid) {
            droppedSaid = now;
            if (drops.isDue(clock.instant())) {
                log.warn("{} sends faster than it is read: {} messages given up", name, now);
            }
        }
    }
}
