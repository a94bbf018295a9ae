package be.bsmr.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The clock of the machine on which the program runs, as far as it asks what time it is: that of
 * the simulated house, or as wrong as it was set. Its stopwatches go on at the pace of life, so
 * that no time-out of a socket comes early. Debian's libfaketime reads it from a file.
 */
final class HostClock {

    private static final List<Path> LIBRARIES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
                    Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
                    Path.of("/usr/lib/arm-linux-gnueabihf/faketime/libfaketimeMT.so.1"));

    private final Path file;
    private final Path library;
    private Duration error = Duration.ZERO;

    /**
     * @param file whose time of change is what the clock shows; made here
     * @throws IOException when libfaketime is not installed
     */
    HostClock(Path file, Instant now) throws IOException {
        this.file = Files.createFile(file);
        library =
                LIBRARIES.stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "libfaketime is missing: apt-get install"
                                                        + " faketime"));
        show(now);
    }

    /** What a program must have in its environment to go by this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME", "%",
                "FAKETIME_FOLLOW_FILE", file.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Else waits go by the clock that we move.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    /** Somebody sets it, or puts it right again. */
    void setWrongBy(Duration other) {
        error = other;
    }

    /**
     * @param now what time it is
     */
    void show(Instant now) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(now.plus(error)));
    }
}
