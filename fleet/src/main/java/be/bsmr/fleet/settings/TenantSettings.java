package be.bsmr.fleet.settings;

import be.bsmr.fleet.topics.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Whose fleet this is.
 *
 * @param tenant small letters, digits and hyphens: its topics begin with it
 * @param secret from which, with a meter's number, its pseudonym is made; never printed. Who loses
 *     it cannot find a meter again; who tells it lets others try numbers
 */
public record TenantSettings(String tenant, @Nullable String secret) {

    static final TenantSettings DEFAULT = new TenantSettings("bsmr", null);

    private static final int LEAST = 32;

    public TenantSettings {
        var unused = new Topics(tenant);
        if (secret != null && secret.length() < LEAST) {
            throw new IllegalArgumentException(
                    "secret has at least "
                            + LEAST
                            + " characters: write what head -c 32 /dev/urandom | base64 prints");
        }
    }

    /**
     * @throws IllegalArgumentException when none is set
     */
    public String requireSecret() {
        if (secret == null) {
            throw new IllegalArgumentException(
                    "secret is missing: write what head -c 32 /dev/urandom | base64 prints, once"
                            + " and for ever");
        }
        return secret;
    }

    @Override
    public String toString() {
        return "TenantSettings[tenant=" + tenant + "]";
    }
}
