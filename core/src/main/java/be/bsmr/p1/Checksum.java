package be.bsmr.p1;

import java.util.Locale;

/** What the CRC behind the {@code !} says of a telegram. */
public enum Checksum {
    OK,
    /** The meter sends none, as DSMR 2.2 and 3.0 meters do. */
    ABSENT,
    /** It is that of other content; only a lenient framer hands such a telegram on. */
    BAD;

    /** The name used in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
