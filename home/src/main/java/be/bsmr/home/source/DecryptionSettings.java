package be.bsmr.home.source;

import be.bsmr.p1.DecryptionKey;
import org.jspecify.annotations.Nullable;

/**
 * What opens the telegrams of meters that encrypt them (Luxembourg, parts of Austria).
 *
 * @param key 32 hexadecimal digits from the grid operator; null = telegrams come in clear; never
 *     printed
 * @param authenticationKey the same; Luxembourg has one for everyone; never printed
 */
public record DecryptionSettings(@Nullable String key, String authenticationKey) {

    /** Telegrams in clear, as in Belgium. */
    public static final DecryptionSettings DEFAULT =
            new DecryptionSettings(null, DecryptionKey.LUXEMBOURG);

    /**
     * @throws IllegalArgumentException when a key is none; the message does not show it
     */
    public DecryptionSettings {
        var unused =
                new DecryptionKey(key == null ? DecryptionKey.LUXEMBOURG : key, authenticationKey);
    }

    @Nullable DecryptionKey decryptionKey() {
        return key == null ? null : new DecryptionKey(key, authenticationKey);
    }

    @Override
    public String toString() {
        return "DecryptionSettings[key=" + (key == null ? "none" : "***") + "]";
    }
}
