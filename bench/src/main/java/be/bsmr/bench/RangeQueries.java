package be.bsmr.bench;

import be.bsmr.home.series.Series;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * How long it takes to read a year's quarter-hours, and the seconds of any day, from a database of
 * a year at one reading a second: a simulated day, lived 365 times. Argument: folder on the disk to
 * measure (the working directory).
 */
public final class RangeQueries {

    private static final int DAYS = 365;
    private static final int DAY_SECONDS = 86_400;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int TIMES = 21;

    private RangeQueries() {}

    public static void main(String[] args) throws IOException {
        Path parent = Path.of(args.length > 0 ? args[0] : ".");
        Path folder = Files.createTempDirectory(parent, "range-queries");
        Path file = folder.resolve("bsmr.db");
        try {
            long begun = System.nanoTime();
            live(file);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "a year: %,d readings stored in %.0f s, %.0f MB%n",
                    DAYS * DAY_SECONDS,
                    seconds,
                    Files.size(file) / 1e6);
            try (History history = History.open(file)) {
                Instant end = START.plus(Duration.ofDays(DAYS));
                time("a year's demands", () -> history.quarters(START, end).size());
                time(
                        "a year's quarters with all that is known of them",
                        () -> rows(history, Series.Resolution.QUARTER, START, end));
                Random random = new Random(1);
                time(
                        "any day's seconds",
                        () -> {
                            Instant day = START.plus(Duration.ofDays(random.nextInt(DAYS)));
                            Instant next = day.plus(Duration.ofDays(1));
                            return rows(history, Series.Resolution.SECOND, day, next);
                        });
            }
        } finally {
            for (String end : new String[] {"-shm", "-wal", ""}) {
                Files.deleteIfExists(Path.of(file + end));
            }
            Files.delete(folder);
        }
    }

    private static void live(Path file) throws IOException {
        List<Reading> day = new ArrayList<>(DAY_SECONDS);
        Household house = new Household(5, START, SiteSettings.BELGIUM, Grid.STAR_400);
        for (int s = 0; s < DAY_SECONDS; s++) {
            day.add(house.next());
        }
        Energy first = day.get(0).imported().sum().orElseThrow();
        Energy aDay = day.get(DAY_SECONDS - 1).imported().sum().orElseThrow().minus(first);
        Metering metering = Metering.initial(PeakHistory.EMPTY);
        try (RecordedReadings readings =
                Imports.ofRecording(file, SiteSettings.BELGIUM, false, false)) {
            for (int d = 0; d < DAYS; d++) {
                for (int s = 0; s < DAY_SECONDS; s++) {
                    Instant at = START.plusSeconds((long) d * DAY_SECONDS + s);
                    Reading reading = lived(day.get(s), at, new Energy(aDay.joules() * d));
                    MeteringStep step =
                            metering.step(
                                    new MeterRead(reading, at, LinkHealth.INITIAL),
                                    SiteSettings.DEFAULT);
                    metering = step.metering();
                    readings.take(step);
                }
            }
            readings.finish();
        }
    }

    /** The same second of a later day: the registers have gone on. */
    private static Reading lived(Reading r, Instant at, Energy more) {
        EnergyRegisters imported = r.imported();
        Energy t1 = imported.t1();
        return new Reading(
                r.identity(),
                at,
                r.activeTariff(),
                new Flow(
                        EnergyRegisters.ofTariffs(
                                t1 == null ? more : t1.plus(more),
                                imported.t2() == null ? Energy.ZERO : imported.t2()),
                        r.importPower(),
                        new DemandReading(r.demand().running(), null, List.of())),
                r.toGrid(),
                r.phases(),
                r.mbus(),
                r.supply(),
                r.further(),
                r.unread());
    }

    private static int rows(
            History history, Series.Resolution resolution, Instant from, Instant to) {
        Series series = history.series(resolution, from, to, SiteSettings.BELGIUM);
        int rows = 0;
        while (series.rows().hasNext()) {
            series.rows().next();
            rows++;
        }
        return rows;
    }

    private static void time(String what, IntSupplier query) {
        List<Double> times = new ArrayList<>();
        int rows = 0;
        double cold = 0;
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            rows = query.getAsInt();
            double millis = (System.nanoTime() - begun) / 1e6;
            cold = i == 0 ? millis : cold;
            times.add(millis);
        }
        Collections.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d rows in %.0f ms (median of %d), the first time %.0f ms, at most %.0f ms%n",
                what,
                rows,
                times.get(TIMES / 2),
                TIMES,
                cold,
                times.get(TIMES - 1));
    }
}
