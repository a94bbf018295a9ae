package be.bsmr.home.source;

import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two ways to the same meter. The first is read; when it cannot be opened, breaks, or is silent for
 * a while, the second is, at once. Meanwhile the first is tried again and again, and taken back as
 * soon as it has given a whole telegram. What is read of one never ends a telegram of the other.
 */
public final class FailOver implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(FailOver.class);

    /** So many pieces wait to be read before a source has to wait. */
    private static final int MOST_WAITING = 64;

    private static final Duration LONGEST_READ = Duration.ofSeconds(1);

    /** A source that is back is noticed within so long. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * Ends half a telegram so that it cannot be taken for a whole one: what is not hexadecimal
     * behind its {@code !} is a wrong checksum, not a missing one.
     */
    private static final byte[] CUT = "?\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteSource first;
    private final ByteSource second;
    private final Duration patience;
    private final Clock clock;
    private final Occasionally takeOvers = new Occasionally();
    private final Occasionally returns = new Occasionally();
    private volatile @Nullable Watch watch;
    private volatile ByteSource inUse;

    /**
     * @param patience the first is given up for now when it says nothing for so long
     * @param clock for the log's sake
     */
    public FailOver(ByteSource first, ByteSource second, Duration patience, Clock clock) {
        this.first = first;
        this.second = second;
        this.patience = patience;
        this.clock = clock;
        inUse = first;
    }

    /** The source in use. */
    @Override
    public String name() {
        ByteSource now = inUse;
        return now == first ? first.name() : second.name() + " in place of " + first.name();
    }

    @Override
    public boolean canWait() {
        return first.canWait() && second.canWait();
    }

    @Override
    public boolean isLive() {
        return first.isLive() && second.isLive();
    }

    @Override
    public void open() throws IOException {
        close();
        inUse = first;
        Watch opening = new Watch();
        watch = opening; // from here on a close ends the wait for the sources
        try {
            opening.awaitOpened();
        } catch (IOException e) {
            opening.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        Watch open = watch;
        if (open == null) {
            throw new IOException(name() + " was closed");
        }
        return open.read(buffer);
    }

    @Override
    public void close() {
        Watch open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }

    /** What one of the readers has to say: said on the thread that reads. */
    @FunctionalInterface
    private interface News {
        void tell() throws IOException;
    }

    /** From one opening to the next closing. All but {@link #close} on the thread that reads. */
    private final class Watch {

        private final BlockingQueue<News> news = new LinkedBlockingQueue<>(MOST_WAITING);
        private final SourceReader main;
        private volatile @Nullable SourceReader stand;
        private volatile boolean closed;
        private boolean opened;
        private final SourceSilence silence = new SourceSilence(patience);
        private String mainTrouble = "";

        /** Whether the source in use has come to a beginning of a telegram. */
        private boolean joined = true;

        private byte last = '\n';
        private TelegramFramer probe = probe();
        private boolean wholeTelegram;
        private byte[] ready = new byte[0];

        Watch() {
            main = new SourceReader(first);
        }

        void awaitOpened() throws IOException {
            main.start();
            while (!opened) {
                advance();
            }
        }

        int read(byte[] buffer) throws IOException {
            if (ready.length == 0) {
                advance();
            }
            int count = Math.min(buffer.length, ready.length);
            System.arraycopy(ready, 0, buffer, 0, count);
            ready = Arrays.copyOfRange(ready, count, ready.length);
            return count;
        }

        void close() {
            closed = true;
            main.close();
            SourceReader open = stand;
            if (open != null) {
                open.close();
            }
        }

        /** Waits for the next news, a second at most, and acts on them. */
        private void advance() throws IOException {
            News next = poll();
            if (closed) {
                throw new IOException(name() + " was closed");
            }
            if (next != null) {
                next.tell();
            }
            if (stand == null && silence.isTooLong()) {
                takeOver(
                        first.name()
                                + " has been silent for "
                                + silence.allowed().toSeconds()
                                + " s");
            }
        }

        private @Nullable News poll() throws IOException {
            try {
                long most = Math.min(patience.toMillis(), LONGEST_READ.toMillis());
                return news.poll(most, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(name() + " was interrupted", e);
            }
        }

        private boolean isUsed(SourceReader reader) {
            return reader == (stand == null ? main : stand);
        }

        private void opened(SourceReader reader) {
            opened |= isUsed(reader);
        }

        private void heard(SourceReader reader, byte[] bytes) {
            if (reader == main) {
                silence.ends();
            }
            if (isUsed(reader)) {
                append(bytes, 0);
            } else if (reader == main) {
                tryOut(bytes);
            }
        }

        private void broken(SourceReader reader, String why) throws IOException {
            boolean used = isUsed(reader);
            if (reader == main) {
                mainTrouble = why;
            }
            if (used && reader == main) {
                takeOver(why);
            } else if (used) {
                // Both: the link says so, waits, and opens us anew. It is well when bytes come.
                throw new SilentSource(mainTrouble + "; in its place: " + why);
            }
        }

        private void takeOver(String why) {
            mainTrouble = why;
            say(takeOvers, why + ": reading " + second.name() + " instead");
            probe = probe();
            wholeTelegram = false;
            SourceReader taking = new SourceReader(second);
            stand = taking;
            if (closed) {
                taking.close();
            }
            taking.start();
            use(second);
        }

        private void tryOut(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                probe.push(bytes, i, 1, Instant.EPOCH);
                if (wholeTelegram) {
                    takeBack();
                    append(bytes, i);
                    return;
                }
            }
        }

        private void takeBack() {
            say(returns, first.name() + " is back: reading it again");
            SourceReader done = stand;
            stand = null;
            if (done != null) {
                done.close();
            }
            silence.begins();
            opened = true;
            use(first);
        }

        private void use(ByteSource source) {
            inUse = source;
            joined = false;
            last = '\n';
        }

        private TelegramFramer probe() {
            return new TelegramFramer(frame -> wholeTelegram |= frame instanceof Telegram);
        }

        private void append(byte[] bytes, int from) {
            int start = from;
            if (!joined) {
                start = beginning(bytes, from);
                if (start == bytes.length) {
                    return;
                }
                joined = true;
                ready = joined(ready, CUT, 0);
            }
            ready = joined(ready, bytes, start);
        }

        /** Where a line begins with {@code /}. */
        private int beginning(byte[] bytes, int from) {
            int at = from;
            while (at < bytes.length && (bytes[at] != '/' || (last != '\n' && last != '\r'))) {
                last = bytes[at++];
            }
            return at;
        }

        /** Reads one source on a thread of its own, and opens it again when it broke. */
        private final class SourceReader {

            private static final int BUFFER_BYTES = 4096;

            private final ByteSource source;
            private final Thread thread;
            private volatile boolean closing;

            SourceReader(ByteSource source) {
                this.source = source;
                thread = new Thread(this::run, "meter " + source.name());
                thread.setDaemon(true);
            }

            void start() {
                thread.start();
            }

            void close() {
                closing = true;
                source.close();
                thread.interrupt();
            }

            private void run() {
                // An earlier reader of this source may still be letting go of it.
                synchronized (source) {
                    Duration pause = MeterLink.FIRST_PAUSE;
                    try {
                        while (!closing) {
                            pause = readUntilTrouble() ? MeterLink.FIRST_PAUSE : pause;
                            Thread.sleep(pause.toMillis());
                            pause = shorter(MeterLink.longer(pause), LONGEST_PAUSE);
                        }
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    } finally {
                        source.close();
                    }
                }
            }

            /** Whether any bytes came. */
            private boolean readUntilTrouble() throws InterruptedException {
                boolean heard = false;
                try {
                    source.open();
                    news.put(() -> opened(this));
                    byte[] buffer = new byte[BUFFER_BYTES];
                    for (int count = source.read(buffer); !closing; count = source.read(buffer)) {
                        if (count == END) {
                            throw new IOException(source.name() + " has ended");
                        }
                        if (count > 0) {
                            heard = true;
                            byte[] bytes = Arrays.copyOf(buffer, count);
                            news.put(() -> heard(this, bytes));
                        }
                    }
                } catch (IOException e) {
                    news.put(() -> broken(this, String.valueOf(e.getMessage())));
                } catch (RuntimeException mistake) {
                    news.put(
                            () -> {
                                throw mistake;
                            });
                }
                return heard;
            }
        }
    }

    private void say(Occasionally kind, String what) {
        if (kind.isDue(clock.instant())) {
            log.warn("{}{}", what, kind.again());
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static byte[] joined(byte[] head, byte[] bytes, int from) {
        byte[] all = Arrays.copyOf(head, head.length + bytes.length - from);
        System.arraycopy(bytes, from, all, head.length, bytes.length - from);
        return all;
    }
}
