package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Member;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
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
     * Quantiles of a quarter that has only begun, as parts of what is expected: a house seldom
     * draws as much as it just did, and may draw thrice that.
     */
    private static final double[] SPREAD = {
        0.05, 0.15, 0.25, 0.35, 0.45, 0.7, 0.95, 1.25, 1.6, 1.9, 2.2, 2.6, 3.2
    };

    /**
     * What a house foresaw.
     *
     * @param at when that reached the fleet
     * @param soFar what the quarter had come to already
     */
    record Foreseen(Instant at, ForecastSent forecast, Power soFar) {

        /**
         * What it says of a quarter. Of one that has begun since, all that is known is what it drew
         * last and what the last one was thought to come to, and neither for sure.
         */
        DemandDistribution demandIn(QuarterHour quarter) {
            DemandDistribution last = forecast.demand();
            if (forecast.quarter().equals(quarter)) {
                return last;
            }
            Power now = forecast.power();
            double drawn = now == null ? last.expected().watts() : Math.max(0, now.watts());
            double expected = (drawn + last.expected().watts()) / 2;
            double[] quantiles = new double[DemandDistribution.size()];
            for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] = expected * SPREAD[i];
            }
            return DemandDistribution.of(expected, quantiles);
        }
    }

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
