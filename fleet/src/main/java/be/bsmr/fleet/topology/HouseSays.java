package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Member;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.QuarterSent;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a house, told to its community: on the way from the meters' part of the topology
 * to the communities'.
 */
sealed interface HouseSays {

    /** The meter's pseudonym. */
    String meter();

    /** It is a member, or something about that has changed. */
    record Joined(String meter, Member member) implements HouseSays {
        static final byte KIND = 1;
    }

    /** It is no member any more. */
    record Left(String meter) implements HouseSays {
        static final byte KIND = 2;
    }

    /**
     * It foresees its quarter.
     *
     * @param at when that reached the fleet
     * @param soFar what the quarter has come to already, as far as the fleet knows
     */
    record Foresees(String meter, Instant at, ForecastSent forecast, Power soFar)
            implements HouseSays {
        static final byte KIND = 3;
    }

    /**
     * A quarter of it has ended, or is known better.
     *
     * @param before what was said to this community of the same quarter; null when nothing was
     */
    record Ended(String meter, QuarterDemand quarter, @Nullable QuarterDemand before)
            implements HouseSays {
        static final byte KIND = 4;
    }

    byte VERSION = 1;

    /** For {@link #of}. */
    default byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        if (this instanceof Joined joined) {
            to.put(Joined.KIND);
            to.text(meter());
            to.block(joined.member.bytes());
        } else if (this instanceof Foresees foresees) {
            to.put(Foresees.KIND);
            to.text(meter());
            to.instant(foresees.at);
            foresees.forecast.write(to);
            to.number(foresees.soFar.watts());
        } else if (this instanceof Ended ended) {
            to.put(Ended.KIND);
            to.text(meter());
            QuarterSent.write(ended.quarter, to);
            to.maybe(ended.before, before -> QuarterSent.write(before, to));
        } else {
            to.put(Left.KIND);
            to.text(meter());
        }
        return to.checked();
    }

    /** What {@link #bytes} gave; empty when the bytes are damaged or of another version. */
    static Optional<HouseSays> of(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return Optional.empty();
            }
            byte kind = from.get();
            String meter = from.text();
            return switch (kind) {
                case Joined.KIND -> Stored.member(from.block()).map(m -> new Joined(meter, m));
                case Left.KIND -> Optional.of(new Left(meter));
                case Foresees.KIND ->
                        Optional.of(
                                new Foresees(
                                        meter,
                                        from.instant(),
                                        ForecastSent.read(from),
                                        new Power(from.small())));
                case Ended.KIND ->
                        Optional.of(
                                new Ended(
                                        meter,
                                        QuarterSent.readDemand(from),
                                        from.maybe(() -> QuarterSent.readDemand(from))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
