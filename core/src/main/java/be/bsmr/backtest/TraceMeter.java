package be.bsmr.backtest;

import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;

/**
 * A meter that counts the powers of a trace, so that they can go the way of a telegram: its import
 * register is exact to the joule, so the quarter that the site counts is the integral of the trace.
 * Changes as it runs.
 */
public final class TraceMeter {

    private static final Identity IDENTITY = new Identity("trace", null, null, null);

    /** Watts times seconds, kept exact for powers below a watt. */
    private double joules;

    private long before = Long.MIN_VALUE;

    /**
     * The telegram of second {@code at}.
     *
     * @param at later than the last
     * @param watts mean since the last; below zero is export
     */
    public MeterRead read(Instant at, double watts) {
        long now = at.getEpochSecond();
        if (before != Long.MIN_VALUE) {
            joules += Math.max(0, watts) * (now - before);
        }
        before = now;
        Power importPower = Power.ofWatts(Math.round(Math.max(0, watts)));
        Power exportPower = Power.ofWatts(Math.round(Math.max(0, -watts)));
        Energy imported = new Energy(Math.round(joules));
        Reading reading =
                new Reading(
                        IDENTITY,
                        at,
                        null,
                        new Flow(
                                new EnergyRegisters(imported, null, null, null, null, null, true),
                                importPower),
                        new Flow(EnergyRegisters.NONE, exportPower),
                        List.of(),
                        List.of(),
                        Supply.UNKNOWN);
        return new MeterRead(reading, at, LinkHealth.INITIAL);
    }
}
