package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** What is known of a community, in {@link Topics#communities}, by its id. */
public sealed interface CommunitySaid {

    /** Millionths: how probabilities are written. */
    int PARTS = 1_000_000;

    /** For {@link #of}. */
    byte[] bytes();

    /**
     * How it does now.
     *
     * @param at when that was worked out, the fleet's clock
     * @param members how many it has
     * @param heard of how many something was heard lately
     * @param power import minus export of those, summed; below zero the community exports
     * @param expected what the running quarter may come to, all of them together; null while nobody
     *     foresees
     * @param target the agreement's; null when it has none
     * @param breaks probability that the quarter passes the target, 0…1; 0 without a target
     * @param shared what is granted to its houses in all, 0 when nothing is shared
     */
    record Now(
            QuarterHour quarter,
            Instant at,
            int members,
            int heard,
            Power power,
            @Nullable DemandDistribution expected,
            @Nullable Power target,
            double breaks,
            Power shared)
            implements CommunitySaid {

        static final byte KIND = 1;

        @Override
        public byte[] bytes() {
            PackedWriter to = Bytes.begin(VERSION);
            to.put(KIND);
            to.instant(quarter.start());
            to.instant(at);
            to.number(members);
            to.number(heard);
            to.number(power.watts());
            to.maybe(
                    expected,
                    demand -> {
                        to.number(demand.expected().watts());
                        for (double quantile : demand.quantiles()) {
                            to.number(Math.round(quantile));
                        }
                    });
            to.maybe(target, most -> to.number(most.watts()));
            to.number(Math.round(breaks * PARTS));
            to.number(shared.watts());
            return to.checked();
        }

        static Now read(PackedReader from) {
            return new Now(
                    new QuarterHour(from.instant()),
                    from.instant(),
                    from.small(),
                    from.small(),
                    new Power(from.small()),
                    from.maybe(() -> demand(from)),
                    from.maybe(() -> new Power(from.small())),
                    (double) from.number() / PARTS,
                    new Power(from.small()));
        }

        private static DemandDistribution demand(PackedReader from) {
            int expected = from.small();
            double[] quantiles = new double[DemandDistribution.size()];
            for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] = from.number();
            }
            return DemandDistribution.of(expected, quantiles);
        }
    }

    /**
     * A quarter-hour of it that has ended. One that is said again, with a higher version, takes the
     * place of what was said before: a house was late.
     *
     * @param version from 1
     * @param imported of all that are known, summed
     * @param members how many it had
     * @param complete of how many the whole quarter is known
     * @param known of how many at least a part is known
     */
    record Ended(
            QuarterHour quarter, int version, Energy imported, int members, int complete, int known)
            implements CommunitySaid {

        static final byte KIND = 2;

        @Override
        public byte[] bytes() {
            PackedWriter to = Bytes.begin(VERSION);
            to.put(KIND);
            to.instant(quarter.start());
            to.number(version);
            to.number(imported.joules());
            to.number(members);
            to.number(complete);
            to.number(known);
            return to.checked();
        }

        static Ended read(PackedReader from) {
            return new Ended(
                    new QuarterHour(from.instant()),
                    from.small(),
                    new Energy(from.number()),
                    from.small(),
                    from.small(),
                    from.small());
        }
    }

    int VERSION = 1;

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    static CommunitySaid of(byte[] bytes) throws DataFormatException {
        return Bytes.read(
                bytes,
                "what is known of a community",
                VERSION,
                from ->
                        switch (from.get()) {
                            case Now.KIND -> Now.read(from);
                            case Ended.KIND -> Ended.read(from);
                            default -> throw new IllegalArgumentException("of unknown kind");
                        });
    }
}
