package be.bsmr.fleet.bridge;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A program of others, or our own in a process that a test can kill. */
final class Programs implements AutoCloseable {

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Programs(List<String> command) throws IOException {
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .start();
        Thread reader = new Thread(this::read, "lines of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add("(ended: " + e.getMessage() + ")");
        }
    }

    /** An installed one, or one that {@code bsmr test} unpacked, once it has said something. */
    static Programs run(String awaited, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(path(name)));
        command.addAll(List.of(arguments));
        return new Programs(command).await(awaited);
    }

    /** Our own. */
    static Programs java(String awaited, Class<?> main, String... arguments) throws IOException {
        // Surefire hides the class path in a jar.
        String classes =
                Arrays.stream(
                                System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path"))
                                        .split(File.pathSeparator, -1))
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                classes,
                                main.getName()));
        command.addAll(List.of(arguments));
        return new Programs(command).await(awaited);
    }

    /** Ends by itself. */
    static String end(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(path(name)));
        command.addAll(List.of(arguments));
        Programs program = new Programs(command);
        int code = program.process.waitFor();
        return code == 0 ? "" : "exit code " + code + " " + program.said;
    }

    static String path(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)),
                        Stream.of(
                                "/usr/sbin", "../target/tools/usr/sbin", "../target/tools/usr/bin"))
                .map(directory -> Path.of(directory, name).toAbsolutePath().normalize())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing: ./bsmr test brings it"))
                .toString();
    }

    private Programs await(String awaited) {
        Awaitility.await()
                .atMost(Patience.LONG)
                .until(() -> hasSaid(awaited) || !process.isAlive());
        if (!hasSaid(awaited)) {
            throw new AssertionError("it has ended: " + said);
        }
        return this;
    }

    private boolean hasSaid(String part) {
        return said.stream().anyMatch(line -> line.contains(part));
    }

    List<String> said() {
        return said;
    }

    /** As a power cut would: no goodbye. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and waits until it has. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
