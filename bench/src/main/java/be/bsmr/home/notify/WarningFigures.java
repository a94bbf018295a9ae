package be.bsmr.home.notify;

import be.bsmr.control.Outlook;
import be.bsmr.home.source.TraceFiles;
import be.bsmr.home.source.TraceWish;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How good the warning of a quarter is where nobody heeds it, on a recorded house: which of the
 * quarters that passed a target were warned of, how many warnings were right, and how long before
 * the end they came. Beside it, the alarm of the screen. The first week is for learning.
 *
 * <p>Arguments: target in W, zone, the unit of the trace, {@code hold} or {@code each}, files.
 */
public final class WarningFigures {

    private static final Duration LEARNING = Duration.ofDays(7);

    private final Site site;
    private final int target;
    private final Score warnings = new Score();
    private final Score alarms = new Score();
    private SiteState state;
    private QuarterWarning warning = QuarterWarning.NONE;
    private @Nullable Instant begun;
    private int passed;

    /** One way to warn. */
    private static final class Score {

        private @Nullable QuarterHour newest;
        private Duration left = Duration.ZERO;
        private int given;
        private final List<Duration> right = new ArrayList<>();

        /** Only the first of a quarter counts. */
        void warned(Instant at) {
            QuarterHour quarter = QuarterHour.of(at);
            if (!quarter.equals(newest)) {
                newest = quarter;
                left = Duration.between(at, quarter.end());
            }
        }

        void ended(QuarterHour quarter, boolean broke) {
            if (quarter.equals(newest)) {
                given++;
                if (broke) {
                    right.add(left);
                }
            }
        }

        void print(String name, int passed) {
            Collections.sort(right);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d of %d (%.0f %%) warned of, %d of %d warnings right (%.0f %%), minutes"
                            + " left: median %.1f, one in ten below %.1f%n",
                    name,
                    right.size(),
                    passed,
                    100.0 * right.size() / passed,
                    right.size(),
                    given,
                    100.0 * right.size() / given,
                    right.get(right.size() / 2).toSeconds() / 60.0,
                    right.get(right.size() / 10).toSeconds() / 60.0);
        }
    }

    private WarningFigures(int target) {
        this.target = target;
        SiteSettings settings = SiteSettings.DEFAULT.aiming(PeakTarget.fixed(new Power(target)));
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
    }

    public static void main(String[] args) throws IOException {
        TraceWish wish =
                new TraceWish(
                        ZoneId.of(args[1]),
                        args[3].equals("hold"),
                        TraceWish.Unit.valueOf(args[2].toUpperCase(Locale.ROOT)),
                        null);
        List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
        WarningFigures figures = new WarningFigures(Integer.parseInt(args[0]));
        new TraceFiles(files, wish).pump(figures::take);
        figures.warnings.print("warning", figures.passed);
        figures.alarms.print("alarm", figures.passed);
    }

    private void take(MeterRead read) {
        SiteStep step = site.step(state, read);
        state = step.state();
        begun = begun == null ? read.at() : begun;
        if (read.at().isBefore(begun.plus(LEARNING))) {
            return;
        }
        step.finished().ifPresent(this::ended);
        Outlook outlook = state.foresight().outlook();
        if (outlook != null && step.newReading()) {
            QuarterWarning next = warning.next(outlook.at(), outlook.breakProbability());
            if (next.told() != null && !next.told().equals(warning.told())) {
                warnings.warned(outlook.at());
            }
            warning = next;
            if (outlook.alarm().on()) {
                alarms.warned(outlook.at());
            }
        }
    }

    private void ended(QuarterDemand quarter) {
        if (!quarter.complete()) {
            return;
        }
        boolean broke = quarter.demand().watts() > target;
        passed += broke ? 1 : 0;
        warnings.ended(quarter.quarter(), broke);
        alarms.ended(quarter.quarter(), broke);
    }
}
