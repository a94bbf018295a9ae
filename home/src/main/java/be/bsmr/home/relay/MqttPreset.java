package be.bsmr.home.relay;

import be.bsmr.home.relay.MqttActuatorSettings.Message;
import be.bsmr.home.relay.MqttActuatorSettings.Said;
import be.bsmr.home.relay.MqttActuatorSettings.State;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The topics of devices that many people have. {@code {device}} in them is what the device is
 * called, {@code {relay}} the last word of the topic on which it is switched. The table of {@code
 * docs/loads.md} says the same.
 *
 * @param label the name used in the configuration
 * @param shed where it is switched, and what switches it off
 * @param restore what switches it on there
 * @param set what sets it; null for what cannot be set
 * @param state where it says whether it is on
 * @param value where it says what it is set to; null when it does not
 * @param power where it says what it draws
 * @param ask what makes it say that; null when it says it often enough
 */
record MqttPreset(
        String label,
        Message shed,
        String restore,
        @Nullable Message set,
        State state,
        @Nullable Said value,
        Said power,
        @Nullable Message ask) {

    private static final List<MqttPreset> ALL =
            List.of(
                    // Any Tasmota device, by its topic. Power and state are asked for: it says the
                    // one every five minutes, the other when it changes, though the broker may
                    // have been away just then. A command without a payload is a question.
                    new MqttPreset(
                            "tasmota",
                            new Message("cmnd/{device}/POWER", "OFF"),
                            "ON",
                            null,
                            new State("stat/{device}/POWER", "", "OFF"),
                            null,
                            new Said("stat/{device}/STATUS10", "/StatusSNS/ENERGY/Power"),
                            new Message("cmnd/{device}/Backlog", "{relay}; STATUS 10")),
                    // Shelly of the first generation, by its id such as shellyplug-s-ABCDEF.
                    new MqttPreset(
                            "shelly_gen1",
                            new Message("shellies/{device}/relay/0/command", "off"),
                            "on",
                            null,
                            new State("shellies/{device}/relay/0", "", "off"),
                            null,
                            new Said("shellies/{device}/relay/0/power", ""),
                            new Message("shellies/{device}/command", "update")),
                    // Shelly Plus, Pro and later, by the topic prefix of its MQTT settings.
                    new MqttPreset(
                            "shelly_gen2",
                            new Message("{device}/command/switch:0", "off"),
                            "on",
                            null,
                            new State("{device}/status/switch:0", "/output", "false"),
                            null,
                            new Said("{device}/status/switch:0", "/apower"),
                            new Message("{device}/command", "status_update")),
                    // A Zigbee plug, by its friendly name.
                    new MqttPreset(
                            "zigbee2mqtt",
                            new Message("zigbee2mqtt/{device}/set", "{\"state\":\"OFF\"}"),
                            "{\"state\":\"ON\"}",
                            null,
                            new State("zigbee2mqtt/{device}", "/state", "OFF"),
                            null,
                            new Said("zigbee2mqtt/{device}", "/power"),
                            new Message("zigbee2mqtt/{device}/get", "{\"state\":\"\"}")),
                    // A charging point of evcc, by its number from 1.
                    new MqttPreset(
                            "evcc",
                            new Message("evcc/loadpoints/{device}/mode/set", "off"),
                            "now",
                            new Message(
                                    "evcc/loadpoints/{device}/maxCurrent/set",
                                    MqttActuatorSettings.VALUE),
                            new State("evcc/loadpoints/{device}/mode", "", "off"),
                            new Said("evcc/loadpoints/{device}/maxCurrent", ""),
                            new Said("evcc/loadpoints/{device}/chargePower", ""),
                            null),
                    // A charging point of openWB 2.1.9 or later, by its number: its simpleAPI.
                    new MqttPreset(
                            "openwb",
                            new Message(
                                    "openWB/simpleAPI/set/chargepoint/{device}/chargemode", "stop"),
                            "instant",
                            new Message(
                                    "openWB/simpleAPI/set/chargepoint/{device}/chargecurrent",
                                    MqttActuatorSettings.VALUE),
                            new State(
                                    "openWB/simpleAPI/chargepoint/{device}/chargemode", "", "stop"),
                            null,
                            new Said("openWB/simpleAPI/chargepoint/{device}/power", ""),
                            null),
                    // Topics for automations of Home Assistant, which reaches what nothing else
                    // does.
                    new MqttPreset(
                            "home_assistant",
                            new Message("bsmr-ha/{device}/set", "OFF"),
                            "ON",
                            new Message("bsmr-ha/{device}/value/set", MqttActuatorSettings.VALUE),
                            new State("bsmr-ha/{device}/state", "", "OFF"),
                            null,
                            new Said("bsmr-ha/{device}/power", ""),
                            null));

    /** By the name used in the configuration. */
    static MqttPreset of(String label) {
        return ALL.stream()
                .filter(p -> p.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "preset '"
                                                + label
                                                + "' is unknown; write "
                                                + ALL.stream()
                                                        .map(MqttPreset::label)
                                                        .collect(Collectors.joining(", "))));
    }

    String topic(String device) {
        return filled(shed.topic(), device);
    }

    @Nullable Message set(String device) {
        return set == null ? null : filled(set, device);
    }

    State state(String device) {
        return new State(filled(state.topic(), device), state.path(), state.off());
    }

    @Nullable Said value(String device) {
        return value == null ? null : new Said(filled(value.topic(), device), value.path());
    }

    Said power(String device) {
        return new Said(filled(power.topic(), device), power.path());
    }

    /**
     * @param relay topic on which it is switched
     */
    @Nullable Message ask(String device, String relay) {
        if (ask == null) {
            return null;
        }
        String word = relay.substring(relay.lastIndexOf('/') + 1);
        return new Message(filled(ask.topic(), device), ask.payload().replace("{relay}", word));
    }

    private static Message filled(Message message, String device) {
        return new Message(filled(message.topic(), device), message.payload());
    }

    private static String filled(String topic, String device) {
        return topic.replace("{device}", device);
    }
}
