package be.bsmr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code bench/release} and the Debian package read in CHANGELOG.md stands there. */
class ChangelogTest {

    private static final Pattern SECTION =
            Pattern.compile("## (\\d+\\.\\d+\\.\\d+) — (unreleased|\\d{4}-\\d\\d-\\d\\d)");

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("../CHANGELOG.md"));
    }

    private static List<MatchResult> sections() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith("## "))
                .map(
                        line -> {
                            var section = SECTION.matcher(line);
                            assertThat(section.matches())
                                    .as("## 0.2.0 — 2027-01-31, or — unreleased: %s", line)
                                    .isTrue();
                            return section.toMatchResult();
                        })
                .toList();
    }

    @Test
    void eachSectionIsAVersionWithItsDateTheNewestFirst() throws IOException {
        List<MatchResult> sections = sections();
        assertThat(lines().get(0)).isEqualTo("# Changelog");
        assertThat(sections).isNotEmpty();
        assertThat(sections.stream().map(s -> s.group(1)))
                .isSortedAccordingTo(
                        Comparator.comparing(ChangelogTest::numbers, Arrays::compare).reversed())
                .doesNotHaveDuplicates();
        assertThat(sections.stream().skip(1).map(s -> s.group(2)))
                .as("only the newest may be unreleased")
                .doesNotContain("unreleased");
        assertThat(
                        sections.stream()
                                .map(s -> s.group(2))
                                .filter(date -> !date.equals("unreleased"))
                                .map(LocalDate::parse))
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void eachSectionSaysSomethingInPoints() throws IOException {
        String all = String.join("\n", lines());
        for (String section : all.split("(?m)^## ", -1)) {
            if (!section.startsWith("# Changelog")) {
                assertThat(section.lines().filter(line -> line.startsWith("- ")))
                        .as(section.lines().findFirst().orElse(""))
                        .isNotEmpty();
            }
        }
    }
}
