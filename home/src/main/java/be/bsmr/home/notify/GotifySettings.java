package be.bsmr.home.notify;

import org.jspecify.annotations.Nullable;

/**
 * An application on a Gotify server.
 *
 * @param server empty = off
 * @param token of the application; null = off
 */
public record GotifySettings(String server, @Nullable String token) {

    static final GotifySettings NONE = new GotifySettings("", null);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public GotifySettings {
        Require.given("notify.gotify.server", server);
        if (token != null || !server.isEmpty()) {
            server = Require.server("notify.gotify.server", server);
            Require.secret(
                    "notify.gotify.token",
                    token,
                    "[\\x21-\\x7e]+",
                    "that of your application, as Gotify shows it");
        }
    }

    boolean wanted() {
        return token != null;
    }

    @Override
    public String toString() {
        return "GotifySettings[server=" + server + ", token=" + Require.hidden(token) + "]";
    }
}
