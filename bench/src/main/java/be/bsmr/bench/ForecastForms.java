package be.bsmr.bench;

import be.bsmr.backtest.ForecastScore;
import be.bsmr.backtest.ForecastScore.Errors;
import be.bsmr.backtest.ForecastScore.Ranges;
import be.bsmr.backtest.ForecastTrial;
import be.bsmr.backtest.Method;
import be.bsmr.home.source.TraceFiles;
import be.bsmr.home.source.TraceWish;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.Forecaster;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The small form of the forecast beside the full one, on a recorded house or on simulated ones.
 *
 * <p>Arguments: zone, the unit of the trace, {@code hold} or {@code each}, the first day that is
 * scored, files; or {@code simulated}, houses, days.
 */
public final class ForecastForms {

    private static final Duration EACH_SECOND = Duration.ofSeconds(1);

    private ForecastForms() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("simulated")) {
            for (int seed = 1; seed <= Integer.parseInt(args[1]); seed++) {
                simulated(seed, Integer.parseInt(args[2]));
            }
            return;
        }
        ZoneId zone = ZoneId.of(args[0]);
        TraceWish wish =
                new TraceWish(
                        zone,
                        args[2].equals("hold"),
                        TraceWish.Unit.valueOf(args[1].toUpperCase(Locale.ROOT)),
                        null);
        Instant from = LocalDate.parse(args[3]).atStartOfDay(zone).toInstant();
        List<Path> files = Arrays.stream(args).skip(4).map(Path::of).toList();
        // Where silences are filled, what is left is a hole.
        Duration silence = wish.hold() ? EACH_SECOND : ForecastTrial.LONGEST_SILENCE;
        ForecastTrial full = new ForecastTrial(Forecaster.EMPTY, silence, from, Instant.MAX);
        ForecastTrial small = new ForecastTrial(Forecaster.SMALL, silence, from, Instant.MAX);
        new TraceFiles(files, wish)
                .pump(
                        read -> {
                            full.take(read);
                            small.take(read);
                        });
        say("full", full.score());
        say("small", small.score());
    }

    private static void simulated(int seed, int days) {
        Instant start = Instant.parse("2026-01-13T11:00:00Z");
        Household house = new Household(seed, start, SiteSettings.BELGIUM, Grid.STAR_400);
        ForecastTrial full = new ForecastTrial(Forecaster.EMPTY, EACH_SECOND, start, Instant.MAX);
        ForecastTrial small = new ForecastTrial(Forecaster.SMALL, EACH_SECOND, start, Instant.MAX);
        for (int s = 0; s < days * 86_400; s++) {
            Instant at = start.plusSeconds(s);
            MeterRead read = new MeterRead(house.next(), at, LinkHealth.INITIAL);
            full.take(read);
            small.take(read);
        }
        say("house " + seed + ", full", full.score());
        say("house " + seed + ", small", small.score());
    }

    private static void say(String form, ForecastScore score) {
        Errors ours = errors(score, Method.BSMR);
        Errors plain = errors(score, Method.MEAN30);
        Ranges ranges = score.certainty().ranges();
        System.out.printf(
                Locale.ROOT,
                "%-16s %d quarters (%d high); MAE %.3f, RMSE %.3f, high %.3f, %.3f of the 30-s"
                        + " mean's; 80 %% holds %.1f, 95 %% holds %.1f; width %.0f, %.0f W; score"
                        + " %.0f, %.0f W; Brier at 2.5 kW %.4f, at 4 kW %.4f%n",
                form,
                score.quarters(),
                score.high(),
                ours.maeW() / plain.maeW(),
                ours.rmseW() / plain.rmseW(),
                ours.maeHighW() / plain.maeHighW(),
                ours.rmseHighW() / plain.rmseHighW(),
                100 * ranges.coverage80(),
                100 * ranges.coverage95(),
                ranges.width80W(),
                ranges.width95W(),
                ranges.score80W(),
                ranges.score95W(),
                score.certainty().breaks().get(0).brier(),
                score.certainty().breaks().get(1).brier());
    }

    private static Errors errors(ForecastScore score, Method method) {
        return Objects.requireNonNull(score.methods().get(method));
    }
}
