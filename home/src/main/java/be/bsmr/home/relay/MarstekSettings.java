package be.bsmr.home.relay;

import java.util.Objects;

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
}
