package be.bsmr.home;

import be.bsmr.control.Load;
import be.bsmr.home.relay.GpioRelaySettings;
import be.bsmr.home.relay.MqttRelaySettings;
import be.bsmr.unit.Power;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One load in the configuration. Besides the relays named here, every load answers to its own topic
 * {@code bsmr/<site>/load/<id>/set}.
 *
 * @param powerW what it draws when it runs
 * @param minShedS seconds it stays shed at least
 * @param minOnS seconds it stays on at least once restored
 * @param gpio a relay on the Pi's own pins; null when there is none
 * @param mqtt a plug that listens on a topic of its own; null when there is none
 */
record LoadSettings(
        String id,
        String name,
        int powerW,
        int minShedS,
        int minOnS,
        @Nullable GpioRelaySettings gpio,
        @Nullable MqttRelaySettings mqtt) {

    /** What an entry of the list leaves out; {@code id} and {@code power_w} have no default. */
    static final LoadSettings DEFAULT = new LoadSettings("", "", 0, 60, 120, null, null);

    LoadSettings {
        // An entry without its two own keys still has the values of DEFAULT; only that one may.
        boolean blank = id.isEmpty() && powerW == 0 && gpio == null && mqtt == null;
        if (!blank && powerW <= 0) {
            throw new IllegalArgumentException(
                    "power_w of load '"
                            + id
                            + "' is missing or not above 0; write what it draws, such as 2400");
        }
        if (!blank) {
            checked(id, powerW);
        }
    }

    private static Load checked(String id, int powerW) {
        return new Load(id, id, new Power(powerW), Duration.ZERO, Duration.ZERO);
    }

    Load load() {
        return new Load(
                id,
                name.isEmpty() ? id : name,
                new Power(powerW),
                Duration.ofSeconds(minShedS),
                Duration.ofSeconds(minOnS));
    }
}
