package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.unit.Power;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a community has agreed on, in {@link Topics#agreements}, by its id; without a value, it is
 * none any more.
 *
 * @param name for people
 * @param target what all its houses together are to stay under, each quarter-hour: that of the
 *     connection's contract, or its own; null when it shares nothing
 */
public record Agreement(String name, @Nullable Power target) {

    private static final int VERSION = 1;

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = Bytes.begin(VERSION);
        to.text(name);
        to.maybe(target, power -> to.number(power.watts()));
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static Agreement of(byte[] bytes) throws DataFormatException {
        return Bytes.read(
                bytes,
                "an agreement",
                VERSION,
                from -> new Agreement(from.text(), from.maybe(() -> new Power(from.small()))));
    }
}
