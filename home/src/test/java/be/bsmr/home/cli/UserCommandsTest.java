package be.bsmr.home.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Programs;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.Users;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.users.Visitor;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bsmr passwd} and {@code bsmr token}, as they are typed. */
@Timeout(120)
class UserCommandsTest {

    private static final String SECRET = "drie woorden vér";

    @TempDir private Path folder;

    private record Finished(int exit, String out, String err) {}

    @Test
    void setsAPasswordFromStandardInputAndChangesNoRole() throws Exception {
        Finished set = typed(SECRET + "\n", "passwd", "ann", "--role", "viewer", "--lang", "en");
        assertThat(set.exit).as(set.err).isZero();
        assertThat(set.out)
                .contains("ann may sign in now and sees everything")
                .contains(users().toAbsolutePath().toString())
                .doesNotContain(SECRET);
        assertThat(Files.getPosixFilePermissions(users().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Finished again = typed("een ander woord\n", "passwd", "ann", "--lang", "nl");
        assertThat(again.out).contains("ann kan nu aanmelden en ziet alles");
        assertThat(UsersFile.read(users()).user("ann").orElseThrow().role()).isEqualTo(Role.VIEWER);
        assertThat(Users.of(users(), null).isRight("ann", "een ander woord")).isTrue();
    }

    @Test
    void refusesWhatWillNotDoAndLeavesAllAsItWas() throws Exception {
        assertFails(Exit.USAGE, "at least 8 characters", "kort\n", "passwd", "ann");
        assertFails(Exit.USAGE, "no password came", "", "passwd", "ann");
        assertFails(Exit.USAGE, "a name is", SECRET, "passwd", "a:n");
        assertFails(
                Exit.USAGE,
                "--role 'king' is unknown; write",
                SECRET,
                "passwd",
                "a",
                "--role",
                "king");
        assertFails(Exit.FAILED, "there is no user ann", "", "passwd", "ann", "--remove");
        assertFails(Exit.FAILED, "there is no token x", "", "token", "x", "--remove");
        assertFails(Exit.USAGE, "NAME is missing", "", "token");
        assertThat(users()).doesNotExist();

        Path config = folder.resolve("usb.yaml");
        Files.writeString(config, "store: {file: " + folder + "/usb/bsmr.db}\n");
        assertFails(
                Exit.UNAVAILABLE,
                "plug in its disk",
                SECRET,
                "passwd",
                "ann",
                "--config",
                config.toString());
    }

    @Test
    void takesAUserAway() throws Exception {
        typed(SECRET + "\n", "passwd", "ann");
        Finished removed = typed("", "passwd", "ann", "--remove", "--lang", "en");
        assertThat(removed.exit).isZero();
        assertThat(removed.out.lines())
                .containsExactly(
                        "ann may not sign in any more",
                        "nobody has a password any more: only this machine is served");
        assertThat(UsersFile.read(users()).users()).isEmpty();
    }

    @Test
    void printsATokenOnceAndAlone() throws Exception {
        Finished made = typed("", "token", "evcc", "--scope", "control", "--lang", "en");
        assertThat(made.exit).as(made.err).isZero();
        assertThat(made.out).matches("[A-Za-z0-9_-]{43}\n");
        assertThat(made.err).contains("evcc may read and control").contains("Bearer");
        assertThat(Users.of(users(), null).withToken(made.out.strip()))
                .hasValue(new Visitor("evcc", Scope.CONTROL, false));
        assertThat(typed("", "token", "grafana", "--lang", "en").err).contains("grafana may read.");

        Finished listed = typed("", "token", "--list", "--lang", "en");
        assertThat(listed.out)
                .contains("evcc: control, since 20", "grafana: read, since 20")
                .doesNotContain(made.out.strip());
        assertThat(typed("", "token", "evcc", "--remove").exit).isZero();
        assertThat(typed("", "token", "grafana", "--remove").exit).isZero();
        assertThat(typed("", "token", "--list", "--lang", "de").out).contains("keine Token");
    }

    @Test
    void printsTheWholeAddressOfADisplayOnTheWall() throws Exception {
        Finished here = typed("", "token", "hall", "--scope", "panel", "--lang", "en");
        assertThat(here.exit).as(here.err).isZero();
        assertThat(here.out).matches("http://127\\.0\\.0\\.1:8080/panel#[A-Za-z0-9_-]{43}\n");
        assertThat(here.err).contains("hall may show the display", "only this machine itself");
        String token = here.out.strip().replaceFirst(".*#", "");
        assertThat(Users.of(users(), null).withPanelToken(token))
                .hasValue(new Visitor("hall", Scope.PANEL, false));

        Path config = folder.resolve("bsmr.yaml");
        Files.writeString(config, "web: {bind: 0.0.0.0, port: 8443, hosts: [bsmr.example.be]}\n");
        Finished proxied =
                typed("", "token", "hall", "--scope", "panel", "--config", config.toString());
        assertThat(proxied.out).startsWith("https://bsmr.example.be/panel#");
        Files.writeString(config, "web: {bind: \"::\", port: 8081}\n");
        Finished network =
                typed("", "token", "hall", "--scope", "panel", "--config", config.toString());
        assertThat(network.out).matches("http://[a-z0-9.-]+:8081/panel#[A-Za-z0-9_-]{43}\n");
        assertThat(network.err).doesNotContain("web.bind");
        assertThat(typed("", "token", "--list", "--lang", "en").out).contains("hall: panel, since");
    }

    @Test
    void asksTwiceOnATerminalAndShowsNothing() throws Exception {
        Finished set = onATerminal(SECRET, SECRET);
        assertThat(set.out).contains("Password of ann: ").contains("Once more: ");
        assertThat(set.out).doesNotContain(SECRET);
        assertThat(Users.of(users(), null).isRight("ann", SECRET)).isTrue();
        assertThat(onATerminal("een ander woord", "een andere").out)
                .contains("the two are not the same");
        assertThat(Users.of(users(), null).isRight("ann", SECRET)).isTrue();
    }

    @Test
    void aNetworkIsNotServedWithoutAPasswordAndTheLineIsSaid() throws Exception {
        Path config = folder.resolve("open.yaml");
        Files.writeString(
                config,
                """
                mqtt: {broker: {port: 0}}
                web:
                  port: 0
                  bind: 0.0.0.0
                """);
        Finished run = typed("", "run", "--config", config.toString(), "--source", "simulator");
        assertThat(run.exit).isEqualTo(Exit.UNAVAILABLE);
        assertThat(run.err)
                .contains(config + ", line 4: web.bind 0.0.0.0 would show the dashboard")
                .contains("set one with bsmr passwd NAME");
    }

    // --- helpers ---

    private Path users() {
        return folder.resolve("data").resolve(UsersFile.NAME);
    }

    private void assertFails(int exit, String why, String typed, String... words) throws Exception {
        Finished failed = typed(typed, words);
        assertThat(failed.exit).as(failed.err).isEqualTo(exit);
        assertThat(failed.err).startsWith("bsmr: ").contains(why).doesNotContain(SECRET);
        assertThat(failed.err.lines()).hasSize(1);
    }

    private Finished typed(String input, String... words) throws Exception {
        Path in = Files.writeString(Files.createTempFile("typed", ""), input);
        return finished(program(words).redirectInput(in.toFile()));
    }

    /** A pseudo-terminal, on which each line is typed when it is asked for. */
    private Finished onATerminal(String... lines) throws Exception {
        String command =
                program("passwd", "ann", "--lang", "en").command().stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        Process process =
                new ProcessBuilder("script", "-qfec", command, "/dev/null")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        StringBuilder said = new StringBuilder();
        List<String> rest = new ArrayList<>(List.of(lines));
        try (OutputStream keyboard = process.getOutputStream();
                var screen = process.inputReader()) {
            int c = screen.read();
            while (c >= 0) {
                said.append((char) c);
                if (!rest.isEmpty() && said.toString().matches("(?s).*(ann|more): ")) {
                    keyboard.write((rest.remove(0) + "\n").getBytes(UTF_8));
                    keyboard.flush();
                    said.append('\n');
                }
                c = screen.read();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(process.exitValue(), said.toString(), "");
    }

    private ProcessBuilder program(String... words) {
        // As the launcher has it, so that there is a terminal only where somebody types.
        return Programs.java(
                        List.of("-Djdk.console=java.base", "-Dfile.encoding=UTF-8"),
                        Main.class,
                        words)
                .directory(folder.toFile());
    }

    private static Finished finished(ProcessBuilder program) throws Exception {
        File out = Files.createTempFile("out", "").toFile();
        File err = Files.createTempFile("err", "").toFile();
        Process process = program.redirectOutput(out).redirectError(err).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(
                process.exitValue(),
                Files.readString(out.toPath()),
                Files.readString(err.toPath()));
    }
}
