package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Programs;
import be.bsmr.home.cli.DocumentedCommands.Typed;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documents tell people to type is understood, and runs where nothing else is needed. */
@Timeout(180)
class DocumentedCommandsTest {

    /** Those of the launcher, or of another program: {@code fleet} is run in its own module. */
    private static final Set<String> OTHERS = Set.of("fleet", "test", "bench");

    /** What is only parsed, and why. */
    private static final Map<String, String> ONLY_PARSED =
            Map.of(
                    "run", "runs until it is stopped, and needs a meter",
                    "demo", "runs until it is stopped",
                    "watch", "runs until it is stopped, in a terminal",
                    "doctor", "needs a meter",
                    "display", "needs a display",
                    "passwd", "asks for a password",
                    "notify", "needs servers that take messages",
                    "update", "asks where the release came from");

    /** Some that run need more than this house has, or longer than a test should. */
    private static final Pattern NEEDS_MORE =
            Pattern.compile(".*(--push |/media/usb|--minutes \\d{5}|--seeds \\d|--house|mqtt:).*");

    private static final Pattern SYNOPSIS = Pattern.compile(".*[\\[(|].*");

    /** To be filled in: {@code FILE}, {@code BESTAND}. */
    private static final Pattern BLANK = Pattern.compile(".*\\b[A-Z]{3,}\\b.*");

    /** Folders that only an installed house has: here its own stands for them. */
    private static final Pattern INSTALLED =
            Pattern.compile("(?<![\\w.])(/tmp|/var/lib/bsmr|/usr/share/doc/bsmr)/");

    /** What looks into the house, or changes it: of an installed one only its own user may. */
    private static final Set<String> OF_THE_HOUSE =
            Set.of(
                    "backup", "bill", "display", "doctor", "export", "history", "import", "journal",
                    "notify", "passwd", "plot", "restore", "store", "token", "watch", "whatif");

    /** Pages that say how something was measured, or drawn: from the source. */
    private static final Set<String> MEASURED =
            Set.of("docs/figures.md", "docs/forecast.md", "docs/control.md");

    @TempDir private Path folder;

    /**
     * Without sudo it would look for a database, or write passwords, in the reader's own folder.
     */
    @Test
    void whoInstalledThePackageReadsSudoWhereACommandIsOfTheHouse() throws IOException {
        assertThat(DocumentedCommands.all())
                .filteredOn(one -> one.where().matches("docs/(?!fleet|configuration).*"))
                .filteredOn(one -> !MEASURED.contains(one.where()))
                .filteredOn(one -> OF_THE_HOUSE.contains(one.command()))
                .hasSizeGreaterThan(100)
                .allMatch(one -> one.before().equals("sudo ") || isExplained(one), "says sudo");
    }

    /** Beside it stands that this one is of the source. */
    private static boolean isExplained(Typed one) {
        return one.before().equals("./") && one.typed().matches("\\w+( ann)?");
    }

    @Test
    void eachIsOneThatTheProgramUnderstands() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Typed> all = DocumentedCommands.all();
        CommandLine commands = Main.commandLine();
        for (Typed one : all) {
            boolean ours = !OTHERS.contains(one.command()) && !one.command().equals("COMMAND");
            if (ours && !SYNOPSIS.matcher(one.typed()).matches()) {
                try {
                    Object unused = commands.parseArgs(one.words().toArray(String[]::new));
                } catch (MissingParameterException e) {
                    // Only named, as in "what bsmr restore does".
                    if (one.whole()) {
                        wrong.add(one + ": " + e.getMessage());
                    }
                } catch (ParameterException e) {
                    wrong.add(one + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(all).hasSizeGreaterThan(200);
    }

    /** In a house that was simulated for half an hour. */
    @Test
    void eachRunsThatNeedsNothingElse() throws Exception {
        Set<String> run = new LinkedHashSet<>();
        run.add("import house.txt --of house");
        List<String> parsed = new ArrayList<>();
        Map<String, Typed> written = new LinkedHashMap<>();
        for (Typed one : DocumentedCommands.all()) {
            Optional<String> why = whyOnlyParsed(one);
            if (why.isEmpty() && one.redirect() != null) {
                written.put(one.redirect(), one);
            } else if (why.isEmpty()) {
                run.add(INSTALLED.matcher(one.typed()).replaceAll(""));
            } else if (one.whole()) {
                parsed.add(one + "   # " + why.get());
            }
        }
        Files.createSymbolicLink(
                folder.resolve("examples"), Path.of("../examples").toAbsolutePath().normalize());
        Files.copy(Path.of("../docs/bsmr.yaml"), folder.resolve("bsmr.yaml"));
        Files.write(folder.resolve("commands.txt"), run);
        String house = "simulate --minutes 30 --start 2026-01-13T18:00 > house.txt";
        written.put("house.txt", new Typed("", "", house, true));
        for (Map.Entry<String, Typed> one : written.entrySet()) {
            String[] words = one.getValue().words().toArray(String[]::new);
            assertThat(ended(one.getKey(), Main.class, words)).as(one.toString()).isZero();
        }
        assertThat(ended("out.txt", DocumentedCommands.class)).isZero();

        Files.createDirectories(Path.of("target/documented"));
        Files.write(Path.of("target/documented/only-parsed.txt"), parsed);
        List<String> results = Files.readAllLines(folder.resolve("results.txt"));
        Files.write(Path.of("target/documented/run.txt"), results);
        String log = Files.readString(folder.resolve("log.txt"));
        assertThat(results).hasSameSizeAs(run).hasSizeGreaterThan(30);
        // 1: nothing is stored of that time.
        assertThat(results).as(log).allMatch(r -> r.matches("[01] .*"));
        assertThat(results).filteredOn(r -> r.startsWith("0 ")).hasSizeGreaterThan(run.size() / 2);
        assertThat(log).doesNotContain("Exception");
    }

    /** In the folder; what goes wrong is told in {@code log.txt}. */
    private int ended(String output, Class<?> main, String... words) throws Exception {
        Process process =
                Programs.java(List.of("-Xmx256m", "-Djava.awt.headless=true"), main, words)
                        .directory(folder.toFile())
                        .redirectError(Redirect.appendTo(folder.resolve("log.txt").toFile()))
                        .redirectOutput(folder.resolve(output).toFile())
                        .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).as(output).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Empty for what runs. */
    private static Optional<String> whyOnlyParsed(Typed one) {
        String command = one.command();
        String typed = one.typed();
        if (OTHERS.contains(command)) {
            return Optional.of("is not of this program");
        }
        if (ONLY_PARSED.containsKey(command)) {
            return Optional.of(ONLY_PARSED.get(command));
        }
        if (SYNOPSIS.matcher(typed).matches() || BLANK.matcher(typed).matches()) {
            return Optional.of("has blanks to fill in");
        }
        if (NEEDS_MORE.matcher(typed).matches()) {
            return Optional.of("needs a server or a disk, or takes minutes");
        }
        boolean recording = typed.matches(".*(\\.csv|\\.xlsx|Verbruikshistoriek|--trace).*");
        if (recording && !typed.startsWith("export")) {
            return Optional.of("needs a file that is not ours to publish");
        }
        boolean named =
                !one.whole() && (!typed.contains(" ") || typed.matches("evaluate \\w+|decode -.*"));
        return named ? Optional.of("is only named") : Optional.empty();
    }
}
