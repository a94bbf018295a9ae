package be.bsmr.home.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * E-mail through a server that takes it from us.
 *
 * @param server its name or address; empty = off
 * @param port 1 to 65535; 0 = the usual one of {@code tls}: 587, 465 or 25
 * @param tls how the way there is kept secret
 * @param user for the server; null = it asks nobody
 * @param password together with {@code user}
 * @param from address of the sender
 * @param to addresses of those who get it
 */
public record MailSettings(
        String server,
        int port,
        Tls tls,
        @Nullable String user,
        @Nullable String password,
        String from,
        List<String> to) {

    /** How the way to the server is kept secret. */
    public enum Tls {
        /** It begins in the clear, and goes no further without TLS. */
        STARTTLS(587),
        /** From the first byte. */
        TLS(465),
        /** Not at all: for a server on this machine or in the house. */
        NONE(25);

        private final int port;

        Tls(int port) {
            this.port = port;
        }
    }

    static final MailSettings NONE =
            new MailSettings("", 0, Tls.STARTTLS, null, null, "", List.of());

    private static final String ADDRESS = "[^@\\s<>,;\"]+@[^@\\s<>,;\"]+";

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public MailSettings {
        Require.given("notify.mail.server", server);
        Require.given("notify.mail.tls", tls);
        Require.given("notify.mail.from", from);
        to = List.copyOf(Require.given("notify.mail.to", to));
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "notify.mail.port is 1 to 65535, or 0 for the usual one, not " + port);
        }
        if (!server.matches("[-_.:A-Za-z0-9]*")) {
            throw new IllegalArgumentException(
                    "notify.mail.server is a name such as smtp.example.be: write port, user and"
                            + " password on lines of their own");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "notify.mail.user and notify.mail.password go together: write both or none");
        }
        if (!server.isEmpty()) {
            requireAddress("notify.mail.from", from);
            if (to.isEmpty()) {
                throw new IllegalArgumentException(
                        "notify.mail.to is empty: write who gets it, such as [an@example.be]");
            }
            to.forEach(one -> requireAddress("notify.mail.to", one));
            if (user != null && tls == Tls.NONE && !isHere(server)) {
                throw new IllegalArgumentException(
                        "notify.mail.tls: none would send the password in the clear: write"
                                + " starttls or tls, or leave user and password out");
            }
        }
    }

    private static void requireAddress(String key, String address) {
        if (!address.matches(ADDRESS)) {
            throw new IllegalArgumentException(
                    key + ": '" + address + "' is no address; write one such as an@example.be");
        }
    }

    private static boolean isHere(String server) {
        return server.equals("localhost") || server.startsWith("127.") || server.equals("::1");
    }

    boolean wanted() {
        return !server.isEmpty();
    }

    int usedPort() {
        return port == 0 ? tls.port : port;
    }

    @Override
    public String toString() {
        return "MailSettings[server="
                + server
                + ", port="
                + port
                + ", tls="
                + tls
                + ", user="
                + user
                + ", password="
                + Require.hidden(password)
                + ", from="
                + from
                + ", to="
                + to
                + "]";
    }
}
