package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.wire.HouseMessage;
import java.time.Instant;
import java.util.Map;
import java.util.zip.DataFormatException;

/**
 * What a house said, in {@link Topics#telegrams}, by the meter's pseudonym.
 *
 * @param at when it reached the fleet: no stamp in it is much later
 */
public record Arrived(Instant at, HouseMessage message) {

    private static final int VERSION = 1;

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = Bytes.begin(VERSION);
        to.instant(at);
        to.block(message.bytes());
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static Arrived of(byte[] bytes) throws DataFormatException {
        Map.Entry<Instant, byte[]> parts =
                Bytes.read(
                        bytes,
                        "what a house said",
                        VERSION,
                        from -> Map.entry(from.instant(), from.block()));
        return new Arrived(parts.getKey(), HouseMessage.of(parts.getValue()));
    }
}
