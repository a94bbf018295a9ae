package be.bsmr.home.gridmeter;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;

/**
 * The serial number that the meters of this machine have: twelve hexadecimal digits in lower case,
 * like a MAC address. It is that of the first network card, marked as locally administered (IEEE
 * 802, the second lowest bit of the first byte), so that no device on the network has it.
 */
record Serial(String digits) {

    private static final int BYTES = 6;
    private static final int LOCAL = 0x02;
    private static final int GROUP = 0x01;

    static Serial ofThisMachine() {
        try {
            for (NetworkInterface card :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                byte[] address = card.getHardwareAddress();
                if (address != null && address.length == BYTES && !card.isVirtual()) {
                    return of(address);
                }
            }
            return of("no network card");
        } catch (IOException e) {
            return of("no network");
        }
    }

    private static Serial of(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return of(java.util.Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Serial of(byte[] address) {
        byte[] ours = address.clone();
        ours[0] = (byte) ((ours[0] | LOCAL) & ~GROUP);
        return new Serial(HexFormat.of().formatHex(ours));
    }

    /** The last six digits, in upper case, as they stand on a label. */
    String label() {
        return digits.substring(digits.length() - 6).toUpperCase(java.util.Locale.ROOT);
    }
}
