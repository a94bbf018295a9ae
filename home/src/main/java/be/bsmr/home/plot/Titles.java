package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Energy;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Map;

/** What stands above a plot: when it was, and the one number that counts. */
record Titles(Sheet sheet) {

    Heading quarter(LinesOfQuarter lines) {
        ZonedDateTime start = lines.quarter().start().atZone(sheet.zone());
        return new Heading(
                sheet.text("quarter")
                        + " "
                        + sheet.span(lines.quarter())
                        + sheet.time(" z", start)
                        + ", "
                        + sheet.date(start),
                lines.isOver() ? result(lines) : expected(lines));
    }

    private String result(LinesOfQuarter lines) {
        Energy imported = lines.result().map(QuarterDemand::imported).orElse(lines.last().soFar());
        String came = sheet.kilowatts(kilowatts(imported)) + " (" + sheet.wattHours(imported) + ")";
        if (!lines.result().map(QuarterDemand::complete).orElse(true)) {
            return sheet.text("at_least", Map.of("came", came));
        }
        Energy limit = lines.last().limit();
        boolean over = imported.isAbove(limit);
        double apart = Math.abs(kilowatts(imported) - kilowatts(limit));
        return sheet.text(
                over ? "ended_above" : "ended_below",
                Map.of(
                        "came", came,
                        "apart", sheet.kilowatts(apart),
                        "limit", sheet.kilowatts(kilowatts(limit))));
    }

    private String expected(LinesOfQuarter lines) {
        QuarterPoint last = lines.last();
        return sheet.text("running")
                + sheet.time(" HH:mm:ss", last.at().atZone(sheet.zone()))
                + sheet.text(
                        "expected",
                        Map.of(
                                "forecast", sheet.kilowatts(kilowatts(last.forecast())),
                                "low", sheet.number(kilowatts(last.low())),
                                "high", sheet.kilowatts(kilowatts(last.high()))));
    }

    private static double kilowatts(Energy ofQuarter) {
        return ofQuarter.joules() / 900.0 / 1000;
    }

    Heading day(PowerOfDay day) {
        String highest = day.highest().map(this::highest).orElse("");
        Instant last = day.last();
        String running =
                day.isOver()
                        ? ""
                        : sheet.text("running") + sheet.time(" HH:mm", last.atZone(sheet.zone()));
        return new Heading(
                sheet.date(day.day()),
                highest.isEmpty() || running.isEmpty()
                        ? highest + running
                        : highest + " (" + running + ")");
    }

    private String highest(QuarterDemand quarter) {
        return sheet.text("highest_quarter")
                + " "
                + sheet.kilowatts(Demands.kilowatts(quarter))
                + ", "
                + sheet.span(quarter.quarter());
    }

    Heading month(PeaksOfMonth peaks) {
        QuarterDemand highest = peaks.highest();
        return new Heading(
                month(peaks.month()),
                sheet.text("month_peak")
                        + " "
                        + sheet.kilowatts(Demands.kilowatts(highest))
                        + sheet.time(", EEEE d, ", highest.quarter().start().atZone(sheet.zone()))
                        + sheet.span(highest.quarter()));
    }

    Heading year(PeaksOfYear peaks) {
        String when = months(peaks.first(), peaks.first().plusMonths(11));
        if (peaks.floor().isEmpty()) {
            return new Heading(when, "");
        }
        PeaksOfYear.Known last = peaks.last();
        return new Heading(
                when,
                sheet.text("billed_mean")
                        + " "
                        + sheet.kilowatts(last.meanKw())
                        + " ("
                        + sheet.text("known_months", Map.of("months", last.meanOf()))
                        + ")");
    }

    Heading month(DemandOfDays days) {
        return new Heading(month(YearMonth.from(days.first())), highest(days, "EEEE d"));
    }

    Heading year(DemandOfDays days) {
        return new Heading(
                months(YearMonth.from(days.first()), YearMonth.from(days.last())),
                highest(days, "EEEE d MMMM"));
    }

    private String highest(DemandOfDays days, String pattern) {
        QuarterDemand highest = days.highest();
        ZonedDateTime start = highest.quarter().start().atZone(sheet.zone());
        return sheet.text("highest_quarter")
                + " "
                + sheet.kilowatts(Demands.kilowatts(highest))
                + ", "
                + sheet.time(pattern, start)
                + ", "
                + sheet.span(highest.quarter());
    }

    private String month(YearMonth month) {
        return sheet.time("LLLL yyyy", month);
    }

    /** A calendar year by its number. */
    private String months(YearMonth first, YearMonth last) {
        return first.getYear() == last.getYear()
                ? String.valueOf(first.getYear())
                : month(first) + " – " + month(last);
    }
}
