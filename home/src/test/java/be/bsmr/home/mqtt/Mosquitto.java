package be.bsmr.home.mqtt;

import be.bsmr.home.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The real mosquitto programs: what other people use to speak to us. */
public final class Mosquitto {

    /** A program that runs, and every line it has said. */
    public static final class Running implements AutoCloseable {

        final Process process;
        private final List<String> said = new CopyOnWriteArrayList<>();

        private Running(List<String> command) {
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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

        public List<String> said() {
            return said;
        }

        /** What was said and begins like this. */
        List<String> said(String beginning) {
            return said.stream().filter(l -> l.startsWith(beginning)).toList();
        }

        Running awaitSaid(String part) {
            try {
                Awaitility.await().until(() -> said.stream().anyMatch(l -> l.contains(part)));
            } catch (ConditionTimeoutException e) {
                kill();
                throw new AssertionError("'" + part + "' was not said, only " + said, e);
            }
            return this;
        }

        /** As a power cut would: no goodbye. */
        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }

    private Mosquitto() {}

    /** Subscribes, and returns once the broker has confirmed. Prints {@code topic payload}. */
    static Running subscribe(int port, String topic, String... more) {
        List<String> command = new ArrayList<>(client("mosquitto_sub", port));
        command.addAll(List.of("-v", "-d", "-t", topic));
        command.addAll(List.of(more));
        return new Running(command).awaitSaid("Subscribed");
    }

    /** Publishes and returns what the program said; empty = it went well. */
    static String publish(int port, String topic, String payload, String... more) {
        List<String> command = new ArrayList<>(client("mosquitto_pub", port));
        command.addAll(List.of("-t", topic, "-m", payload));
        command.addAll(List.of(more));
        Running running = new Running(command);
        try {
            if (!running.process.waitFor(20, TimeUnit.SECONDS)) {
                running.kill();
                return "still busy after 20 s";
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        int code = running.process.exitValue();
        return code == 0 ? "" : "exit code " + code;
    }

    /** A broker with this configuration, once it says that it runs. */
    public static Running broker(Path directory, String... configuration) {
        try {
            Path file = directory.resolve("mosquitto.conf");
            List<String> lines = new ArrayList<>(List.of(configuration));
            // Started by root it would become a user who may not read our directory.
            lines.add("user root");
            Files.write(file, lines);
            return new Running(List.of(program("mosquitto"), "-v", "-c", file.toString()))
                    .awaitSaid("running");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> client(String name, int port) {
        // Line by line: what it says to a pipe would otherwise arrive much later.
        return List.of(
                program("stdbuf"),
                "-oL",
                program(name),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port));
    }

    private static String program(String name) {
        return Programs.path(name).toString();
    }
}
