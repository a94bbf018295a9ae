package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.ControlOutcome;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the loads stand, and how far we may go with them.
 *
 * @param loads in the order of the configuration
 * @param quarterControl of the running quarter
 * @param mode how far the controller may go
 * @param mayControl false while another program controls the same loads: then we only look on
 */
public record Control(
        List<LoadState> loads,
        QuarterControl quarterControl,
        ControlMode mode,
        boolean mayControl) {

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
        return new Control(
                settings.loads().stream()
                        .map(l -> atTheStart(l, settings).remembering(memories))
                        .toList(),
                QuarterControl.NONE,
                settings.control(),
                true);
    }

    /** A load at the start: in its fail-safe where control is active, else free. */
    private static LoadState atTheStart(Load load, SiteSettings settings) {
        LoadState free = LoadState.initial(load);
        return settings.control() == ControlMode.ACTIVE ? free.safely() : free;
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

    Control with(List<LoadState> newLoads) {
        return new Control(newLoads, quarterControl, mode, mayControl);
    }

    Control with(ControlMode newMode, boolean nowMayControl) {
        return new Control(loads, QuarterControl.NONE, newMode, nowMayControl);
    }
}
