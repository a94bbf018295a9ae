package be.bsmr.bench.soak;

import be.bsmr.bench.soak.FaultPlan.Planned;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to, in Markdown.
 *
 * @param seconds of the house
 * @param took of the machine
 * @param plan the faults that were wanted
 * @param skipped faults that were not, by why
 */
record Report(
        World.Start start,
        int seconds,
        Duration took,
        FaultPlan plan,
        Map<Fault, String> skipped,
        Verdict verdict,
        Vitals vitals,
        long logBytes,
        Complaints complaints) {

    private static final double DAY = 86_400;

    /** All that is to be said. */
    String text() {
        StringBuilder text = new StringBuilder();
        double days = seconds / DAY;
        text.append(
                String.format(
                        Locale.ROOT,
                        "%.2f simulated days from %s, seed %d, in %d minutes (%.0f seconds a second)%n%n",
                        days,
                        start.at(),
                        start.seed(),
                        took.toMinutes(),
                        seconds / (took.toMillis() / 1000.0)));
        text.append("| fault | times |\n|---|---|\n");
        counts().forEach(
                        (fault, count) ->
                                text.append("| %s | %s |\n".formatted(fault.words, count)));
        text.append("\n| what | figure | may be |\n|---|---|---|\n");
        row(text, "quarters that were over", verdict.quarters(), "");
        row(text, "of these complete and as the meter counted them", verdict.right(), "");
        row(
                text,
                "incomplete or missing, with a fault in them that explains it",
                verdict.excused(),
                "");
        row(text, "seconds kept", verdict.seconds(), "");
        row(
                text,
                "resident memory at most, MB",
                decimal(vitals.mostResident()),
                decimal(Vitals.MOST_RESIDENT));
        row(
                text,
                "heap in use grows a simulated day by, MB",
                decimal(vitals.heapGrowth()),
                ofLongRun(Vitals.MOST_HEAP_GROWTH));
        row(
                text,
                "resident memory grows a simulated day by, MB",
                decimal(vitals.residentGrowth()),
                ofLongRun(Vitals.MOST_RESIDENT_GROWTH));
        row(
                text,
                "threads more at the end than after the warm-up",
                vitals.moreThreads(),
                Vitals.MOST_MORE_THREADS);
        row(
                text,
                "log a simulated day, kB",
                decimal(logBytes / 1000.0 / Math.max(1, days)),
                "1000.00");
        text.append("\nNot as it must be: %d%n".formatted(complaints.all().size()));
        complaints.all().forEach(one -> text.append("- ").append(one).append('\n'));
        return text.toString();
    }

    private Map<Fault, String> counts() {
        Map<Fault, String> counts = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            long count = plan.faults().stream().map(Planned::fault).filter(fault::equals).count();
            String why = skipped.get(fault);
            counts.put(fault, why == null ? String.valueOf(count) : "skipped: " + why);
        }
        return counts;
    }

    private static void row(StringBuilder text, String what, Object figure, Object most) {
        text.append("| %s | %s | %s |\n".formatted(what, figure, most));
    }

    private String ofLongRun(double most) {
        return Soak.isLong(seconds) ? decimal(most) : "judged from five days on";
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
