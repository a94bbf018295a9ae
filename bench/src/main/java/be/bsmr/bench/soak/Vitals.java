package be.bsmr.bench.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Memory and threads of the program, sample by sample, and whether they grow. */
final class Vitals {

    /** Of a run of five days or more, MB in a simulated day. */
    static final double MOST_HEAP_GROWTH = 1;

    /** Of a run of five days or more, MB in a simulated day. */
    static final double MOST_RESIDENT_GROWTH = 4;

    /** MB, at any time. */
    static final double MOST_RESIDENT = 220;

    /** More than after the warm-up. */
    static final int MOST_MORE_THREADS = 8;

    private static final double DAY = 86_400;

    /** Seconds of the house. */
    private static final int SETTLED = 1800;

    /** Seconds of the house. */
    private static final int WARM_UP = 86_400;

    /**
     * @param process which one
     * @param age seconds of the house since its first sample
     * @param heap MB in use
     * @param resident MB
     */
    private record Sample(long process, int age, double heap, double resident, int threads) {

        /** All its threads have started. */
        boolean isSettled() {
            return age >= SETTLED;
        }

        /** It has learned the most of what it learns. */
        boolean isWarm() {
            return age >= WARM_UP;
        }
    }

    private final List<Sample> samples = new ArrayList<>();
    private long process;
    private int firstSecond;

    /**
     * @param second of the run
     */
    void take(Program program, int second) throws IOException {
        if (program.id() != process) {
            process = program.id();
            firstSecond = second;
        }
        double resident = program.resident();
        int threads = program.threads();
        samples.add(
                new Sample(process, second - firstSecond, program.liveHeap(), resident, threads));
    }

    double mostResident() {
        return samples.stream().mapToDouble(Sample::resident).max().orElse(0);
    }

    /** MB in a simulated day, of all processes together. */
    double heapGrowth() {
        return slope(Sample::heap) * DAY;
    }

    /** MB in a simulated day, of all processes together. */
    double residentGrowth() {
        return slope(Sample::resident) * DAY;
    }

    /** The last sample against the first of the same process that was warm. */
    int moreThreads() {
        if (samples.isEmpty()) {
            return 0;
        }
        Sample last = samples.get(samples.size() - 1);
        return samples.stream()
                .filter(s -> s.process() == last.process() && s.isSettled())
                .findFirst()
                .map(first -> last.threads() - first.threads())
                .orElse(0);
    }

    /** What is more than it may be. */
    void judge(boolean isLong, Complaints complaints) {
        if (mostResident() > MOST_RESIDENT) {
            complaints.add("resident memory: %.0f MB".formatted(mostResident()));
        }
        if (moreThreads() > MOST_MORE_THREADS) {
            complaints.add("threads: " + moreThreads() + " more than after the warm-up");
        }
        if (isLong && heapGrowth() > MOST_HEAP_GROWTH) {
            complaints.add(String.format(Locale.ROOT, "heap grows by %.2f MB a day", heapGrowth()));
        }
        if (isLong && residentGrowth() > MOST_RESIDENT_GROWTH) {
            complaints.add(
                    String.format(
                            Locale.ROOT,
                            "resident memory grows by %.2f MB a day",
                            residentGrowth()));
        }
    }

    /** Least squares with one slope for all processes, each with a level of its own. */
    private double slope(ToDoubleFunction<Sample> value) {
        double products = 0;
        double squares = 0;
        for (long one : samples.stream().mapToLong(Sample::process).distinct().toArray()) {
            List<Sample> warm =
                    samples.stream().filter(s -> s.process() == one && s.isWarm()).toList();
            double age = warm.stream().mapToInt(Sample::age).average().orElse(0);
            double mean = warm.stream().mapToDouble(value).average().orElse(0);
            for (Sample s : warm) {
                products += (s.age() - age) * (value.applyAsDouble(s) - mean);
                squares += (s.age() - age) * (s.age() - age);
            }
        }
        return squares == 0 ? 0 : products / squares;
    }
}
