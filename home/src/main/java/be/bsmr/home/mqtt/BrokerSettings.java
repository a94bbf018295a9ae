package be.bsmr.home.mqtt;

import be.bsmr.home.config.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The broker inside this program.
 *
 * @param enabled whether it runs at all
 * @param bind address of this machine that it listens on; one beyond loopback needs a password, or
 *     a list of who may read the display's topic
 * @param port 0…65535; 0 = any that is free
 * @param user one who may read everything and ask for everything; null, and no {@code users} either
 *     = programs on this machine need no password, and nobody else is let in
 * @param password together with {@code user}; never printed
 * @param users more of them, each with a role
 * @param allow addresses, or ranges of them, that need no password and may only read, and only the
 *     display's topic: the original display knows none
 * @param tls a second door, where all is encrypted
 */
public record BrokerSettings(
        boolean enabled,
        String bind,
        int port,
        @Nullable String user,
        @Nullable String password,
        List<BrokerUser> users,
        List<String> allow,
        BrokerTlsSettings tls) {

    /** Loopback only, port 1883, no password. */
    public static final BrokerSettings DEFAULT =
            new BrokerSettings(true, "127.0.0.1", 1883, null, null, List.of(), List.of());

    /** One with a single door. */
    public BrokerSettings(
            boolean enabled,
            String bind,
            int port,
            @Nullable String user,
            @Nullable String password,
            List<BrokerUser> users,
            List<String> allow) {
        this(enabled, bind, port, user, password, users, allow, BrokerTlsSettings.NONE);
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense, or when the broker would listen
     *     beyond this machine without a password
     */
    public BrokerSettings {
        allow = List.copyOf(allow);
        users = List.copyOf(users);
        InetAddress address = BrokerKeys.address("mqtt.broker.bind", bind);
        for (String range : allow) {
            try {
                Object unused = AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("mqtt.broker.allow: " + e.getMessage(), e);
            }
        }
        BrokerKeys.requirePort("mqtt.broker.port", port);
        BrokerKeys.requireBothOrNone("mqtt.broker", user, password);
        requireDistinct(user, users);
        if (user == null && users.isEmpty() && allow.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "mqtt.broker.bind is "
                            + bind
                            + ", which lets others in: set mqtt.broker.user and"
                            + " mqtt.broker.password, or mqtt.broker.users, or write mqtt.broker.bind: 127.0.0.1; for the"
                            + " display alone, list its address in mqtt.broker.allow");
        }
        if (user == null && users.isEmpty() && tls.isOn() && !tls.address().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "mqtt.broker.tls.bind is "
                            + tls.bind()
                            + ", which lets others in: set mqtt.broker.user and"
                            + " mqtt.broker.password, or mqtt.broker.users, or write"
                            + " mqtt.broker.tls.bind: 127.0.0.1");
        }
    }

    /** These settings with another port. */
    public BrokerSettings at(int otherPort) {
        return new BrokerSettings(enabled, bind, otherPort, user, password, users, allow, tls);
    }

    private static void requireDistinct(@Nullable String user, List<BrokerUser> users) {
        Set<String> names = new HashSet<>();
        if (user != null) {
            names.add(user);
        }
        for (BrokerUser one : users) {
            if (!names.add(one.user())) {
                throw new IllegalArgumentException(
                        "mqtt.broker.users: '"
                                + one.user()
                                + "' is there twice: give each a name of its own");
            }
        }
    }

    /** Everybody who has a password. */
    List<BrokerUser> everybody() {
        List<BrokerUser> all = new ArrayList<>();
        if (user != null && password != null) {
            all.add(new BrokerUser(user, password, BrokerRole.CONTROL));
        }
        all.addAll(users);
        return all;
    }

    /** Where the broker listens. */
    InetAddress address() {
        return BrokerKeys.address("mqtt.broker.bind", bind);
    }

    /** Whether somebody there may read the display's topic without a password. */
    boolean allows(InetAddress client) {
        return allow.stream().anyMatch(range -> AddressRange.parse(range).contains(client));
    }

    /** Whether somebody there is a program on this machine. */
    boolean isHere(InetAddress client) {
        return client.isLoopbackAddress() || client.equals(address());
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
                + BrokerKeys.hidden(password)
                + ", users="
                + users
                + ", allow="
                + allow
                + ", tls="
                + tls
                + "]";
    }
}
