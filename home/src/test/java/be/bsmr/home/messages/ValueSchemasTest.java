package be.bsmr.home.messages;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The properties of the schemas in {@code openapi.yaml} are the rows of {@link SiteValues}, between
 * the marks {@code # values: …} and {@code # end}, each with its kind and meaning. What is added to
 * one by hand, such as {@code enum} or {@code items}, stays. To write them anew: {@code
 * -Dbsmr.docs=write}.
 */
class ValueSchemasTest {

    private static final Path DOCUMENT =
            Path.of("src/main/resources/be/bsmr/home/web/openapi.yaml");
    private static final Pattern BLOCK =
            Pattern.compile("( *)# values: (\\S+)\\n(.*?) *# end\\n", Pattern.DOTALL);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void eachSchemaHasTheRowsOfItsTable() throws IOException {
        String written = Files.readString(DOCUMENT);
        String right =
                BLOCK.matcher(written).replaceAll(block -> Matcher.quoteReplacement(anew(block)));
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            Files.writeString(DOCUMENT, right);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(right);
    }

    /** What is told in the words of other meters has those meters' formats. */
    @Test
    void eachTableHasASchema() throws IOException {
        List<String> there =
                BLOCK.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(2)).toList();
        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(
                        SiteValues.ALL.stream()
                                .filter(t -> keys(t).findAny().isPresent())
                                .map(ValueTable::name)
                                .filter(name -> !name.equals("grid_meter"))
                                .toList());
    }

    @Test
    void eachListSaysWhatIsInIt() throws IOException {
        BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(
                        block -> {
                            Map<String, Map<String, Object>> properties = properties(block);
                            keys(SiteValues.table(block.group(2)))
                                    .filter(row -> row.kind() == SiteValue.Kind.LIST)
                                    .forEach(
                                            row ->
                                                    assertThat(properties.get(row.key()).keySet())
                                                            .as(row.key())
                                                            .containsAnyOf("items", "$ref"));
                        });
    }

    @Test
    void eachThingThatIsDecidedIsNamed() throws IOException {
        String lines = Files.readString(DOCUMENT);
        MatchResult block =
                BLOCK.matcher(lines)
                        .results()
                        .filter(m -> m.group(2).equals("decision"))
                        .findFirst()
                        .orElseThrow();
        assertThat((List<?>) properties(block).get("what").get("enum"))
                .isEqualTo(Stream.of(Decision.What.values()).map(Fields::lower).toList());
    }

    private static <T> Stream<SiteValue<T>> keys(ValueTable<T> table) {
        return table.rows().stream().filter(row -> row.form() == SiteValue.Form.KEY);
    }

    private static String anew(MatchResult block) {
        Map<String, Map<String, Object>> byHand = properties(block);
        String indent = block.group(1);
        StringBuilder text = new StringBuilder(indent + "# values: " + block.group(2) + "\n");
        keys(SiteValues.table(block.group(2)))
                .forEach(
                        row ->
                                text.append(indent)
                                        .append(row.key())
                                        .append(": ")
                                        .append(
                                                flow(
                                                        property(
                                                                row,
                                                                byHand.getOrDefault(
                                                                        row.key(), Map.of()))))
                                        .append('\n'));
        return text.append(indent).append("# end\n").toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> properties(MatchResult block) {
        Object loaded = new Yaml().load(block.group(3).stripIndent());
        return loaded == null ? Map.of() : (Map<String, Map<String, Object>>) loaded;
    }

    private static Map<String, Object> property(SiteValue<?> row, Map<String, Object> byHand) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (byHand.containsKey("$ref")) {
            all.put("$ref", byHand.get("$ref"));
        } else {
            type(row, all);
            // A number may be known to be whole.
            if ("number".equals(all.get("type")) && "integer".equals(byHand.get("type"))) {
                all.put("type", "integer");
            }
            byHand.forEach(
                    (key, value) -> {
                        if (!key.equals("description")) {
                            all.putIfAbsent(key, value);
                        }
                    });
        }
        if (!row.meaning().isEmpty()) {
            all.put("description", row.meaning());
        }
        return all;
    }

    private static void type(SiteValue<?> row, Map<String, Object> all) {
        switch (row.kind()) {
            case FLAG -> all.put("type", "boolean");
            case TEXT -> all.put("type", "string");
            case TIME -> {
                all.put("type", "string");
                all.put("format", "date-time");
            }
            case LIST -> all.put("type", "array");
            default -> all.put("type", row.unit() == Unit.WATT ? "integer" : "number");
        }
        if (row.unit() == Unit.SHARE) {
            all.put("minimum", 0);
            all.put("maximum", 1);
        }
    }

    /** YAML on one line. */
    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> e.getKey() + ": " + flow(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            List<String> all = new ArrayList<>();
            list.forEach(one -> all.add(flow(one)));
            return "[" + String.join(", ", all) + "]";
        }
        boolean word =
                value instanceof String text
                        && text.matches("[a-z][a-z0-9_-]*")
                        && !Set.of("on", "off", "yes", "no", "y", "n").contains(text);
        boolean plain = word || !(value instanceof String);
        try {
            return plain ? String.valueOf(value) : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
