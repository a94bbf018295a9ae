package be.bsmr.home.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
 * A YAML file that becomes a record. Keys are the record's components in snake_case; what the file
 * leaves out is as in the defaults; a key or a value that does not fit is refused.
 */
public final class ConfigFile {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .withCoercionConfigDefaults(
                            c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Path.class, new ToStringSerializer(Path.class)))
                    .build();

    /** What is written there is never shown, not even when it is wrong. */
    private static final Pattern SECRET = Pattern.compile("(^|[._])(password|key|decryption)\\b");

    /** Before an address, as in {@code http://user:password@nas}. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+:[^/@\\s]+@");

    /** Bytes; a house with a hundred loads is described in 50 kB. */
    private static final int MOST_BYTES = 1_000_000;

    /** Characters of one value; a path or a password is far shorter. */
    private static final int LONGEST = 10_000;

    /** Characters of one line: what reads YAML takes the square of their number. */
    private static final int LONGEST_LINE = 100_000;

    /** Levels of keys within keys; a house needs five. */
    private static final int DEEPEST = 20;

    private ConfigFile() {}

    /**
     * Reads {@code file} over {@code defaults}.
     *
     * @param beginning how to come by such a file, as in {@code copy docs/bsmr.yaml}
     * @param itemDefaults for lists of records: the defaults of each item, by the list's key
     * @throws ConfigException when the file is missing, is no YAML, or holds what does not fit
     */
    public static <T extends Record> T read(
            Path file,
            String beginning,
            T defaults,
            Class<T> type,
            Map<String, ? extends Record> itemDefaults)
            throws ConfigException {
        return parse(file, text(file, beginning), defaults, type, itemDefaults);
    }

    /**
     * The same for a text that has been read already.
     *
     * @param file where it is from, to say so when it does not fit
     */
    public static <T extends Record> T parse(
            Path file,
            String text,
            T defaults,
            Class<T> type,
            Map<String, ? extends Record> itemDefaults)
            throws ConfigException {
        Map<String, Integer> lines = new HashMap<>();
        JsonNode written = written(file, text, lines);
        ObjectNode merged = MAPPER.valueToTree(defaults);
        try {
            if (!written.isNull()) {
                if (!(written instanceof ObjectNode keys)) {
                    throw new ConfigException(file, 1, "expected lines of the form 'key: value'");
                }
                overlay(merged, keys);
                fillItems(merged, itemDefaults);
            }
            return MAPPER.treeToValue(merged, type);
        } catch (JsonMappingException e) {
            throw explained(file, e, lines, merged);
        } catch (JsonProcessingException e) {
            throw new ConfigException(file, 0, String.valueOf(e.getOriginalMessage()));
        }
    }

    /**
     * The file as text.
     *
     * @param beginning how to come by such a file, as in {@code copy docs/bsmr.yaml}
     * @throws ConfigException also when it is not a file but a device, or far larger than any
     *     configuration: whoever watches it must come to an end
     */
    public static String text(Path file, String beginning) throws ConfigException {
        if (Files.exists(file) && (!Files.isRegularFile(file) || isTheKernels(file))) {
            throw ConfigException.unopened(file + ": is no file but a folder, a device or a pipe");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigException(
                        file, 0, "is larger than 1 MB; is that the configuration?");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw ConfigException.unopened(file + ": no such file; to begin with, " + beginning);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, 0, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw ConfigException.unopened(PlainWords.ofReading(file, e));
        }
    }

    /** They look like files, but reading one may never end. */
    private static boolean isTheKernels(Path file) {
        try {
            Path real = file.toRealPath();
            return real.startsWith("/proc") || real.startsWith("/sys");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What was found wrong only when it was used, with the file, and the line of the first key that
     * it names in full, such as {@code mqtt.ca}.
     */
    public static String located(Path file, String problem) {
        int line = 0;
        try {
            Map<String, Integer> lines = new HashMap<>();
            var unused = written(file, text(file, ""), lines);
            line =
                    lines.entrySet().stream()
                            .filter(e -> names(problem, e.getKey()))
                            .max(Comparator.comparingInt(e -> e.getKey().length()))
                            .map(Map.Entry::getValue)
                            .orElse(0);
        } catch (ConfigException e) {
            // It has been changed meanwhile: the problem alone is said.
        }
        return String.valueOf(new ConfigException(file, line, problem).getMessage());
    }

    /** Whether something is written there that nobody else should read. */
    static boolean holdsSecrets(Path file) {
        try {
            Node root = new Yaml(bounded()).compose(new StringReader(text(file, "")));
            return root != null && holdsSecrets(root);
        } catch (ConfigException | YAMLException e) {
            return false;
        }
    }

    private static boolean holdsSecrets(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().anyMatch(ConfigFile::holdsSecrets);
        }
        return node instanceof MappingNode keys
                && keys.getValue().stream().anyMatch(ConfigFile::isSecret);
    }

    private static boolean isSecret(NodeTuple pair) {
        if (!(pair.getValueNode() instanceof ScalarNode value)) {
            return holdsSecrets(pair.getValueNode());
        }
        return pair.getKeyNode() instanceof ScalarNode key
                && !value.getValue().isBlank()
                && (SECRET.matcher(key.getValue()).find()
                        || USER_INFO.matcher(value.getValue()).find());
    }

    private static boolean names(String problem, String pointer) {
        String key = dotted(pointer);
        return problem.matches("(?s)(.*[^\\w.])?" + Pattern.quote(key) + "([^\\w.].*)?");
    }

    /** As {@code web.port}. */
    private static String dotted(String pointer) {
        return pointer.substring(1).replace('/', '.');
    }

    // ---- what is written, and where

    /**
     * Every value as the text that stands there: whether {@code 0123} is a number, and {@code OFF}
     * a word, the key decides. Also holds the file to the part of YAML that cannot run away: see
     * {@link #refuse}.
     *
     * @param lines takes the line of each key
     * @return null's node for an empty file
     */
    private static JsonNode written(Path file, String text, Map<String, Integer> lines)
            throws ConfigException {
        try {
            refuse(file, text);
            Node root = new Yaml(bounded()).compose(new StringReader(text));
            return root == null
                    ? MAPPER.getNodeFactory().nullNode()
                    : written(file, root, "", lines);
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

    private static LoaderOptions bounded() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(2 * DEEPEST);
        return options;
    }

    private static JsonNode written(Path file, Node node, String path, Map<String, Integer> lines)
            throws ConfigException {
        JsonNodeFactory json = MAPPER.getNodeFactory();
        if (node instanceof MappingNode mapping) {
            ObjectNode keys = json.objectNode();
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
            ArrayNode items = json.arrayNode();
            for (Node item : sequence.getValue()) {
                String at = path + "/" + items.size();
                lines.put(at, item.getStartMark().getLine() + 1);
                items.add(written(file, item, at, lines));
            }
            return items;
        }
        return node instanceof ScalarNode value && !value.getTag().equals(Tag.NULL)
                ? json.textNode(value.getValue())
                : json.nullNode();
    }

    // ---- defaults

    private static void overlay(ObjectNode base, ObjectNode over) {
        for (Map.Entry<String, JsonNode> entry : over.properties()) {
            JsonNode below = base.get(entry.getKey());
            if (below instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode keys) {
                overlay(inner, keys);
            } else if (!(below instanceof ObjectNode && entry.getValue().isNull())) {
                base.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void fillItems(ObjectNode merged, Map<String, ? extends Record> itemDefaults) {
        itemDefaults.forEach(
                (key, defaults) -> {
                    JsonNode list = merged.get(key);
                    if (list == null || !list.isArray()) {
                        return;
                    }
                    for (int i = 0; i < list.size(); i++) {
                        if (list.get(i) instanceof ObjectNode item) {
                            ObjectNode filled = MAPPER.valueToTree(defaults);
                            overlay(filled, item);
                            ((ArrayNode) list).set(i, filled);
                        }
                    }
                });
    }

    // ---- what is wrong

    private static ConfigException explained(
            Path file, JsonMappingException e, Map<String, Integer> lines, JsonNode merged) {
        String pointer = pointer(e.getPath());
        String key = pointer.substring(1).replace('/', '.');
        int line = lineOf(pointer, lines);
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new ConfigException(file, line, unknownKey(key, unknown));
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            String why = String.valueOf(e.getCause().getMessage());
            String where = key.isEmpty() ? "" : key + ": ";
            return new ConfigException(
                    file, lineNamedIn(why, pointer, lines).orElse(line), where + why);
        }
        if (e instanceof MismatchedInputException wrong) {
            JsonNode written = merged.at(pointer);
            String expected = named(wrong.getTargetType());
            return new ConfigException(
                    file,
                    line,
                    written.isValueNode() && !written.isNull() && !SECRET.matcher(key).find()
                            ? key + ": '" + written.asText() + "' is not " + expected
                            : key + ": expected " + expected);
        }
        return new ConfigException(file, line, key + ": " + e.getOriginalMessage());
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        String pointer =
                path.stream()
                        .map(
                                r ->
                                        r.getFieldName() != null
                                                ? r.getFieldName()
                                                : String.valueOf(r.getIndex()))
                        .collect(Collectors.joining("/", "/", ""));
        return pointer;
    }

    /** The line of the key, or of the nearest key above it that the file does have. */
    private static int lineOf(String pointer, Map<String, Integer> lines) {
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
    private static Optional<Integer> lineNamedIn(
            String why, String pointer, Map<String, Integer> lines) {
        Optional<Integer> inFull =
                lines.entrySet().stream()
                        .filter(e -> names(why, e.getKey()))
                        .min(Comparator.comparingInt(e -> why.indexOf(dotted(e.getKey()))))
                        .map(Map.Entry::getValue);
        if (inFull.isPresent()) {
            return inFull;
        }
        Set<String> words = new HashSet<>(List.of(why.split("[^a-z0-9_]+", -1)));
        return lines.entrySet().stream()
                .filter(e -> e.getKey().startsWith(pointer))
                .filter(e -> words.contains(e.getKey().substring(e.getKey().lastIndexOf('/') + 1)))
                .map(Map.Entry::getValue)
                .min(Comparator.naturalOrder());
    }

    private static String unknownKey(String key, UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        String problem = "unknown key '" + key + "'";
        if (known == null || known.isEmpty()) {
            return problem;
        }
        return nearest(e.getPropertyName(), known)
                .map(n -> problem + "; did you mean '" + n + "'?")
                .orElse(
                        problem
                                + "; known here: "
                                + known.stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
    }

    private static Optional<String> nearest(String word, Collection<Object> known) {
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
            return java.util.Arrays.stream(type.getEnumConstants())
                    .map(c -> c.toString().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return "a group of keys, indented below it";
    }
}
