package be.bsmr.home.mqtt;

import be.bsmr.home.config.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What may stand behind the keys that brokers have in common, and what to write instead. */
final class BrokerKeys {

    private BrokerKeys() {}

    /** Addresses only: a name would have to be looked up, and may change its meaning. */
    static InetAddress address(String key, String bind) {
        try {
            return AddressRange.address(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    key
                            + " is '"
                            + bind
                            + "': write an address of this machine, 127.0.0.1 for this machine"
                            + " only or 0.0.0.0 for all its networks",
                    e);
        }
    }

    static void requirePort(String key, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    key + " is " + port + ": write a port between 1 and 65535");
        }
    }

    /** Where a broker listens that says nothing else. */
    static int portOr(int port, boolean tls) {
        return port != 0 ? port : tls ? 8883 : 1883;
    }

    static void requireNoSecretIn(String section, @Nullable String host) {
        if (host != null && host.contains("@")) {
            throw new IllegalArgumentException(
                    section
                            + ".host carries a user or a password, which would be shown with it:"
                            + " write them as "
                            + section
                            + ".user and "
                            + section
                            + ".password");
        }
    }

    /**
     * @param file what makes sense in TLS only; null = it is not there
     */
    static void requireTls(String section, String key, @Nullable Object file, boolean tls) {
        if (file != null && !tls) {
            throw new IllegalArgumentException(
                    section + "." + key + " needs " + section + ".tls: true");
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
}
