package be.bsmr.fleet.bridge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a meter is called in a fleet: only who has the tenant's secret can tell from a meter's
 * number which it is, and nobody can tell the number from it.
 */
public final class Pseudonym {

    /** Numbers of meters are few enough to try them all: the secret is all that protects them. */
    public static final int SHORTEST_SECRET = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec secret;

    /**
     * @param secret the tenant's, at least {@link #SHORTEST_SECRET} characters; never printed
     * @throws IllegalArgumentException when it is shorter
     */
    public Pseudonym(String secret) {
        if (secret.strip().length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "the secret that pseudonyms are made with has "
                            + secret.strip().length()
                            + " characters: write at least "
                            + SHORTEST_SECRET
                            + ", such as what 'openssl rand -hex 32' prints, and keep it for"
                            + " ever: with another one every meter is a new one");
        }
        this.secret = new SecretKeySpec(secret.strip().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * 32 hexadecimal digits.
     *
     * @param meter its identifier as printed on it (0-0:96.1.1 decoded), or else the connection's
     *     EAN; blanks around it do not matter
     */
    public String of(String meter) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] all = mac.doFinal(meter.strip().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Pseudonym[***]";
    }
}
