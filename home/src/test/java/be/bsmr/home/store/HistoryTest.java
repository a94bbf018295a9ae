package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Load;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.Programs;
import be.bsmr.home.series.Series;
import be.bsmr.home.series.Series.Resolution;
import be.bsmr.meter.Grid;
import be.bsmr.otherwise.Lived;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteInput.UserRequest;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;

    /** Three quarters before a local midnight. */
    private static final Instant LATE = Instant.parse("2026-01-31T22:15:00Z");

    @TempDir private Path folder;
    private StoreSettings settings;

    @BeforeEach
    void settings() {
        settings = StoreSettings.of(folder.resolve("bsmr.db"), 10, 0);
    }

    @Test
    void givesEverySecondAsTheMeterSentIt() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 1000);
            Table seconds = table(store.history(), Resolution.SECOND, LATE, LATE.plusSeconds(950));
            assertThat(seconds.rows).hasSize(950);
            for (int i = 0; i < 950; i++) {
                MeterRead read = house.reads.get(i);
                assertThat(seconds.of(i, "time")).isEqualTo(read.measuredAt());
                assertThat(seconds.of(i, "import_power_w"))
                        .isEqualTo((long) read.reading().importPower().watts());
                assertThat(((BigDecimal) seconds.of(i, "voltage_l2_v")).doubleValue())
                        .isEqualTo(read.reading().phases().get(1).voltage().millivolts() / 1000.0);
                assertThat(((BigDecimal) seconds.of(i, "current_l1_a")).doubleValue())
                        .isEqualTo(
                                read.reading().phases().get(0).current().milliamperes() / 1000.0);
                assertThat(seconds.of(i, "import_wh")).isNull();
            }
        }
    }

    @Test
    void aPartOfAPeriodTellsTheMeanAndTheExtremesOfItsSeconds() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 300).miss(100).live(store, 200);
            // Parts of 50 s, of which the seventh and the eighth are missing.
            Table parts = table(store.history().power(LATE, LATE.plusSeconds(600), 12));
            assertThat(parts.rows).hasSize(10);
            assertThat(parts.of(0, "start")).isEqualTo(LATE);
            assertThat(parts.of(6, "start")).isEqualTo(LATE.plusSeconds(400));
            List<Integer> net =
                    house.reads.subList(50, 100).stream()
                            .map(MeterRead::reading)
                            .map(r -> r.importPower().watts() - r.exportPower().watts())
                            .toList();
            assertThat(parts.of(1, "low_w")).isEqualTo((long) Collections.min(net));
            assertThat(parts.of(1, "high_w")).isEqualTo((long) Collections.max(net));
            assertThat(parts.of(1, "mean_w"))
                    .isEqualTo(Math.round(net.stream().mapToInt(w -> w).average().orElseThrow()));
            assertThat(table(store.history().power(LATE, LATE.plusSeconds(60), 5000)).rows)
                    .as("none is shorter than a second")
                    .hasSize(60);
        }
    }

    @Test
    void aMinuteIsTheMeanOfItsSeconds() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            // Ten seconds of the second minute are missing, and all of the fourth.
            house.live(store, 110).miss(10).live(store, 60).miss(60).live(store, 60);
        }
        try (History history = History.open(settings.file())) {
            List<MinuteMean> minutes = history.minutes(LATE, LATE.plusSeconds(240));
            assertThat(minutes)
                    .extracting(MinuteMean::start)
                    .containsExactly(LATE, LATE.plusSeconds(60), LATE.plusSeconds(120));
            assertThat(minutes.get(1).last()).isEqualTo(LATE.plusSeconds(109));
            List<MeterRead> second = house.reads.subList(60, 110);
            assertThat(minutes.get(1).importedW())
                    .isEqualTo(
                            second.stream()
                                    .mapToInt(r -> r.reading().importPower().watts())
                                    .average()
                                    .orElseThrow());
            assertThat(minutes.get(1).exportedW())
                    .isEqualTo(
                            second.stream()
                                    .mapToInt(r -> r.reading().exportPower().watts())
                                    .average()
                                    .orElseThrow());
        }
    }

    @Test
    void canBeGoneThroughAgain() throws IOException {
        SiteSettings controlling =
                SiteSettings.DEFAULT.controlling(
                        List.of(Load.onOff("boiler", "Boiler", new Power(2400))));
        House house = new House(LATE, Grid.STAR_400, controlling);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 1000);
            store.keep(
                    house.replay(
                            new UserRequest(
                                    LATE.plusSeconds(999), "boiler", ManualOverride.ALWAYS_SHED)));
            house.live(store, 1800);
        }
        try (History history = History.open(settings.file())) {
            Instant end = LATE.plusSeconds(2700);
            List<Double> shares = new ArrayList<>();
            Lived lived = history.lived(LATE.minusSeconds(3600), end, ZONE, shares::add);
            assertThat(lived.quarters())
                    .extracting(q -> q.imported())
                    .isEqualTo(
                            history.quarters(LATE, end).stream()
                                    .map(QuarterDemand::imported)
                                    .toList());
            assertThat(lived.quarters()).filteredOn(Lived.Quarter::complete).isNotEmpty();
            assertThat(lived.control().since()).isEqualTo(LATE);
            assertThat(lived.control().told())
                    .last()
                    .isEqualTo(new Lived.Told(LATE.plusSeconds(999), "boiler", true, null));
            assertThat(lived.loads()).extracting(m -> m.load()).containsExactly("boiler");
            assertThat(lived.peaks()).isEqualTo(history.peaks());
            assertThat(shares).containsExactly(1.0);
        }
    }

    @Test
    void saysWhatEachLoadWasToldAndBeforeThatTheLast() throws IOException {
        SiteSettings controlling =
                SiteSettings.DEFAULT.controlling(
                        List.of(
                                Load.onOff("boiler", "Boiler", new Power(2400)),
                                Load.onOff("car", "Car", new Power(3700))));
        House house = new House(LATE, Grid.STAR_400, controlling);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 60);
            store.keep(
                    house.replay(
                            new UserRequest(
                                    LATE.plusSeconds(59), "boiler", ManualOverride.ALWAYS_SHED)));
            house.live(store, 600);
            store.keep(
                    house.replay(
                            new UserRequest(
                                    LATE.plusSeconds(659), "boiler", ManualOverride.ALWAYS_ON)));
            house.live(store, 60);
        }
        try (History history = History.open(settings.file())) {
            assertThat(history.positions(LATE.plusSeconds(300), LATE.plusSeconds(900)))
                    .containsExactly(
                            new LoadPosition(LATE, "car", false, null),
                            new LoadPosition(LATE.plusSeconds(59), "boiler", true, null),
                            new LoadPosition(LATE.plusSeconds(659), "boiler", false, null));
        }
    }

    /** The format is documented: who has the file and no BSMR can read it. */
    @Test
    void theScriptOfTheManualReadsTheSameSeconds() throws Exception {
        House house = new House(LATE, Grid.DELTA_230);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 1000);
        }
        Process script =
                new ProcessBuilder(
                                "python3",
                                Path.of("../docs/read_seconds.py").toAbsolutePath().toString(),
                                settings.file().toString())
                        .redirectError(Programs.LOG)
                        .start();
        List<String> lines = script.inputReader().lines().toList();
        assertThat(script.waitFor()).isZero();
        assertThat(lines).hasSize(1001);
        assertThat(lines.get(0)).isEqualTo("time," + String.join(",", ReadingRow.channels()));
        for (int i = 0; i < 1000; i++) {
            MeterRead read = house.reads.get(i);
            String values =
                    Arrays.stream(ReadingRow.of(read, 0, null).values())
                            .mapToObj(v -> v == ReadingRow.ABSENT ? "" : Long.toString(v))
                            .collect(Collectors.joining(","));
            assertThat(lines.get(i + 1))
                    .isEqualTo(read.measuredAt().getEpochSecond() + "," + values);
        }
    }

    @Test
    void aDayIsWhatTheRegistersSay() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            // Fifteen minutes without a program, over midnight: the registers know.
            house.live(store, 2400).miss(900).live(store, 1900);
            Table days = table(store.history(), Resolution.DAY, Instant.EPOCH, Instant.MAX);
            assertThat(days.column("day"))
                    .containsExactly(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 1));
            assertThat(days.of(0, "import_wh"))
                    .isEqualTo(imported(house.reads.get(2400)) - imported(house.reads.get(0)));
            QuarterDemand highest =
                    house.finished.stream()
                            .filter(q -> q.quarter().end().isBefore(LATE.plusSeconds(2701)))
                            .max((a, b) -> a.demand().compareTo(b.demand()))
                            .orElseThrow();
            assertThat(days.of(0, "peak_w")).isEqualTo((long) highest.demand().watts());
            assertThat(days.of(0, "peak_end")).isEqualTo(highest.quarter().end());

            Table quarters = table(store.history(), Resolution.QUARTER, Instant.EPOCH, Instant.MAX);
            assertThat(quarters.column("start"))
                    .isEqualTo(house.finished.stream().map(q -> q.quarter().start()).toList());
            assertThat(quarters.of(1, "demand_w"))
                    .isEqualTo((long) house.finished.get(1).demand().watts());

            Table months = table(store.history(), Resolution.MONTH, LATE, Instant.MAX);
            assertThat(months.column("month"))
                    .containsExactly(YearMonth.of(2026, 1), YearMonth.of(2026, 2));
            assertThat(months.of(0, "import_wh")).isEqualTo(days.of(0, "import_wh"));
            assertThat(months.of(0, "peak_meter_w")).isNotNull();
        }
    }

    @Test
    void cutsAPeriodAtItsEnds() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            house.live(store, 2000);
            History history = store.history();
            Instant second = LATE.plusSeconds(900);
            assertThat(table(history, Resolution.QUARTER, second, second.plusSeconds(900)).rows)
                    .hasSize(1);
            assertThat(table(history, Resolution.SECOND, LATE.minusSeconds(50), LATE).rows)
                    .isEmpty();
            assertThat(
                            table(history, Resolution.DAY, Instant.EPOCH, LATE.minusSeconds(86_400))
                                    .rows)
                    .isEmpty();
        }
    }

    @Test
    void saysWhatTheStoreHolds() throws IOException {
        House house = new House(LATE, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, ZONE)) {
            assertThat(store.history().info().newest()).isNull();
            house.live(store, 2000);
            StoreInfo info = store.history().info();
            assertThat(info.seconds()).as("up to the last commit").isBetween(1990L, 2000L);
            assertThat(info.quarters()).isEqualTo(house.finished.size());
            assertThat(info.oldest()).isEqualTo(LATE);
            assertThat(info.newest()).isEqualTo(LATE.plusSeconds(info.seconds() - 1));
            assertThat(info.integrity()).isEqualTo("ok");
            assertThat(info.yearsLeft()).isPositive();
        }
        try (History history = History.open(settings.file())) {
            assertThat(history.info().seconds()).isEqualTo(2000);
        }
    }

    @Test
    void doesNotMindASystemThatDoesNotTellHowMuchRoomThereIs() {
        assertThat(History.free(new File("."))).isPositive();
        assertThat(History.free(new File("/proc/bsmr.db"))).isNull();
        assertThat(new StoreInfo(1, 1, 1, 1L, null, null, "ok", null).yearsLeft()).isNull();
    }

    private static long imported(MeterRead read) {
        return read.reading().imported().sum().map(Energy::wattHours).orElseThrow();
    }

    private static Table table(History history, Resolution resolution, Instant from, Instant to) {
        return table(history.series(resolution, from, to, ZONE));
    }

    private static Table table(Series series) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        series.rows().forEachRemaining(rows::add);
        return new Table(series.columns(), rows);
    }

    private record Table(List<Series.Column> columns, List<List<@Nullable Object>> rows) {

        @Nullable Object of(int row, String column) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(column.toLowerCase(Locale.ROOT))) {
                    return rows.get(row).get(i);
                }
            }
            throw new AssertionError("no column " + column);
        }

        List<@Nullable Object> column(String name) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                values.add(of(i, name));
            }
            return values;
        }
    }
}
