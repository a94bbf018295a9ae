package be.bsmr.home.relay;

import java.util.function.BiConsumer;

/** A plug that is switched by a message. What it does with it we do not hear. */
public final class MqttRelay implements Relay {

    private final MqttRelaySettings settings;
    private final BiConsumer<String, String> publish;

    /**
     * @param publish sends a payload to a topic, retained, so that a plug that comes back hears the
     *     newest
     */
    public MqttRelay(MqttRelaySettings settings, BiConsumer<String, String> publish) {
        this.settings = settings;
        this.publish = publish;
    }

    @Override
    public void shed(boolean shed) {
        publish.accept(settings.topic(), shed ? settings.shed() : settings.restore());
    }

    @Override
    public void close() {
        shed(false);
    }
}
