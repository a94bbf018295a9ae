package be.bsmr.home.source;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one stream of the messages of a dongle. A message is the next bytes of the stream, but some
 * dongles send each line by itself and leave out its end, on which the checksum counts: it is put
 * back where a line is certainly over. One thread.
 */
final class PayloadLines {

    private static final Pattern HEADER = Pattern.compile("/\\w{3}");
    private static final Pattern LINE_START = Pattern.compile("!|\\d{1,3}-\\d{1,3}:\\d");

    /** The last line whole, so that its telegram need not wait for the next one. */
    private static final Pattern CHECKSUM_AT_END =
            Pattern.compile("(?:^|[\\r\\n])![0-9A-Fa-f]{4}\\z");

    private static final int LONGEST_HEADER = 200;
    private static final String LINE_END = "\r\n";

    /** What has come of the line that has no end yet; only its end when it is long. */
    private String openLine = "";

    byte[] next(byte[] payload) {
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        String whole = missingBefore(text) + text;
        if (CHECKSUM_AT_END.matcher(text).find()) {
            whole += LINE_END;
        }
        int lastEnd = Math.max(whole.lastIndexOf('\n'), whole.lastIndexOf('\r'));
        String open = lastEnd < 0 ? openLine + whole : whole.substring(lastEnd + 1);
        openLine = open.substring(Math.max(0, open.length() - LONGEST_HEADER));
        return whole.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String missingBefore(String text) {
        if (openLine.isEmpty()) {
            return "";
        }
        if (HEADER.matcher(text).lookingAt()) {
            return LINE_END;
        }
        Matcher start = LINE_START.matcher(text);
        if (start.lookingAt() && openLine.startsWith("/")) {
            return LINE_END + LINE_END; // An empty line follows the header.
        }
        return start.lookingAt() && openLine.endsWith(")") ? LINE_END : "";
    }
}
