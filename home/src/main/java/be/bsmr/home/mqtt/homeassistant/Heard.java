package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.home.messages.SiteMessages.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the house has said since the start. A line that a telegram lacks for once takes no entity
 * away: what was there once is there.
 */
final class Heard {

    private final Map<String, JsonNode> newest = new HashMap<>();
    private final Map<String, Set<String>> keys = new HashMap<>();
    private final SortedMap<String, JsonNode> attached = new TreeMap<>();
    private boolean fresh;

    /** Whether there is a key, a load or a meter that was never heard of before. */
    boolean hear(Message message) {
        JsonNode body = message.body();
        newest.put(message.topic(), body);
        boolean isNew = !keys.containsKey(message.topic());
        Set<String> known = keys.computeIfAbsent(message.topic(), t -> new HashSet<>());
        for (var names = body.fieldNames(); names.hasNext(); ) {
            isNew |= known.add(names.next());
        }
        for (JsonNode meter : body.path("mbus")) {
            if (meter.has("value") && meter.has("type")) {
                isNew |= attached.put(nameOf(meter), meter) == null;
            }
        }
        fresh |= message.topic().equals("reading");
        return isNew && message.retained();
    }

    /** Whether there was a reading, so that it is known which meter there is. */
    boolean knowsTheHouse() {
        return newest.containsKey("reading") && newest.containsKey("quarter");
    }

    /** Whether there was a reading since {@link #tellsOld}. */
    boolean isFresh() {
        return fresh;
    }

    void tellsOld() {
        fresh = false;
    }

    JsonNode newest(String topic) {
        return newest.getOrDefault(topic, MissingNode.getInstance());
    }

    boolean has(String topic, String key) {
        return keys.getOrDefault(topic, Set.of()).contains(key);
    }

    /** Ids of the loads that were spoken of. */
    Set<String> loads() {
        Set<String> loads = new HashSet<>();
        keys.keySet().stream()
                .filter(topic -> topic.startsWith("load/"))
                .forEach(topic -> loads.add(topic.substring("load/".length())));
        return loads;
    }

    /** The meters on the M-Bus by type and id; channels move. */
    SortedMap<String, JsonNode> attached() {
        return attached;
    }

    private static String nameOf(JsonNode meter) {
        String id = meter.path("id").asText().replaceAll("[^A-Za-z0-9_-]", "_");
        return meter.path("type").asText() + (id.isEmpty() ? "" : "_" + id);
    }
}
