package be.bsmr.home.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the documents tell people to type; and, as a program of its own, what runs a
 * list of them one after the other in the folder that it works in.
 */
public final class DocumentedCommands {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BEGINNING = Pattern.compile("(sudo |\\./|)bsmr (\\S.*)");
    private static final Pattern INLINE = Pattern.compile("`((?:sudo |\\./)?bsmr [^`]+)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    /** What another document of the repository says, not the user's. */
    private static final Pattern OURS = Pattern.compile(".*/(adr/.*|CHANGELOG\\.md)");

    /**
     * One of them.
     *
     * @param where the document
     * @param before {@code bsmr}: {@code "sudo "} for the installed package's, {@code "./"} for the
     *     source's, or nothing
     * @param typed behind {@code bsmr}, without a comment
     * @param whole whether it stands there to be typed, not only to be named
     */
    public record Typed(String where, String before, String typed, boolean whole) {

        /** Its words, without where its output goes to. */
        public List<String> words() {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(typed.replaceFirst(" [>|].*", ""));
            while (word.find()) {
                words.add(
                        Stream.of(1, 2, 3)
                                .map(word::group)
                                .filter(w -> w != null)
                                .findFirst()
                                .orElseThrow());
            }
            return words;
        }

        public String command() {
            return words().get(0);
        }

        /** The file that its output goes to; null = nowhere. */
        @Nullable String redirect() {
            int at = typed.indexOf(" > ");
            return at < 0 ? null : typed.substring(at + 3).strip();
        }

        @Override
        public String toString() {
            return where + ": " + before + "bsmr " + typed;
        }
    }

    private DocumentedCommands() {}

    /** All, in the order of the documents. */
    public static List<Typed> all() throws IOException {
        List<Typed> all = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path document :
                    Stream.concat(top, docs)
                            .filter(f -> f.toString().endsWith(".md"))
                            .filter(f -> !OURS.matcher(f.toString()).matches())
                            .sorted()
                            .toList()) {
                in(document, all);
            }
        }
        return all;
    }

    private static void in(Path document, List<Typed> all) throws IOException {
        String where = ROOT.relativize(document).toString();
        boolean fenced = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (fenced) {
                add(where, line.strip(), true, all);
            } else {
                INLINE.matcher(line).results().forEach(m -> add(where, m.group(1), false, all));
            }
        }
    }

    private static void add(String where, String line, boolean whole, List<Typed> all) {
        Matcher command = BEGINNING.matcher(line.replaceFirst("\\s+#.*", ""));
        if (command.matches()) {
            String typed = command.group(2).replace("…", "").replace("$(date +%F)", "2026-01-13");
            // Any of them: nothing stands behind it.
            if (!typed.isBlank()) {
                all.add(new Typed(where, command.group(1), typed, whole));
            }
        }
    }

    /**
     * Runs what stands in {@code commands.txt}, a line each, and writes to {@code results.txt} how
     * each ended.
     */
    public static void main(String[] args) throws IOException {
        List<String> results = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("commands.txt"))) {
            String[] words = new Typed("", "", line, true).words().toArray(String[]::new);
            results.add(Main.commandLine().execute(words) + " " + line);
        }
        Files.write(Path.of("results.txt"), results);
        System.exit(0);
    }
}
