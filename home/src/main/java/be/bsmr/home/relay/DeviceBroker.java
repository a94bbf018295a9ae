package be.bsmr.home.relay;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The broker that a device brings along: it is spoken to there, not on the broker of the house.
 *
 * @param tls whether it is spoken to in TLS
 * @param ca PEM file that vouches for the device, whatever name its certificate bears; null = as
 *     Java trusts
 * @param user null = none
 * @param password together with {@code user}; never printed
 */
public record DeviceBroker(
        String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password) {

    /** For people. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    static void check(String what, @Nullable String host, int port) {
        if (host == null || host.isBlank() || host.contains("@")) {
            throw new IllegalArgumentException(
                    "host is where " + what + " is, such as 192.168.1.90: write it");
        }
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port is 1 to 65535, not " + port);
        }
    }
}
