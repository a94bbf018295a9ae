package be.bsmr.otherwise;

import be.bsmr.control.LoadMemory;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a house's past, as far as it can be gone through again.
 *
 * @param zone whose months count
 * @param quarters oldest first; those nobody measured are missing
 * @param peaks the month peaks that count, whoever knows them
 * @param control what was recorded of the loads
 * @param loads what is known of each load
 */
public record Lived(
        ZoneId zone,
        List<Quarter> quarters,
        PeakHistory peaks,
        Control control,
        List<LoadMemory> loads) {

    /**
     * One quarter-hour as it was.
     *
     * @param exported zero where it is not known
     * @param complete known from start to end; another one is never a peak
     */
    public record Quarter(QuarterHour quarter, Energy imported, Energy exported, boolean complete) {

        /** Mean import over the quarter. */
        public Power demand() {
            return imported.meanPower(QuarterHour.LENGTH);
        }
    }

    /**
     * What control did, as it was recorded.
     *
     * @param since from when on loads are recorded; null when none ever was
     * @param told what loads were told, oldest first
     * @param foreseen what quarters were foreseen to come to when something was held back
     */
    public record Control(@Nullable Instant since, List<Told> told, List<Foreseen> foreseen) {

        /** Nothing was recorded. */
        public static final Control NONE = new Control(null, List.of(), List.of());

        public Control {
            told = List.copyOf(told);
            foreseen = List.copyOf(foreseen);
        }
    }

    /**
     * A load was told something, which holds until it is told something else.
     *
     * @param at from when on
     * @param load its id
     * @param shed whether it was cut off
     * @param value what it was set to, in its unit; null for one that is on or off
     */
    public record Told(Instant at, String load, boolean shed, @Nullable Integer value) {}

    /**
     * What a quarter was foreseen to come to, had nothing been done at that moment.
     *
     * @param at when that was decided
     */
    public record Foreseen(Instant at, Power demand) {}

    public Lived {
        quarters = List.copyOf(quarters);
        loads = List.copyOf(loads);
    }

    /** What of it began at an instant or later. */
    public Lived since(Instant from) {
        return new Lived(
                zone,
                quarters.stream().filter(q -> !q.quarter().start().isBefore(from)).toList(),
                peaks,
                control,
                loads);
    }

    /** The month that an instant is in. */
    public YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(zone));
    }

    /** The quarters of each month, oldest first. */
    SortedMap<YearMonth, List<Quarter>> months() {
        SortedMap<YearMonth, List<Quarter>> months = new TreeMap<>();
        for (Quarter q : quarters) {
            months.computeIfAbsent(month(q.quarter().start()), m -> new ArrayList<>()).add(q);
        }
        return months;
    }

    /** The highest of some quarters that are known from start to end; zero when none is. */
    static Power highest(List<Quarter> quarters) {
        return quarters.stream()
                .filter(Quarter::complete)
                .map(Quarter::demand)
                .reduce(Power.ZERO, Power::max);
    }
}
