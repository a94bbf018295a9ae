package be.bsmr.home.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telegrams that another program writes to this one. A thread of its own reads them, since nothing
 * can end a read of the standard input that waits.
 */
public final class StandardInput implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(StandardInput.class);

    private static final int BUFFER_BYTES = 4096;
    private static final byte[] NO_MORE = {};

    private final InputStream in;
    private final SynchronousQueue<byte[]> pieces = new SynchronousQueue<>();
    private boolean started;
    private byte[] piece = NO_MORE;
    private int given;
    private volatile boolean ended;

    public StandardInput(InputStream in) {
        this.in = in;
    }

    @Override
    public String name() {
        return "stdin";
    }

    @Override
    public boolean canWait() {
        return true;
    }

    @Override
    public void open() {
        if (!started) {
            started = true;
            Thread pump = new Thread(this::pump, "stdin");
            pump.setDaemon(true);
            pump.start();
        }
    }

    @Override
    public int read(byte[] buffer) {
        if (given == piece.length && !ended) {
            byte[] next = nextPiece();
            if (next == null) {
                return 0;
            }
            piece = next;
            given = 0;
            ended = next.length == 0;
        }
        if (ended) {
            return END;
        }
        int count = Math.min(buffer.length, piece.length - given);
        System.arraycopy(piece, given, buffer, 0, count);
        given += count;
        return count;
    }

    private byte @Nullable [] nextPiece() {
        try {
            return pieces.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_MORE;
        }
    }

    private void pump() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = in.read(buffer); count > 0 && !ended; count = in.read(buffer)) {
                pieces.put(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            log.warn("standard input: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        try {
            pieces.put(NO_MORE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For good: what was written to us meanwhile is not kept. */
    @Override
    public void close() {
        ended = true;
        var unused = pieces.offer(NO_MORE);
    }
}
