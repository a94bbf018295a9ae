package be.bsmr.home.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes what Debian's package has beside the program and what the program itself knows best: a man
 * page for each command, the completion for bash, the changelog. Run by the build on the jar that
 * it has just made; the same input gives the same bytes.
 */
@Command(name = "packaging", hidden = true)
final class PackagingCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "where the package's usr is to be")
    private Path folder = Path.of(".");

    @Option(names = "--changelog", required = true, description = "CHANGELOG.md")
    private Path changelog = Path.of("");

    @Option(names = "--maintainer", required = true, description = "name and address")
    private String maintainer = "";

    @Option(names = "--at", required = true, description = "when it is built, in ISO 8601")
    private Instant at = Instant.EPOCH;

    @Override
    public Integer call() throws IOException {
        Path share = folder.resolve("usr/share");
        CommandSpec all = Main.commandLine().getCommandSpec();
        manPages(all, Files.createDirectories(share.resolve("man/man1")));
        Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(
                completions.resolve("bsmr"), AutoComplete.bash("bsmr", all.commandLine()));
        Path docs = Files.createDirectories(share.resolve("doc/bsmr"));
        zip(docs.resolve("changelog.gz"), changes(Files.readString(changelog)));
        return Exit.OK;
    }

    private void manPages(CommandSpec command, Path pages) throws IOException {
        String page = ManPage.of(command, version(), at.toString().substring(0, 10));
        zip(pages.resolve(ManPage.name(command) + ".1.gz"), page);
        for (CommandSpec below : ManPage.below(command)) {
            manPages(below, pages);
        }
    }

    private static String version() {
        return new Main.Version().getVersion()[0];
    }

    /**
     * A changelog in Markdown as Debian writes one.
     *
     * @param markdown versions as {@code ## 0.1.0 — unreleased}, below each its points as {@code -}
     */
    private String changes(String markdown) {
        StringBuilder text = new StringBuilder();
        for (String version : markdown.split("(?m)^## ", -1)) {
            int end = version.indexOf('\n');
            if (end < 0 || version.startsWith("#")) {
                continue;
            }
            text.append("bsmr (").append(version.substring(0, end).split(" ", 2)[0]);
            text.append(") stable; urgency=medium\n\n");
            version.substring(end)
                    .strip()
                    .lines()
                    .map(PackagingCommand::point)
                    .forEach(text::append);
            text.append("\n -- ").append(maintainer).append("  ").append(date()).append("\n\n");
        }
        return text.toString();
    }

    private static String point(String line) {
        String indented = line.startsWith("- ") ? "  * " + line.substring(2) : "  " + line;
        return indented.stripTrailing() + "\n";
    }

    private String date() {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ROOT)
                .format(at.atOffset(ZoneOffset.UTC));
    }

    private static void zip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
