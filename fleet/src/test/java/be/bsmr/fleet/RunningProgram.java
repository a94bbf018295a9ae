package be.bsmr.fleet;

import be.bsmr.home.Programs;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A program of others, or our own in a process that a test can stop or kill; and what it said. */
public final class RunningProgram implements AutoCloseable {

    /** How long a test waits for what must come, on a machine that has much else to do. */
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private RunningProgram(ProcessBuilder program) throws IOException {
        process =
                program.redirectErrorStream(true)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .start();
        reader = new Thread(this::read, "lines of " + program.command().get(0));
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

    /** An installed one, or one that {@code bsmr test} unpacked. */
    public static RunningProgram start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Programs.path(name).toString()));
        command.addAll(List.of(arguments));
        return new RunningProgram(new ProcessBuilder(command));
    }

    /** One in Java, which works in a folder. */
    public static RunningProgram java(Path folder, Class<?> main, String... arguments)
            throws IOException {
        return java(folder, List.of(), main, arguments);
    }

    /**
     * One in Java, which works in a folder.
     *
     * @param flags of the Java machine
     */
    public static RunningProgram java(
            Path folder, List<String> flags, Class<?> main, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC"));
        all.addAll(flags);
        return new RunningProgram(Programs.java(all, main, arguments).directory(folder.toFile()));
    }

    /** Goes on once it has said something. */
    public RunningProgram await(String part) {
        Awaitility.await().atMost(SOON).until(() -> hasSaid(part) || !process.isAlive());
        if (!hasSaid(part)) {
            throw new AssertionError("it has ended: " + said);
        }
        return this;
    }

    private boolean hasSaid(String part) {
        return said.stream().anyMatch(line -> line.contains(part));
    }

    /** Its lines so far, those of errors among them. */
    public List<String> said() {
        return said;
    }

    /** Waits until it has ended by itself, and all that it said is there; then its exit code. */
    public int ended() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    /** A power cut: no goodbye. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and waits until it has; then its exit code. */
    public int stop() throws InterruptedException {
        // Process.destroy would close our ear to what it says while it ends.
        if (!process.toHandle().destroy()) {
            throw new AssertionError("it has ended: " + said);
        }
        return ended();
    }

    @Override
    public void close() {
        kill();
    }
}
