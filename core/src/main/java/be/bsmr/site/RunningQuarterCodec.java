package be.bsmr.site;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.Contradiction;
import be.bsmr.quarter.DemandRegister;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.PowerIntegral;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RegisterDifference;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running quarter with its three estimators, as bytes. */
final class RunningQuarterCodec {

    private static final List<Estimator> ESTIMATORS = List.of(Estimator.values());
    private static final List<Contradiction> CONTRADICTIONS = List.of(Contradiction.values());

    private RunningQuarterCodec() {}

    static void write(RunningQuarter quarter, PackedWriter to) {
        to.instant(quarter.quarter().start());
        to.instant(quarter.at());
        DemandRegister demand = quarter.demand();
        to.maybe(demand.newest(), p -> to.number(p.watts()));
        to.maybe(demand.at(), to::instant);
        to.flag(demand.fromStart());
        RegisterDifference registers = quarter.registers();
        write(registers.start(), to);
        to.number(registers.startError().joules());
        write(registers.first(), to);
        write(registers.newest(), to);
        to.maybe(registers.at(), to::instant);
        PowerIntegral power = quarter.power();
        to.number(power.imported().joules());
        to.number(power.error().joules());
        to.duration(power.covered());
        to.duration(power.cadence());
        to.maybe(power.last(), p -> to.number(p.watts()));
        to.number(power.recent().watts());
        to.number(power.highest().watts());
        to.flag(quarter.fromStart());
        to.maybe(quarter.believed(), believed -> to.place(believed, ESTIMATORS));
        to.place(quarter.contradiction(), CONTRADICTIONS);
    }

    static RunningQuarter read(PackedReader from) {
        return new RunningQuarter(
                new QuarterHour(from.instant()),
                from.instant(),
                new DemandRegister(
                        from.maybe(() -> power(from)), from.maybe(from::instant), from.flag()),
                new RegisterDifference(
                        from.maybe(() -> energy(from)),
                        energy(from),
                        from.maybe(() -> energy(from)),
                        from.maybe(() -> energy(from)),
                        from.maybe(from::instant)),
                new PowerIntegral(
                        energy(from),
                        energy(from),
                        from.duration(),
                        from.duration(),
                        from.maybe(() -> power(from)),
                        power(from),
                        power(from)),
                from.flag(),
                from.maybe(() -> from.place(ESTIMATORS)),
                from.place(CONTRADICTIONS));
    }

    private static void write(@Nullable Energy energy, PackedWriter to) {
        to.maybe(energy, e -> to.number(e.joules()));
    }

    private static Energy energy(PackedReader from) {
        return new Energy(from.number());
    }

    private static Power power(PackedReader from) {
        return new Power(from.small());
    }
}
