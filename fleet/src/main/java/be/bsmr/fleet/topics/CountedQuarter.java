package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.wire.QuarterSent;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * A quarter-hour of one meter that has ended, in {@link Topics#quarters}, by the meter's pseudonym.
 * What is said of the same quarter later takes the place of what was said before.
 *
 * @param by who counted it
 */
public record CountedQuarter(QuarterDemand demand, By by) {

    /** Who counted. */
    public enum By {
        /** The fleet, from the house's seconds. */
        FLEET,
        /** The house itself; its seconds did not all arrive. */
        HOUSE
    }

    private static final int VERSION = 1;
    private static final List<By> WHO = List.of(By.FLEET, By.HOUSE);

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = Bytes.begin(VERSION);
        QuarterSent.write(demand, to);
        to.place(by, WHO);
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static CountedQuarter of(byte[] bytes) throws DataFormatException {
        return Bytes.read(
                bytes,
                "a quarter",
                VERSION,
                from -> new CountedQuarter(QuarterSent.readDemand(from), from.place(WHO)));
    }
}
