package be.bsmr.fleet.bridge;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telegram without who it is of. What is plainly a code, a number with its unit, a small number
 * or a time stays; all else, such as a meter's identifier, an EAN or a text, becomes as many {@code
 * x}, also where the telegram is damaged or none at all.
 */
final class Blanked {

    /** Identifiers, EANs and texts, however short. */
    private static final Pattern SECRET = Pattern.compile("(?<=:96\\.(1|13)\\.\\d{1,3})\\(.*");

    private static final Pattern PART = Pattern.compile("[^()\\r\\n]+");

    private static final Pattern PLAIN =
            Pattern.compile(
                    "\\d{1,3}-\\d{1,3}:\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}" // a code
                            + "|\\d{1,8}(\\.\\d{1,4})?\\*[A-Za-z][A-Za-z0-9]{0,4}"
                            + "|\\d{1,5}"
                            + "|\\d{12}[SW]"
                            + "|!([0-9A-F]{4})?");

    private Blanked() {}

    /** One character a byte, as many as before. */
    static byte[] telegram(byte[] telegram) {
        String text =
                SECRET.matcher(new String(telegram, StandardCharsets.ISO_8859_1))
                        .replaceAll(secret -> secret.group().replaceAll("[^()]", "x"));
        StringBuilder blanked = new StringBuilder(text.length());
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            String part = parts.group();
            parts.appendReplacement(
                    blanked,
                    Matcher.quoteReplacement(
                            PLAIN.matcher(part).matches() ? part : "x".repeat(part.length())));
        }
        parts.appendTail(blanked);
        return blanked.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
