package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.series.Series;
import be.bsmr.home.series.Series.Resolution;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A meter whose readings lack lines, are missing for seconds or days, and are false now and then,
 * for one reading or for minutes.
 */
class GrowthPropertiesTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;

    /** Two days before a month's end; a reading every twenty seconds. */
    private static final long START = Instant.parse("2026-01-29T23:00:00Z").getEpochSecond();

    private static final int EVERY = 20;
    private static final int READINGS = 4 * 86_400 / EVERY;

    private static final Speaker METER =
            new Speaker(0, new Identity("FLU5", null, null, null), null);

    @TempDir Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20})
    void aMonthIsItsDaysAndItsTariffsAndNeverMoreThanTheMeterCounted(long seed) throws IOException {
        Random random = new Random(seed);
        boolean combined = seed % 2 == 0;
        Path file = folder.resolve("house.db");
        Counted counted = keep(file, random, combined);
        try (History history = History.open(file)) {
            List<String> registers =
                    combined ? GrowthTable.REGISTERS : GrowthTable.REGISTERS.subList(0, 2);
            long[] days = new long[GrowthTable.REGISTERS.size()];
            long[] months = new long[GrowthTable.REGISTERS.size()];
            sum(history, Resolution.DAY, days);
            sum(history, Resolution.MONTH, months);
            assertThat(months).isEqualTo(days);
            for (int r = 0; r < registers.size(); r++) {
                // What grew while a false reading began or ended is not known, nor the last
                // quarter.
                assertThat(days[r])
                        .as(registers.get(r))
                        .isBetween(
                                counted.wattHours.get(r) - counted.falsehoods * 60L - 1000,
                                // A day's whole is not less than its tariffs, though those may
                                // have been read at other seconds around midnight.
                                counted.wattHours.get(r) + (r % 3 == 2 ? 100 : 0));
            }
            if (!combined) {
                assertThat(days[2]).isEqualTo(days[0] + days[1]);
                assertThat(days[5]).isEqualTo(days[3] + days[4]);
            }
        }
    }

    private record Counted(List<Long> wattHours, int falsehoods) {}

    /** Returns what each register really grew, and how often one was false. */
    private static Counted keep(Path file, Random random, boolean combined) throws IOException {
        double[] real = new double[GrowthTable.REGISTERS.size()];
        long[] first = new long[real.length];
        long[] last = new long[real.length];
        int falsehoods = 0;
        int falseRegister = 0;
        int falseUntil = 0;
        long falseBy = 0;
        int missingUntil = 0;
        Arrays.fill(real, 5_000_000);
        SiteSettings settings = SiteSettings.DEFAULT;
        Metering metering = Metering.initial(PeakHistory.EMPTY);
        try (RecordedReadings readings = Imports.ofRecording(file, ZONE, false, false)) {
            for (int i = 0; i < READINGS; i++) {
                int tariff = i / 2000 % 2;
                double wattHours = random.nextInt(4000) * EVERY / 3600.0;
                int direction = i / 700 % 3 == 0 ? 3 : 0;
                real[direction + tariff] += wattHours;
                real[direction + 2] += wattHours;
                if (i < missingUntil) {
                    continue;
                }
                if (random.nextInt(1500) == 0) {
                    missingUntil = i + random.nextInt(random.nextInt(3) == 0 ? 3000 : 40);
                }
                if (i >= falseUntil && random.nextInt(300) == 0) {
                    falsehoods++;
                    falseRegister = random.nextInt(real.length);
                    falseUntil = i + 1 + (random.nextInt(3) > 0 ? 0 : random.nextInt(100));
                    falseBy = (2000 + random.nextInt(80_000)) * (random.nextInt(4) == 0 ? 1L : -1L);
                }
                long[] values = new long[ReadingRow.channels().size()];
                Arrays.fill(values, ReadingRow.ABSENT);
                for (int r = 0; r < real.length; r++) {
                    if (r % 3 == 2 && !combined) {
                        continue;
                    }
                    last[r] = (long) real[r];
                    first[r] = first[r] == 0 ? last[r] : first[r];
                    boolean isFalse = r == falseRegister && i < falseUntil && i > 0;
                    if (random.nextInt(7) > 0) {
                        values[ReadingRow.channels().indexOf(GrowthTable.REGISTERS.get(r))] =
                                last[r] + (isFalse ? falseBy : 0);
                    }
                }
                Instant at = Instant.ofEpochSecond(START + (long) i * EVERY);
                Reading reading = ReadingRow.reading(at.getEpochSecond(), values, METER, List.of());
                var step = metering.step(new MeterRead(reading, at, LinkHealth.INITIAL), settings);
                metering = step.metering();
                readings.take(step);
            }
            readings.finish();
        }
        long[] grown = new long[real.length];
        Arrays.setAll(grown, r -> last[r] - first[r]);
        return new Counted(Arrays.stream(grown).boxed().toList(), falsehoods);
    }

    private static void sum(History history, Resolution resolution, long[] sums) {
        Series series = history.series(resolution, Instant.EPOCH, Instant.MAX, ZONE);
        List<String> columns = series.columns().stream().map(Series.Column::name).toList();
        while (series.rows().hasNext()) {
            List<@Nullable Object> row = series.rows().next();
            for (int r = 0; r < sums.length; r++) {
                Object value = row.get(columns.indexOf(GrowthTable.REGISTERS.get(r)));
                if (value != null) {
                    assertThat((Long) Objects.requireNonNull(value)).isNotNegative();
                    sums[r] += (Long) value;
                }
            }
        }
    }
}
