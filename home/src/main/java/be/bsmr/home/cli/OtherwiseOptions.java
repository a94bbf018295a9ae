package be.bsmr.home.cli;

import be.bsmr.otherwise.Question;
import be.bsmr.simulator.Battery;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What might have been otherwise in the past of the house. */
final class OtherwiseOptions {

    @Option(
            names = "--battery",
            paramLabel = "ENERGY",
            description =
                    "instead: the last thirteen months with a battery that holds, such as 10kWh")
    private @Nullable String battery;

    @Option(
            names = "--battery-power",
            paramLabel = "POWER",
            description = "the most that it gives and takes (default: empty after two hours)")
    private @Nullable String power;

    @Option(
            names = "--efficiency",
            paramLabel = "PERCENT",
            description = "what comes out of what goes in (default: 90)")
    private @Nullable Integer efficiency;

    @Option(
            names = "--target",
            paramLabel = "POWER",
            description = "instead: the last thirteen months under this target, such as 3kW")
    private @Nullable String target;

    @Option(
            names = "--without-bsmr",
            description = "instead: the last months had nothing held back a load")
    private boolean uncontrolled;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            arity = "0..1",
            fallbackValue = "14",
            description =
                    "with --battery or --target: not by quarters, but each second of the last days"
                            + " (default: 14) through BSMR itself")
    private @Nullable Integer days;

    /** The question; empty when none of these is asked. */
    Optional<Question> question() throws Fault {
        Optional<Question> asked = ofQuarters();
        if (days == null) {
            return asked;
        }
        if (asked.isEmpty()) {
            throw Fault.usage("--days goes with --battery or --target");
        }
        try {
            return Optional.of(new Question.EachSecond(asked.get(), days));
        } catch (IllegalArgumentException e) {
            throw Fault.usage("--days: " + e.getMessage());
        }
    }

    private Optional<Question> ofQuarters() throws Fault {
        if (battery == null && (power != null || efficiency != null)) {
            throw Fault.usage("--battery-power and --efficiency go with --battery");
        }
        long asked =
                Stream.of(battery != null, target != null, uncontrolled).filter(b -> b).count();
        if (asked > 1) {
            throw Fault.usage(
                    "--battery, --target and --without-bsmr are three questions: ask one");
        }
        try {
            if (battery != null) {
                double kwh = Quantities.kilowattHours("--battery", battery);
                double watts =
                        power == null
                                ? Question.Stored.usualWatts(kwh)
                                : Quantities.power("--battery-power", power).watts();
                double share =
                        efficiency == null ? Question.Stored.USUAL_EFFICIENCY : efficiency / 100.0;
                return Optional.of(new Question.Stored(new Battery.Make(kwh, watts, share)));
            }
            if (target != null) {
                return Optional.of(new Question.Aimed(Quantities.power("--target", target)));
            }
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
        return uncontrolled ? Optional.of(new Question.Uncontrolled()) : Optional.empty();
    }
}
