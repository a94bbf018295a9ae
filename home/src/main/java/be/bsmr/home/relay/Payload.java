package be.bsmr.home.relay;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What devices send: a bare value, or JSON with the value somewhere in it. */
final class Payload {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Payload() {}

    /**
     * The value at {@code path}, as text.
     *
     * @param path a JSON pointer such as {@code /ENERGY/Power}; null or empty = all of it
     * @return empty when there is none
     */
    static Optional<String> at(@Nullable String path, String payload) {
        if (path == null || path.isEmpty()) {
            return payload.isBlank() ? Optional.empty() : Optional.of(payload.strip());
        }
        try {
            JsonNode value = MAPPER.readTree(payload).at(JsonPointer.compile(path));
            return value.isValueNode() && !value.isNull()
                    ? Optional.of(value.asText())
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The value as a whole number, rounded; empty when it is none. */
    static Optional<Integer> numberAt(@Nullable String path, String payload) {
        return at(path, payload)
                .flatMap(
                        text -> {
                            try {
                                double number = Double.parseDouble(text);
                                return Math.abs(number) <= Integer.MAX_VALUE
                                        ? Optional.of((int) Math.round(number))
                                        : Optional.empty();
                            } catch (NumberFormatException e) {
                                return Optional.empty();
                            }
                        });
    }

    /**
     * Refuses a path that is none.
     *
     * @param key to name in the refusal
     */
    static void check(String key, @Nullable String path) {
        if (path != null && !path.isEmpty() && !path.startsWith("/")) {
            throw new IllegalArgumentException(
                    key
                            + " is where the value stands in the JSON, such as /ENERGY/Power, not '"
                            + path
                            + "'");
        }
    }
}
