package be.bsmr.home.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadNow;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.series.Series;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreTest {

    private static final Instant EVENING = House.EVENING;

    @TempDir Path folder;
    private StoreSettings settings;

    @BeforeEach
    void settings() {
        settings = StoreSettings.of(folder.resolve("bsmr.db"), 60, 0);
    }

    @Test
    void makesFolderAndFileForTheOwnerOnly() throws IOException {
        House house = House.inTheEvening();
        Path here = Path.of("").toAbsolutePath();
        settings = StoreSettings.of(here.relativize(folder).resolve("data/bsmr.db"), 60, 0);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 120);
            assertThat(permissions("data")).isEqualTo("rwx------");
            assertThat(permissions("data/bsmr.db")).isEqualTo("rw-------");
            assertThat(permissions("data/bsmr.db-wal")).isEqualTo("rw-------");
        }
    }

    @Test
    void commitsOnceAMinute() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 60);
            assertThat(store.health().waiting()).isEqualTo(60);
            assertThat(store.history().newest()).isEmpty();
            house.live(store, 1);
            assertThat(store.health().waiting()).isZero();
            assertThat(store.health().stored()).isEqualTo(61);
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(60));
            house.live(store, 59);
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(60));
        }
    }

    @Test
    void commitsWhileTheMeterIsSilent() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 10);
            house.clock.advance(Duration.ofSeconds(60));
            SiteInput tick = new SiteInput.Tick(house.clock.instant());
            store.keep(
                    new SiteStep(
                            new MeteringStep(
                                    tick,
                                    house.state.metering(),
                                    List.of(),
                                    Optional.empty(),
                                    false,
                                    false),
                            house.state,
                            List.of(),
                            List.of(),
                            List.of()));
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(9));
        }
    }

    @Test
    void commitsWhenTheHostsClockIsSetBack() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.clock.advance(Duration.ofDays(-30));
            house.live(store, 1);
            assertThat(store.history().newest()).contains(EVENING);
        }
    }

    @Test
    void commitsAtTheEndOfAQuarterAndAtTheEndOfTheProgram() throws IOException {
        settings = StoreSettings.of(settings.file(), 600, 0);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 601);
            assertThat(store.history().newest())
                    .as("the quarter's end")
                    .contains(EVENING.plusSeconds(600));
            assertThat(
                            store.history()
                                    .quarters(EVENING.minusSeconds(900), EVENING.plusSeconds(900)))
                    .hasSize(1);
            house.live(store, 20);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(620));
        }
    }

    @Test
    void passesOverWhatBringsNothingNew() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 3);
            Reading again = house.reads.get(1).reading();
            store.keep(house.read(again));
            store.keep(house.read(again));
            assertThat(store.health().waiting()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void givesReadingsBack(Grid grid) throws IOException {
        House house = new House(EVENING, grid);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1000);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            List<MeterRead> recalled = store.history().recall(EVENING);
            assertThat(recalled).hasSize(1000);
            for (int i = 0; i < recalled.size(); i++) {
                assertThat(recalled.get(i).reading())
                        .isEqualTo(asStored(house.reads.get(i).reading()));
                assertThat(recalled.get(i).measuredAt()).isEqualTo(EVENING.plusSeconds(i));
            }
            assertThat(store.history().recall(EVENING.plusSeconds(990)))
                    .isEqualTo(recalled.subList(990, 1000));
            assertThat(store.history().recall(EVENING.plusMillis(989_001)))
                    .as("from is not rounded down")
                    .isEqualTo(recalled.subList(990, 1000));
            assertThat(store.history().recall(EVENING.plusSeconds(1000))).isEmpty();
        }
    }

    @Test
    void keepsWhatAnOldMeterDoesNotSend() throws IOException {
        Reading bare =
                new Reading(
                        new Identity("ISk5", null, null, null),
                        null,
                        null,
                        new Flow(
                                EnergyRegisters.of(Energy.ofWattHours(123_456_789), Map.of()),
                                null),
                        Flow.NONE,
                        List.of(),
                        List.of(),
                        Supply.UNKNOWN);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            store.keep(house.read(bare));
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            Reading recalled = store.history().recall(EVENING).get(0).reading();
            assertThat(recalled)
                    .usingRecursiveComparison()
                    .ignoringFields("measuredAt")
                    .isEqualTo(bare);
            assertThat(recalled.measuredAt()).as("the host's, for want of one").isEqualTo(EVENING);
        }
    }

    @Test
    void neverGivesASumBackThatTheMeterDidNotSend() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            EnergyRegisters halfRead =
                    new EnergyRegisters(
                            null, Energy.ofWattHours(5000), null, null, null, null, false);
            EnergyRegisters threeTariffs =
                    EnergyRegisters.of(
                            null,
                            Map.of(
                                    1,
                                    Energy.ofWattHours(10),
                                    2,
                                    Energy.ofWattHours(20),
                                    3,
                                    Energy.ofWattHours(30)));
            store.keep(house.read(reading(EVENING, "1SAG1", halfRead, threeTariffs, List.of())));
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            Reading recalled = store.history().recall(EVENING).get(0).reading();
            assertThat(recalled.imported().sum()).isEmpty();
            assertThat(recalled.exported().sum()).contains(Energy.ofWattHours(60));
            assertThat(recalled.exported().tariff(2)).contains(Energy.ofWattHours(20));
        }
    }

    @Test
    void remembersWhichMeterSpokeAndWhatHungOnIt() throws IOException {
        MBusReading gas = gas("12.345");
        MBusReading more = gas("12.400");
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            keep(store, house, 0, "1SAG1", gas);
            keep(store, house, 1, "1SAG1", gas);
            keep(store, house, 2, "1SAG1", more);
            keep(store, house, 3, "1SAG1");
            house.clock.advance(Duration.ofSeconds(40));
            keep(store, house, 44, "1SAG2", more);
            keep(store, house, 45, "1SAG2", more);
            keep(store, house, 46, "1SAG2", more);
            keep(store, house, 47, "1SAG2", more);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().recall(EVENING))
                    .extracting(r -> r.reading().mbus())
                    .containsExactly(
                            List.of(gas),
                            List.of(gas),
                            List.of(more),
                            List.of(),
                            List.of(more),
                            List.of(more));
            assertThat(store.history().recall(EVENING))
                    .extracting(r -> r.reading().identity().meter().value())
                    .containsExactly("1SAG1", "1SAG1", "1SAG1", "1SAG1", "1SAG2", "1SAG2");
            assertThat(store.history().recall(EVENING.plusSeconds(1)).get(0).reading().mbus())
                    .as("known from before")
                    .containsExactly(gas);
            assertThat(rows(store, "mbus_readings")).as("only changes").isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEMAND_REGISTER", "REGISTERS"})
    void goesOnWithTheQuarterAfterARestart(Estimator estimator) throws IOException {
        // From 17:00 local on; ten minutes, half a minute down, and on to the quarter's end.
        Instant start = QuarterHour.of(EVENING).end();
        House uninterrupted = new House(start, Grid.STAR_400);
        House before = new House(start, Grid.STAR_400);
        if (estimator == Estimator.REGISTERS) {
            uninterrupted.meter = StoreTest::withoutDemand;
            before.meter = StoreTest::withoutDemand;
        }
        try (Store store = Store.open(settings, before.clock, SiteSettings.BELGIUM);
                Store other =
                        Store.open(
                                StoreSettings.of(folder.resolve("other.db"), 60, 0),
                                uninterrupted.clock,
                                SiteSettings.BELGIUM)) {
            uninterrupted.live(other, 901);
            before.live(store, 600);
        }
        SiteState stopped = before.state;
        before.miss(30);
        try (Store store = Store.open(settings, before.clock, SiteSettings.BELGIUM)) {
            before.state = SiteState.initial(SiteSettings.DEFAULT, store.history().peaks());
            Instant quarter = QuarterHour.of(store.history().newest().orElseThrow()).start();
            store.history().recall(quarter.minusSeconds(60)).forEach(before::replay);
            assertThat(before.state.metering().quarter()).isEqualTo(stopped.metering().quarter());
            assertThat(before.state.foresight().forecaster())
                    .isEqualTo(stopped.foresight().forecaster());
            assertThat(before.state.foresight().outlook()).isEqualTo(stopped.foresight().outlook());
            assertThat(before.state.metering().peaks()).isEqualTo(stopped.metering().peaks());
            assertThat(before.state.metering().grid()).isEqualTo(stopped.metering().grid());

            before.state =
                    before.state.resumed(SiteSettings.DEFAULT, List.of(), before.clock.instant());
            before.live(store, 271);
            QuarterDemand whole = uninterrupted.finished.get(0);
            QuarterDemand resumed = before.finished.get(0);
            assertThat(whole.coverage()).isEqualTo(1);
            assertThat(resumed.imported()).isEqualTo(whole.imported());
            assertThat(resumed.complete()).isTrue();
            // Of the 30 s, the reading after it vouches for its own second.
            assertThat(resumed.coverage()).isEqualTo(1 - 30 / 900.0);
            assertThat(store.history().quarters(quarter, quarter.plusSeconds(1)))
                    .containsExactly(
                            new QuarterDemand(
                                    resumed.quarter(),
                                    resumed.imported(),
                                    0.9667,
                                    estimator,
                                    true,
                                    resumed.error()));
        }
    }

    @Test
    void keepsPeaksAndTheirRise() throws IOException {
        House house = House.inTheEvening();
        PeakHistory afterStart;
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 61);
            afterStart = house.state.metering().peaks();
            assertThat(afterStart.months()).hasSize(13);
            assertThat(store.history().peaks()).isEqualTo(afterStart);
            house.live(store, 2 * 3600);
        }
        assertThat(house.state.metering().peaks())
                .as("the evening is a peak")
                .isNotEqualTo(afterStart);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().peaks()).isEqualTo(house.state.metering().peaks());
            MonthPeak peak =
                    new MonthPeak(
                            YearMonth.of(2024, 6), new Power(9000), null, MonthPeak.Source.COUNTED);
            house.state =
                    SiteState.initial(
                            SiteSettings.DEFAULT, house.state.metering().peaks().with(peak));
            house.live(store, 61);
            assertThat(store.history().peaks().of(YearMonth.of(2024, 6))).contains(peak);
        }
    }

    @Test
    void keepsWhatTheForecastHasLearned() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().forecaster()).isEqualTo(Forecaster.EMPTY);
            house.live(store, 3600);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().forecaster().memory())
                    .isEqualTo(house.state.foresight().forecaster().memory());
        }
        // Who only looks changes nothing.
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().forecaster().memory())
                    .isEqualTo(house.state.foresight().forecaster().memory());
        }
    }

    @Test
    void savesWhatTheForecastHasLearnedOnceADay() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 86_340);
            assertThat(store.history().forecaster()).isEqualTo(Forecaster.EMPTY);
            house.live(store, 120);
            assertThat(store.history().forecaster()).isNotEqualTo(Forecaster.EMPTY);
        }
    }

    @Test
    void forecastsAnewWhenWhatWasLearnedIsDamaged() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 120);
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement()) {
            s.executeUpdate("UPDATE forecast SET memory = zeroblob(1000)");
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().forecaster()).isEqualTo(Forecaster.EMPTY);
            assertThat(store.history().recall(EVENING)).hasSize(120);
        }
    }

    @Test
    void remembersWhatAPersonWantsOfALoadAndWhatItHasHad() throws IOException {
        Load boiler = Load.onOff("boiler", "Boiler", new Power(2000));
        SiteSettings chosen = SiteSettings.DEFAULT.controlling(List.of(boiler));
        House house = new House(EVENING, Grid.STAR_400, chosen);
        List<LoadMemory> last;
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1000);
            store.keep(
                    house.replay(
                            new SiteInput.UserRequest(
                                    house.clock.instant(), "boiler", ManualOverride.ALWAYS_SHED)));
            house.live(store, 30);
            last = house.state.control().loads(chosen).stream().map(LoadNow::memory).toList();
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().loads()).isEqualTo(last);
            assertThat(last.get(0).mode()).isEqualTo(ManualOverride.ALWAYS_SHED);
        }
    }

    @Test
    void givesQuartersOfAPeriod() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 3 * 3600);
            assertThat(house.finished).hasSize(12);
            List<QuarterDemand> all =
                    store.history().quarters(Instant.EPOCH, EVENING.plusSeconds(86_400));
            assertThat(all)
                    .extracting(QuarterDemand::quarter, QuarterDemand::imported)
                    .isEqualTo(
                            house.finished.stream()
                                    .map(
                                            q ->
                                                    org.assertj.core.groups.Tuple.tuple(
                                                            q.quarter(), q.imported()))
                                    .toList());
            Instant second = all.get(1).quarter().start();
            assertThat(store.history().quarters(second, second.plusSeconds(1800)))
                    .isEqualTo(all.subList(1, 3));
        }
    }

    @Test
    void halfAQuarterNeverReplacesAWholeOne() throws IOException {
        House house = House.inTheEvening();
        QuarterHour quarter = QuarterHour.of(EVENING);
        QuarterDemand half = demand(quarter, 300, false);
        QuarterDemand whole = demand(quarter, 700, true);
        QuarterDemand again = demand(quarter, 650, true);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            for (QuarterDemand q : List.of(half, whole, half)) {
                store.keep(finished(house, q));
            }
            assertThat(store.history().quarters(quarter.start(), quarter.end()))
                    .containsExactly(whole);
            store.keep(finished(house, again));
            assertThat(store.history().quarters(quarter.start(), quarter.end()))
                    .containsExactly(again);
        }
    }

    @Test
    void keepsTheNewerReadingsWhenTheMetersClockIsSetBack() throws IOException {
        House house = House.inTheEvening();
        Instant earlier = EVENING.minusSeconds(600);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 900);
            house.meter = r -> at(r, requireNonNull(r.measuredAt()).minusSeconds(1500));
            house.live(store, 700);
        }
        Instant newest = earlier.plusSeconds(699);
        // Three in a row whose registers went on are no telegrams that come late.
        List<MeterRead> after = house.reads.subList(902, 1600);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().newest()).contains(newest);
            assertThat(store.history().recall(Instant.EPOCH))
                    .as("in the order in which they came, without the stale ones that lie later")
                    .extracting(MeterRead::reading)
                    .isEqualTo(after.stream().map(r -> asStored(r.reading())).toList());
            assertThat(seconds(store))
                    .as("the rest stays: what came before, and after")
                    .isEqualTo(900 + after.size());
        }
        // And once more, from a program that starts anew.
        House restarted = new House(EVENING.minusSeconds(3600), Grid.STAR_400);
        try (Store store = Store.open(settings, restarted.clock, SiteSettings.BELGIUM)) {
            restarted.live(store, 5);
        }
        try (Store store = Store.open(settings, restarted.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().recall(Instant.EPOCH)).hasSize(5);
        }
    }

    @Test
    void survivesAClockThatFallsBackToTheYear2000() throws IOException {
        settings = StoreSettings.of(settings.file(), 60, 30);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 100);
            Household dead =
                    new Household(
                            7,
                            Instant.parse("2000-01-01T00:00:00Z"),
                            SiteSettings.BELGIUM,
                            Grid.STAR_400);
            for (int s = 0; s < 120; s++) {
                store.keep(house.read(dead.next()));
            }
            house.live(store, 100);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(199));
            assertThat(store.history().recall(EVENING)).as("since the clock is right").hasSize(100);
            assertThat(seconds(store)).as("but not those of 2000").isEqualTo(200);
        }
    }

    /** A clock of half a year ahead that is set right: what it stamped until then is still told. */
    @Test
    void readingsFromBeforeTheClockWasSetBackAreStillRead() throws IOException {
        Instant ahead = EVENING.plus(Duration.ofDays(180));
        House house = new House(ahead, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1500);
            Household right = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
            for (int s = 0; s < 100; s++) {
                store.keep(house.read(right.next()));
            }
        }
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(EVENING))
                    .as("what a restart goes on with")
                    .hasSizeBetween(90, 100);
            assertThat(history.readings(ahead, ahead.plusSeconds(1499)))
                    .extracting(MeterRead::measuredAt)
                    .hasSize(1500)
                    .startsWith(ahead)
                    .isSorted();
            assertThat(history.readings(ahead, ahead.plusSeconds(10)).get(0).reading().mbus())
                    .isEqualTo(house.reads.get(0).reading().mbus());
            assertThat(history.info().newest()).isEqualTo(ahead.plusSeconds(1499));
        }
    }

    @Test
    void forgetsReadingsThatAreTooOldButNoQuarter() throws IOException {
        settings = StoreSettings.of(settings.file(), 600, 2);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1200);
            house.clock.advance(Duration.ofDays(3));
            Instant later = house.clock.instant().plusSeconds(1);
            Household now = new Household(5, later, SiteSettings.BELGIUM, Grid.STAR_400);
            for (int s = 0; s < 700; s++) {
                store.keep(house.read(now.next()));
            }
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().recall(Instant.EPOCH)).hasSize(700);
            assertThat(store.history().quarters(Instant.EPOCH, house.clock.instant()))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void forgetsQuartersOnlyWhenAskedAndNeverAPeakOrADay() throws IOException {
        settings = new StoreSettings(settings.file(), 600, 0, 400, BackupSettings.NONE);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 2000);
            house.clock.advance(Duration.ofDays(401));
            Instant later = house.clock.instant().plusSeconds(1);
            Household now = new Household(5, later, SiteSettings.BELGIUM, Grid.STAR_400);
            for (int s = 0; s < 2000; s++) {
                store.keep(house.read(now.next()));
            }
            assertThat(store.history().counted(Instant.EPOCH, Instant.MAX))
                    .isNotEmpty()
                    .allMatch(q -> q.quarter().start().isAfter(EVENING.plus(Duration.ofDays(30))));
            assertThat(store.history().peaks().of(YearMonth.of(2026, 1))).isPresent();
            assertThat(
                            store.history()
                                    .series(
                                            Series.Resolution.DAY,
                                            EVENING,
                                            EVENING.plusSeconds(1),
                                            SiteSettings.BELGIUM)
                                    .rows()
                                    .hasNext())
                    .isTrue();
        }
    }

    @Test
    void oneWildClockForgetsNothing() throws IOException {
        settings = StoreSettings.of(settings.file(), 60, 2);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 100);
            Household wild =
                    new Household(
                            5,
                            Instant.parse("2099-01-01T00:00:00Z"),
                            SiteSettings.BELGIUM,
                            Grid.STAR_400);
            for (int s = 0; s < 100; s++) {
                store.keep(house.read(wild.next()));
            }
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().recall(EVENING)).hasSize(200);
        }
        // The host's: it starts in the future, before it has heard of the time.
        try (Store store =
                Store.open(
                        settings,
                        Clock.offset(house.clock, Duration.ofDays(20_000)),
                        SiteSettings.BELGIUM)) {
            house.live(store, 15);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(store.history().newest()).contains(EVENING.plusSeconds(114));
            assertThat(seconds(store)).as("the third that is set back convinces").isEqualTo(213);
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Path file = Path.of("x.db");
        assertThatThrownBy(() -> StoreSettings.of(file, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.commit_seconds is 1 to 600");
        assertThatThrownBy(() -> StoreSettings.of(file, 601, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoreSettings.of(file, 60, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.keep_days");
        assertThatThrownBy(() -> StoreSettings.of(Path.of(""), 60, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.file");
    }

    /** What of a reading survives: see {@link ReadingRow}. */
    static Reading asStored(Reading r) {
        return new Reading(
                r.identity(),
                r.measuredAt(),
                r.activeTariff(),
                new Flow(
                        r.imported(),
                        r.importPower(),
                        new DemandReading(r.demand().running(), null, List.of())),
                r.toGrid(),
                r.phases(),
                r.mbus(),
                Supply.of(null, r.supply().declaredGrid()));
    }

    static long seconds(Store store) {
        return store.database().read(SecondsTable::count);
    }

    static long rows(Store store, String table) {
        return store.database()
                .read(
                        c -> {
                            try (var s = c.createStatement();
                                    var r = s.executeQuery("SELECT count(*) FROM " + table)) {
                                return r.getLong(1);
                            }
                        });
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    private static void keep(
            Store store, House house, int second, String meter, MBusReading... mbus) {
        store.keep(
                house.read(
                        reading(
                                EVENING.plusSeconds(second),
                                meter,
                                EnergyRegisters.NONE,
                                EnergyRegisters.NONE,
                                List.of(mbus))));
    }

    private static MBusReading gas(String cubicMetres) {
        return new MBusReading(
                1,
                MBusType.GAS,
                "7FLO1",
                null,
                null,
                EVENING.minusSeconds(200),
                new BigDecimal(cubicMetres),
                "m3");
    }

    private static Reading reading(
            Instant at,
            String meter,
            EnergyRegisters imported,
            EnergyRegisters exported,
            List<MBusReading> mbus) {
        return new Reading(
                new Identity("FLU5\\1_A", "50217", new MeterId(meter), null),
                at,
                1,
                new Flow(imported, new Power(1000)),
                new Flow(exported, Power.ZERO),
                List.of(),
                mbus,
                Supply.UNKNOWN);
    }

    private static Reading withoutDemand(Reading r) {
        return at(r, r.measuredAt());
    }

    /** The same at another time, without the meter's own demand, which would not fit there. */
    private static Reading at(Reading r, @Nullable Instant time) {
        return new Reading(
                r.identity(),
                time,
                r.activeTariff(),
                new Flow(r.imported(), r.importPower()),
                r.toGrid(),
                r.phases(),
                r.mbus(),
                r.supply());
    }

    private static QuarterDemand demand(QuarterHour quarter, int wattHours, boolean complete) {
        return new QuarterDemand(
                quarter, Energy.ofWattHours(wattHours), 0.5, Estimator.REGISTERS, complete);
    }

    private static SiteStep finished(House house, QuarterDemand quarter) {
        return new SiteStep(
                new MeteringStep(
                        new SiteInput.LinkReport(EVENING, LinkHealth.INITIAL),
                        house.state.metering(),
                        List.of(),
                        Optional.of(quarter),
                        false,
                        false),
                house.state,
                List.of(),
                List.of(),
                List.of());
    }
}
