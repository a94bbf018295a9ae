package be.bsmr.backtest;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.simulator.Phases;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The meter of a simulated house, as Fluvius has them since 2020: registers of whole watt-hours,
 * the demand of the running quarter, and the phases when it is told of them. Changes as it runs.
 */
final class HouseMeter {

    private static final Identity IDENTITY = new Identity("trial", "50221", null, null);
    private static final int WATT_HOUR = 3600;
    private static final int QUARTER = 900;

    private final @Nullable Grid grid;
    private final Random noise = new Random(1);
    private double imported;
    private double exported;
    private double quarter;

    HouseMeter(@Nullable Grid grid) {
        this.grid = grid;
    }

    /** Import since the quarter began, J. */
    double quarter() {
        return quarter;
    }

    void turn() {
        quarter = 0;
    }

    /**
     * Counts one second.
     *
     * @param watts import minus export
     */
    void count(double watts) {
        imported += Math.max(0, watts);
        exported += Math.max(0, -watts);
        quarter += Math.max(0, watts);
    }

    /**
     * The telegram at the end of a second that has been counted.
     *
     * @param circuits power on each, W
     */
    MeterRead read(Instant at, double watts, double[] circuits) {
        List<PhaseReading> phases =
                grid == null
                        ? List.of()
                        : Phases.of(
                                        grid,
                                        (int) Math.round(circuits[0]),
                                        (int) Math.round(circuits[1]),
                                        (int) Math.round(circuits[2]))
                                .readings(noise);
        Reading reading =
                new Reading(
                        IDENTITY,
                        at,
                        null,
                        new Flow(
                                total(imported),
                                Power.ofWatts(Math.round(Math.max(0, watts))),
                                new DemandReading(
                                        new Power((int) (quarter / QUARTER)), null, List.of())),
                        new Flow(total(exported), Power.ofWatts(Math.round(Math.max(0, -watts)))),
                        phases,
                        List.of(),
                        Supply.of(null, grid));
        return new MeterRead(reading, at, LinkHealth.INITIAL);
    }

    private static EnergyRegisters total(double joules) {
        Energy shown = Energy.ofWattHours((long) (joules / WATT_HOUR));
        return new EnergyRegisters(shown, null, null, null, null, null, true);
    }
}
