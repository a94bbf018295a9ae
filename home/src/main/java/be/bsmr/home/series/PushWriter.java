package be.bsmr.home.series;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is written to a server, some thousand lines at a time; fewer when that is too much for
 * it. While the server is away it waits and tries again, ever more rarely; it gives up after a
 * while, saying what was sent. Lines that the server refuses are passed over and counted.
 */
public final class PushWriter extends Writer {

    private static final int BATCH = 1 << 20;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final LineServer server;
    private final Duration patience;
    private final Pause pause;
    private final StringBuilder lines = new StringBuilder();
    private long taken;
    private long refused;
    private LineServer.@Nullable Refused why;
    private boolean failed;

    /** How time passes between two tries. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * @param patience how long a server may be away
     */
    public PushWriter(LineServer server, Duration patience) {
        this(server, patience, duration -> Thread.sleep(duration.toMillis()));
    }

    PushWriter(LineServer server, Duration patience, Pause pause) {
        this.server = server;
        this.patience = patience;
        this.pause = pause;
    }

    /** Lines that the server has. */
    public long taken() {
        return taken;
    }

    /** Lines that the server does not want. */
    public long refused() {
        return refused;
    }

    /** What it said to the first of them; null when it took all. */
    public @Nullable String whyRefused() {
        return why == null ? null : why.getMessage();
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        lines.append(text, offset, length);
        if (lines.length() >= BATCH) {
            int end = lines.lastIndexOf("\n") + 1;
            send(lines.substring(0, end));
            lines.delete(0, end);
        }
    }

    private void send(String batch) throws IOException {
        // Whoever closes after a failure need not be patient once more.
        boolean again = failed;
        failed = true;
        if (!again) {
            sendPatiently(batch);
            failed = false;
        }
    }

    private void sendPatiently(String batch) throws IOException {
        Duration next = FIRST_PAUSE;
        Duration waited = Duration.ZERO;
        long count = batch.lines().count();
        while (true) {
            try {
                server.send(batch);
                taken += count;
                return;
            } catch (LineServer.Refused e) {
                if (e.tooLarge() && count > 1) {
                    int half = middle(batch);
                    sendPatiently(batch.substring(0, half));
                    sendPatiently(batch.substring(half));
                } else {
                    passOver(e, count);
                }
                return;
            } catch (IOException e) {
                if (waited.compareTo(patience) >= 0) {
                    throw e;
                }
            }
            try {
                pause.of(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("sending was interrupted");
            }
            waited = waited.plus(next);
            next = next.multipliedBy(2);
            next = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        }
    }

    /** A line's start, near the middle. */
    private static int middle(String lines) {
        int before = lines.lastIndexOf('\n', lines.length() / 2);
        return (before >= 0 ? before : lines.indexOf('\n')) + 1;
    }

    /** A server that takes nothing from us need not be asked again. */
    private void passOver(LineServer.Refused e, long count) throws IOException {
        if (e.ofAll()) {
            throw e;
        }
        why = why == null ? e : why;
        refused += e.lines();
        taken += count - e.lines();
    }

    @Override
    public void flush() {
        // Batches go when they are full, the last one at the end.
    }

    @Override
    public void close() throws IOException {
        if (!lines.isEmpty()) {
            send(lines.toString());
            lines.setLength(0);
        }
    }
}
