package be.bsmr.home.source;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two pseudo-terminals joined by socat: a meter's cable that can be plugged in and pulled. */
public final class PtyPair implements AutoCloseable {

    private final Path meterEnd;
    private final Path ourEnd;
    private final Process socat;

    public PtyPair(Path directory) throws IOException {
        this(directory, "cable");
    }

    /**
     * @param ourEnd how the operating system calls our end this time
     */
    PtyPair(Path directory, String ourEnd) throws IOException {
        meterEnd = directory.resolve("meter-of-" + ourEnd);
        this.ourEnd = directory.resolve(ourEnd);
        socat =
                new ProcessBuilder(
                                "socat",
                                "pty,raw,echo=0,link=" + meterEnd,
                                "pty,raw,echo=0,link=" + this.ourEnd)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        await().until(() -> Files.exists(meterEnd) && Files.exists(this.ourEnd));
    }

    public String ourEnd() {
        return ourEnd.toString();
    }

    Path meterEnd() {
        return meterEnd;
    }

    /** As our end's port is set now: what {@code stty} says of it. */
    String stty() throws IOException {
        Process stty = new ProcessBuilder("stty", "-a", "-F", ourEnd()).start();
        return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public OutputStream meter() throws IOException {
        return Files.newOutputStream(meterEnd);
    }

    /** Pulls the cable: both ends vanish. */
    @Override
    public void close() {
        socat.destroy();
        socat.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
