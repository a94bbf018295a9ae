package be.bsmr.fleet.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.ParquetFile;
import be.bsmr.fleet.Told;
import be.bsmr.fleet.Wire;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.LocalPostgres;
import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.PeakSaid;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.Share;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** With a real broker and a real database; each test is a tenant of its own. */
class SinkTest {

    private static final Instant NOW = Instant.parse("2026-01-14T18:07:00Z");
    private static final QuarterHour QUARTER = QuarterHour.of(NOW);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "a".repeat(32);
    private static final String BOB = "b".repeat(32);

    @TempDir static Path folder;

    private static LocalKafka kafka;
    private static LocalPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        kafka = LocalKafka.start(folder.resolve("kafka"));
        postgres = LocalPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
        kafka.close();
    }

    private static SinkSettings settings(Topics topics, String url) {
        return new SinkSettings(
                Map.of("bootstrap.servers", kafka.address()),
                topics,
                new PostgresSettings(url, postgres.user(), postgres.password()));
    }

    private static CountedQuarter quarter(QuarterHour at, int joules, boolean complete) {
        return new CountedQuarter(
                new QuarterDemand(
                        at,
                        new Energy(joules),
                        complete ? 1 : 0.5,
                        Estimator.REGISTERS,
                        complete,
                        null),
                complete ? CountedQuarter.By.FLEET : CountedQuarter.By.HOUSE);
    }

    private static CommunitySaid.Ended ended(int version, long joules) {
        return new CommunitySaid.Ended(
                QUARTER.later(-1), version, new Energy(joules), 2, version, 2);
    }

    /** All that can be said, some of it twice and some of it in the wrong order. */
    private static void tellAll(Told told, Topics topics) throws Exception {
        DemandDistribution demand = DemandDistribution.certain(Power.ofWatts(3000));
        told.tell(
                topics.agreements(),
                "tower",
                new Agreement("Tower", Power.ofWatts(35_000)).bytes());
        for (String meter : List.of(ALICE, BOB)) {
            told.tell(
                    topics.members(),
                    meter,
                    new Member("tower", "flat " + meter.charAt(0), null, Power.ZERO).bytes());
            for (int i = -4; i < 0; i++) {
                told.tell(
                        topics.quarters(),
                        meter,
                        quarter(QUARTER.later(i), 1000 - i, true).bytes());
            }
            told.tell(topics.quarters(), meter, quarter(QUARTER.later(-4), 7, false).bytes());
            told.tell(
                    topics.forecasts(),
                    meter,
                    new ForecastSent(QUARTER, NOW, Power.ofWatts(-200), demand).bytes());
            told.tell(
                    topics.shares(),
                    meter,
                    new Share(Power.ofWatts(900), NOW, NOW.plus(Share.VALID)).bytes());
            for (int watts : new int[] {2900, 3100}) {
                told.tell(
                        topics.peaks(),
                        meter,
                        new PeakSaid(
                                        new MonthPeak(
                                                YearMonth.of(2026, 1),
                                                Power.ofWatts(watts),
                                                QUARTER.start(),
                                                MonthPeak.Source.COUNTED))
                                .bytes());
            }
        }
        told.tell(topics.communities(), "tower", ended(2, 5000).bytes());
        told.tell(topics.communities(), "tower", ended(1, 4000).bytes());
        told.tell(
                topics.communities(),
                "tower",
                new CommunitySaid.Now(
                                QUARTER,
                                NOW,
                                2,
                                2,
                                Power.ofWatts(-400),
                                demand,
                                Power.ofWatts(35_000),
                                0.25,
                                Power.ofWatts(1800))
                        .bytes());
        for (int seconds : new int[] {90, 120}) {
            told.deadLetter(topics.deadLetters(), BOB, "a stamp " + seconds + " s ahead");
        }
        told.tell(topics.peaks(), BOB, new byte[] {1, 2, 3});
        Instant never = Instant.ofEpochSecond(100_000_000_000_000L);
        told.tell(topics.shares(), "mad", new Share(Power.ofWatts(900), NOW, never).bytes());
        told.flush();
    }

    @Test
    void whatIsReadOnceMoreChangesNothing() throws Exception {
        Topics topics = new Topics("again");
        try (Told told = new Told(kafka.address(), topics)) {
            tellAll(told, topics);
        }
        readAll(topics);
        Map<String, List<String>> first = tables(topics);

        assertThat(first.get("quarter")).hasSize(8);
        assertThat(query(topics, "SELECT DISTINCT imported_j FROM quarter ORDER BY 1"))
                .containsExactly("1001", "1002", "1003", "1004");
        assertThat(query(topics, "SELECT version, imported_j FROM community_quarter"))
                .containsExactly("2 5000");
        assertThat(query(topics, "SELECT DISTINCT demand_w FROM month_peak"))
                .containsExactly("3100");
        assertThat(query(topics, "SELECT reason, count, example FROM dead_letter ORDER BY 1"))
                .hasSize(3)
                .contains("a stamp … s ahead 2 a stamp 120 s ahead")
                .anyMatch(row -> row.contains("again.shares: refused by PostgreSQL 22008"));

        fromTheBeginning(topics);
        readAll(topics);
        assertThat(tables(topics)).isEqualTo(first);
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAwayAndThatIsSaidOnce() throws Exception {
        Topics topics = new Topics("away");
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        ((Logger) LoggerFactory.getLogger(Sink.class)).addAppender(said);
        URI url = URI.create(postgres.url().substring("jdbc:".length()));
        try (Told told = new Told(kafka.address(), topics);
                Wire wire = new Wire(url.getPort())) {
            String through = postgres.url().replace(":" + url.getPort(), ":" + wire.port());
            try (Sink sink = Sink.open(settings(topics, through), () -> NOW)) {
                told.tell(topics.quarters(), ALICE, quarter(QUARTER.later(-9), 9, true).bytes());
                told.flush();
                awaitAllRead(topics);

                wire.cut();
                for (int i = -8; i < 0; i++) {
                    told.tell(topics.quarters(), ALICE, quarter(QUARTER.later(i), 1, true).bytes());
                    told.flush();
                }
                await().atMost(SOON).until(() -> sink.trouble().isPresent());
                await().atMost(SOON).until(() -> said.list.stream().anyMatch(SinkTest::warns));
                assertThat(query(topics, "SELECT count(*) FROM quarter")).containsExactly("1");
                assertThat(Told.read(kafka.address(), topics)).containsEntry(topics.quarters(), 1L);

                wire.lay();
                awaitAllRead(topics);
                assertThat(sink.trouble()).isEmpty();
                assertThat(query(topics, "SELECT count(*) FROM quarter")).containsExactly("9");
            }
        }
        assertThat(said.list.stream().filter(SinkTest::warns)).hasSize(1);
    }

    @Test
    void twoSinksOfOneTenantShareTheWorkAndOneGoesOnAlone() throws Exception {
        Topics topics = new Topics("both");
        SinkSettings settings = settings(topics, postgres.url());
        try (Told told = new Told(kafka.address(), topics);
                Sink one = Sink.open(settings, () -> NOW)) {
            Sink other = Sink.open(settings, () -> NOW);
            tellAll(told, topics);
            awaitAllRead(topics);
            other.close();
            for (String meter : List.of(ALICE, BOB)) {
                told.tell(topics.quarters(), meter, quarter(QUARTER.later(-9), 1, true).bytes());
            }
            told.flush();
            awaitAllRead(topics);
            assertThat(one.trouble()).isEmpty();
        }
        assertThat(query(topics, "SELECT count(*) FROM quarter")).containsExactly("10");
    }

    @Test
    void aMonthOfQuartersIsAParquetFile() throws Exception {
        Topics topics = new Topics("parquet");
        try (Told told = new Told(kafka.address(), topics)) {
            told.tell(topics.quarters(), BOB, quarter(QUARTER, 7200, true).bytes());
            told.tell(topics.quarters(), ALICE, quarter(QUARTER, 1800, false).bytes());
            told.tell(topics.quarters(), ALICE, quarter(QUARTER.later(-96 * 20), 1, true).bytes());
            told.flush();
        }
        readAll(topics);
        Path file = folder.resolve("quarters.parquet");
        SinkSettings settings = settings(topics, postgres.url());
        assertThat(
                        QuarterFile.write(
                                settings.postgres(), topics.tenant(), YearMonth.of(2026, 1), file))
                .isEqualTo(2);
        assertThat(ParquetFile.rows(file))
                .extracting(row -> row.get("meter"), row -> row.get("import_wh"))
                .containsExactly(tuple(ALICE, 0.5), tuple(BOB, 2.0));
    }

    private static boolean warns(ILoggingEvent event) {
        return event.getLevel() == Level.WARN;
    }

    @Test
    void monthsAreMadeWhenLateQuartersNeedThemAndDroppedWhenTheyAreTooOld() throws Exception {
        Topics topics = new Topics("months");
        AtomicReference<Instant> clock = new AtomicReference<>(NOW);
        QuarterHour late = QuarterHour.of(Instant.parse("2024-12-31T23:45:00Z"));
        try (Told told = new Told(kafka.address(), topics);
                Sink sink = Sink.open(settings(topics, postgres.url()), clock::get)) {
            assertThat(sink.trouble()).isEmpty();
            told.tell(topics.quarters(), ALICE, quarter(late, 1, true).bytes());
            told.tell(topics.quarters(), ALICE, quarter(QUARTER.later(-96 * 500), 1, true).bytes());
            told.tell(topics.quarters(), ALICE, quarter(QUARTER.later(96 * 500), 1, true).bytes());
            told.flush();
            awaitAllRead(topics);

            assertThat(partitions(topics))
                    .contains("quarter_2024_12", "quarter_2026_01", "quarter_2026_03")
                    .doesNotContain("quarter_2024_09", "quarter_2027_05");
            assertThat(query(topics, "SELECT count(*) FROM quarter")).containsExactly("1");
            assertThat(query(topics, "SELECT sum(count) FROM dead_letter")).containsExactly("2");

            clock.set(Instant.parse("2026-02-01T00:00:00Z"));
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(partitions(topics))
                                            .contains("quarter_2026_04")
                                            .doesNotContain("quarter_2024_12"));
        }
    }

    @Test
    void twoTenantsOfOneDatabaseDoNotSeeEachOther() throws Exception {
        Topics gent = new Topics("gent-1");
        Topics lier = new Topics("lier-1");
        try (Told toGent = new Told(kafka.address(), gent);
                Told toLier = new Told(kafka.address(), lier)) {
            toGent.tell(gent.members(), ALICE, member("flat 1"));
            toLier.tell(lier.members(), ALICE, member("villa"));
            toGent.flush();
            toLier.flush();
        }
        readAll(gent);
        readAll(lier);
        assertThat(query(gent, "SELECT name FROM member")).containsExactly("flat 1");
        assertThat(query(lier, "SELECT name FROM member")).containsExactly("villa");
    }

    private static byte[] member(String name) {
        return new Member("tower", name, null, Power.ZERO).bytes();
    }

    @Test
    void aHouseThatIsErasedIsGoneAndStaysGoneWhenAllIsReadAgain() throws Exception {
        Topics topics = new Topics("erased");
        try (Told told = new Told(kafka.address(), topics)) {
            tellAll(told, topics);
        }
        readAll(topics);
        assertThat(Erasure.of(settings(topics, postgres.url()), ALICE)).isEqualTo(8);
        fromTheBeginning(topics);
        readAll(topics);
        assertThat(tables(topics).values().stream().flatMap(List::stream))
                .noneMatch(row -> row.contains(ALICE))
                .anyMatch(row -> row.contains(BOB));
    }

    private static void readAll(Topics topics) {
        Sink sink = Sink.open(settings(topics, postgres.url()), () -> NOW);
        try {
            awaitAllRead(topics);
        } finally {
            sink.close();
        }
    }

    private static void awaitAllRead(Topics topics) {
        Told.awaitAllRead(kafka.address(), topics);
    }

    private static void fromTheBeginning(Topics topics) {
        Told.readAllAgain(kafka.address(), topics);
    }

    private static Map<String, List<String>> tables(Topics topics) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table :
                List.of(
                        "community",
                        "member",
                        "quarter",
                        "community_quarter",
                        "month_peak",
                        "forecast",
                        "share",
                        "community_now",
                        "community_trail",
                        "dead_letter")) {
            all.put(table, query(topics, "SELECT * FROM " + table + " ORDER BY 1, 2"));
        }
        return all;
    }

    private static List<String> partitions(Topics topics) throws SQLException {
        return query(
                topics,
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE"
                        + " nspname = current_schema() AND relispartition AND relkind = 'r'");
    }

    /** Each row as its values with a space between them. */
    private static List<String> query(Topics topics, String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        String schema = "bsmr_" + topics.tenant().replace('-', '_');
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.url() + "?currentSchema=" + schema,
                                postgres.user(),
                                postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                all.add(String.join(" ", values.stream().map(String::valueOf).toList()));
            }
        }
        return all;
    }
}
