package be.bsmr.bench.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A way from the meter to the program. It holds a few telegrams; what nobody reads is lost, as on a
 * real one.
 */
abstract class Line implements AutoCloseable {

    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(4);
    private final Thread thread = new Thread(this::run, "line");
    private volatile @Nullable OutputStream out;

    Line() {
        thread.setDaemon(true);
        thread.start();
    }

    /** There may be somebody now who reads it, or nobody any more. */
    final void leadTo(@Nullable OutputStream newOut) {
        out = newOut;
        waiting.clear();
    }

    final boolean isConnected() {
        return out != null;
    }

    /**
     * @return false when nobody has read for so long: then it is lost
     */
    final boolean say(byte[] bytes, long patienceMillis) throws InterruptedException {
        return isConnected() && waiting.offer(bytes, patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                byte[] bytes = waiting.take();
                OutputStream now = out;
                if (now != null) {
                    write(now, bytes);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream now, byte[] bytes) {
        try {
            now.write(bytes);
            now.flush();
        } catch (IOException gone) {
            if (now.equals(out)) {
                out = null;
            }
        }
    }

    /** Whatever is at its other end is not reached any more. */
    abstract void pull() throws IOException;

    /** It can be had again. */
    abstract void plug() throws IOException, InterruptedException;

    @Override
    public void close() throws IOException {
        pull();
        thread.interrupt();
    }
}
