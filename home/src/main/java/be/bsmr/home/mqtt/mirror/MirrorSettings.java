package be.bsmr.home.mqtt.mirror;

import org.jspecify.annotations.Nullable;

/**
 * In whose words the site speaks besides its own.
 *
 * @param mirror the program whose topics are filled as if it ran here
 * @param smartevse first word of a SmartEVSE's topics, such as {@code SmartEVSE-1234}; null = none
 * @param openwbCounter number of an openWB's counter of kind MQTT; null = none
 */
public record MirrorSettings(
        Words mirror, @Nullable String smartevse, @Nullable Integer openwbCounter) {

    /** Programs that read a meter and tell it over MQTT. */
    public enum Words {
        /** Nobody's. */
        none,
        /** DSMR-reader's, which Home Assistant's integration of that name listens to. */
        dsmr_reader,
        /** dsmr2mqtt's. */
        dsmr2mqtt
    }

    public static final MirrorSettings NONE = new MirrorSettings(Words.none, null, null);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public MirrorSettings {
        if (mirror == null) {
            throw new IllegalArgumentException("mqtt.mirror is none, dsmr_reader or dsmr2mqtt");
        }
        if (smartevse != null && !smartevse.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw new IllegalArgumentException(
                    "mqtt.smartevse is '"
                            + smartevse
                            + "': write the topic prefix that its web page shows, such as"
                            + " SmartEVSE-1234");
        }
        if (openwbCounter != null && openwbCounter < 0) {
            throw new IllegalArgumentException(
                    "mqtt.openwb_counter is the number of the counter in openWB's topics, not "
                            + openwbCounter);
        }
    }
}
