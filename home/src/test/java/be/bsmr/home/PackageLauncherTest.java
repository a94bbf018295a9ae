package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code /usr/bin/bsmr} of Debian's package in the hands of a user who may not see what is the
 * service's; what needs systemd and real users is in {@code .ci/packages}.
 */
class PackageLauncherTest {

    private record Ended(int code, List<String> said) {}

    @TempDir private Path world;
    private Path service;
    private Path here;
    private Path launcher;

    @BeforeEach
    void installed() throws IOException {
        service = Files.createDirectories(world.resolve("etc")).resolve("bsmr.yaml");
        Files.writeString(service, "store: {file: " + world.resolve("theirs.db") + "}\n");
        Files.setPosixFilePermissions(service, PosixFilePermissions.fromString("---------"));
        here = Files.createDirectories(world.resolve("ann"));
        Path share = Files.createDirectories(world.resolve("share"));
        Files.copy(Path.of("src/main/launcher/java.sh"), share.resolve("java.sh"));
        List<String> program = Programs.java(List.of(), Object.class).command();
        String classes = program.get(program.indexOf("-cp") + 1);
        Path jdk = Files.createDirectories(world.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        script(
                jdk.resolve("bin/java"),
                """
                while [ "$1" != -jar ]; do flags+=("$1"); shift; done
                shift 2
                exec %s "${flags[@]}" -cp '%s' be.bsmr.home.cli.Main "$@"
                """
                        .formatted(program.get(0), classes));
        launcher = world.resolve("bsmr");
        script(
                launcher,
                Files.readString(Path.of("src/main/deb/bsmr"))
                        .replace("/usr/share/bsmr", share.toString())
                        .replace("/etc/bsmr", service.getParent().toString())
                        // Root stays root here, without the right to read what it may not.
                        .replace("id bsmr", "false"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history --resolution month",
                "notify --test",
                "passwd ann",
                "token shelf --scope read",
                "run"
            })
    void whoMayNotSeeTheServicesHouseIsToldToAskAsRoot(String typed) throws Exception {
        Ended ended = bsmr(typed);
        assertThat(ended.said)
                .containsExactly(
                        "bsmr: that is the service's house: sudo bsmr "
                                + typed
                                + " (another house is named with --config)");
        assertThat(ended.code).isEqualTo(2);
        assertThat(here).isEmptyDirectory();
    }

    @Test
    void whatNeedsNoHouseGoesOn() throws Exception {
        assertThat(bsmr("decode nowhere.txt").said).allMatch(l -> l.contains("cannot read"));
        assertThat(bsmr("history --demo").said).allMatch(l -> l.contains("there is no database"));
    }

    @Test
    void aHouseOfOnesOwnIsTheOneThatIsMeant() throws Exception {
        Path own = here.resolve("bsmr.yaml");
        Files.writeString(own, "store: {file: mine.db}\n");
        assertThat(bsmr("history").said).allMatch(l -> l.contains("no database " + here));
        Files.move(own, here.resolve("mine.yaml"));
        assertThat(bsmr("history --config mine.yaml").said)
                .allMatch(l -> l.contains("no database " + here));
        Files.createFile(Files.createDirectory(here.resolve("data")).resolve("bsmr.db"));
        assertThat(bsmr("history").said).noneMatch(l -> l.contains("sudo"));
    }

    @Test
    void helpKnowsTheServiceAndNoCheckout() throws Exception {
        assertThat(String.join(" ", bsmr("history --help").said).replaceAll(" +", " "))
                .contains("(default: " + service + ")");
        assertThat(bsmr("--help").said).noneMatch(line -> line.contains("./bsmr"));
    }

    private Ended bsmr(String typed) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isReadable(service)) {
            command.addAll(
                    List.of(
                            Programs.path("setpriv").toString(),
                            "--bounding-set=-dac_override,-dac_read_search",
                            "--inh-caps=-dac_override,-dac_read_search"));
        }
        command.add(launcher.toString());
        command.addAll(List.of(typed.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(here.toFile());
        builder.environment().put("JAVA_HOME", world.resolve("jdk").toString());
        builder.environment().put("XDG_CACHE_HOME", world.resolve("cache").toString());
        Path said = world.resolve("said");
        Process process =
                builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(typed).isTrue();
        try (Stream<String> lines = Files.lines(said, StandardCharsets.UTF_8)) {
            return new Ended(process.exitValue(), lines.toList());
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
