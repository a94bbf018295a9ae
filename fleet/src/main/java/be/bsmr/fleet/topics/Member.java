package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.unit.Power;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A house of a community, in {@link Topics#members}, by the meter's pseudonym; without a value, it
 * has left.
 *
 * @param community its id
 * @param name what the community calls it, such as {@code flat 12}
 * @param floor a share is never below it: the owner's own target; null when the owner has none
 * @param flexible what the house can put off or turn down, 0 or more
 */
public record Member(String community, String name, @Nullable Power floor, Power flexible) {

    private static final int VERSION = 1;

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = Bytes.begin(VERSION);
        to.text(community);
        to.text(name);
        to.maybe(floor, power -> to.number(power.watts()));
        to.number(flexible.watts());
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static Member of(byte[] bytes) throws DataFormatException {
        return Bytes.read(
                bytes,
                "a member",
                VERSION,
                from ->
                        new Member(
                                from.text(),
                                from.text(),
                                from.maybe(() -> new Power(from.small())),
                                new Power(from.small())));
    }
}
