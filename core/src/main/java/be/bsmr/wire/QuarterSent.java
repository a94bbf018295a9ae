package be.bsmr.wire;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.util.List;

/** A quarter-hour that has ended, as the house itself counted it. */
public record QuarterSent(QuarterDemand demand) implements HouseMessage {

    static final byte KIND = 2;

    private static final List<Estimator> ESTIMATORS =
            List.of(Estimator.DEMAND_REGISTER, Estimator.REGISTERS, Estimator.POWER);

    /** Shares are written as parts of this. */
    private static final int PARTS = 1_000_000;

    @Override
    public byte[] bytes() {
        PackedWriter to = HouseMessage.begin(KIND);
        write(demand, to);
        return to.checked();
    }

    static QuarterSent read(PackedReader from) {
        return new QuarterSent(readDemand(from));
    }

    /** What {@link #readDemand} reads; the coverage is rounded to a millionth. */
    public static void write(QuarterDemand demand, PackedWriter to) {
        to.instant(demand.quarter().start());
        to.number(demand.imported().joules());
        to.number(Math.round(demand.coverage() * PARTS));
        to.place(demand.estimator(), ESTIMATORS);
        to.flag(demand.complete());
        to.maybe(demand.error(), error -> to.number(error.joules()));
    }

    /** What {@link #write} wrote. */
    public static QuarterDemand readDemand(PackedReader from) {
        return new QuarterDemand(
                new QuarterHour(from.instant()),
                new Energy(from.number()),
                (double) from.number() / PARTS,
                from.place(ESTIMATORS),
                from.flag(),
                from.maybe(() -> new Energy(from.number())));
    }
}
