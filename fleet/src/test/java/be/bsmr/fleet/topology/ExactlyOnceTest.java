package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.local.FasterClock;
import be.bsmr.fleet.local.TopologyProcess;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    private static final int METERS = 20;
    private static final int MINUTES = 6 * 60 + 2;
    private static final int HOUSES = 4;
    private static final int QUARTERS = METERS * 24;
    private static final int PORTIONS = 6;

    private static final FasterClock CLOCK = FasterClock.asInLife(InstantSource.system());

    @TempDir private static Path folder;
    private static TestBroker broker;

    private static final List<List<SecondsBlock>> MINUTES_OF = new ArrayList<>();

    private final List<AutoCloseable> running = new ArrayList<>();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(folder.resolve("kafka"));
        for (int house = 0; house < HOUSES; house++) {
            MINUTES_OF.add(Said.minutes(house, Said.START, MINUTES));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static List<SecondsBlock> minutesOf(int meter) {
        return MINUTES_OF.get(meter % HOUSES);
    }

    private static Map<String, List<String>> expected() throws Exception {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int meter = 0; meter < METERS; meter++) {
            String key = Said.meter(meter);
            expected.put(key, Said.quarters(key, minutesOf(meter)));
        }
        assertThat(expected.values().stream().mapToInt(List::size).sum()).isEqualTo(QUARTERS);
        return expected;
    }

    /** One of {@link #PORTIONS} parts of all minutes, of all meters. */
    private static void send(Topics topics, int portion) throws Exception {
        for (int minute = MINUTES * portion / PORTIONS;
                minute < MINUTES * (portion + 1) / PORTIONS;
                minute++) {
            for (int meter = 0; meter < METERS; meter++) {
                broker.send(
                        topics.telegrams(),
                        Said.meter(meter),
                        Said.arrived(minutesOf(meter).get(minute)).bytes());
            }
        }
        broker.flush();
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
        StreamsSettings s = settings(topics, instance, 0);
        FleetStreams streams =
                FleetStreams.start(
                        FleetTopology.of(topics, TestBroker.PARTITIONS, Rhythm.DEFAULT, CLOCK),
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
            for (int portion = 0; portion < PORTIONS; portion++) {
                send(topics, portion);
                int some = QUARTERS * portion / PORTIONS + 1;
                until(() -> quarters.more().count() >= some);
                if (portion % 2 == 1) {
                    process.kill();
                    process = process(topics, "a", 0);
                }
            }
            until(() -> quarters.more().count() >= QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(expected());
        }
    }

    @Test
    void withAStandbyWhoeverIsKilledItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("standby");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            TopologyProcess a = process(topics, "a", 1);
            TopologyProcess b = process(topics, "b", 1);
            until(() -> a.isRunning() && b.isRunning());
            send(topics, 0);
            until(() -> quarters.more().count() >= QUARTERS / PORTIONS / 2);
            a.kill();
            send(topics, 1);
            process(topics, "a", 1);
            until(() -> quarters.more().count() >= QUARTERS / PORTIONS * 3 / 2);
            b.kill();
            for (int portion = 2; portion < PORTIONS; portion++) {
                send(topics, portion);
            }
            until(() -> quarters.more().count() >= QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(expected());
        }
    }

    @Test
    void instancesComeAndGoAndItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("rescaled");
        String application = "rescaled.topology";
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            FleetStreams first = streams(topics, application, "a");
            send(topics, 0);
            until(() -> quarters.more().count() >= 1);
            FleetStreams second = streams(topics, application, "b");
            send(topics, 1);
            until(() -> second.isRunning() && second.partitions() > 0);
            send(topics, 2);
            first.close();
            send(topics, 3);
            until(() -> second.partitions() == all());
            send(topics, 4);
            send(topics, 5);
            until(() -> quarters.more().count() >= QUARTERS);
            assertThat(quarters.more().hex()).isEqualTo(expected());
        }
    }

    /** Of the topics that the two parts of the topology read. */
    private static int all() {
        return 4 * TestBroker.PARTITIONS;
    }

    @Test
    void theBrokerIsRestartedAndItSaysEachQuarterOnce() throws Exception {
        Topics topics = broker.tenant("restarted");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            FleetStreams streams = streams(topics, "restarted.topology", "a");
            send(topics, 0);
            send(topics, 1);
            until(() -> quarters.more().count() >= 1);
            broker.restart();
            for (int portion = 2; portion < PORTIONS; portion++) {
                send(topics, portion);
            }
            until(() -> quarters.more().count() >= QUARTERS);
            assertThat(streams.hasFailed()).isFalse();
            assertThat(quarters.more().hex()).isEqualTo(expected());
        }
    }

    @Test
    void whoCountsAllFromTheBeginningComesToTheSameBytes() throws Exception {
        Topics topics = broker.tenant("again");
        try (TestBroker.Reader quarters = broker.reader(topics.quarters())) {
            for (int portion = 0; portion < PORTIONS; portion++) {
                send(topics, portion);
            }
            FleetStreams first = streams(topics, "again.first", "a");
            until(() -> quarters.more().count() >= QUARTERS);
            first.close();
            streams(topics, "again.second", "a");
            until(() -> quarters.more().count() >= 2 * QUARTERS);
            Map<String, List<String>> twice = new TreeMap<>();
            expected()
                    .forEach(
                            (meter, said) ->
                                    twice.put(
                                            meter,
                                            Stream.concat(said.stream(), said.stream()).toList()));
            assertThat(quarters.more().hex()).isEqualTo(twice);
        }
    }
}
