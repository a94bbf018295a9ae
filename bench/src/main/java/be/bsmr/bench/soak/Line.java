package be.bsmr.bench.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A serial cable to the program: a pseudo-terminal, made by socat, that can be pulled and plugged
 * in. What nobody reads is lost, as on a real one.
 */
final class Line implements AutoCloseable {

    private final Path end;
    private final BlockingQueue<byte[]> under = new LinkedBlockingQueue<>(4);
    private final Thread thread = new Thread(this::run, "line");
    private volatile boolean closed;
    private volatile @Nullable Process socat;

    /**
     * @param end how the program calls it
     */
    Line(Path end) {
        this.end = end;
        thread.setDaemon(true);
        thread.start();
    }

    void plug() throws IOException, InterruptedException {
        under.clear();
        Process started =
                new ProcessBuilder("socat", "-u", "-", "PTY,link=" + end + ",rawer")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (!Files.exists(end)) {
            if (!started.isAlive()) {
                throw new IOException("socat gives no pseudo-terminal");
            }
            Thread.sleep(5);
        }
        socat = started;
    }

    void pull() {
        Process running = socat;
        socat = null;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
        under.clear();
    }

    boolean isPlugged() {
        return socat != null;
    }

    /**
     * @return false when the program has not read for so long: then it is lost
     */
    boolean say(byte[] bytes, long patienceMillis) throws InterruptedException {
        return isPlugged() && under.offer(bytes, patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!closed) {
                byte[] bytes = under.take();
                Process running = socat;
                if (running != null) {
                    write(running.getOutputStream(), bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The cable was pulled meanwhile.
        }
    }

    @Override
    public void close() {
        closed = true;
        pull();
        thread.interrupt();
    }
}
