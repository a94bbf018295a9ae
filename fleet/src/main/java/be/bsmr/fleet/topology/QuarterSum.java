package be.bsmr.fleet.topology;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Energy;
import java.nio.BufferUnderflowException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the houses of a community said of one quarter, summed as it comes in: nobody has to keep the
 * quarter of each.
 *
 * @param imported of all that are known
 * @param known of how many houses at least a part is known
 * @param complete of how many houses the whole is known
 * @param version under which it was said last; 0 before
 * @param changed whether it is another since
 */
record QuarterSum(Energy imported, int known, int complete, int version, boolean changed) {

    static final QuarterSum NOTHING = new QuarterSum(Energy.ZERO, 0, 0, 0, false);

    private static final byte VERSION = 1;

    /**
     * With what a house says of it. What no meter could show is passed over: it would stand for all
     * the others.
     *
     * @param before what the house had said; null when it had not
     */
    QuarterSum with(QuarterDemand said, @Nullable QuarterDemand before) {
        if (!MeterStep.isPlausible(said)) {
            return this;
        }
        QuarterDemand taken = before != null && MeterStep.isPlausible(before) ? before : null;
        return new QuarterSum(
                imported.plus(said.imported())
                        .minus(taken == null ? Energy.ZERO : taken.imported()),
                known + (taken == null ? 1 : 0),
                complete + one(said) - (taken == null ? 0 : one(taken)),
                version,
                true);
    }

    private static int one(QuarterDemand demand) {
        return demand.complete() ? 1 : 0;
    }

    /** To be said now, whoever has not spoken. */
    QuarterSum due() {
        return new QuarterSum(imported, known, complete, version, version == 0 || changed);
    }

    /** After it was said. */
    QuarterSum said() {
        return new QuarterSum(imported, known, complete, version + 1, false);
    }

    /** For {@link #of}. */
    byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.number(imported.joules());
        to.number(known);
        to.number(complete);
        to.number(version);
        to.flag(changed);
        return to.checked();
    }

    /** What {@link #bytes} gave; empty when the bytes are damaged or of another version. */
    static Optional<QuarterSum> of(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            return from.get() != VERSION
                    ? Optional.empty()
                    : Optional.of(
                            new QuarterSum(
                                    new Energy(from.number()),
                                    from.small(),
                                    from.small(),
                                    from.small(),
                                    from.flag()));
        } catch (IllegalArgumentException | BufferUnderflowException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
