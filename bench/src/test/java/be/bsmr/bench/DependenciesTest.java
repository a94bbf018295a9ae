package be.bsmr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What others wrote and we ship or test with is what {@code dependencies.tsv} says: each with its
 * version, where it goes, its licence, and why it is here. A library that brings another one along
 * fails here, with the line to think about.
 */
class DependenciesTest {

    private static final Path ROOT = Path.of("..");

    /** Where a library goes, the farthest out last; what is nearest to a house counts. */
    private static final List<String> PLACES = List.of("home", "fleet", "bench", "test");

    private static final Map<String, String> PLACE_OF_MODULE =
            Map.of("core", "home", "home", "home", "fleet", "fleet", "bench", "bench");

    /** Those that may be joined with a program under GPL-3.0-or-later. */
    private static final Set<String> FIT =
            Set.of(
                    "0BSD",
                    "Apache-2.0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "CC0-1.0",
                    "EDL-1.0",
                    "GPL-2.0 with Classpath exception",
                    "LGPL-2.1",
                    "LGPL-3.0",
                    "MIT",
                    "MIT-0",
                    "MPL-2.0",
                    "PostgreSQL",
                    "public domain");

    /** As {@code dependency:list} writes it: group:artifact:jar:[classifier:]version:scope. */
    private static final Pattern RESOLVED =
            Pattern.compile(
                    "\\s+([^:\\s]+:[^:\\s]+):jar:(?:[^:\\s]+:)?([^:\\s]+):(compile|runtime|provided|test).*");

    /** A line of the list. */
    private record Row(String name, String version, String place, String licence, String why) {

        static Row of(String line) {
            String[] parts = line.split("\t", -1);
            assertThat(parts).as("name, version, where, licence, why in: %s", line).hasSize(5);
            return new Row(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }

        String key() {
            return name + "\t" + version + "\t" + place;
        }
    }

    private static List<Row> listed() throws IOException {
        return Files.readAllLines(ROOT.resolve("dependencies.tsv")).stream()
                .skip(1)
                .map(Row::of)
                .toList();
    }

    /** What the build resolved, as name, version and place. */
    private static Set<String> resolved() throws IOException {
        Map<String, String> places = new TreeMap<>();
        for (Map.Entry<String, String> module : PLACE_OF_MODULE.entrySet()) {
            Path list = ROOT.resolve(module.getKey()).resolve("target/dependencies.txt");
            assertThat(list)
                    .as("written by the build of all: mvn -pl core,home,fleet,bench test")
                    .exists();
            for (String line : Files.readAllLines(list)) {
                Matcher found = RESOLVED.matcher(line);
                if (found.matches()) {
                    String place = found.group(3).equals("test") ? "test" : module.getValue();
                    places.merge(
                            found.group(1) + "\t" + found.group(2),
                            place,
                            (a, b) -> PLACES.indexOf(a) < PLACES.indexOf(b) ? a : b);
                }
            }
        }
        return places.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatTheBuildResolvesIsWhatTheListSays() throws IOException {
        Set<String> listed =
                listed().stream().map(Row::key).collect(Collectors.toCollection(TreeSet::new));
        Set<String> resolved = resolved();
        assertThat(resolved).hasSizeGreaterThan(100);
        assertThat(without(resolved, listed))
                .as("resolved, and not in dependencies.tsv; add a line with its licence and why")
                .isEmpty();
        assertThat(without(listed, resolved))
                .as("in dependencies.tsv, and not resolved; take its line out")
                .isEmpty();
    }

    private static Stream<String> without(Set<String> all, Set<String> those) {
        return all.stream().filter(one -> !those.contains(one));
    }

    @Test
    void eachHasAReasonAndALicenceThatFitsOursWhereItIsShipped() throws IOException {
        for (Row row : listed()) {
            assertThat(row.why).as("why %s", row.name).isNotBlank();
            assertThat(row.licence).as("licence of %s", row.name).isNotBlank();
            // What tests use is not shipped. Where there is a choice, one that fits is enough.
            if (!row.place.equals("test")) {
                assertThat(Stream.of(row.licence.split(" or ")))
                        .as(row.name)
                        .anyMatch(FIT::contains);
            }
        }
    }

    @Test
    void theListIsInOrderSoThatADifferenceIsOneLine() throws IOException {
        List<String> order =
                listed().stream()
                        .map(r -> PLACES.indexOf(r.place) + r.name + " " + r.version)
                        .toList();
        assertThat(order).isSorted().doesNotHaveDuplicates();
    }
}
