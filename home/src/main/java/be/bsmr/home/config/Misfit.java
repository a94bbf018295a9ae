package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What does not fit in a record, for the person who wrote it.
 *
 * @param pointer to the key, or to the group of keys, such as {@code /web/port}
 * @param problem the key and what to write instead
 * @param refusal a record's own words, which may name the key that is wrong; null when it was no
 *     record that refused
 */
record Misfit(String pointer, String problem, @Nullable String refusal) {

    /**
     * @param type what the keys were to become
     * @param keys as they were written
     */
    static Misfit of(JsonMappingException e, Class<?> type, JsonNode keys) {
        FlatKeys.Place place = FlatKeys.place(type, e.getPath());
        String pointer = place.pointer();
        String key = Written.named(pointer, keys);
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<?> known =
                    place.owner().isRecord()
                            ? FlatKeys.of(place.owner())
                            : unknown.getKnownPropertyIds();
            return new Misfit(pointer, unknownKey(key, unknown.getPropertyName(), known), null);
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            Optional<Misfit> typo = unknownKeyAt(pointer, type, keys);
            if (typo.isPresent()) {
                return typo.get();
            }
            String why = String.valueOf(e.getCause().getMessage());
            return new Misfit(pointer, key.isEmpty() ? why : key + ": " + why, why);
        }
        if (e instanceof MismatchedInputException wrong) {
            JsonNode written = keys.at(pointer);
            String expected = named(wrong.getTargetType());
            boolean shown =
                    written.isValueNode()
                            && !written.isNull()
                            && !Secrets.isAt(Written.dotted(pointer));
            return new Misfit(
                    pointer,
                    shown
                            ? key + ": '" + written.asText() + "' is not " + expected
                            : key + ": expected " + expected,
                    null);
        }
        return new Misfit(pointer, key + ": " + e.getOriginalMessage(), null);
    }

    /** With the line that is to be changed. */
    ConfigException in(Path file, Written written) {
        Optional<Integer> named =
                refusal == null ? Optional.empty() : written.lineNamedIn(refusal, pointer);
        return new ConfigException(file, named.orElseGet(() -> written.lineOf(pointer)), problem);
    }

    /** A record that misses a key may have one beside it that is written wrong: that is told. */
    private static Optional<Misfit> unknownKeyAt(String pointer, Class<?> type, JsonNode keys) {
        Collection<String> known =
                FlatKeys.record(type, pointer).<List<String>>map(FlatKeys::of).orElse(List.of());
        JsonNode written = pointer.equals("/") ? keys : keys.at(pointer);
        if (known.isEmpty() || !written.isObject()) {
            return Optional.empty();
        }
        return written.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(
                        name -> {
                            String at = (pointer.equals("/") ? "" : pointer) + "/" + name;
                            String key = Written.named(at, keys);
                            return new Misfit(at, unknownKey(key, name, known), null);
                        });
    }

    private static String unknownKey(String key, String name, @Nullable Collection<?> known) {
        String problem = "unknown key '" + key + "'";
        if (known == null || known.isEmpty()) {
            return problem;
        }
        return nearest(name, known)
                .map(n -> problem + "; did you mean '" + n + "'?")
                .orElse(
                        problem
                                + "; known here: "
                                + known.stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
    }

    private static Optional<String> nearest(String word, Collection<?> known) {
        return known.stream()
                .map(Object::toString)
                .min(Comparator.comparingInt(k -> distance(word, k)))
                .filter(k -> distance(word, k) <= Math.max(2, word.length() / 3));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String named(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Path.class) {
            return "text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list (lines that begin with '- ')";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(c -> c.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return "a group of keys, indented below it";
    }
}
