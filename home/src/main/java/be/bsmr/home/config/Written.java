package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * What a YAML file says, and in which line. Every value is the text that stands there: whether
 * {@code 0123} is a number, and {@code OFF} a word, the key decides.
 *
 * @param tree null's node for an empty file
 * @param lines of each key, by its pointer such as {@code /web/port}, counted from 1
 */
record Written(JsonNode tree, Map<String, Integer> lines) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Characters of one value; a path or a password is far shorter. */
    private static final int LONGEST = 10_000;

    /** Characters of one line: what reads YAML takes the square of their number. */
    private static final int LONGEST_LINE = 100_000;

    /** A key with its groups. */
    private static final Pattern IN_FULL = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)+");

    /** Levels of keys within keys; a house needs five. */
    private static final int DEEPEST = 20;

    /**
     * Also holds the file to the part of YAML that cannot run away: see {@link #refuse}.
     *
     * @param file where {@code text} is from
     */
    static Written of(Path file, String text) throws ConfigException {
        Map<String, Integer> lines = new HashMap<>();
        try {
            refuse(file, text);
            Node root = nodes(text);
            return new Written(
                    root == null ? JSON.nullNode() : written(file, root, "", lines), lines);
        } catch (MarkedYAMLException e) {
            throw YamlTrouble.of(e).in(file);
        } catch (ReaderException e) {
            int line = (int) text.substring(0, e.getPosition() + 1).lines().count();
            throw new ConfigException(
                    file, line, "a character that no text has, U+%04X".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw new ConfigException(file, 0, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A few lines of aliases are billions of keys, and one that stands within its own anchor never
     * ends. Nobody needs them, or many levels, to describe a house.
     */
    private static void refuse(Path file, String text) throws ConfigException {
        int at = 0;
        for (String line : text.split("\n", -1)) {
            at++;
            if (line.length() > LONGEST_LINE) {
                throw new ConfigException(
                        file, at, "a line of more than " + LONGEST_LINE + " characters");
            }
        }
        int depth = 0;
        for (Event event : new Yaml(bounded()).parse(new StringReader(text))) {
            int line = event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
            if (event instanceof AliasEvent) {
                // It may be a password that begins so.
                throw new ConfigException(
                        file,
                        line,
                        "a value that begins with * stands for another in YAML: write that other,"
                                + " or put the value in quotes");
            }
            if (event instanceof ScalarEvent value && value.getValue().length() > LONGEST) {
                throw new ConfigException(
                        file, line, "a value or key of more than " + LONGEST + " characters");
            }
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw new ConfigException(
                        file,
                        line,
                        "nested deeper than " + DEEPEST + " levels; a bracket too many?");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** The text as YAML sees it; null when it says nothing. */
    static @Nullable Node nodes(String text) {
        return new Yaml(bounded()).compose(new StringReader(text));
    }

    private static LoaderOptions bounded() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(2 * DEEPEST);
        return options;
    }

    private static JsonNode written(Path file, Node node, String path, Map<String, Integer> lines)
            throws ConfigException {
        if (node instanceof MappingNode mapping) {
            ObjectNode keys = JSON.objectNode();
            for (NodeTuple pair : mapping.getValue()) {
                int line = pair.getKeyNode().getStartMark().getLine() + 1;
                if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                    throw new ConfigException(
                            file, line, "expected lines of the form 'key: value'");
                }
                String at = path + "/" + key.getValue();
                Integer before = lines.put(at, line);
                if (before != null) {
                    throw new ConfigException(
                            file,
                            line,
                            "duplicate key '" + key.getValue() + "', also in line " + before);
                }
                keys.set(key.getValue(), written(file, pair.getValueNode(), at, lines));
            }
            return keys;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode items = JSON.arrayNode();
            for (Node item : sequence.getValue()) {
                String at = path + "/" + items.size();
                lines.put(at, item.getStartMark().getLine() + 1);
                items.add(written(file, item, at, lines));
            }
            return items;
        }
        return node instanceof ScalarNode value && !value.getTag().equals(Tag.NULL)
                ? JSON.textNode(value.getValue())
                : JSON.nullNode();
    }

    // ---- the line of a key

    /** The line of the key, or of the nearest key above it that the file does have. */
    int lineOf(String pointer) {
        for (String at = pointer; at.length() > 1; at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    /**
     * A record refuses itself as a whole; which of its keys was wrong stands in its words: the
     * first that is named in full, or else any whose own name is there.
     */
    Optional<Integer> lineNamedIn(String why, String pointer) {
        Optional<Integer> inFull =
                lines.entrySet().stream()
                        .filter(e -> isIn(e.getKey(), pointer) || dotted(e.getKey()).contains("."))
                        .filter(e -> names(why, e.getKey()))
                        .min(Comparator.comparingInt(e -> why.indexOf(dotted(e.getKey()))))
                        .map(Map.Entry::getValue);
        if (inFull.isPresent()) {
            return inFull;
        }
        Set<String> words = new HashSet<>(List.of(why.split("[^a-z0-9_]+", -1)));
        List<String> within = lines.keySet().stream().filter(k -> isIn(k, pointer)).toList();
        List<String> named =
                within.stream()
                        .filter(k -> words.contains(k.substring(k.lastIndexOf('/') + 1)))
                        .toList();
        // Of two that are the same, the second.
        return named.stream()
                .filter(k -> quotes(why, k))
                .map(lines::get)
                .max(Comparator.naturalOrder())
                .or(() -> lineAbove(why, pointer))
                .or(() -> named.stream().map(lines::get).min(Comparator.naturalOrder()))
                .or(
                        () ->
                                within.stream()
                                        .filter(k -> quotes(why, k))
                                        .map(lines::get)
                                        .min(Comparator.naturalOrder()));
    }

    /** Of the first key that is named with its groups and is left out, the line of a group. */
    private Optional<Integer> lineAbove(String why, String pointer) {
        return IN_FULL.matcher(why)
                .results()
                .map(found -> "/" + found.group().replace('.', '/'))
                .filter(key -> isIn(key, pointer))
                .map(this::lineOf)
                .filter(line -> line > 0)
                .findFirst();
    }

    private boolean quotes(String why, String pointer) {
        JsonNode value = tree.at(pointer);
        return value.isTextual() && why.contains("'" + value.asText() + "'");
    }

    private static boolean isIn(String key, String pointer) {
        return pointer.equals("/") || key.equals(pointer) || key.startsWith(pointer + "/");
    }

    /** The line of the key that a problem names in full; of several the longest. */
    Optional<Integer> lineNamedIn(String problem) {
        return lines.entrySet().stream()
                .filter(e -> names(problem, e.getKey()))
                .max(Comparator.comparingInt(e -> e.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static boolean names(String problem, String pointer) {
        String key = dotted(pointer);
        return problem.matches("(?s)(.*[^\\w.])?" + Pattern.quote(key) + "([^\\w.].*)?");
    }

    /**
     * A key with its groups as people know it: {@code web.port}, {@code loads[boiler].power_w}.
     *
     * @param keys as they were written
     */
    static String named(String pointer, JsonNode keys) {
        StringBuilder name = new StringBuilder();
        JsonNode at = keys;
        for (String step : pointer.substring(1).split("/", -1)) {
            JsonNode list = at;
            at =
                    at.isArray() && step.matches("\\d+")
                            ? at.path(Integer.parseInt(step))
                            : at.path(step);
            String id = at.path("id").asText();
            if (list.isArray() && !id.isEmpty()) {
                name.append('[').append(id).append(']');
            } else {
                name.append(name.isEmpty() ? "" : ".").append(step);
            }
        }
        return name.toString();
    }

    /** A key with its groups, such as {@code web.port}. */
    static String dotted(String pointer) {
        return pointer.substring(1).replace('/', '.');
    }
}
