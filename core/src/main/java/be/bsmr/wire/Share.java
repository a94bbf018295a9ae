package be.bsmr.wire;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.unit.Power;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.DataFormatException;

/**
 * What a community grants one of its houses, said to that house.
 *
 * @param demand its quarter-hours are to stay below this
 * @param at when it was worked out
 * @param until a house that has heard nothing newer goes by its own target from then on
 */
public record Share(Power demand, Instant at, Instant until) {

    /** How long a share holds. */
    public static final Duration VALID = Duration.ofMinutes(2);

    private static final byte VERSION = 1;

    public Share {
        if (Power.ZERO.isAbove(demand)) {
            throw new IllegalArgumentException("no demand is below zero: " + demand);
        }
    }

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.number(demand.watts());
        to.instant(at);
        to.instant(until);
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static Share of(byte[] bytes) throws DataFormatException {
        try {
            PackedReader from = PackedReader.checked(bytes);
            byte version = from.get();
            if (version != VERSION) {
                throw new DataFormatException("version " + version + ", this BSMR knows 1");
            }
            return new Share(new Power(from.small()), from.instant(), from.instant());
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            throw new DataFormatException("no share: " + e.getMessage());
        }
    }
}
