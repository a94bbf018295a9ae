package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program on a simulated house, watched by the real command in a real terminal. */
class WatchCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The meter's time, drawn anew each second. */
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d");

    @TempDir private static Path folder;
    private static Path config;
    private static Process program;

    private Path screen;
    private Process terminal;

    @BeforeAll
    static void aHouse() throws IOException {
        config = folder.resolve("bsmr.yaml");
        Files.writeString(
                config,
                """
                source: simulator
                store: {file: %s}
                web: {port: %d, user: me, password: secret}
                mqtt: {broker: {port: %d, user: me, password: secret}}
                control: {mode: active}
                loads:
                  - id: boiler
                    name: Boiler
                    power_w: 2400
                    mqtt: {preset: tasmota, device: boiler}
                """
                        .formatted(folder.resolve("bsmr.db"), FreePort.take(), FreePort.take()));
        program =
                Programs.java(List.of(), Main.class, "run", "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Programs.LOG)
                        .start();
    }

    @AfterAll
    static void itEnds() {
        program.destroyForcibly();
    }

    @AfterEach
    void noWatchIsLeft() {
        if (terminal != null) {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "Ctrl-C", "kill"})
    void seesTheHouseAndLeavesTheTerminalAsItWas(String end) throws Exception {
        watch();
        await().atMost(PATIENCE).until(() -> moments() >= 2 && said().contains("Boiler"));
        assertThat(said()).contains("\033[?1049h", "Boiler", "q quit");
        switch (end) {
            case "kill" ->
                    terminal.descendants()
                            .filter(p -> p.info().command().orElse("").endsWith("java"))
                            .forEach(ProcessHandle::destroy);
            case "q" -> type("q");
            default -> type("\003");
        }
        isAsItWas();
    }

    @Test
    void aKeyPutsALoadOffAndControlAside() throws Exception {
        watch();
        await().atMost(PATIENCE).until(() -> said().contains("Control acts"));
        type("1");
        await().atMost(PATIENCE).until(() -> said().contains("Boiler: a automatic"));
        type("f");
        await().atMost(PATIENCE).until(() -> said().contains("kept off by hand"));
        type("c");
        await().atMost(PATIENCE).until(() -> said().contains("control only looks on"));
        type("1");
        type("a");
        // Two at once are two steps: off, and back to where it was.
        type("cc");
        await().atMost(PATIENCE)
                .until(
                        () ->
                                said().lastIndexOf("Control acts")
                                        > said().lastIndexOf("control only looks on"));
        type("q");
        isAsItWas();
    }

    @Test
    void seesTheHouseThroughTheBrokerToo() throws Exception {
        watch("--mqtt");
        await().atMost(PATIENCE).until(() -> moments() >= 2);
        type("1o");
        await().atMost(PATIENCE).until(() -> said().contains("kept on by hand"));
        type("1a");
        type("q");
        isAsItWas();
    }

    @Test
    void withoutATerminalItSaysWhatToUseInstead() throws Exception {
        Path said = folder.resolve("piped");
        Process piped =
                Programs.java(List.of(), Main.class, "watch", "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(piped.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(piped.exitValue()).isEqualTo(Exit.USAGE);
        assertThat(said).content().contains("/api/events").doesNotContain("\033");
    }

    // --- the terminal

    private void watch(String... options) throws IOException {
        List<String> watching = new ArrayList<>(List.of("watch", "--config", config.toString()));
        watching.addAll(List.of("--lang", "en"));
        watching.addAll(List.of(options));
        ProcessBuilder java = Programs.java(List.of(), Main.class, watching.toArray(String[]::new));
        Path script = folder.resolve("in-terminal");
        Files.writeString(
                script,
                "trap : INT; stty -g >%1$s/before; env --default-signal=INT \"$@\"; stty -g >%1$s/after\n"
                        .formatted(folder));
        Files.deleteIfExists(folder.resolve("after"));
        screen = Files.createTempFile(folder, "screen", "");
        // Its own terminal, into which the test types.
        String command = "sh " + script + " " + String.join(" ", java.command());
        ProcessBuilder inTerminal =
                new ProcessBuilder("script", "-qfc", command, "/dev/null")
                        .redirectErrorStream(true)
                        .redirectOutput(screen.toFile());
        inTerminal.environment().put("TERM", "xterm");
        inTerminal.environment().put("NO_COLOR", "1");
        terminal = inTerminal.start();
    }

    private void type(String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    private String said() throws IOException {
        return Files.readString(screen);
    }

    /** How many different powers were shown. */
    private long moments() throws IOException {
        return TIME.matcher(said()).results().map(MatchResult::group).distinct().count();
    }

    private void isAsItWas() throws Exception {
        Path after = folder.resolve("after");
        await().atMost(PATIENCE).until(() -> Files.exists(after) && Files.size(after) > 0);
        assertThat(after).hasSameTextualContentAs(folder.resolve("before"));
        assertThat(said()).contains("\033[?25h").contains("\033[?1049l");
        assertThat(said().lastIndexOf("\033[?1049l")).isGreaterThan(said().lastIndexOf("\033[2K"));
    }
}
