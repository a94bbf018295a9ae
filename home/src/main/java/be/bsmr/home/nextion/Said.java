package be.bsmr.home.nextion;

/**
 * One thing that the display said.
 *
 * @param code its first byte
 * @param body what stands between that and the three 0xFF, a character for each byte
 */
record Said(int code, String body) {

    static final int DONE = 0x01;
    static final int TOUCH = 0x65;
    static final int PAGE = 0x66;
    static final int TOUCH_AT = 0x67;
    static final int TOUCH_ASLEEP = 0x68;
    static final int TEXT = 0x70;
    static final int NUMBER = 0x71;
    static final int ASLEEP = 0x86;
    static final int AWAKE = 0x87;
    static final int READY = 0x88;
    static final int UPGRADES = 0x89;
    static final int ALL_DRAWN = 0xFD;
    static final int SEND_POINTS = 0xFE;

    /** The first letter of {@code comok}, which answers {@code connect}. */
    static final int COMOK = 'c';

    /** Behind the first of the three zeros of a start. */
    static final int START_BODY = 2;

    /** How many bytes stand behind a code; -1 when it is text of any length. */
    static int length(int code) {
        return switch (code) {
            case PAGE -> 1;
            case TOUCH -> 3;
            case NUMBER -> 4;
            case TOUCH_AT, TOUCH_ASLEEP -> 5;
            case TEXT, COMOK -> -1;
            default -> 0;
        };
    }

    static boolean isKnown(int code) {
        return code == DONE
                || length(code) != 0
                || (code >= ASLEEP && code <= UPGRADES)
                || code == ALL_DRAWN
                || code == SEND_POINTS
                || Refusal.of(code).isPresent();
    }

    /** Whether it answers a command; else it tells what happened. */
    boolean answers() {
        return code == DONE || (!isStart() && Refusal.of(code).isPresent());
    }

    /** {@code 00 00 00}: its power has come. */
    boolean isStart() {
        return code == 0 && body.length() == START_BODY;
    }

    /** Which page it says is shown. */
    int page() {
        return body.charAt(0);
    }

    /** Of four bytes, the lowest first. */
    int number() {
        return body.charAt(0) | body.charAt(1) << 8 | body.charAt(2) << 16 | body.charAt(3) << 24;
    }

    String text() {
        return (char) code + body;
    }
}
