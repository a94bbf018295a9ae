package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.util.function.Function;
import java.util.zip.DataFormatException;

/** How each value in a topic begins and ends: the version first, a CRC-32C last. */
final class Bytes {

    private Bytes() {}

    static PackedWriter begin(int version) {
        PackedWriter to = new PackedWriter();
        to.put(version);
        return to;
    }

    /**
     * @param what such as "a member", for the error
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    static <T> T read(byte[] bytes, String what, int known, Function<PackedReader, T> read)
            throws DataFormatException {
        try {
            PackedReader from = PackedReader.checked(bytes);
            byte version = from.get();
            if (version != known) {
                throw new DataFormatException(
                        what + " of version " + version + ", this BSMR knows " + known);
            }
            T value = read.apply(from);
            if (!from.isAtEnd()) {
                throw new DataFormatException("bytes after the end of " + what);
            }
            return value;
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            throw new DataFormatException("not " + what + ": " + e.getMessage());
        }
    }
}
