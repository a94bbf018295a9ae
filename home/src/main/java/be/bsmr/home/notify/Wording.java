package be.bsmr.home.notify;

import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.home.json.DecisionWords;
import be.bsmr.home.words.Words;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences of the messages, in the owner's language: the section {@code notify}. */
final class Wording {

    private static final double KILO = 1000;
    private static final int PERCENT = 100;

    private final Words words;
    private final ZoneId zone;
    private final DecisionWords decisions;

    /**
     * A title and a text.
     *
     * @param text sentences, in lines
     */
    record Said(String title, String text) {}

    Wording(Words words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
        decisions = new DecisionWords(zone);
    }

    // ---- the running quarter

    /** That the quarter will pass its target, by how much to draw less, and what would help. */
    Said quarter(Outlook outlook, List<DrawingLoad> loads) {
        Power save = toSave(outlook);
        Map<String, ?> values =
                Map.of(
                        "chance", Math.min(PERCENT - 1, percent(outlook.breakProbability())),
                        "target", kilowatts(outlook.target()),
                        "demand", kilowatts(outlook.forecast().demand()),
                        "save", kilowatts(save),
                        "until", time(outlook.soFar().quarter().end()),
                        "minutes", outlook.left().toMinutes());
        boolean lost =
                outlook.certainty() == Outlook.Certainty.OVER
                        || save.isAbove(outlook.forecast().meanImport());
        String first = lost ? text("quarter.lost", values) : text("quarter.text", values);
        return new Said(text("quarter.title"), first + "\n" + help(save, loads));
    }

    /** The mean power that is to be drawn less until the quarter ends, so that it ends in time. */
    static Power toSave(Outlook outlook) {
        Power over = outlook.forecast().demand().minus(outlook.target());
        return Power.ZERO.max(over.during(QuarterHour.LENGTH).meanPower(outlook.left()));
    }

    /** The largest loads that draw now, until they suffice. */
    private String help(Power save, List<DrawingLoad> loads) {
        List<DrawingLoad> largestFirst =
                loads.stream().sorted(Comparator.comparing(load -> -load.power().watts())).toList();
        List<String> named = new ArrayList<>();
        Power sum = Power.ZERO;
        for (DrawingLoad load : largestFirst) {
            if (named.isEmpty() || save.isAbove(sum)) {
                sum = sum.plus(load.power());
                named.add(
                        text(
                                "quarter.load",
                                Map.of("load", load.name(), "power", kilowatts(load.power()))));
            }
        }
        return named.isEmpty()
                ? text("quarter.help_unknown")
                : text("quarter.help", Map.of("loads", String.join(", ", named)));
    }

    // ---- what has happened

    /**
     * @param target that was passed
     * @param euro what it costs more over a year; empty when that is not known
     */
    Said monthPeak(Power demand, Power target, Instant until, Optional<BigDecimal> euro) {
        List<String> lines = new ArrayList<>();
        lines.add(
                text(
                        "month_peak.text",
                        Map.of(
                                "until", time(until),
                                "over", kilowatts(demand.minus(target)),
                                "target", kilowatts(target))));
        euro.filter(e -> e.signum() > 0)
                .ifPresent(
                        e ->
                                lines.add(
                                        text(
                                                "month_peak.cost",
                                                Map.of("euro", CapacityTariff.cents(e)))));
        return new Said(
                words.say("journal.peak_raised", Map.of("demand", kilowatts(demand))),
                String.join("\n", lines));
    }

    /**
     * @param name what people call the load
     */
    Said load(Decision decision, String name) {
        return new Said(
                text("load.title", Map.of("load", name)),
                decisions.text(decision, words.language(), name));
    }

    Said meterSilent(Duration lasted) {
        return new Said(
                text("meter.title"), text("meter.text", Map.of("minutes", lasted.toMinutes())));
    }

    Said meterBack(Duration lasted) {
        return new Said(
                text("meter.over"), text("meter.over_text", Map.of("minutes", lasted.toMinutes())));
    }

    Said disk(String why) {
        return new Said(text("disk.title"), words.say("page.diskTrouble", Map.of("why", why)));
    }

    /**
     * @param lost readings that were
     */
    Said diskBack(long lost) {
        return new Said(
                text("disk.over"),
                lost == 0
                        ? text("disk.over_text")
                        : words.say("page.diskDropped", Map.of("readings", lost)));
    }

    Said backup(String why) {
        return new Said(text("backup.title"), words.say("page.backupTrouble", Map.of("why", why)));
    }

    Said backupBack(@Nullable Instant newest) {
        return new Said(
                text("backup.over"),
                text("backup.over_text", Map.of("time", newest == null ? "–" : date(newest))));
    }

    // ---- summaries

    Said month(YearMonth month, PeakHistory peaks, Yearbook.Entry entry) {
        Optional<MonthPeak> peak = peaks.of(month);
        List<String> lines = new ArrayList<>();
        peak.map(MonthPeak::quarterEnd)
                .ifPresent(end -> lines.add(text("month.when", Map.of("time", date(end)))));
        mean(month, peaks).ifPresent(lines::add);
        lines.add(energy(entry));
        return new Said(
                text(
                        "month.title",
                        Map.of(
                                "month", format("LLLL yyyy", month),
                                "demand", kilowatts(peak))),
                join(lines));
    }

    /**
     * @param last December of the year
     */
    Said year(YearMonth last, PeakHistory peaks, Yearbook.Entry entry) {
        Optional<MonthPeak> peak =
                peaks.months().subMap(last.minusMonths(11), last.plusMonths(1)).values().stream()
                        .max(Comparator.comparing(p -> p.demand().watts()));
        List<String> lines = new ArrayList<>();
        peak.ifPresent(
                p -> lines.add(text("year.when", Map.of("month", format("LLLL yyyy", p.month())))));
        mean(last, peaks).ifPresent(lines::add);
        lines.add(energy(entry));
        return new Said(
                text("year.title", Map.of("year", last.getYear(), "demand", kilowatts(peak))),
                join(lines));
    }

    /** What the bill is made of: the mean of the months that are known, each at least 2.5 kW. */
    private Optional<String> mean(YearMonth last, PeakHistory peaks) {
        List<CapacityTariff.BilledMonth> months =
                CapacityTariff.months(peaks, last, Optional.of(PeakTarget.BILLED_MINIMUM));
        return months.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        text(
                                "mean",
                                Map.of(
                                        "months", months.size(),
                                        "demand",
                                                kilowatts(
                                                        months.stream()
                                                                .mapToInt(m -> m.billed().watts())
                                                                .average()
                                                                .orElseThrow()))));
    }

    private String energy(Yearbook.Entry entry) {
        if (entry.importWh() == null) {
            return "";
        }
        return entry.exportWh() == null || entry.exportWh() == 0
                ? text("import", Map.of("import", kilowattHours(entry.importWh())))
                : text(
                        "import_and_export",
                        Map.of(
                                "import", kilowattHours(entry.importWh()),
                                "export", kilowattHours(entry.exportWh())));
    }

    private static String join(List<String> lines) {
        return lines.stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    // ---- how values are written

    private String text(String key) {
        return words.say("notify." + key);
    }

    private String text(String key, Map<String, ?> values) {
        return words.say("notify." + key, values);
    }

    private String kilowatts(Power power) {
        return kilowatts(power.watts());
    }

    private String kilowatts(Optional<MonthPeak> peak) {
        return peak.map(p -> kilowatts(p.demand())).orElse("–");
    }

    private String kilowatts(double watts) {
        return words.number(watts / KILO, 2);
    }

    private BigDecimal kilowattHours(long wattHours) {
        return BigDecimal.valueOf(wattHours, 3).setScale(0, RoundingMode.HALF_UP);
    }

    private static long percent(double probability) {
        return Math.round(probability * PERCENT);
    }

    private String time(Instant at) {
        return format("HH:mm", at.atZone(zone));
    }

    private String date(Instant at) {
        return format("EEE d MMM HH:mm", at.atZone(zone));
    }

    private String format(String pattern, TemporalAccessor at) {
        return DateTimeFormatter.ofPattern(pattern, words.language().locale()).format(at);
    }
}
