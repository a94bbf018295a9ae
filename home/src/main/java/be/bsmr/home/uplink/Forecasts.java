package be.bsmr.home.uplink;

import be.bsmr.control.Outlook;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.wire.ForecastSent;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is foreseen, at the times at which it is said: each minute, and when a quarter begins. Each
 * house has a second of its own in the minute, so that a fleet does not speak all at once.
 */
final class Forecasts {

    private final long second;
    private @Nullable QuarterHour quarter;
    private long minute;

    /**
     * @param user whose second it is
     */
    Forecasts(String user) {
        second = Math.floorMod(user.hashCode(), Minute.SECONDS);
    }

    /** What is to be said after a step; whoever cannot say it does not ask. */
    Optional<ForecastSent> due(SiteStep step) {
        SiteState state = step.state();
        Outlook outlook = state.foresight().outlook();
        if (!step.newReading() || outlook == null || state.last() == null) {
            return Optional.empty();
        }
        QuarterHour now = outlook.soFar().quarter();
        long its = Math.floorDiv(outlook.at().getEpochSecond() - second, Minute.SECONDS);
        if (its == minute && Objects.equals(now, quarter)) {
            return Optional.empty();
        }
        minute = its;
        quarter = now;
        return Optional.of(
                new ForecastSent(
                        now,
                        outlook.at(),
                        state.last().reading().netPower().orElse(null),
                        outlook.forecast().likely()));
    }
}
