package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.wire.HouseMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.DataFormatException;

/**
 * What a house said, in {@link Topics#telegrams}, by the meter's pseudonym.
 *
 * @param at when it reached the fleet: no stamp in it is much later
 */
public record Arrived(Instant at, HouseMessage message) {

    /** A house's clock may go ahead of the fleet's by so much: what is stamped later is refused. */
    public static final Duration AHEAD = Duration.ofMinutes(2);

    /**
     * A house that was cut off tells what it has missed; what is older is refused, and kept
     * nowhere.
     */
    public static final Duration LATE = Duration.ofDays(3);

    /** Messages of one house: three days of what it says each minute may come at once. */
    public static final int MOST_A_MINUTE = 6_000;

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
