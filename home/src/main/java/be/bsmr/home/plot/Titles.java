package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.time.Instant;
import java.time.ZonedDateTime;

/** What stands above a plot: when it was, and the one number that counts. */
record Titles(Sheet sheet) {

    String quarter(LinesOfQuarter lines) {
        Instant start = lines.quarter().start();
        String running =
                lines.isOver()
                        ? ""
                        : " – "
                                + sheet.text("running")
                                + sheet.time(" HH:mm:ss", lines.last().at().atZone(sheet.zone()));
        return sheet.text("quarter")
                + " "
                + sheet.span(lines.quarter())
                + sheet.time(" z", start.atZone(sheet.zone()))
                + ", "
                + sheet.date(start.atZone(sheet.zone()))
                + running;
    }

    String day(PowerOfDay day) {
        String date = sheet.date(day.day());
        String highest =
                day.highest()
                        .map(
                                q ->
                                        " – "
                                                + sheet.text("highest_quarter")
                                                + " "
                                                + sheet.kilowatts(Demands.kilowatts(q))
                                                + ", "
                                                + sheet.span(q.quarter()))
                        .orElse("");
        String running =
                day.isOver()
                        ? ""
                        : " ("
                                + sheet.text("running")
                                + sheet.time(" HH:mm", day.last().atZone(sheet.zone()))
                                + ")";
        return date + highest + running;
    }

    String month(PeaksOfMonth peaks) {
        QuarterDemand highest = peaks.highest();
        return sheet.time("LLLL yyyy", peaks.month())
                + " – "
                + sheet.text("month_peak")
                + " "
                + sheet.kilowatts(Demands.kilowatts(highest))
                + sheet.time(", EEEE d, ", highest.quarter().start().atZone(sheet.zone()))
                + sheet.span(highest.quarter());
    }

    String year(PeaksOfYear peaks) {
        if (peaks.floor().isEmpty()) {
            return String.valueOf(peaks.year());
        }
        PeaksOfYear.Known last = peaks.last();
        return peaks.year()
                + " – "
                + sheet.text("billed_mean")
                + " "
                + sheet.kilowatts(last.meanKw())
                + " ("
                + last.meanOf()
                + " "
                + sheet.text(last.meanOf() == 1 ? "known_month" : "known_months")
                + ")";
    }

    String month(DemandOfDays days) {
        return sheet.time("LLLL yyyy", days.first()) + highest(days, "EEEE d");
    }

    String year(DemandOfDays days) {
        return days.first().getYear() + highest(days, "EEEE d MMMM");
    }

    private String highest(DemandOfDays days, String pattern) {
        QuarterDemand highest = days.highest();
        ZonedDateTime start = highest.quarter().start().atZone(sheet.zone());
        return " – "
                + sheet.text("highest_quarter")
                + " "
                + sheet.kilowatts(Demands.kilowatts(highest))
                + ", "
                + sheet.time(pattern, start)
                + ", "
                + sheet.span(highest.quarter());
    }
}
