package be.bsmr.home.setup;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.web.api.OwnersAnswers;
import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, as the page asks for it: {@code file}, and {@code values}, each {@code
 * key} with its {@code value}, which a {@code secret} does not show, and {@code choices} where only
 * those are meant, and the {@code names} of them; and {@code load_defaults}, what a load is taken
 * to say where it says nothing.
 */
public final class SettingsAnswers implements OwnersAnswers {

    private final SettingsFile file;

    public SettingsAnswers(SettingsFile file) {
        this.file = file;
    }

    @Override
    public ObjectNode tell(Asking who) throws IOException {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("file", file.file().toString());
        ArrayNode values = told.putArray("values");
        try {
            for (KeyValue one : file.values()) {
                ObjectNode value = values.addObject().put("key", one.key());
                if (one.value() != null) {
                    value.put("value", one.value());
                }
                if (one.secret()) {
                    value.put("secret", true).put("set", one.said());
                }
                if (one.key().equals("tariff.area")) {
                    ArrayNode choices = value.putArray("choices");
                    ArrayNode names = value.putArray("names");
                    file.areas()
                            .forEach(
                                    (area, name) -> {
                                        choices.add(area);
                                        names.add(name);
                                    });
                }
            }
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        ObjectNode defaults = told.putObject("load_defaults");
        file.loadDefaults().forEach(defaults::put);
        return told;
    }

    /**
     * Writes values by their keys: a text, a list of texts, or null = as if it had never been
     * written. What does not fit is told with the {@code key} that is to blame, if one is. Below
     * {@code check} they are not written, but told whether they fit.
     */
    @Override
    public ObjectNode take(Asking who, ObjectNode wish) throws IOException {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        boolean isCheck = wish.path("check").isObject();
        JsonNode asked = isCheck ? wish.path("check") : wish;
        asked.properties().forEach(e -> changes.put(e.getKey(), value(e.getKey(), e.getValue())));
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        try {
            if (isCheck) {
                file.check(changes);
                return told.put("fits", true);
            }
            file.change(changes);
            return told.put("saved", true);
        } catch (SettingsFile.Unfit e) {
            e.key().ifPresent(key -> told.put("key", key));
            return told.put("error", e.getMessage());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(PlainWords.of(e) + "; the configuration stays as it was", e);
        }
    }

    private static @Nullable Object value(String key, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        List<String> many = new ArrayList<>();
        for (JsonNode one : value) {
            if (!value.isArray() || !one.isTextual()) {
                throw new IllegalArgumentException(
                        key + " is a text, a list of texts or null here");
            }
            many.add(one.asText());
        }
        return many;
    }
}
