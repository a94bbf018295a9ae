package be.bsmr.home.settings;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.web.api.OwnersSettings;
import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration file, as the page asks for it. */
public final class SettingsAnswers implements OwnersSettings {

    private final SettingsFile file;

    public SettingsAnswers(SettingsFile file) {
        this.file = file;
    }

    @Override
    public ObjectNode values() throws IOException {
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
                    value.put("secret", true);
                }
                if (one.key().equals("tariff.area")) {
                    file.areas().forEach(value.putArray("choices")::add);
                }
            }
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        return told;
    }

    @Override
    public void change(Map<String, @Nullable String> changes) throws IOException {
        try {
            file.change(changes);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(PlainWords.of(e) + "; the configuration stays as it was", e);
        }
    }
}
