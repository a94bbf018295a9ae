package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one key of a configuration says.
 *
 * @param key as in {@code tariff.area}; items of lists by their id, as in {@code
 *     loads[boiler].power_w}, or else by their number
 * @param value as it would stand in the file, several with a semicolon between; null when nothing
 *     is said, and of a secret
 * @param secret whether only its owner may know it
 * @param said whether anything is said
 */
public record KeyValue(String key, @Nullable String value, boolean secret, boolean said) {

    /** Between the values of a list. */
    public static final String SEPARATOR = "; ";

    /** Every key of a record, in its order, those of groups with the group before them. */
    public static List<KeyValue> of(Record record) {
        return of(Overlay.keys(record), MissingNode.getInstance());
    }

    /**
     * Every key of a record, in its order, those of groups with the group before them. What
     * everybody has is nobody's secret, whatever its key is called.
     *
     * @param defaults what everybody has
     */
    public static List<KeyValue> of(Record record, Record defaults) {
        return of(Overlay.keys(record), Overlay.keys(defaults));
    }

    private static List<KeyValue> of(JsonNode node, JsonNode defaults) {
        List<KeyValue> values = new ArrayList<>();
        gather("", node, defaults, values);
        return values;
    }

    private static void gather(
            String key, JsonNode node, JsonNode defaults, List<KeyValue> values) {
        String before = key.isEmpty() ? "" : key + ".";
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            e ->
                                    gather(
                                            before + e.getKey(),
                                            e.getValue(),
                                            defaults.path(e.getKey()),
                                            values));
        } else if (node.isArray() && node.path(0).isContainerNode()) {
            for (int i = 0; i < node.size(); i++) {
                String id = node.get(i).path("id").asText();
                gather(
                        id.isEmpty() ? before + i : key + "[" + id + "]",
                        node.get(i),
                        MissingNode.getInstance(),
                        values);
            }
        } else {
            String value = node.isArray() ? joined(node) : node.asText();
            boolean said = !node.isNull() && !value.isEmpty();
            boolean secret =
                    !(said && node.equals(defaults))
                            && (Secrets.isAt(key) || Secrets.areShownBy(value));
            values.add(new KeyValue(key, said && !secret ? value : null, secret, said));
        }
    }

    private static String joined(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(one -> all.add(one.asText()));
        return String.join(SEPARATOR, all);
    }
}
