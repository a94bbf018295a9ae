package be.bsmr.p1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OBIS code in the reduced form of a telegram, {@code A-B:C.D.E} (IEC 62056-61). On M-Bus lines
 * {@code B} is the channel.
 */
record ObisCode(int a, int b, int c, int d, int e) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3})-(\\d{1,3}):(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    static Optional<ObisCode> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new ObisCode(
                        Integer.parseInt(m.group(1)),
                        Integer.parseInt(m.group(2)),
                        Integer.parseInt(m.group(3)),
                        Integer.parseInt(m.group(4)),
                        Integer.parseInt(m.group(5))));
    }

    /** The same register on channel {@code channel}. */
    ObisCode onChannel(int channel) {
        return new ObisCode(a, channel, c, d, e);
    }

    @Override
    public String toString() {
        return a + "-" + b + ":" + c + "." + d + "." + e;
    }
}
