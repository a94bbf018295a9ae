package be.bsmr.control;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Current;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the controller sees of the house at one moment.
 *
 * @param outlook of the running quarter, the loads staying as they are
 * @param zone of days and times of the week
 * @param currents on each wire, L1 first; empty when the meter does not tell, a wire null likewise
 * @param fuse the main fuse, per wire; null when it is not known
 * @param delta whether the grid is three wires of 230 V without neutral
 * @param next what the rest of the house comes to in the quarter after this one; asked only when
 *     something may be given back
 */
public record View(
        Outlook outlook,
        ZoneId zone,
        List<@Nullable Current> currents,
        @Nullable Current fuse,
        boolean delta,
        Supplier<DemandDistribution> next) {

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
