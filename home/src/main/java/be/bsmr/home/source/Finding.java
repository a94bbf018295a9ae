package be.bsmr.home.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that the link doctor found, without a word of advice: those are for whoever shows it.
 *
 * @param facts numbers, texts and lists of lines that belong to it, by name and with their unit
 */
public record Finding(Kind kind, Severity severity, Map<String, Object> facts) {

    /** How much it matters. */
    public enum Severity {
        OK,
        /** Good to know; nothing needs doing. */
        NOTE,
        /** Somebody has to do something. */
        PROBLEM;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Kind {
        /** There is no serial port at all. */
        NO_PORT,
        /** The broker of the configuration lets us in. */
        BROKER,
        /** It does not, or is not there. */
        NO_BROKER,
        CANNOT_OPEN,
        /** The service of Debian's package has the port. */
        READ_BY_SERVICE,
        /** A BSMR that a person has started has it. */
        READ_BY_BSMR,
        LISTENED,
        /** The source broke while it was read. */
        LOST,
        SILENCE,
        /** Somebody listens at an address on the network, and says nothing. */
        SILENT_ADDRESS,
        /** The signal is upside down. */
        INVERTED,
        /** The port is set otherwise than the meter speaks. */
        WRONG_SETTINGS,
        /** Little else than 0x00 or 0xFF. */
        STUCK_LINE,
        GARBAGE,
        ENCRYPTED,
        /** Readable, but no telegrams. */
        NOT_P1,
        NEVER_ENDS,
        TELEGRAMS,
        CRC_ERRORS,
        /** Every checksum is wrong because something in between changes the ends of lines. */
        LINE_ENDS,
        CUT_TELEGRAMS,
        EMPTY_TELEGRAMS,
        STRAY_BYTES,
        NO_CHECKSUM,
        MISSING_TELEGRAMS,
        /** One telegram comes more than once: something in between repeats it. */
        REPEATS,
        /** Nothing but one telegram, for longer than any meter is silent. */
        STUCK,
        /** Two meters speak in turn. */
        TWO_METERS,
        /** Several meters speak that do not tell their numbers. */
        TWO_NAMELESS,
        /** One meter, then another. */
        METER_REPLACED,
        /** Only others speak than the meter that the configuration names. */
        OTHER_METER,
        NO_METER_TIME,
        CLOCK,
        CLOCK_STANDS,
        /** Much slower or faster than the host's. */
        CLOCK_SPEED,
        /** This machine's clock is the likely culprit. */
        HOST_CLOCK,
        CLOCK_SKEW,
        /** Off by whole hours: a time zone. */
        HOURS_OFF,
        METER,
        /** The port is of a heat, gas or water meter. */
        NO_ELECTRICITY,
        DEMAND,
        /** Firmware from before 50217 keeps no demand. */
        OLD_FIRMWARE,
        NO_DEMAND,
        GRID_1X230,
        GRID_3X230,
        GRID_3N400,
        GRID_UNKNOWN,
        VOLTAGE,
        MBUS,
        MBUS_NEVER,
        MBUS_STALE,
        /** Not read for long, while another of the same kind is. */
        MBUS_REPLACED,
        UNKNOWN_LINES,
        UNREADABLE_LINES;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public static Finding ok(Kind kind) {
        return new Finding(kind, Severity.OK, Map.of());
    }

    public static Finding note(Kind kind) {
        return new Finding(kind, Severity.NOTE, Map.of());
    }

    public static Finding problem(Kind kind) {
        return new Finding(kind, Severity.PROBLEM, Map.of());
    }

    /** With one more fact. */
    public Finding with(String name, Object fact) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, fact);
        return new Finding(kind, severity, more);
    }
}
