package be.bsmr.home.source;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A source that gives telegram after telegram, each when its stamp is due. */
abstract class PacedSource implements ByteSource {

    private final PlaybackClock pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] piece = new byte[0];
    private int given;

    /**
     * @param speed 1 = as it happened, 60 = a minute a second, infinite = as fast as it goes
     */
    PacedSource(double speed) {
        pace = new PlaybackClock(speed);
    }

    /** The next telegram with whatever lies before it; empty at the end. */
    abstract byte[] nextPiece() throws IOException;

    /** When the piece that {@link #nextPiece} gave last is due; empty = at once. */
    abstract Optional<Instant> due();

    @Override
    public final int read(byte[] buffer) throws IOException {
        if (given == piece.length) {
            piece = nextPiece();
            given = 0;
            long early = due().map(pace::untilDue).orElse(0L);
            if (piece.length == 0 || isClosedWithin(early)) {
                return END;
            }
        }
        int count = Math.min(buffer.length, piece.length - given);
        System.arraycopy(piece, given, buffer, 0, count);
        given += count;
        return count;
    }

    @Override
    public final boolean canWait() {
        return true;
    }

    @Override
    public final boolean isLive() {
        return false;
    }

    /** Lets go of what {@link #open} took. May be called more than once, and from any thread. */
    abstract void release();

    @Override
    public final void close() {
        closed.countDown();
        release();
    }

    private boolean isClosedWithin(long nanos) {
        try {
            return closed.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
