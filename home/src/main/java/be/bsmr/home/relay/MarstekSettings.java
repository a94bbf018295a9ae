package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Marstek Venus that is spoken to in its own house, without Marstek's cloud.
 *
 * @param host name or address of the battery
 * @param port as its app shows it under <em>Local API</em>; 30000 when left out (null)
 */
public record MarstekSettings(String host, Integer port) {

    public MarstekSettings {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(
                    "host is where the battery is, such as 192.168.1.80: write it");
        }
        port = Objects.requireNonNullElse(port, 30_000);
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port is 1 to 65535, not " + port);
        }
    }

    /**
     * Refuses a load that is no battery.
     *
     * @param actuation null for one that is on or off
     */
    public static void check(Actuation.@Nullable Modulating actuation) {
        if (actuation == null
                || actuation.unit() != Actuation.Unit.WATT
                || actuation.min() >= 0
                || actuation.wattsPerUnit() != 1) {
            throw new IllegalArgumentException(
                    "marstek is a battery, set in watts, below 0 when it gives: write modulating:"
                            + " {unit: watt, min: -2500, max: 0} beside it, or max: 2500 when BSMR"
                            + " is to fill it too");
        }
    }
}
