package be.bsmr.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A serial cable: a pseudo-terminal, made by socat, that vanishes when it is pulled. */
final class SerialLine extends Line {

    private final Path end;
    private @Nullable Process socat;

    /**
     * @param end how the program calls it
     */
    SerialLine(Path end) {
        this.end = end;
    }

    @Override
    void plug() throws IOException, InterruptedException {
        if (socat != null) {
            return;
        }
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
        leadTo(started.getOutputStream());
    }

    @Override
    void pull() {
        leadTo(null);
        if (socat != null) {
            socat.destroy();
            socat.onExit().join();
            socat = null;
        }
    }
}
