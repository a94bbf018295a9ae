package be.bsmr.home.source;

import be.bsmr.home.config.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where the telegrams are served again, and to whom.
 *
 * @param enabled whether they are
 * @param bind address of this machine to listen on; beyond loopback {@code allow} says who may
 *     connect, for raw TCP has no password
 * @param port 0…65535; 0 = any that is free
 * @param allow addresses, or ranges of them, that may connect besides this machine
 */
public record HubSettings(boolean enabled, String bind, int port, List<String> allow) {

    public static final HubSettings DEFAULT = new HubSettings(false, "127.0.0.1", 2001, List.of());

    /**
     * @throws IllegalArgumentException when a value makes no sense, or when everybody on the
     *     network could read along
     */
    public HubSettings {
        allow = List.copyOf(allow);
        InetAddress address = address(bind);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "hub.port is " + port + ": write a port between 1 and 65535");
        }
        for (String range : allow) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("hub.allow: " + e.getMessage(), e);
            }
        }
        if (allow.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "hub.bind is "
                            + bind
                            + ", which lets others read along, and the hub asks no password: list"
                            + " in hub.allow who may connect, such as [192.168.1.20], or write"
                            + " hub.bind: 127.0.0.1");
        }
    }

    /** Where the hub listens. */
    InetAddress address() {
        return address(bind);
    }

    /** This machine always may. */
    boolean allows(InetAddress client) {
        return client.isLoopbackAddress()
                || allow.stream().anyMatch(range -> AddressRange.parse(range).contains(client));
    }

    private static InetAddress address(String bind) {
        try {
            return AddressRange.address(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "hub.bind is '"
                            + bind
                            + "': write an address of this machine, 127.0.0.1 for this machine"
                            + " only or 0.0.0.0 for all its networks",
                    e);
        }
    }
}
