package be.bsmr.home.mqtt;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom our own broker lets in.
 *
 * @param user the name, without blanks at its ends
 * @param password never printed
 * @param role what may be read and asked for
 */
public record BrokerUser(String user, String password, BrokerRole role) {

    /**
     * @throws IllegalArgumentException when one of them is missing; the message says what to write
     */
    public BrokerUser {
        if (isBlank(user) || isBlank(password)) {
            throw new IllegalArgumentException(
                    "user and password are missing or empty: write both, or leave this user out");
        }
        if (isMissing(role)) {
            throw new IllegalArgumentException(
                    "user '" + user + "' has no role: write one of " + roles());
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isMissing(@Nullable BrokerRole role) {
        return role == null;
    }

    private static String roles() {
        return Arrays.stream(BrokerRole.values())
                .map(r -> r.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "BrokerUser[user="
                + user
                + ", password="
                + BrokerKeys.hidden(password)
                + ", role="
                + role
                + "]";
    }
}
