package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Decision;
import be.bsmr.home.series.Series;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thirteen months that a demo begins with. */
class SimulatedPastTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;

    /** In the middle of a quarter, as most starts are. */
    private static final Instant NOW = Instant.parse("2026-03-10T02:07:33Z");

    private static final Instant FIRST = Instant.parse("2025-01-31T23:00:00Z");

    @TempDir private static Path directory = Path.of("");

    @TempDir private Path own = Path.of("");

    @BeforeAll
    static void lives() throws Exception {
        assertThat(past(directory.resolve("demo.db"), NOW)).isPresent();
    }

    @Test
    void knowsEachQuarterOfThirteenMonthsAndTheRunningOne() throws Exception {
        try (History history = History.open(directory.resolve("demo.db"))) {
            assertThat(quarters(history, NOW)).allMatch(QuarterDemand::complete);
            assertThat(quarters(history, NOW))
                    .extracting(q -> q.quarter().start())
                    .isEqualTo(starts(FIRST, NOW));
        }
    }

    @Test
    void itsRegistersGrowByWhatItsQuartersComeTo() throws Exception {
        try (History history = History.open(directory.resolve("demo.db"))) {
            assertRegistersAgree(history, NOW);
        }
    }

    @Test
    void theHighestQuarterOfEachMonthIsItsPeakForTheMeterAndForUs() throws Exception {
        try (History history = History.open(directory.resolve("demo.db"))) {
            assertPeaksAgree(history, NOW);
        }
    }

    @Test
    void showsTheSeasons() throws Exception {
        try (History history = History.open(directory.resolve("demo.db"))) {
            Map<YearMonth, Long> drawn = byMonth(history, 3);
            Map<YearMonth, Long> given = byMonth(history, 6);
            YearMonth july = YearMonth.of(2025, 7);
            YearMonth january = YearMonth.of(2026, 1);
            assertThat(drawn.get(january)).isGreaterThan(drawn.get(july) * 3 / 2);
            assertThat(given.get(july)).isGreaterThan(given.get(january) * 3);
        }
    }

    @Test
    void theSecondsOfYesterdayAndTodayAreThere() throws Exception {
        Instant yesterday = Instant.parse("2026-03-08T23:00:00Z");
        try (History history = History.open(directory.resolve("demo.db"))) {
            assertThat(history.readings(yesterday.minusSeconds(1), NOW))
                    .hasSize((int) Duration.between(yesterday, NOW).toSeconds());
        }
    }

    @Test
    void theLoadsWereControlledOnTheLastDay() throws Exception {
        try (History history = History.open(directory.resolve("demo.db"))) {
            assertThat(history.decisions(NOW.minus(Duration.ofDays(1)), 1000))
                    .extracting(Decision::load)
                    .contains(Household.CAR);
            assertThat(history.positions(FIRST, NOW)).isNotEmpty();
        }
    }

    @Test
    void isTheSameForTheSameSeed() throws Exception {
        Path again = own.resolve("again.db");
        past(again, NOW);
        try (History one = History.open(directory.resolve("demo.db"));
                History other = History.open(again)) {
            assertThat(quarters(one, NOW)).isEqualTo(quarters(other, NOW));
            assertThat(one.peaks()).isEqualTo(other.peaks());
            assertThat(one.decisions(FIRST, 1000)).isEqualTo(other.decisions(FIRST, 1000));
        }
    }

    @Test
    void livesThroughNothingTwice() throws Exception {
        Path file = copy();
        AtomicInteger lived = new AtomicInteger();
        Household house =
                new SimulatedPast(config(file), 1, share -> lived.incrementAndGet())
                        .upTo(NOW, true)
                        .orElseThrow();
        assertThat(lived).hasValue(0);
        assertThat(house.nextAt()).isEqualTo(NOW);
    }

    @Test
    void fillsTheGapSinceItRanLast() throws Exception {
        Path file = copy();
        Instant later = NOW.plus(Duration.ofDays(26));
        past(file, later);
        try (History history = History.open(file)) {
            assertThat(quarters(history, later)).allMatch(QuarterDemand::complete);
            assertThat(quarters(history, later))
                    .extracting(q -> q.quarter().start())
                    .isEqualTo(starts(FIRST, later));
            assertRegistersAgree(history, later);
            assertPeaksAgree(history, later);
        }
    }

    @Test
    void leavesTheStoreOfAnotherMeterAlone() throws Exception {
        Path file = own.resolve("house.db");
        Household other = new Household(1, NOW, ZONE, Grid.STAR_400);
        Site site = new Site(SiteSettings.DEFAULT);
        SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
        try (Store store = Store.open(StoreSettings.of(file, 10, 0), Clock.systemUTC(), ZONE)) {
            for (int i = 0; i < 5; i++) {
                Reading reading = ofMeter("1SAG1100000001", other.next());
                SiteStep step =
                        site.step(
                                state,
                                new MeterRead(
                                        reading,
                                        Objects.requireNonNull(reading.measuredAt()),
                                        LinkHealth.INITIAL));
                state = step.state();
                store.keep(step);
            }
        }
        assertThat(past(file, NOW.plus(Duration.ofHours(1)))).isEmpty();
        try (History history = History.open(file)) {
            assertThat(history.oldest()).contains(QuarterHour.of(NOW).start());
        }
    }

    private static Optional<Household> past(Path file, Instant now) throws IOException {
        return new SimulatedPast(config(file), 1, share -> {}).upTo(now, true);
    }

    private static HomeConfig config(Path file) {
        return DemoHouse.withLoads(HomeConfig.DEFAULT.with("store.file", file));
    }

    private Path copy() throws IOException {
        for (Path part : files()) {
            Files.copy(part, own.resolve(part.getFileName()));
        }
        return own.resolve("demo.db");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Reading ofMeter(String id, Reading r) {
        return new Reading(
                new Identity("FLU5\\253000000_A", "50217", new MeterId(id), null),
                r.measuredAt(),
                r.activeTariff(),
                r.fromGrid(),
                r.toGrid(),
                r.phases(),
                r.mbus(),
                r.supply());
    }

    /** Those that have ended. */
    private static List<QuarterDemand> quarters(History history, Instant now) {
        return history.quarters(FIRST, QuarterHour.of(now).start());
    }

    private static List<Instant> starts(Instant from, Instant now) {
        Instant end = QuarterHour.of(now).start();
        return Stream.iterate(from, at -> at.isBefore(end), at -> at.plus(QuarterHour.LENGTH))
                .toList();
    }

    /**
     * Of each day that has ended: registers show whole watt-hours, and the demand of a quarter that
     * was counted whole watts.
     */
    private static void assertRegistersAgree(History history, Instant now) {
        LocalDate today = now.atZone(ZONE).toLocalDate();
        Map<LocalDate, Long> joules =
                quarters(history, now).stream()
                        .collect(
                                Collectors.groupingBy(
                                        q -> q.quarter().start().atZone(ZONE).toLocalDate(),
                                        TreeMap::new,
                                        Collectors.summingLong(q -> q.imported().joules())));
        days(history).stream()
                .filter(row -> ((LocalDate) row.get(0)).isBefore(today))
                .forEach(
                        row ->
                                assertThat((Long) row.get(3))
                                        .as("Wh of %s", row.get(0))
                                        .isCloseTo(
                                                joules.get((LocalDate) row.get(0)) / 3600,
                                                within(27L)));
        assertThat(days(history)).hasSizeGreaterThan(400);
    }

    private static void assertPeaksAgree(History history, Instant now) {
        Map<YearMonth, QuarterDemand> highest =
                quarters(history, now).stream()
                        .collect(
                                Collectors.toMap(
                                        q -> YearMonth.from(q.quarter().start().atZone(ZONE)),
                                        q -> q,
                                        (a, b) -> b.demand().isAbove(a.demand()) ? b : a,
                                        TreeMap::new));
        assertThat(highest).hasSizeGreaterThanOrEqualTo(14);
        highest.forEach(
                (month, quarter) -> {
                    for (MonthPeak.Source source :
                            List.of(MonthPeak.Source.METER, MonthPeak.Source.COUNTED)) {
                        MonthPeak peak = history.peaks().of(month, source).orElseThrow();
                        assertThat(peak.demand())
                                .as("%s by %s", month, source)
                                .isEqualTo(quarter.demand());
                        assertThat(peak.quarterEnd()).isEqualTo(quarter.quarter().end());
                    }
                });
    }

    private static Map<YearMonth, Long> byMonth(History history, int column) {
        return days(history).stream()
                .collect(
                        Collectors.groupingBy(
                                row -> YearMonth.from((LocalDate) row.get(0)),
                                TreeMap::new,
                                Collectors.summingLong(row -> (Long) row.get(column))));
    }

    private static List<List<Object>> days(History history) {
        List<List<Object>> days = new ArrayList<>();
        history.series(Series.Resolution.DAY, Instant.MIN, Instant.MAX, ZONE)
                .rows()
                .forEachRemaining(row -> days.add(new ArrayList<>(row)));
        days.sort(Comparator.comparing(row -> (LocalDate) row.get(0)));
        return days;
    }
}
