package be.bsmr.home.notify;

import org.jspecify.annotations.Nullable;

/**
 * A topic of an ntfy server.
 *
 * @param server whose address ends before the topic
 * @param topic whoever knows it reads it, unless the server asks who they are; empty = off
 * @param token that the server gave, {@code tk_…}; null = none
 * @param user together with {@code password} instead of a token; null = none
 * @param password together with {@code user}; never printed
 */
public record NtfySettings(
        String server,
        String topic,
        @Nullable String token,
        @Nullable String user,
        @Nullable String password) {

    static final NtfySettings NONE = new NtfySettings("https://ntfy.sh", "", null, null, null);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public NtfySettings {
        server = Require.server("notify.ntfy.server", server);
        if (!Require.given("notify.ntfy.topic", topic).matches("[-_A-Za-z0-9]{0,64}")) {
            throw new IllegalArgumentException(
                    "notify.ntfy.topic is at most 64 letters, digits, - and _, such as"
                            + " bsmr-7h2kq9: the word behind the server's address alone");
        }
        if (token != null) {
            Require.secret(
                    "notify.ntfy.token", token, "[\\x21-\\x7e]+", "it as the server gave it");
        }
        if ((user == null) != (password == null) || (user != null && token != null)) {
            throw new IllegalArgumentException(
                    "notify.ntfy.user and notify.ntfy.password go together, and without token:"
                            + " write both, or a token, or none");
        }
    }

    boolean wanted() {
        return !topic.isEmpty();
    }

    @Override
    public String toString() {
        return "NtfySettings[server="
                + server
                + ", topic="
                + Require.hidden(topic)
                + ", token="
                + Require.hidden(token)
                + ", user="
                + user
                + ", password="
                + Require.hidden(password)
                + "]";
    }
}
