package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.ControlOutcome;
import be.bsmr.control.Costs;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyPrices;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the loads, and how far we may go with them.
 *
 * @param loads in the order of the configuration at the last step
 * @param quarterControl of the running quarter
 * @param mode how far the controller may go
 * @param mayControl false while another program controls the same loads: then we only look on
 * @param prices what energy costs and brings, as far as somebody has told
 */
public record Control(
        List<LoadState> loads,
        QuarterControl quarterControl,
        ControlMode mode,
        boolean mayControl,
        EnergyPrices prices) {

    /** What one input led to. */
    record Step(Control control, List<Command> commands, List<Decision> decisions) {}

    public Control {
        loads = List.copyOf(loads);
    }

    /** Every load as its relay is at start. */
    static Control initial(SiteSettings settings) {
        return initial(settings, List.of());
    }

    /** Every load as its relay is at start, with what an earlier run knew of it. */
    static Control initial(SiteSettings settings, List<LoadMemory> memories) {
        Control begun =
                new Control(
                        List.of(),
                        QuarterControl.NONE,
                        settings.control(),
                        true,
                        EnergyPrices.NONE);
        return begun.with(
                begun.loads(settings).stream().map(l -> l.remembering(memories)).toList());
    }

    /**
     * The loads that the owner has now, each with what is known of it, in the order of the
     * configuration.
     */
    public List<LoadNow> loads(SiteSettings settings) {
        return settings.loads().stream().map(this::now).toList();
    }

    /** A load that was changed so that it cannot stay as it is set begins as after a restart. */
    private LoadNow now(Load load) {
        Optional<LoadNow> known =
                loads.stream()
                        .filter(s -> s.load().equals(load.id()))
                        .findFirst()
                        .map(s -> new LoadNow(load, s));
        return known.filter(LoadNow::fits)
                .orElseGet(
                        () ->
                                atTheStart(load)
                                        .remembering(known.map(LoadNow::memory).stream().toList()));
    }

    /** A load at the start: in its fail-safe where control is active, else free. */
    private LoadNow atTheStart(Load load) {
        LoadNow free = LoadNow.initial(load);
        return effectiveMode() == ControlMode.ACTIVE ? free.safely() : free;
    }

    /** What a kilowatt-hour comes to in a quarter; empty when it is not known. */
    Optional<Costs.Price> price(QuarterHour quarter) {
        return prices.at(quarter)
                .map(
                        p ->
                                new Costs.Price(
                                        p.importPerKwh().doubleValue(),
                                        p.exportPerKwh().doubleValue()));
    }

    /** How far the controller goes at this moment. */
    public ControlMode effectiveMode() {
        return mode == ControlMode.ACTIVE && !mayControl ? ControlMode.SHADOW : mode;
    }

    /**
     * The next state, and what is to be done and said.
     *
     * @param metering before the input
     * @param counted what the input has led to
     * @param foresight after it
     * @param share of the loads in the reading; null when the input is no new one
     */
    Step step(
            Metering metering,
            MeteringStep counted,
            Foresight foresight,
            @Nullable LoadShare share,
            SiteSettings settings) {
        return counted.input()
                .accept(new ControlCases(this, metering, counted, foresight, share, settings));
    }

    Step after(ControlOutcome outcome) {
        return new Step(with(outcome.loads()), outcome.commands(), outcome.decisions());
    }

    Control with(List<LoadNow> newLoads) {
        return with(newLoads, quarterControl);
    }

    Control with(List<LoadNow> newLoads, QuarterControl newQuarter) {
        return new Control(
                newLoads.stream().map(LoadNow::state).toList(),
                newQuarter,
                mode,
                mayControl,
                prices);
    }

    Control with(ControlMode newMode, boolean nowMayControl) {
        return new Control(loads, QuarterControl.NONE, newMode, nowMayControl, prices);
    }

    /** With other prices, by which nothing is planned yet. */
    Control with(EnergyPrices newPrices) {
        QuarterControl unplanned =
                new QuarterControl(quarterControl.withheld(), quarterControl.plan().forgotten());
        return new Control(loads, unplanned, mode, mayControl, newPrices);
    }
}
