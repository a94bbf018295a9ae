package be.bsmr.home.mqtt;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The broker inside this program.
 *
 * @param enabled whether it runs at all
 * @param bind address of this machine that it listens on; one beyond loopback needs a password
 * @param port 0…65535; 0 = any that is free
 * @param user null = no password is asked
 * @param password together with {@code user}; never printed
 */
public record BrokerSettings(
        boolean enabled, String bind, int port, @Nullable String user, @Nullable String password) {

    /** Loopback only, port 1883, no password. */
    public static final BrokerSettings DEFAULT =
            new BrokerSettings(true, "127.0.0.1", 1883, null, null);

    /**
     * @throws IllegalArgumentException when a value makes no sense, or when the broker would listen
     *     beyond this machine without a password
     */
    public BrokerSettings {
        InetAddress address = address(bind);
        requirePort("mqtt.broker.port", port);
        requireBothOrNone("mqtt.broker", user, password);
        if (user == null && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "mqtt.broker.bind is "
                            + bind
                            + ", which lets others in: set mqtt.broker.user and"
                            + " mqtt.broker.password, or write mqtt.broker.bind: 127.0.0.1");
        }
    }

    /** Where the broker listens. */
    InetAddress address() {
        return address(bind);
    }

    /** Addresses only: a name would have to be looked up, and may change its meaning. */
    private static InetAddress address(String bind) {
        if (bind.equals("localhost") || bind.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            try {
                return InetAddress.getByName(bind);
            } catch (UnknownHostException e) {
                // Told below.
            }
        }
        throw new IllegalArgumentException(
                "mqtt.broker.bind is '"
                        + bind
                        + "': write an address of this machine, 127.0.0.1 for this machine only or"
                        + " 0.0.0.0 for all its networks");
    }

    static void requirePort(String key, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    key + " is " + port + ": write a port between 1 and 65535");
        }
    }

    static void requireBothOrNone(
            String section, @Nullable String user, @Nullable String password) {
        if (blank(user) != blank(password)) {
            throw new IllegalArgumentException(
                    section + ".user and " + section + ".password go together: write both or none");
        }
        if (user != null && blank(user)) {
            throw new IllegalArgumentException(
                    section + ".user is empty: write a name, or leave user and password out");
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    static String hidden(@Nullable String password) {
        return password == null ? "none" : "***";
    }

    @Override
    public String toString() {
        return "BrokerSettings[enabled="
                + enabled
                + ", bind="
                + bind
                + ", port="
                + port
                + ", user="
                + user
                + ", password="
                + hidden(password)
                + "]";
    }
}
