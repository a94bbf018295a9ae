package be.bsmr.p1;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What opens the encrypted telegrams of a meter: the key that its owner was given by the grid
 * operator, and the authentication key, which in Luxembourg is the same for everyone. Never
 * printed.
 *
 * <p>AES-128-GCM as in the Luxembourg Smarty P1 specification 1.1.3, §3.2.5, which follows DLMS
 * security suite 0.
 */
public final class DecryptionKey {

    /** Luxembourg's published authentication key; Austrian operators hand out their own. */
    public static final String LUXEMBOURG = "00112233445566778899AABBCCDDEEFF";

    /** DLMS security control byte: authenticated and encrypted, suite 0. */
    static final byte AUTHENTICATED_AND_ENCRYPTED = 0x30;

    static final int TITLE_BYTES = 8;
    static final int COUNTER_BYTES = 4;
    static final int TAG_BYTES = 12;

    private static final int KEY_BYTES = 16;

    private final SecretKey key;
    private final byte[] authenticated;

    /**
     * @param key 32 hexadecimal digits; blanks, colons and dashes between them do not matter
     * @param authenticationKey the same
     * @throws IllegalArgumentException saying what to write; never the key itself
     */
    public DecryptionKey(String key, String authenticationKey) {
        this.key = new SecretKeySpec(bytes("key", key), "AES");
        authenticated = new byte[1 + KEY_BYTES];
        authenticated[0] = AUTHENTICATED_AND_ENCRYPTED;
        System.arraycopy(
                bytes("authentication_key", authenticationKey), 0, authenticated, 1, KEY_BYTES);
    }

    private static byte[] bytes(String name, String hex) {
        String digits = hex.replaceAll("[\\s:-]", "");
        if (!digits.matches("[0-9A-Fa-f]{" + 2 * KEY_BYTES + "}")) {
            // What the digits are is nobody's business; how many there are helps.
            throw new IllegalArgumentException(
                    name
                            + " is 32 hexadecimal digits (0-9, A-F) in quotes, as the grid operator"
                            + " gave it; this has "
                            + digits.length()
                            + (digits.matches("[0-9A-Fa-f]*")
                                    ? " digits"
                                    : " characters, not all of them hexadecimal"));
        }
        return HexFormat.of().parseHex(digits);
    }

    /**
     * The text of one encrypted telegram.
     *
     * @param frame holds the ciphertext and behind it the tag
     * @param title where in {@code frame} the meter's system title begins
     * @param counter where its invocation counter begins; the ciphertext follows
     * @param end where the tag ends
     * @return empty when the tag does not fit: another key, or a damaged frame
     */
    byte[] open(byte[] frame, int title, int counter, int end) {
        byte[] nonce = new byte[TITLE_BYTES + COUNTER_BYTES];
        System.arraycopy(frame, title, nonce, 0, TITLE_BYTES);
        System.arraycopy(frame, counter, nonce, TITLE_BYTES, COUNTER_BYTES);
        int from = counter + COUNTER_BYTES;
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(authenticated);
            return cipher.doFinal(frame, from, end - from);
        } catch (GeneralSecurityException wrongTag) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "DecryptionKey[***]";
    }
}
