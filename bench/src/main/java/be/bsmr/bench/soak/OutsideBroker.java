package be.bsmr.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's mosquitto beside the program, which can be killed. */
final class OutsideBroker implements AutoCloseable {

    private final Path configuration;
    private final Path program;
    private @Nullable Process process;

    /**
     * @param folder where its configuration is written
     */
    OutsideBroker(Path folder, int port) throws IOException {
        configuration =
                Files.write(
                        folder.resolve("mosquitto.conf"),
                        // Started by root it would become a user who may not read our folder.
                        List.of(
                                "listener " + port + " 127.0.0.1",
                                "allow_anonymous true",
                                "user root"));
        program =
                Stream.concat(
                                Stream.of(System.getenv("PATH").split(":", -1)),
                                Stream.of(
                                        "/usr/sbin",
                                        "target/tools/usr/sbin",
                                        "../target/tools/usr/sbin"))
                        .map(place -> Path.of(place, "mosquitto").toAbsolutePath())
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "mosquitto is missing: apt-get install mosquitto"));
    }

    void start() throws IOException {
        process =
                new ProcessBuilder(program.toString(), "-c", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
