package be.bsmr.home.settings;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.Inline;
import be.bsmr.home.config.KeyValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is written from the records of the configuration: what a key means
 * is what their docstrings say, its default what {@link HomeConfig#DEFAULT} has, and what fits what
 * the program answers to a number that does not. To write it anew: {@code -Dbsmr.docs=write}.
 */
class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path CODE = Path.of("src/main/java");
    private static final Pattern TABLES =
            Pattern.compile("(<!-- keys -->\\n)(.*)(<!-- end -->)", Pattern.DOTALL);
    private static final Pattern PARAM =
            Pattern.compile("@param (\\w+)\\s+(.*?)(?=\\n@|\\z)", Pattern.DOTALL);
    private static final Pattern FITS =
            Pattern.compile("\\bis ([^,;]*\\d[^,;]* (?:to|or) \\d[^,;]*).*,? not -?[\\d.E]+.*");

    /** How behaves what is only simulated stands in evaluate.md. */
    private static final String ELSEWHERE = "simulated";

    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("w", "W"),
                    Map.entry("kwh", "kWh"),
                    Map.entry("a", "A"),
                    Map.entry("s", "s"),
                    Map.entry("seconds", "s"),
                    Map.entry("min", "min"),
                    Map.entry("hours", "h"),
                    Map.entry("days", "days"),
                    Map.entry("percent", "%"),
                    Map.entry("cent", "c€/kWh"));

    private final Map<String, String> defaults = new TreeMap<>();

    /** Where the keys of a record stand, by the record: they are told once. */
    private final Map<Class<?>, String> shown = new LinkedHashMap<>();

    private final List<String> withoutMeaning = new ArrayList<>();
    private final Map<Class<?>, Map<String, String>> meanings = new LinkedHashMap<>();

    @Test
    void isAsTheRecordsSay() throws IOException {
        KeyValue.of(HomeConfig.DEFAULT, HomeConfig.DEFAULT).forEach(v -> note(v.key(), v));
        LoadDefaults.byKey().forEach((key, value) -> defaults.put("loads[]." + key, value));
        StringBuilder text = new StringBuilder();
        group("", HomeConfig.class, text);

        String written = Files.readString(PAGE);
        String right = TABLES.matcher(written).replaceAll("$1" + quoted(text) + "$3");
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            Files.writeString(PAGE, right);
        }
        assertThat(withoutMeaning).as("keys without a docstring").isEmpty();
        assertThat(Files.readString(PAGE)).isEqualTo(right).contains("`store.commit_seconds`");
    }

    private static String quoted(CharSequence text) {
        return Matcher.quoteReplacement(text.toString());
    }

    private void note(String key, KeyValue value) {
        defaults.put(key, value.value() == null ? "" : value.value());
    }

    // --- one record ---

    /** A table of its own keys, then what stands below them. */
    private void group(String before, Class<?> record, StringBuilder text) {
        StringBuilder rows = new StringBuilder();
        Map<String, RecordComponent> below = new LinkedHashMap<>();
        rows(before, record, rows, below);
        if (!rows.isEmpty()) {
            text.append("\n| Key | Takes | Default | Meaning |\n|---|---|---|---|\n").append(rows);
        }
        below.forEach(
                (key, component) -> {
                    Class<?> type = recordOf(component.getGenericType());
                    text.append("\n## `").append(key).append("`\n\n");
                    meaning(component)
                            .map(m -> m.startsWith("See `") ? ofConstant(m, type) : m)
                            .or(() -> meaning(type))
                            .ifPresent(text::append);
                    text.append("\n");
                    String first = shown.putIfAbsent(type, key);
                    if (first == null) {
                        group(key + ".", type, text);
                    } else {
                        text.append("\nThe keys of `").append(first).append("`.\n");
                    }
                });
    }

    private void rows(
            String before,
            Class<?> record,
            StringBuilder rows,
            Map<String, RecordComponent> below) {
        for (RecordComponent c : record.getRecordComponents()) {
            String key = before + key(c);
            Class<?> inner = recordOf(c.getGenericType());
            if (c.isAnnotationPresent(Inline.class)) {
                rows(before, c.getType(), rows, below);
            } else if (inner != null && !key(c).equals(ELSEWHERE)) {
                below.put(key + (c.getType().isRecord() ? "" : "[]"), c);
            } else if (inner == null) {
                rows.append(row(key, c));
            }
        }
    }

    private String row(String key, RecordComponent c) {
        Optional<String> meaning = meaning(c);
        if (meaning.isEmpty()) {
            withoutMeaning.add(key);
        }
        String preset = defaults.getOrDefault(key, "");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        key,
                        type(c.getGenericType())
                                + unit(key).map(u -> ", " + u).orElse("")
                                + fits(key, c.getType()).map(f -> ": " + f).orElse(""),
                        preset.isEmpty() ? "" : "`" + preset + "`",
                        meaning.orElse(""));
    }

    // --- what it takes ---

    private static String type(Type type) {
        if (type instanceof ParameterizedType many) {
            Type item = many.getActualTypeArguments()[many.getActualTypeArguments().length - 1];
            return many.getRawType() == Map.class
                    ? "keys with texts"
                    : "list of "
                            + type(item)
                            + (item == String.class || item == Integer.class ? "s" : "");
        }
        Class<?> one = (Class<?>) type;
        if (one.isEnum()) {
            return Arrays.stream(one.getEnumConstants())
                    .map(constant -> "`" + label((Enum<?>) constant) + "`")
                    .collect(Collectors.joining(", "));
        }
        return switch (one.getSimpleName()) {
            case "boolean", "Boolean" -> "`true`, `false`";
            case "int", "Integer", "long", "Long" -> "whole number";
            case "double", "Double", "BigDecimal" -> "number";
            case "Path" -> "file";
            default -> "text";
        };
    }

    private static String label(Enum<?> constant) {
        try {
            JsonProperty named =
                    constant.getDeclaringClass()
                            .getField(constant.name())
                            .getAnnotation(JsonProperty.class);
            return named == null ? constant.name().toLowerCase(Locale.ROOT) : named.value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<String> unit(String key) {
        return Optional.ofNullable(UNITS.get(key.replaceFirst(".*[_.]", "")))
                .filter(u -> key.contains("_") || u.equals("kWh"));
    }

    /** What the program says of numbers that no key takes. */
    private static Optional<String> fits(String key, Class<?> type) {
        boolean number = type == int.class || type == double.class;
        number |= type == Integer.class || type == Double.class;
        if (!number) {
            return Optional.empty();
        }
        for (String wrong : List.of("-999999999", "999999999")) {
            try {
                Object unused = HomeConfig.parse(Path.of("bsmr.yaml"), yaml(key, wrong));
            } catch (ConfigException e) {
                String said = String.valueOf(e.getMessage());
                Matcher fits = FITS.matcher(said);
                if (said.contains(key.replaceFirst(".*\\.", "")) && fits.find()) {
                    return Optional.of(fits.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private static String yaml(String key, String value) {
        StringBuilder text = new StringBuilder();
        String close = "";
        for (String name : key.split("\\.", -1)) {
            boolean list = name.endsWith("[]");
            boolean load = name.equals("loads[]");
            text.append(text.isEmpty() ? "" : "{")
                    .append(list ? name.replace("[]", ": [") : name + ": ");
            close = (list ? "]" : "") + (text.indexOf("{") < 0 ? "" : "}") + close;
            if (load) {
                text.append("{id: x, ");
                return text + yaml(key.substring("loads[].".length()), value) + "}]";
            }
        }
        return text + value + close;
    }

    // --- what it means ---

    private Optional<String> meaning(RecordComponent c) {
        Map<String, String> said = meanings.computeIfAbsent(c.getDeclaringRecord(), this::read);
        return Optional.ofNullable(said.get(c.getName()));
    }

    private Optional<String> meaning(Class<?> record) {
        return Optional.ofNullable(meanings.computeIfAbsent(record, this::read).get(""));
    }

    /** What a key stands for that has its name of a constant beside it, such as a rule. */
    private String ofConstant(String see, Class<?> type) {
        String constant = see.replaceAll(".*`(\\w+)`.*", "$1");
        String source = text(CODE.resolve(type.getPackageName().replace('.', '/') + "/Rule.java"));
        Matcher said =
                Pattern.compile(
                                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + constant + "\\b",
                                Pattern.DOTALL)
                        .matcher(source);
        assertThat(said.find()).as(see).isTrue();
        return sentence(said.group(1).replaceAll("(?m)^\\s*\\*", ""));
    }

    /** The docstring of a record: of each component, and of the whole by the empty name. */
    private Map<String, String> read(Class<?> record) {
        Class<?> top = record;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String source = text(CODE.resolve(top.getName().replace('.', '/') + ".java"));
        int at = source.indexOf("record " + record.getSimpleName() + "(");
        int from = source.lastIndexOf("/**", at);
        String comment = from < 0 ? "" : source.substring(from, at);
        int end = comment.indexOf("*/");
        if (end < 0 || comment.substring(end).lines().count() > 4) {
            return Map.of();
        }
        String plain =
                comment.substring(3, end).replaceAll("(?m)^\\s*\\*? ?", "").replaceAll(" +", " ");
        Map<String, String> said = new LinkedHashMap<>();
        said.put("", sentence(plain.split("\\n@|<p>", 2)[0]));
        PARAM.matcher(plain).results().forEach(m -> said.put(m.group(1), sentence(m.group(2))));
        return said;
    }

    /** As Markdown, on one line. */
    private static String sentence(String doc) {
        String plain =
                doc.replaceAll("\\s+", " ")
                        .replaceAll(" \\(null\\)", "")
                        .replaceAll("\\bnull\\b", "left out")
                        .strip();
        String first = plain.isEmpty() ? "" : plain.substring(0, 1).toUpperCase(Locale.ROOT);
        return (first + plain.substring(first.length()))
                .replaceAll("\\{@code ((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
                .replaceAll("<code> ?(.*?)</code>", "`$1`")
                .replaceAll("\\{@link (?:[\\w.]*#)?(\\w+)}", "`$1`")
                .replaceAll("</?em>", "*")
                .replace("|", "\\\\|");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- keys ---

    private static String key(RecordComponent c) {
        JsonProperty named =
                Arrays.stream(c.getDeclaringRecord().getDeclaredFields())
                        .filter(f -> f.getName().equals(c.getName()))
                        .findFirst()
                        .map(f -> f.getAnnotation(JsonProperty.class))
                        .orElse(null);
        return named == null
                ? c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : named.value();
    }

    /** The record that stands below a key, once or as a list; null when a value does. */
    private static @Nullable Class<?> recordOf(Type type) {
        Type inner =
                type instanceof ParameterizedType many && many.getRawType() == List.class
                        ? many.getActualTypeArguments()[0]
                        : type;
        return inner instanceof Class<?> one && one.isRecord() ? one : null;
    }
}
