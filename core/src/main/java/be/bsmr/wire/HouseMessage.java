package be.bsmr.wire;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.util.zip.DataFormatException;

/**
 * What a house says to a fleet. It never says which meter it has: who it is stands on the envelope,
 * as a pseudonym.
 *
 * <p>As bytes: what it is, the version of that, its values, and a CRC-32C of all. A version that
 * was released is read for ever.
 */
public sealed interface HouseMessage permits SecondsBlock, QuarterSent, ForecastSent {

    /** For {@link #of}. */
    byte[] bytes();

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged, or of a kind or version that this
     *     program does not know; the message says which
     */
    static HouseMessage of(byte[] bytes) throws DataFormatException {
        try {
            PackedReader from = PackedReader.checked(bytes);
            byte kind = from.get();
            byte version = from.get();
            if (version != 1) {
                throw new DataFormatException("version " + version + ", this BSMR knows 1");
            }
            HouseMessage message =
                    switch (kind) {
                        case SecondsBlock.KIND -> SecondsBlock.read(from);
                        case QuarterSent.KIND -> QuarterSent.read(from);
                        case ForecastSent.KIND -> ForecastSent.read(from);
                        default -> throw new DataFormatException("a message of kind " + kind);
                    };
            if (!from.isAtEnd()) {
                throw new DataFormatException("bytes after the end of the message");
            }
            return message;
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            throw new DataFormatException("no message of a house: " + e.getMessage());
        }
    }

    /** The beginning of one of {@code kind}. */
    static PackedWriter begin(byte kind) {
        PackedWriter to = new PackedWriter();
        to.put(kind);
        to.put(1);
        return to;
    }
}
