package be.bsmr.home.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys as people write them, and back to records that hold some of them in groups: see {@link
 * Inline}.
 */
final class FlatKeys {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Class<?> UNKNOWN = Object.class;

    /**
     * A key, as the person who wrote it finds it.
     *
     * @param pointer from the top of the file, such as {@code /web/port}
     * @param owner the record whose keys stand beside it
     */
    record Place(String pointer, Class<?> owner) {}

    private FlatKeys() {}

    /** All that may be written for a record, in order. */
    static List<String> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .flatMap(c -> isInline(c) ? of(c.getType()).stream() : Stream.of(key(c)))
                .toList();
    }

    /** Takes the keys of groups out of them, at every level. */
    static JsonNode flat(JsonNode node, Type type) {
        if (node instanceof ArrayNode items) {
            return each(items, item -> flat(item, item(type)));
        }
        if (!(node instanceof ObjectNode keys && isRecord(type))) {
            return node;
        }
        ObjectNode out = JSON.objectNode();
        for (RecordComponent c : ((Class<?>) type).getRecordComponents()) {
            JsonNode inner = flat(keys.path(key(c)), c.getGenericType());
            if (isInline(c)) {
                out.setAll((ObjectNode) inner);
            } else {
                out.set(key(c), inner);
            }
        }
        return out;
    }

    /**
     * Puts the keys of groups into them, at every level. A key that nobody knows stays where it is;
     * one that has the name of a group goes into that, where nobody knows it either.
     */
    static JsonNode grouped(JsonNode node, Type type) {
        if (node instanceof ArrayNode items) {
            return each(items, item -> grouped(item, item(type)));
        }
        if (!(node instanceof ObjectNode keys && isRecord(type))) {
            return node;
        }
        ObjectNode rest = JSON.objectNode().setAll(keys);
        ObjectNode out = JSON.objectNode();
        RecordComponent[] components = ((Class<?>) type).getRecordComponents();
        for (RecordComponent c : components) {
            if (isInline(c)) {
                ObjectNode group = out.putObject(key(c));
                of(c.getType()).forEach(key -> move(rest, key, group));
            } else {
                move(rest, key(c), out);
            }
        }
        rest.properties()
                .forEach(
                        e ->
                                (out.get(e.getKey()) instanceof ObjectNode group ? group : out)
                                        .set(e.getKey(), e.getValue()));
        for (RecordComponent c : components) {
            if (out.has(key(c))) {
                out.set(key(c), grouped(out.get(key(c)), c.getGenericType()));
            }
        }
        return out;
    }

    private static ArrayNode each(ArrayNode items, UnaryOperator<JsonNode> change) {
        ArrayNode out = JSON.arrayNode();
        items.forEach(item -> out.add(change.apply(item)));
        return out;
    }

    private static void move(ObjectNode from, String key, ObjectNode to) {
        if (from.has(key)) {
            to.set(key, from.remove(key));
        }
    }

    /** From the way into a record to the way that stands in the file. */
    static Place place(Class<?> record, List<Reference> path) {
        StringBuilder pointer = new StringBuilder();
        Class<?> owner = record;
        Class<?> above = record;
        Type type = record;
        for (Reference step : path) {
            above = owner;
            String name = step.getFieldName();
            Optional<RecordComponent> component = component(type, name);
            type =
                    name == null
                            ? item(type)
                            : component.<Type>map(RecordComponent::getGenericType).orElse(UNKNOWN);
            if (component.filter(FlatKeys::isInline).isEmpty()) {
                pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : name);
                owner = type instanceof Class<?> entered ? entered : UNKNOWN;
            }
        }
        return new Place(pointer.isEmpty() ? "/" : pointer.toString(), above);
    }

    /**
     * Which record has the keys at a pointer; nothing where no record has.
     *
     * @param pointer as in {@link Place}
     */
    static Optional<Class<?>> record(Class<?> top, String pointer) {
        Type type = top;
        for (String step : pointer.substring(1).split("/", -1)) {
            if (!step.isEmpty()) {
                type = isRecord(type) ? below((Class<?>) type, step) : item(type);
            }
        }
        return isRecord(type) ? Optional.of((Class<?>) type) : Optional.empty();
    }

    private static Type below(Class<?> record, String key) {
        for (RecordComponent c : record.getRecordComponents()) {
            if (isInline(c) && of(c.getType()).contains(key)) {
                return below(c.getType(), key);
            }
            if (key(c).equals(key)) {
                return c.getGenericType();
            }
        }
        return UNKNOWN;
    }

    private static Optional<RecordComponent> component(Type type, @Nullable String key) {
        return isRecord(type)
                ? Arrays.stream(((Class<?>) type).getRecordComponents())
                        .filter(c -> key(c).equals(key))
                        .findFirst()
                : Optional.empty();
    }

    /** Of which kind those in a list are. */
    private static Type item(Type list) {
        return list instanceof ParameterizedType many ? many.getActualTypeArguments()[0] : UNKNOWN;
    }

    private static boolean isRecord(Type type) {
        return type instanceof Class<?> kind && kind.isRecord();
    }

    private static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    /** Some words are keys and cannot be the name of a component: {@code notify}. */
    private static String key(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null
                ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
                : named.value();
    }
}
