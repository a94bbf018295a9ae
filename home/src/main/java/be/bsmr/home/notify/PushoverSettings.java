package be.bsmr.home.notify;

import org.jspecify.annotations.Nullable;

/**
 * The devices of a user of Pushover.
 *
 * @param server Pushover's
 * @param token of the application that the owner made there; null = off
 * @param userKey of the user or group; null = off
 */
public record PushoverSettings(String server, @Nullable String token, @Nullable String userKey) {

    static final PushoverSettings NONE =
            new PushoverSettings("https://api.pushover.net", null, null);

    private static final String FORM = "[A-Za-z0-9]+";

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public PushoverSettings {
        server = Require.server("notify.pushover.server", server);
        if (token != null || userKey != null) {
            Require.secret(
                    "notify.pushover.token",
                    token,
                    FORM,
                    "the API token of your application, 30 letters and digits");
            Require.secret(
                    "notify.pushover.user_key",
                    userKey,
                    FORM,
                    "your user key, 30 letters and digits");
        }
    }

    boolean wanted() {
        return token != null;
    }

    @Override
    public String toString() {
        return "PushoverSettings[server="
                + server
                + ", token="
                + Require.hidden(token)
                + ", userKey="
                + Require.hidden(userKey)
                + "]";
    }
}
