package be.bsmr.home.web;

import be.bsmr.home.config.Inline;
import be.bsmr.home.users.Users;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the dashboard listens and who may see it.
 *
 * @param enabled whether there is a dashboard at all
 * @param bind address to listen on, without brackets; 127.0.0.1 = this machine only, 0.0.0.0 = the
 *     whole network
 * @param port 1…65535; 0 = any free port
 * @param user name of an owner whose password stands here in plain text, as earlier versions wanted
 *     it; null = only those of {@code bsmr passwd}
 * @param password its password; given together with {@code user} or not at all
 * @param tls the certificate
 * @param proxy what stands before it
 */
public record WebSettings(
        boolean enabled,
        String bind,
        int port,
        @Nullable String user,
        @Nullable String password,
        TlsSettings tls,
        @Inline ProxySettings proxy) {

    public static final WebSettings DEFAULT = new WebSettings(true, "127.0.0.1", 8080, null, null);

    /**
     * @throws IllegalArgumentException when a value makes no sense
     */
    public WebSettings {
        bind = withoutBrackets(bind.strip());
        if (bind.isEmpty()) {
            throw new IllegalArgumentException(
                    "web.bind is empty: write 127.0.0.1 for this machine only, or 0.0.0.0 for the"
                            + " whole network");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "web.port is 1 to 65535, or 0 for any free port, not " + port);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "web.user and web.password belong together: "
                            + (user == null ? "web.user" : "web.password")
                            + " is missing");
        }
        if (user != null && (user.isBlank() || user.contains(":"))) {
            throw new IllegalArgumentException(
                    "web.user is a name without a colon, not '" + user + "'");
        }
        if (password != null && password.isBlank()) {
            throw new IllegalArgumentException("web.password is blank: write a password");
        }
    }

    /** Plain HTTP, without a proxy. */
    public WebSettings(
            boolean enabled,
            String bind,
            int port,
            @Nullable String user,
            @Nullable String password) {
        this(enabled, bind, port, user, password, TlsSettings.NONE, ProxySettings.NONE);
    }

    /** The owner whose password stands in the configuration; null = nobody's does. */
    public Users.@Nullable Plain plain() {
        return user == null || password == null ? null : new Users.Plain(user, password);
    }

    /**
     * Where a browser finds the dashboard, as far as the settings tell, such as {@code
     * http://raspberrypi:8080/}.
     */
    public String address() {
        return proxy.hosts().isEmpty()
                ? ListenAddress.of(this)
                : "https://" + proxy.hosts().get(0) + "/";
    }

    /** Where programs on this machine ask, with the slash at the end. */
    public String addressHere() {
        return ListenAddress.here(this);
    }

    /** Whether nobody but this machine can ask anything, neither directly nor through a proxy. */
    public boolean isForThisMachine() {
        return isLoopback() && proxy.proxies().isEmpty();
    }

    /** Whether only programs on this machine can connect. */
    boolean isLoopback() {
        return isLoopback(bind);
    }

    // A name is not resolved: the answer could differ between this check and the bind.
    private static boolean isLoopback(String bind) {
        String address = bind.toLowerCase(Locale.ROOT);
        return address.equals("localhost")
                || address.equals("::1")
                || address.equals("0:0:0:0:0:0:0:1")
                || address.matches("127(\\.\\d{1,3}){3}");
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WebSettings[enabled="
                + enabled
                + ", bind="
                + bind
                + ", port="
                + port
                + ", user="
                + user
                + ", password="
                + (password == null ? "none" : "***")
                + ", tls="
                + tls
                + ", proxy="
                + proxy
                + "]";
    }
}
