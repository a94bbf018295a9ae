package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.home.words.Language;
import org.jspecify.annotations.Nullable;

/**
 * How the house is presented to Home Assistant.
 *
 * @param enabled whether it is
 * @param prefix of its discovery topics, as set there
 * @param format how entities are announced
 * @param intervalS how often it gets powers, forecast and the like, 1 to 3600 s; registers come
 *     each 60 s at most, the alarm at once
 * @param language of the entities' names
 */
public record HomeAssistantSettings(
        boolean enabled, String prefix, Format format, int intervalS, Language language) {

    /** How entities are announced. */
    public enum Format {
        /** One message a device: Home Assistant 2024.11 and newer. */
        device,
        /** One message an entity: Domoticz, older openHAB. */
        single
    }

    public static final HomeAssistantSettings DEFAULT =
            new HomeAssistantSettings(false, "homeassistant", Format.device, 10, Language.nl);

    private static final int LONGEST_S = 3600;

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public HomeAssistantSettings {
        if (!prefix.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw new IllegalArgumentException(
                    "home_assistant.prefix is '"
                            + prefix
                            + "': write letters, digits, - and _, as in Home Assistant's own"
                            + " setting; usually homeassistant");
        }
        if (intervalS < 1 || intervalS > LONGEST_S) {
            throw new IllegalArgumentException(
                    "home_assistant.interval_s is 1 to " + LONGEST_S + ", not " + intervalS);
        }
        given("format", format, "device or single");
        given("language", language, "nl, fr, de or en");
    }

    private static void given(String key, @Nullable Object value, String words) {
        if (value == null) {
            throw new IllegalArgumentException("home_assistant." + key + " is " + words);
        }
    }
}
