package be.bsmr.control;

import java.util.List;

/**
 * What one decision, reading or event led to: the loads afterwards, the commands for their
 * actuators, and what people are told.
 *
 * @param loads in the order of the configuration
 * @param commands to be carried out in this order
 * @param decisions what was decided or noticed, and why
 */
public record ControlOutcome(
        List<LoadNow> loads, List<Command> commands, List<Decision> decisions) {

    public ControlOutcome {
        loads = List.copyOf(loads);
        commands = List.copyOf(commands);
        decisions = List.copyOf(decisions);
    }

    /** An outcome in which nothing is commanded and nothing is told. */
    static ControlOutcome unchanged(List<LoadNow> loads) {
        return new ControlOutcome(loads, List.of(), List.of());
    }

    /** These loads without the commands and decisions. */
    public ControlOutcome silently() {
        return unchanged(loads);
    }
}
