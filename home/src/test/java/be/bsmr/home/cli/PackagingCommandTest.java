package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the package has beside the program; how man and shells take it, {@code .ci/packages} sees.
 */
class PackagingCommandTest {

    private static final Path MAN = Path.of("usr/share/man/man1");
    private static final Path COMPLETION = Path.of("usr/share/bash-completion/completions/bsmr");

    @TempDir private Path folder;

    @BeforeEach
    void write() {
        written(folder);
    }

    @Test
    void everyCommandThatPeopleAreShownHasAManPage() throws IOException {
        List<String> pages = shown(Main.commandLine()).map(ManPage::name).toList();
        assertThat(pages).contains("bsmr", "bsmr-run", "bsmr-evaluate-control");
        assertThat(files(folder.resolve(MAN)).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        pages.stream().map(name -> name + ".1.gz").toList());
    }

    @Test
    void aManPageHasEachOptionOfItsCommand() throws IOException {
        for (CommandSpec command : shown(Main.commandLine()).toList()) {
            String page = unzipped(folder.resolve(MAN).resolve(ManPage.name(command) + ".1.gz"));
            assertThat(page).startsWith(".TH \"" + ManPage.name(command) + "\" 1 \"2026-01-02\"");
            command.options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(o -> assertThat(page).contains(o.longestName().replace("-", "\\-")));
            assertThat(page).doesNotContain("%n", "@|", "${", "warm\\-up");
        }
    }

    @Test
    void bashCompletesCommandsButNotThoseOfTheBuild() throws Exception {
        Process bash =
                new ProcessBuilder(
                                Programs.path("bash").toString(),
                                "-c",
                                ". \"$0\"; COMP_WORDS=(bsmr '') COMP_CWORD=1 COMPREPLY=();"
                                        + " _complete_bsmr; echo \"${COMPREPLY[@]}\"",
                                folder.resolve(COMPLETION).toString())
                        .redirectErrorStream(true)
                        .start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        assertThat(completed.strip().split(" "))
                .contains("run", "history", "evaluate")
                .doesNotContain("warm-up", "packaging");
    }

    @Test
    void theChangelogIsAsDebianWritesOne() throws IOException {
        String changes = unzipped(folder.resolve("usr/share/doc/bsmr/changelog.gz"));
        assertThat(changes).startsWith("bsmr (0.1.0) stable; urgency=medium\n\n");
        assertThat(changes.lines().skip(1))
                .allMatch(
                        line -> line.isEmpty() || line.startsWith("  ") || line.startsWith(" --"));
        assertThat(changes.stripTrailing())
                .endsWith("\n -- Ann <ann@example.be>  Fri, 02 Jan 2026 03:04:05 +0000");
    }

    @Test
    void theSameInputGivesTheSameBytes(@TempDir Path other) throws IOException {
        written(other);
        assertThat(files(other)).containsExactlyEntriesOf(files(folder));
    }

    private static void written(Path folder) {
        int code =
                Main.commandLine()
                        .execute(
                                "packaging",
                                folder.toString(),
                                "--changelog",
                                "../CHANGELOG.md",
                                "--maintainer",
                                "Ann <ann@example.be>",
                                "--at",
                                "2026-01-02T03:04:05Z");
        assertThat(code).isZero();
    }

    private static Stream<CommandSpec> shown(CommandLine commands) {
        return Stream.concat(
                Stream.of(commands.getCommandSpec()),
                ManPage.below(commands.getCommandSpec()).stream()
                        .flatMap(below -> shown(below.commandLine())));
    }

    /** What each file below a folder holds, as text that can be compared. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(Files::isRegularFile)
                    .forEach(file -> all.put(folder.relativize(file).toString(), text(file)));
        }
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unzipped(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
