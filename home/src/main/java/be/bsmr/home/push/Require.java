package be.bsmr.home.push;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the settings of pushes have in common: what they refuse, in words that show no secret. */
final class Require {

    private Require() {}

    /**
     * An address that secrets may be sent to: nobody between reads them.
     *
     * @param key whose value it is; the value may be a secret and is not shown
     * @param example what to write instead
     * @throws IllegalArgumentException when it is no address, or neither encrypted nor of this
     *     machine
     */
    static URI secure(String key, String written, String example) {
        URI uri = null;
        try {
            uri = URI.create(written);
        } catch (IllegalArgumentException e) {
            // Told below, without what Java would show.
        }
        if (uri == null
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || !written.matches("https?://[^?#\\s]+")) {
            throw new IllegalArgumentException(
                    key + " is no address: write one such as " + example);
        }
        if (uri.getScheme().equals("http")
                && !uri.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]")) {
            throw new IllegalArgumentException(
                    key
                            + " begins with http://, where anybody on the way can read the secret in"
                            + " it: write https://");
        }
        return uri;
    }

    /**
     * A value that was written, or is as usual.
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

    /** What is shown of a secret. */
    static String hidden(@Nullable String secret) {
        return secret == null || secret.isEmpty() ? "none" : "***";
    }
}
