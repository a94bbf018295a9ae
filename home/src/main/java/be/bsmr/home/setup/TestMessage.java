package be.bsmr.home.setup;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.notify.Channels;
import be.bsmr.home.notify.MqttChannel;
import be.bsmr.home.notify.NotifySettings;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.web.api.OwnersAnswers;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One message through each way to people that the configuration file names, as by {@code bsmr
 * notify --test}: {@code channels}, each {@code channel} with its {@code trouble} when the server
 * did not take it.
 */
public final class TestMessage implements OwnersAnswers {

    private final SettingsFile file;
    private final Supplier<Optional<MqttChannel.Topic>> topic;

    /**
     * @param topic of the site; empty when there is no broker
     */
    public TestMessage(SettingsFile file, Supplier<Optional<MqttChannel.Topic>> topic) {
        this.file = file;
        this.topic = topic;
    }

    /** Nothing: to ask sends none. */
    @Override
    public ObjectNode tell(Asking who) {
        return JsonNodeFactory.instance.objectNode();
    }

    /** One at a time: who is impatient gets no more messages at once. */
    @Override
    public synchronized ObjectNode take(Asking who, ObjectNode wish) throws IOException {
        NotifySettings people = people();
        if (!people.wanted()) {
            throw new IllegalArgumentException(
                    file.file() + " names no channel below notify: write one and save it first");
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        ArrayNode channels = told.putArray("channels");
        Channels.test(people, topic.get())
                .forEach(
                        (channel, trouble) -> {
                            ObjectNode one = channels.addObject().put("channel", channel);
                            trouble.ifPresent(why -> one.put("trouble", why));
                        });
        return told;
    }

    private NotifySettings people() throws IOException {
        try {
            return file.config().sinks().people();
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
