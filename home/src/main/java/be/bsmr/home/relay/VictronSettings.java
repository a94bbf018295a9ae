package be.bsmr.home.relay;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A battery behind Victron's ESS, through the broker in its GX device.
 *
 * @param host name or address of the GX device
 * @param port 1883 when left out (null), with {@code ca} 8883
 * @param ca PEM file with the certificate of the GX device, when it is spoken to in TLS; null = it
 *     is not
 * @param password of the local network on the GX device; null = it asks for none
 * @param portal VRM portal id, 12 digits and letters
 * @param restW the grid set-point that the owner has chosen on the GX device, W; 50 when left out
 *     (null), as Victron's default
 */
public record VictronSettings(
        String host,
        Integer port,
        @Nullable Path ca,
        @Nullable String password,
        String portal,
        Integer restW) {

    private static final int MOST_WATTS = 32_000;

    public VictronSettings {
        port = Objects.requireNonNullElse(port, ca == null ? 1883 : 8883);
        restW = Objects.requireNonNullElse(restW, 50);
        DeviceBroker.check("the GX device", host, port);
        if (portal == null || !portal.matches("[0-9a-zA-Z]{6,20}")) {
            throw new IllegalArgumentException(
                    "portal is the VRM portal id, such as c0619ab12345, on the GX device under"
                            + " Settings, VRM online portal: write it");
        }
        if (Math.abs(restW) > MOST_WATTS) {
            throw new IllegalArgumentException(
                    "rest_w is the grid set-point of the GX device, such as 50, not " + restW);
        }
    }

    /** The broker in the GX device: any user, if it wants a password at all. */
    public DeviceBroker broker() {
        return new DeviceBroker(
                host, port, ca != null, ca, password == null ? null : "bsmr", password);
    }

    String topic(String kind, String path) {
        return kind + "/" + portal + "/" + path;
    }

    /** Where the power of each wire of the grid is told. */
    List<String> grid() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> topic("N", "system/0/Ac/Grid/L" + i + "/Power"))
                .toList();
    }

    @Override
    public String toString() {
        return "VictronSettings[host="
                + host
                + ", port="
                + port
                + ", ca="
                + ca
                + ", password="
                + (password == null ? "none" : "hidden")
                + ", portal="
                + portal
                + ", restW="
                + restW
                + "]";
    }
}
