package be.bsmr.backtest;

import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;

/**
 * What all ways aim for, so that they can be compared.
 *
 * @param fixed one demand throughout; zero = as the tariff has it: 2.5 kW, or the period's peak so
 *     far
 * @param span after which the peak so far is forgotten; of peaks, too, there is one in each
 */
public record PeakGoal(Power fixed, Span span) {

    static final int QUARTERS_A_DAY = 96;
    private static final int DAYS_A_WEEK = 7;
    private static final int NOON = 12;

    /** How long a peak counts. The tariff has months; the shorter ones are judged by less luck. */
    public enum Span {
        /** From noon to noon, so that a night is in one piece. */
        DAY,
        /** From Monday's noon. */
        WEEK,
        /** Of the calendar. */
        MONTH;

        /** The word that options and reports have for it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The date on which the period began that {@code at} is in.
         *
         * @param zone of noon and midnight
         */
        public LocalDate of(Instant at, ZoneId zone) {
            ZonedDateTime local = at.atZone(zone);
            if (this == MONTH) {
                return local.toLocalDate().withDayOfMonth(1);
            }
            LocalDate noon = local.toLocalDate().minusDays(local.getHour() < NOON ? 1 : 0);
            return this == DAY
                    ? noon
                    : noon.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        }

        /**
         * Quarter-hours of the period that began on {@code date}, but for a change of the clock.
         */
        int quarters(LocalDate date) {
            return QUARTERS_A_DAY
                    * switch (this) {
                        case DAY -> 1;
                        case WEEK -> DAYS_A_WEEK;
                        case MONTH -> date.lengthOfMonth();
                    };
        }
    }

    public static final PeakGoal OF_THE_MONTH = of(Span.MONTH);

    /** The goal that a tariff would set if it billed the peak of each {@code span}. */
    public static PeakGoal of(Span span) {
        return new PeakGoal(Power.ZERO, span);
    }

    /** One demand throughout. */
    public static PeakGoal of(Power fixed) {
        return new PeakGoal(fixed, Span.MONTH);
    }

    Power in(LocalDate period, Map<LocalDate, Power> peaks) {
        return fixed.watts() > 0
                ? fixed
                : PeakTarget.BILLED_MINIMUM.max(peaks.getOrDefault(period, Power.ZERO));
    }

    PeakTarget ofSite() {
        return fixed.watts() > 0 ? PeakTarget.fixed(fixed) : PeakTarget.WITHOUT_GOAL;
    }
}
