package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one key of a configuration says.
 *
 * @param key as in {@code tariff.area}; items of lists by their number
 * @param value as it would stand in the file; null when nothing is said, and of a secret
 * @param secret whether only its owner may know it
 */
public record KeyValue(String key, @Nullable String value, boolean secret) {

    /** Every key of a record, in its order, those of groups with the group before them. */
    public static List<KeyValue> of(Record record) {
        List<KeyValue> values = new ArrayList<>();
        gather("", Overlay.keys(record), values);
        return values;
    }

    private static void gather(String key, JsonNode node, List<KeyValue> values) {
        String before = key.isEmpty() ? "" : key + ".";
        if (node.isObject()) {
            node.properties().forEach(e -> gather(before + e.getKey(), e.getValue(), values));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                gather(before + i, node.get(i), values);
            }
        } else {
            boolean secret = Secrets.isAt(key) || Secrets.areShownBy(node.asText());
            boolean said = !node.isNull() && !node.isArray() && !secret;
            values.add(new KeyValue(key, said ? node.asText() : null, secret));
        }
    }
}
