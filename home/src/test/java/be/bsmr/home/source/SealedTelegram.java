package be.bsmr.home.source;

import be.bsmr.p1.DecryptionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A telegram as a meter of Luxembourg sends it. */
public final class SealedTelegram {

    /** What opens it. */
    public static final String KEY = "A0B1C2D3E4F5061728394A5B6C7D8E9F";

    private static final byte[] TITLE = "SYSTEMID".getBytes(StandardCharsets.US_ASCII);

    private SealedTelegram() {}

    /**
     * @param counter another one for each telegram
     */
    public static byte[] of(byte[] text, int counter) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12).put(TITLE).putInt(counter).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
                new GCMParameterSpec(96, nonce));
        cipher.updateAAD(HexFormat.of().parseHex("30" + DecryptionKey.LUXEMBOURG));
        byte[] sealed = cipher.doFinal(text);
        return ByteBuffer.allocate(18 + sealed.length)
                .put((byte) 0xDB)
                .put((byte) 8)
                .put(TITLE)
                .put((byte) 0x82)
                .putShort((short) (5 + sealed.length))
                .put((byte) 0x30)
                .putInt(counter)
                .put(sealed)
                .array();
    }
}
