package be.bsmr.home.notify;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the settings of channels have in common: what they refuse, in words that show no secret. */
final class Require {

    private Require() {}

    /**
     * A value that was written, or is as usual: a key with nothing behind it is neither.
     *
     * @throws IllegalArgumentException when nothing stands behind the key
     */
    static <T> T given(String key, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    key + " is empty: write a value behind it, or leave the line out");
        }
        return value;
    }

    /**
     * The address of a server, without what stands behind its path.
     *
     * @return without a slash at its end
     * @throws IllegalArgumentException when it is none, or carries a password, which would be shown
     */
    static String server(String key, @Nullable String written) {
        String url = given(key, written);
        URI uri = null;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            // Told below, without what Java would show.
        }
        if (uri == null
                || uri.getHost() == null
                || !url.matches("https?://[^@?#]+")
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    key
                            + " is no address of a server: write one such as https://ntfy.example.be,"
                            + " without user, password or ?");
        }
        return url.replaceFirst("/+$", "");
    }

    /**
     * @param form what it looks like, as a regular expression
     * @param words what it looks like, for people
     * @throws IllegalArgumentException when it is missing or looks otherwise; it is not shown
     */
    static void secret(String key, @Nullable String secret, String form, String words) {
        if (secret == null || secret.isBlank()) {
            throw new IllegalArgumentException(key + " is missing: write " + words);
        }
        if (!secret.matches(form)) {
            throw new IllegalArgumentException(key + " looks otherwise: write " + words);
        }
    }

    /** What is shown of a secret. */
    static String hidden(@Nullable String secret) {
        return secret == null || secret.isEmpty() ? "none" : "***";
    }
}
