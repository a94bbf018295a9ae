package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Member;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A house of a community as that knows it.
 *
 * @param newest what it foresaw last; null before
 */
record House(Member member, @Nullable Foreseen newest) {

    private static final byte VERSION = 1;

    /**
     * What a house foresaw.
     *
     * @param at when that reached the fleet
     * @param soFar what the quarter had come to already
     */
    record Foreseen(Instant at, ForecastSent forecast, Power soFar) {}

    /** For {@link #of}. */
    byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.block(member.bytes());
        to.maybe(
                newest,
                foreseen -> {
                    to.instant(foreseen.at);
                    foreseen.forecast.write(to);
                    to.number(foreseen.soFar.watts());
                });
        return to.checked();
    }

    /** What {@link #bytes} gave; empty when the bytes are damaged or of another version. */
    static Optional<House> of(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return Optional.empty();
            }
            Optional<Member> member = Stored.member(from.block());
            Foreseen newest =
                    from.maybe(
                            () ->
                                    new Foreseen(
                                            from.instant(),
                                            ForecastSent.read(from),
                                            new Power(from.small())));
            return member.map(m -> new House(m, newest));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
