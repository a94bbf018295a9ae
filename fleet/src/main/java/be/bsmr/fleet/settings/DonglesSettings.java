package be.bsmr.fleet.settings;

import be.bsmr.home.config.Inline;
import be.bsmr.home.config.OpenDoor;

/**
 * Dongles that send telegrams and have no BSMR behind them.
 *
 * @param tcp where those connect that stream; port 0 = nowhere
 * @param part which part of those over MQTT this bridge takes, 1 to {@code parts}: a dongle is
 *     always the same bridge's
 * @param parts of how many bridges; 0 = none takes them over MQTT
 */
public record DonglesSettings(@Inline OpenDoor tcp, int part, int parts) {

    static final DonglesSettings DEFAULT = new DonglesSettings(OpenDoor.here(0), 1, 1);

    public DonglesSettings {
        tcp.require("dongles");
        if (parts < 0 || part < 1 || (parts > 0 && part > parts)) {
            throw new IllegalArgumentException(
                    "dongles.part is 1 to dongles.parts, not " + part + " of " + parts);
        }
    }
}
