package be.bsmr.home.mqtt;

import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;

/** Readings written by hand. */
final class Readings {

    private Readings() {}

    /** A meter without 1.4.0 that imports {@code watts}. */
    static Reading of(Instant at, long t1, long t2, int watts, List<PhaseReading> phases) {
        return new Reading(
                new Identity("FLU5\\1", "50216", null, null),
                at,
                1,
                new Flow(
                        EnergyRegisters.ofTariffs(Energy.ofWattHours(t1), Energy.ofWattHours(t2)),
                        new Power(Math.max(watts, 0))),
                new Flow(
                        EnergyRegisters.ofTariffs(Energy.ofWattHours(777), Energy.ofWattHours(888)),
                        new Power(Math.max(-watts, 0))),
                phases,
                List.of(),
                Supply.UNKNOWN);
    }
}
