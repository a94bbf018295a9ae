package be.bsmr.control;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the controller sees of the house at one moment.
 *
 * @param outlook of the running quarter, the loads staying as they are
 * @param zone of days and times of the week
 * @param currents on each wire, L1 first, below zero when it feeds the grid; empty when the meter
 *     does not tell, a wire null likewise
 * @param fuse the main fuse, per wire; null when it is not known
 * @param delta whether the grid is three wires of 230 V without neutral
 * @param ahead what the rest of the house comes to in a quarter that has not begun, at most a day
 *     ahead; asked only when it matters
 * @param knowsADay whether {@code ahead} rests on a whole day that was seen
 * @param costs what energy and peaks cost, as far as that is known
 * @param plan made when the running quarter began; the one before until then
 */
public record View(
        Outlook outlook,
        ZoneId zone,
        List<@Nullable Current> currents,
        @Nullable Current fuse,
        boolean delta,
        Function<QuarterHour, DemandDistribution> ahead,
        boolean knowsADay,
        Costs costs,
        Plan plan) {

    /** This view with a new plan for {@code loads}, made at the start of a quarter. */
    public View planned(List<LoadNow> loads) {
        return with(Plan.of(loads, this));
    }

    public View with(Plan newPlan) {
        return new View(outlook, zone, currents, fuse, delta, ahead, knowsADay, costs, newPlan);
    }

    /**
     * The demand that is aimed for on purpose where the target cannot be kept, so that all that is
     * due is drawn in time; zero when there is no need.
     */
    Power level() {
        return plan.level();
    }

    /** What the quarter may come to. */
    Power target() {
        return outlook.target().max(level());
    }

    Instant now() {
        return outlook.at();
    }

    ZonedDateTime local() {
        return outlook.at().atZone(zone);
    }

    LocalDate today() {
        return local().toLocalDate();
    }
}
