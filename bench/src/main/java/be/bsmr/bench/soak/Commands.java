package be.bsmr.bench.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Other programs of this machine, run to their end. */
final class Commands {

    private Commands() {}

    /**
     * @return what it said
     * @throws IOException when it failed, with what it said
     */
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
        return said;
    }
}
