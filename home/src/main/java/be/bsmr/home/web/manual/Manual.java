package be.bsmr.home.web.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documents of the manual: {@code README.md}, its contents, and those that these name. They are
 * read and made anew for each who asks: that takes some milliseconds, and nothing is kept in memory
 * for a page that is read once a year.
 */
public final class Manual {

    /** The document that names the others. */
    static final String CONTENTS = "README";

    private static final String FOLDER = "docs/";
    private static final String ENDING = ".md";
    private static final String WEB = "/be/bsmr/home/web/";

    /** Those of the repository's folder {@code examples}, beside the documents in the jar. */
    private static final Pattern EXAMPLE =
            Pattern.compile("examples/([a-z-]+/)?[A-Za-z_-]+\\.[a-z]+");

    /** What a page is about is found in so many places at most. */
    private static final int MOST_HITS = 40;

    private static final int AROUND = 90;

    private final Set<String> documents;
    private final Set<String> files;

    /** How many of the words a place has, and how many of these its title. */
    private record Found(String document, Manuscript.Section section, int words, int inTitle) {}

    /**
     * A place where words were found.
     *
     * @param document its name, such as {@code loads}
     * @param around the words, and some before and after them
     */
    record Hit(String document, Manuscript.Section section, String around) {}

    public Manual() {
        List<String> named =
                Manuscript.destinations(document(CONTENTS + ENDING)).stream()
                        .filter(to -> !to.contains("/") && !to.startsWith("#"))
                        .map(to -> to.replaceFirst("#.*", ""))
                        .toList();
        documents =
                Stream.concat(Stream.of(CONTENTS), named.stream().filter(f -> f.endsWith(ENDING)))
                        .map(file -> file.replace(ENDING, ""))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        files = named.stream().filter(f -> !f.endsWith(ENDING)).collect(Collectors.toSet());
    }

    /** The names of its documents, such as {@code loads}, in the order of the contents. */
    Set<String> documents() {
        return documents;
    }

    /**
     * A file to be read as it is, such as {@code bsmr.yaml} or {@code examples/evcc/evcc.yaml}.
     *
     * @return empty when the contents name none of that name, and it is no example
     */
    public Optional<String> file(String name) {
        return isFile(name) ? Optional.of(document(name)) : Optional.empty();
    }

    boolean isFile(String name) {
        return files.contains(name)
                || (EXAMPLE.matcher(name).matches()
                        && Manual.class.getResource(WEB + FOLDER + name) != null);
    }

    /**
     * A page of it as HTML.
     *
     * @param name of a document, such as {@code loads}; empty = the contents
     * @return empty when there is no such document
     */
    public Optional<String> page(String name, Language reader) {
        String document = name.isEmpty() ? CONTENTS : name;
        return documents.contains(document) && !name.equals(CONTENTS)
                ? Optional.of(new ManualPage(this, reader).of(name, manuscript(document, reader)))
                : Optional.empty();
    }

    /** What was found, as a page. */
    public String found(String words, Language reader) {
        return new ManualPage(this, reader).found(words, search(words, reader));
    }

    /** What the contents call each document, by its name. */
    Map<String, String> titles(Language reader) {
        Map<String, String> titles = new HashMap<>();
        manuscript(CONTENTS, reader)
                .linked()
                .forEach((to, words) -> titles.put(to.replace(ENDING, ""), words));
        return titles;
    }

    Manuscript manuscript(String document, Language reader) {
        return new Manuscript(document(document + ENDING), reader);
    }

    /**
     * The sections that have all the words, or, where none has, those that have most of them; those
     * first that have them in their title.
     */
    List<Hit> search(String typed, Language reader) {
        SoughtWords words = new SoughtWords(typed);
        List<Found> found = new ArrayList<>();
        for (String document : documents) {
            if (document.equals(CONTENTS)) {
                continue;
            }
            for (Manuscript.Section section : manuscript(document, reader).sections()) {
                String title = SoughtWords.folded(section.title());
                String all = title + "\n" + SoughtWords.folded(section.text());
                found.add(new Found(document, section, words.foundIn(all), words.foundIn(title)));
            }
        }
        int most = found.stream().mapToInt(Found::words).max().orElse(0);
        return found.stream()
                .filter(one -> most > 0 && one.words() == most)
                .sorted(Comparator.comparingInt(Found::inTitle).reversed())
                .limit(MOST_HITS)
                .map(
                        one ->
                                new Hit(
                                        one.document(),
                                        one.section(),
                                        around(one.section().text(), words)))
                .toList();
    }

    private static String around(String text, SoughtWords words) {
        String line = text.replaceAll("\\s+", " ");
        int at = words.firstIn(SoughtWords.folded(line));
        int from = Math.max(0, at - AROUND);
        int until = Math.min(line.length(), at + AROUND);
        return (from > 0 ? "… " : "")
                + line.substring(from, until).strip()
                + (until < line.length() ? " …" : "");
    }

    private static String document(String file) {
        return read(FOLDER + file);
    }

    /** What lies beside the page. */
    static String read(String file) {
        try (InputStream in = Manual.class.getResourceAsStream(WEB + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the manual's file " + file + " is missing: install the program again");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
