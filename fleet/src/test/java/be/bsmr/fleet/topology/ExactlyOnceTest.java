package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.local.FasterClock;
import be.bsmr.fleet.local.TopologyProcess;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over a real broker, which all tests of this class share: each quarter that is said is the one
 * that core counts of the same blocks, none is missing and none is there twice.
 */
class ExactlyOnceTest {

    private static final TwentyMeters METERS = new TwentyMeters();

    private static final FasterClock CLOCK = FasterClock.asInLife(InstantSource.system());

    @TempDir private static Path folder;
    private static TestBroker broker;

    private final List<AutoCloseable> running = new ArrayList<>();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private StreamsSettings settings(Topics topics, String instance, int standbys) {
        return new StreamsSettings(
                broker.address(),
                topics.tenant() + ".topology",
                instance,
                folder.resolve(topics.tenant() + "-" + instance),
                Duration.ofMillis(200),
                1,
                standbys,
                Map.of());
    }

    private TopologyProcess process(Topics topics, String instance, int standbys)
            throws IOException {
        TopologyProcess process =
                TopologyProcess.start(
                        settings(topics, instance, standbys),
                        topics,
                        TestBroker.PARTITIONS,
                        Rhythm.DEFAULT,
                        CLOCK,
                        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        running.add(process);
        return process;
    }

    private FleetStreams streams(Topics topics, String application, String instance) {
        return streams(topics, application, instance, Rhythm.DEFAULT, CLOCK);
    }

    private FleetStreams streams(
            Topics topics,
            String application,
            String instance,
            Rhythm rhythm,
            InstantSource clock) {
        StreamsSettings s = settings(topics, instance, 0);
        FleetStreams streams =
                FleetStreams.start(
                        FleetTopology.of(topics, TestBroker.PARTITIONS, rhythm, clock),
                        new StreamsSettings(
                                s.brokers(),
                                application,
                                instance,
                                s.folder().resolve(application),
                                s.commit(),
                                s.threads(),
                                s.standbys(),
                                s.security()));
        running.add(streams);
        return streams;
    }

    @AfterEach
    void stopWhatRuns() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(condition);
    }

    @Test
    void killedAgainAndAgainItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("killed");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            TopologyProcess process = process(topics, "a", 0);
            for (int portion = 0; portion < TwentyMeters.PORTIONS; portion++) {
                METERS.send(broker, topics, portion);
                int some = TwentyMeters.QUARTERS * portion / TwentyMeters.PORTIONS + 1;
                until(() -> quarters.more().count() >= some);
                if (portion % 2 == 1) {
                    process.kill();
                    process = process(topics, "a", 0);
                }
            }
            until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(METERS.quarters());
        }
    }

    @Test
    void withAStandbyWhoeverIsKilledItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("standby");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            TopologyProcess a = process(topics, "a", 1);
            TopologyProcess b = process(topics, "b", 1);
            until(() -> a.isRunning() && b.isRunning());
            METERS.send(broker, topics, 0);
            until(
                    () ->
                            quarters.more().count()
                                    >= TwentyMeters.QUARTERS / TwentyMeters.PORTIONS / 2);
            a.kill();
            METERS.send(broker, topics, 1);
            process(topics, "a", 1);
            until(
                    () ->
                            quarters.more().count()
                                    >= TwentyMeters.QUARTERS / TwentyMeters.PORTIONS * 3 / 2);
            b.kill();
            for (int portion = 2; portion < TwentyMeters.PORTIONS; portion++) {
                METERS.send(broker, topics, portion);
            }
            until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(METERS.quarters());
        }
    }

    @Test
    void instancesComeAndGoAndItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("rescaled");
        String application = "rescaled.topology";
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            FleetStreams first = streams(topics, application, "a");
            METERS.send(broker, topics, 0);
            until(() -> quarters.more().count() >= 1);
            FleetStreams second = streams(topics, application, "b");
            METERS.send(broker, topics, 1);
            until(() -> second.isRunning() && second.partitions() > 0);
            METERS.send(broker, topics, 2);
            first.close();
            METERS.send(broker, topics, 3);
            until(() -> second.partitions() == all());
            METERS.send(broker, topics, 4);
            METERS.send(broker, topics, 5);
            until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(METERS.quarters());
        }
    }

    /** Of the topics that the two parts of the topology read. */
    private static int all() {
        return 4 * TestBroker.PARTITIONS;
    }

    @Test
    void whoCountsAllFromTheBeginningComesToTheSameBytes() throws Exception {
        Topics topics = broker.tenant("again");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            for (int portion = 0; portion < TwentyMeters.PORTIONS; portion++) {
                METERS.send(broker, topics, portion);
            }
            FleetStreams first = streams(topics, "again.first", "a");
            until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
            first.close();
            streams(topics, "again.second", "a");
            until(() -> quarters.more().count() >= 2 * TwentyMeters.QUARTERS);
            Map<String, List<String>> twice = new TreeMap<>();
            METERS.quarters()
                    .forEach(
                            (meter, said) ->
                                    twice.put(
                                            meter,
                                            Stream.concat(said.stream(), said.stream()).toList()));
            assertThat(quarters.more().hex()).isEqualTo(twice);
        }
    }

    /** All that was known of them is read back before one is counted on. */
    @Test
    void tenThousandMetersAreBackWithinSeconds() throws Exception {
        int meters = 10_000;
        Topics topics = broker.tenant("restored");
        String application = "restored.topology";
        List<SecondsBlock> minutes = METERS.minutesOf(0);
        List<SecondsBlock> some = List.of(minutes.get(0), minutes.get(14), minutes.get(15));
        Instant at = Said.START.plusSeconds(70);
        byte[] foreseen =
                new Arrived(
                                at,
                                new ForecastSent(
                                        QuarterHour.of(at),
                                        at,
                                        Power.ofWatts(500),
                                        DemandDistribution.certain(Power.ofWatts(400))))
                        .bytes();
        try (TestBroker.Reader forecasts = broker.reader(topics.forecasts());
                TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            FleetStreams first = streams(topics, application, "a");
            for (int meter = 0; meter < meters; meter++) {
                String key = Said.meter(meter);
                broker.send(topics.telegrams(), key, Said.arrived(some.get(0)).bytes());
                broker.send(topics.telegrams(), key, foreseen);
            }
            until(() -> forecasts.more().count() >= meters);
            first.close();
            long begun = System.nanoTime();
            FleetStreams second = streams(topics, application, "b");
            until(() -> second.isRunning() && second.partitions() == all());
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(20));
            for (int meter = 0; meter < meters; meter++) {
                broker.send(
                        topics.telegrams(), Said.meter(meter), Said.arrived(some.get(1)).bytes());
                broker.send(
                        topics.telegrams(), Said.meter(meter), Said.arrived(some.get(2)).bytes());
            }
            until(() -> quarters.more().count() >= meters);
            List<String> expected = Said.quarters(Said.meter(0), some);
            assertThat(expected).hasSize(1);
            assertThat(quarters.more().hex())
                    .hasSize(meters)
                    .allSatisfy((meter, said) -> assertThat(said).isEqualTo(expected));
        }
    }

    @Test
    void aCommunityGoesOnAfterARestart() throws Exception {
        Topics topics = broker.tenant("tower");
        String application = "tower.topology";
        Rhythm rhythm = new Rhythm(Duration.ofMillis(100), Duration.ofSeconds(90));
        AtomicReference<Instant> now = new AtomicReference<>(Said.START);
        try (TestBroker.Reader communities = broker.reader(topics.communities())) {
            FleetStreams first = streams(topics, application, "a", rhythm, now::get);
            for (int meter = 0; meter < 4; meter++) {
                broker.send(
                        topics.members(),
                        Said.meter(meter),
                        new Member("tower", "flat " + meter, null, Power.ZERO).bytes());
            }
            broker.flush();
            until(() -> now(communities.more()).map(CommunitySaid.Now::members).orElse(0) == 4);
            for (int meter = 0; meter < 3; meter++) {
                sendQuarter(topics, meter);
            }
            now.set(Said.START.plus(Duration.ofMinutes(15)).plusSeconds(40));
            until(() -> now(communities.more()).map(CommunitySaid.Now::heard).orElse(0) == 3);
            first.close();
            assertThat(ended(communities.more())).as("one is silent, 90 s are not over").isEmpty();

            now.set(Said.START.plus(Duration.ofMinutes(17)));
            streams(topics, application, "b", rhythm, now::get);
            until(() -> !ended(communities.more()).isEmpty());
            sendQuarter(topics, 3);
            until(() -> ended(communities.more()).size() > 1);
            assertThat(ended(communities))
                    .extracting(
                            CommunitySaid.Ended::version,
                            CommunitySaid.Ended::members,
                            CommunitySaid.Ended::complete)
                    .containsExactly(tuple(1, 4, 3), tuple(2, 4, 4));
            QuarterDemand last =
                    CountedQuarter.of(
                                    HexFormat.of()
                                            .parseHex(
                                                    Said.quarters(
                                                                    Said.meter(3),
                                                                    METERS.minutesOf(3))
                                                            .get(0)))
                            .demand();
            assertThat(ended(communities).get(1).imported())
                    .isEqualTo(ended(communities).get(0).imported().plus(last.imported()));
        }
    }

    private static void sendQuarter(Topics topics, int meter) throws Exception {
        for (SecondsBlock block : METERS.minutesOf(meter).subList(0, 16)) {
            broker.send(topics.telegrams(), Said.meter(meter), Said.arrived(block).bytes());
        }
        broker.flush();
    }

    private static List<CommunitySaid> said(TestBroker.Reader communities) {
        List<CommunitySaid> said = new ArrayList<>();
        for (byte[] bytes : communities.of("tower")) {
            try {
                said.add(CommunitySaid.of(bytes));
            } catch (DataFormatException e) {
                throw new AssertionError(e);
            }
        }
        return said;
    }

    private static Optional<CommunitySaid.Now> now(TestBroker.Reader communities) {
        return said(communities).stream()
                .filter(CommunitySaid.Now.class::isInstance)
                .map(CommunitySaid.Now.class::cast)
                .reduce((before, last) -> last);
    }

    private static List<CommunitySaid.Ended> ended(TestBroker.Reader communities) {
        return said(communities).stream()
                .filter(CommunitySaid.Ended.class::isInstance)
                .map(CommunitySaid.Ended.class::cast)
                .toList();
    }

    @Test
    void topicsAreKeptAsLongAsIsPromisedAndNeverRepartitioned() throws Exception {
        Topics topics = broker.tenant("kept");
        broker.tenant("kept");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            ConfigResource telegrams =
                    new ConfigResource(ConfigResource.Type.TOPIC, topics.telegrams());
            ConfigResource members =
                    new ConfigResource(ConfigResource.Type.TOPIC, topics.members());
            Map<ConfigResource, Config> settings =
                    admin.describeConfigs(List.of(telegrams, members)).all().get();
            assertThat(settings.get(telegrams).get("retention.ms").value())
                    .isEqualTo(String.valueOf(Duration.ofDays(3).toMillis()));
            assertThat(settings.get(telegrams).get("message.timestamp.type").value())
                    .isEqualTo("LogAppendTime");
            assertThat(settings.get(members).get("cleanup.policy").value()).isEqualTo("compact");
            assertThatThrownBy(() -> new TopicSetup(topics, 8, (short) 1).create(admin))
                    .hasMessageContaining("write partitions: 4");
        }
    }
}
