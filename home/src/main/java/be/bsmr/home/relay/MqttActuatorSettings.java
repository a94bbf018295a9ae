package be.bsmr.home.relay;

import be.bsmr.control.Load.FailSafe;
import be.bsmr.home.config.Inline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load that is spoken to over MQTT, for example a Tasmota plug on {@code cmnd/boiler/POWER}. What
 * the configuration leaves out (null) is as its preset says; without a preset, the topic is told
 * OFF and ON, retained, and says nothing itself.
 *
 * @param preset the label of a {@link MqttPreset}; null = none
 * @param device what the preset's topics call it; null without a preset
 * @param contact what switches it
 * @param set what sets a modulating load; null for one that cannot be set
 * @param reports what it says itself
 */
public record MqttActuatorSettings(
        @Nullable String preset,
        @Nullable String device,
        @Inline Contact contact,
        @Nullable Message set,
        @Inline Reports reports) {

    /** Stands in a payload for the number that a load is set to. */
    static final String VALUE = "{value}";

    /**
     * A message to the load.
     *
     * @param topic where it listens
     * @param payload {@code {value}} in it is the number; only that when left out (null)
     */
    public record Message(String topic, String payload) {

        public Message {
            topic = requireTopic("topic", topic);
            payload = Objects.requireNonNullElse(payload, VALUE);
        }

        String with(int value) {
            return payload.replace(VALUE, Integer.toString(value));
        }
    }

    /**
     * Where the load says a number.
     *
     * @param topic where it says it
     * @param path where in the JSON, such as {@code /ENERGY/Power}; empty = the payload is the
     *     number
     */
    public record Said(String topic, String path) {

        public Said {
            topic = requireTopic("topic", topic);
            path = Objects.requireNonNullElse(path, "");
            Payload.check("path", path);
        }
    }

    /**
     * Where the load says whether it is on.
     *
     * @param topic where it says it
     * @param path where in the JSON; empty = the payload is the word
     * @param off what it says when it is off or paused; anything else means on. OFF when left out
     *     (null)
     */
    public record State(String topic, String path, String off) {

        public State {
            topic = requireTopic("topic", topic);
            path = Objects.requireNonNullElse(path, "");
            off = Objects.requireNonNullElse(off, "OFF");
            Payload.check("path", path);
        }
    }

    /**
     * What switches a load.
     *
     * @param topic where it listens to be shed and restored; null for a load that is only set
     * @param shed payload that switches it off, or pauses it
     * @param restore payload that switches it on
     * @param retain whether the broker keeps what it was told last, for a device that comes back
     */
    public record Contact(@Nullable String topic, String shed, String restore, Boolean retain) {

        Contact or(@Nullable String otherTopic, String off, String on, boolean kept) {
            return new Contact(
                    topic == null ? otherTopic : topic,
                    Objects.requireNonNullElse(shed, off),
                    Objects.requireNonNullElse(restore, on),
                    Objects.requireNonNullElse(retain, kept));
        }
    }

    /**
     * What a load says itself.
     *
     * @param state where it says whether it is on; null when it does not
     * @param value where it says what it is set to; null when it does not
     * @param power where it says what it draws, W; null when it does not
     * @param ask what makes it say all that; null when it says it unasked
     */
    public record Reports(
            @Nullable State state,
            @Nullable Said value,
            @Nullable Said power,
            @Nullable Message ask) {

        static final Reports NONE = new Reports(null, null, null, null);

        Reports or(MqttPreset preset, String device, String relay) {
            return new Reports(
                    state == null ? preset.state(device) : state,
                    value == null ? preset.value(device) : value,
                    power == null ? preset.power(device) : power,
                    ask == null ? preset.ask(device, relay) : ask);
        }
    }

    public MqttActuatorSettings {
        if (preset != null) {
            MqttPreset from = MqttPreset.of(preset);
            if (device == null || device.isBlank() || device.matches(".*[#+].*")) {
                throw new IllegalArgumentException(
                        "device is what the preset's topics call the load, such as boiler in"
                                + " cmnd/boiler/POWER: write it beside preset");
            }
            contact = contact.or(from.topic(device), from.shed().payload(), from.restore(), false);
            set = set == null ? from.set(device) : set;
            reports = reports.or(from, device, Objects.requireNonNull(contact.topic()));
        }
        contact = contact.or(null, "OFF", "ON", true);
        String topic = contact.topic();
        if (topic != null || set == null) {
            Object unused = requireTopic("topic", topic);
        }
        if (topic != null && contact.shed().equals(contact.restore())) {
            throw new IllegalArgumentException(
                    "shed and restore are the same payload; write for example OFF and ON");
        }
    }

    /** A topic that is told OFF, ON or a value, and says nothing. */
    public static MqttActuatorSettings toldOnly(String topic) {
        return new MqttActuatorSettings(
                null,
                null,
                new Contact(topic, "OFF", "ON", true),
                new Message(topic, VALUE),
                Reports.NONE);
    }

    /** What the broker must say in our place when we are dead. */
    public Message lastWill(FailSafe safe) {
        if (safe instanceof FailSafe.At at && set != null) {
            return new Message(set.topic(), set.with(at.value()));
        }
        if (contact.topic() == null) {
            throw new IllegalArgumentException(
                    "a load that is only set has a value as its fail_safe, such as 0");
        }
        return new Message(
                contact.topic(), safe instanceof FailSafe.Off ? contact.shed() : contact.restore());
    }

    private static String requireTopic(String key, @Nullable String topic) {
        if (topic == null || topic.isBlank() || topic.contains("#") || topic.contains("+")) {
            throw new IllegalArgumentException(
                    key
                            + " is one topic, such as cmnd/boiler/POWER, not '"
                            + Objects.requireNonNullElse(topic, "")
                            + "'");
        }
        return topic;
    }
}
