package be.bsmr.home.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and values laid over those of a record, which becomes another record of its type. */
final class Overlay {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .withCoercionConfigDefaults(
                            c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Path.class, new ToStringSerializer(Path.class)))
                    .build();

    private Overlay() {}

    /** What a file would have to say to become {@code record}. */
    static ObjectNode keys(Record record) {
        return (ObjectNode) tree(record);
    }

    private static JsonNode tree(@Nullable Object value) {
        if (value instanceof Collection<?> many) {
            ArrayNode items = MAPPER.createArrayNode();
            many.forEach(item -> items.add(tree(item)));
            return items;
        }
        JsonNode node = MAPPER.valueToTree(value);
        return value instanceof Record ? FlatKeys.flat(node, value.getClass()) : node;
    }

    /**
     * @throws JsonProcessingException when something does not fit, by its way into the record
     */
    static <T> T record(ObjectNode keys, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(FlatKeys.grouped(keys, type), type);
    }

    /**
     * Whether there is such a key, and such a value, is seen when it becomes a record.
     *
     * @param key as in {@code web.port}
     */
    static void set(ObjectNode keys, String key, @Nullable Object value) {
        ObjectNode at = keys;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            at = at.get(names[i]) instanceof ObjectNode inner ? inner : at.putObject(names[i]);
        }
        at.set(names[names.length - 1], tree(value));
    }

    /** What {@code over} leaves out, or says nothing of, stays as it is. */
    static void lay(ObjectNode base, ObjectNode over) {
        for (Map.Entry<String, JsonNode> entry : over.properties()) {
            JsonNode below = base.get(entry.getKey());
            if (below instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode keys) {
                lay(inner, keys);
            } else if (!(below instanceof ObjectNode && entry.getValue().isNull())) {
                base.set(entry.getKey(), entry.getValue());
            }
        }
    }

    /**
     * @param itemDefaults for lists of records: the defaults of each item, by the list's key
     */
    static void fillItems(ObjectNode merged, Map<String, ? extends Record> itemDefaults) {
        itemDefaults.forEach(
                (key, defaults) -> {
                    JsonNode list = merged.get(key);
                    if (list == null || !list.isArray()) {
                        return;
                    }
                    for (int i = 0; i < list.size(); i++) {
                        if (list.get(i) instanceof ObjectNode item) {
                            ObjectNode filled = keys(defaults);
                            lay(filled, item);
                            ((ArrayNode) list).set(i, filled);
                        }
                    }
                });
    }
}
