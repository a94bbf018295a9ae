package be.bsmr.p1;

import java.nio.charset.StandardCharsets;

/** Identifiers and messages travel as hexadecimal ASCII: {@code 3153} means {@code 1S}. */
final class HexText {

    private HexText() {}

    /** The text behind the digits; what is not hexadecimal printable text is returned as it is. */
    static String decode(String hex) {
        if (hex.isEmpty() || hex.length() % 2 != 0) {
            return hex;
        }
        StringBuilder text = new StringBuilder(hex.length() / 2);
        for (int i = 0; i < hex.length(); i += 2) {
            int high = Character.digit(hex.charAt(i), 16);
            int low = Character.digit(hex.charAt(i + 1), 16);
            int c = high << 4 | low;
            if (high < 0 || low < 0 || c < ' ' || c > '~') {
                return hex;
            }
            text.append((char) c);
        }
        return text.toString();
    }

    static String encode(String text) {
        StringBuilder hex = new StringBuilder(text.length() * 2);
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            hex.append(Character.forDigit((b >> 4) & 0xF, 16))
                    .append(Character.forDigit(b & 0xF, 16));
        }
        return hex.toString().toUpperCase(java.util.Locale.ROOT);
    }
}
