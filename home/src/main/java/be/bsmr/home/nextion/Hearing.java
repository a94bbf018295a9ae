package be.bsmr.home.nextion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes of the display in any pieces, taken apart into what it said. Bytes that make no sense, such
 * as those of another speed, are passed over.
 */
final class Hearing {

    private static final int END = 3;
    private static final int LONGEST_TEXT = 200;
    private static final int UNFINISHED = -1;
    private static final int NONSENSE = -2;

    private byte[] heard = {};
    private boolean noise;

    void push(byte[] bytes, int count) {
        int before = heard.length;
        heard = Arrays.copyOf(heard, before + count);
        System.arraycopy(bytes, 0, heard, before, count);
    }

    void forget() {
        heard = new byte[0];
        noise = false;
    }

    /** Whether bytes were passed over since {@link #forget}. */
    boolean noise() {
        return noise;
    }

    /** The next thing that was said in full. */
    Optional<Said> next() {
        while (heard.length > 0) {
            int length = length();
            if (length == NONSENSE || (length >= 0 && !isEndSoFar(1 + length))) {
                noise = true;
                drop(1);
            } else if (length == UNFINISHED || heard.length < 1 + length + END) {
                return Optional.empty();
            } else {
                String body = new String(heard, 1, length, StandardCharsets.ISO_8859_1);
                Said said = new Said(heard[0] & 0xFF, body);
                drop(1 + length + END);
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /** Of the body of what begins here. */
    private int length() {
        int code = heard[0] & 0xFF;
        if (!Said.isKnown(code)) {
            return NONSENSE;
        }
        if (code == 0) {
            // A wrong instruction, or the first two of three zeros.
            return heard.length == 1 ? UNFINISHED : heard[1] == 0 ? Said.START_BODY : 0;
        }
        int length = Said.length(code);
        return length >= 0 ? length : textLength();
    }

    private int textLength() {
        for (int at = 1; at + END <= heard.length; at++) {
            if (heard[at] == -1 && heard[at + 1] == -1 && heard[at + 2] == -1) {
                return at - 1;
            }
        }
        return heard.length > LONGEST_TEXT ? NONSENSE : UNFINISHED;
    }

    /** Whether only 0xFF stand at {@code from}, as far as they have come. */
    private boolean isEndSoFar(int from) {
        for (int at = from; at < Math.min(from + END, heard.length); at++) {
            if (heard[at] != -1) {
                return false;
            }
        }
        return true;
    }

    private void drop(int count) {
        heard = Arrays.copyOfRange(heard, count, heard.length);
    }
}
