package be.bsmr.home.messages;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.words.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference tables in {@code docs/} are written from {@link SiteValues}, between the marks
 * {@code <!-- values: … -->} and {@code <!-- end -->}. To write them anew: {@code
 * -Dbsmr.docs=write}.
 */
class ValueReferenceTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Pattern TABLE =
            Pattern.compile(
                    "(<!-- (values|metrics|names): (\\S+) -->\\n)(.*?)(<!-- end -->)",
                    Pattern.DOTALL);

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void isAsTheTablesSay(Path page) throws IOException {
        String written = Files.readString(page);
        String right = TABLE.matcher(written).replaceAll(ValueReferenceTest::anew);
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            Files.writeString(page, right);
        }
        assertThat(Files.readString(page)).isEqualTo(right);
    }

    static List<Path> pages() {
        return List.of(
                DOCS.resolve("mqtt.md"),
                DOCS.resolve("http.md"),
                DOCS.resolve("grid-meter.md"),
                DOCS.resolve("values.md"));
    }

    @Test
    void everyTableIsInTheReference() throws IOException {
        Set<String> there = new TreeSet<>();
        for (Path page : pages()) {
            TABLE.matcher(Files.readString(page))
                    .results()
                    .filter(m -> m.group(2).equals("values"))
                    .forEach((MatchResult m) -> there.add(m.group(3)));
        }
        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(
                        SiteValues.ALL.stream()
                                .filter(t -> !keys(t).isEmpty())
                                .map(ValueTable::name)
                                .toList());
    }

    @Test
    void aKeySaysItsUnit() {
        for (ValueTable<?> table : SiteValues.ALL) {
            for (SiteValue<?> row : table.rows()) {
                String end = ending(row.unit());
                if (!end.isEmpty() && row.form() == SiteValue.Form.KEY) {
                    assertThat(row.key()).as(table.name()).endsWith(end);
                }
            }
        }
    }

    @Test
    void noMetricHasTwoRows() {
        List<String> names = new ArrayList<>();
        SiteValues.ALL.forEach(
                t ->
                        t.rows().stream()
                                .map(SiteValue::metric)
                                .filter(m -> m != null)
                                .forEach(m -> names.add(m.name())));
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    private static String ending(Unit unit) {
        return switch (unit) {
            case WATT -> "_w";
            case WATT_HOUR -> "_wh";
            case VOLT -> "_v";
            case AMPERE -> "_a";
            case VOLT_AMPERE -> "_va";
            case HERTZ -> "_hz";
            case SECOND -> "_s";
            default -> "";
        };
    }

    private static String anew(MatchResult table) {
        String rows =
                switch (table.group(2)) {
                    case "metrics" -> metrics();
                    case "names" -> names();
                    default -> values(named(table.group(3)));
                };
        return java.util.regex.Matcher.quoteReplacement(table.group(1) + rows + table.group(5));
    }

    private static ValueTable<?> named(String name) {
        return SiteValues.ALL.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    private static <T> List<SiteValue<T>> keys(ValueTable<T> table) {
        return table.rows().stream().filter(r -> r.form() == SiteValue.Form.KEY).toList();
    }

    /** Rows that mean the same thing of different wires or registers stand together. */
    private static <T> String values(ValueTable<T> table) {
        StringBuilder text = new StringBuilder("| Key | Unit | Meaning |\n|---|---|---|\n");
        List<SiteValue<T>> rows = keys(table);
        for (int i = 0; i < rows.size(); ) {
            SiteValue<T> first = rows.get(i);
            List<String> together = new ArrayList<>();
            while (i < rows.size()
                    && rows.get(i).meaning().equals(first.meaning())
                    && rows.get(i).unit() == first.unit()) {
                together.add("`" + rows.get(i++).key() + "`");
            }
            text.append("| ").append(String.join(", ", together)).append(" | ");
            text.append(first.unit().symbol()).append(" | ").append(first.meaning()).append(" |\n");
        }
        return text.toString();
    }

    private static String names() {
        StringBuilder text =
                new StringBuilder("| Of | Key | en | nl | fr | de |\n|---|---|---|---|---|---|\n");
        for (ValueTable<?> table : SiteValues.ALL) {
            for (String key : table.names(Language.en).keySet()) {
                text.append("| `").append(table.name()).append("` | `").append(key).append("` |");
                for (Language language :
                        List.of(Language.en, Language.nl, Language.fr, Language.de)) {
                    text.append(" ").append(table.names(language).get(key)).append(" |");
                }
                text.append("\n");
            }
        }
        return text.toString();
    }

    private static String metrics() {
        StringBuilder text =
                new StringBuilder("| Metric | Kind | Of | Meaning |\n|---|---|---|---|\n");
        for (ValueTable<?> table : SiteValues.ALL) {
            for (SiteValue<?> row : table.rows()) {
                SiteValue.Metric metric = row.metric();
                if (metric == null) {
                    continue;
                }
                boolean counts =
                        row.kind() == SiteValue.Kind.COUNTER || row.kind() == SiteValue.Kind.LIST;
                text.append("| `").append(metric.name()).append(counts ? "_total` | " : "` | ");
                text.append(counts ? "counter | " : "gauge | ");
                text.append(
                        row.form() == SiteValue.Form.KEY
                                ? "`" + row.key() + "` of `" + table.name() + "` | "
                                : " | ");
                text.append(metric.help()).append(" |\n");
            }
        }
        return text.toString();
    }
}
