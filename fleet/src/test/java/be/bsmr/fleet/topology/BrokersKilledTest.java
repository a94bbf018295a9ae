package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers are killed as by {@code kill -9}, or stopped, under a topology that counts: each quarter
 * that is said is the one that core counts of the same blocks, none is missing and none is there
 * twice.
 */
class BrokersKilledTest {

    private static final TwentyMeters METERS = new TwentyMeters();

    @TempDir private Path folder;

    private FleetStreams streams(TestBroker broker, Topics topics, Duration commit) {
        return FleetStreams.start(
                FleetTopology.of(
                        topics, TestBroker.PARTITIONS, Rhythm.DEFAULT, InstantSource.system()),
                new StreamsSettings(
                        broker.address(),
                        topics.tenant() + ".topology",
                        "a",
                        folder.resolve("streams"),
                        commit,
                        1,
                        0,
                        Map.of()));
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(150)).pollDelay(Duration.ZERO).until(condition);
    }

    @Test
    void ofThreeBrokersOneAfterTheOtherIsKilledAndItSaysEachQuarterOnce() throws Exception {
        try (TestBroker brokers = TestBroker.three(folder.resolve("kafka"))) {
            Topics topics = brokers.tenant("three");
            try (TestBroker.Reader quarters = brokers.reader(topics.quarters());
                    FleetStreams streams = streams(brokers, topics, Duration.ofMillis(200))) {
                for (int portion = 0; portion < TwentyMeters.PORTIONS; portion++) {
                    METERS.send(brokers, topics, portion);
                    int some = TwentyMeters.QUARTERS * portion / TwentyMeters.PORTIONS + 1;
                    until(() -> quarters.more().count() >= some);
                    if (portion % 2 == 0) {
                        brokers.kill(portion / 2);
                    } else {
                        brokers.startAgain(portion / 2);
                        until(brokers::isInSync);
                    }
                }
                until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
                assertThat(streams.hasFailed()).isFalse();
                assertThat(quarters.more().hex()).isEqualTo(METERS.quarters());
            }
        }
    }

    @Test
    void aBrokerThatIsAloneIsKilledAndItSaysEachQuarterOnce() throws Exception {
        betweenTwoCommits(broker -> broker.kill(0));
    }

    @Test
    void aBrokerThatIsAloneIsStoppedAndStartedAndItSaysEachQuarterOnce() throws Exception {
        betweenTwoCommits(broker -> broker.stop(0));
    }

    /**
     * Within the milliseconds of a commit, Kafka 4.3 may forget to say in some topics that it was
     * done (KAFKA-20734), and who reads them waits for ever: what many rely on has three brokers.
     */
    private void betweenTwoCommits(Consumer<TestBroker> ended) throws Exception {
        try (TestBroker broker = TestBroker.start(folder.resolve("kafka"), Map.of())) {
            Topics topics = broker.tenant("alone");
            try (TestBroker.Reader quarters = broker.reader(topics.quarters());
                    FleetStreams streams = streams(broker, topics, Duration.ofSeconds(4))) {
                METERS.send(broker, topics, 0);
                until(() -> quarters.more().count() >= 1);
                METERS.send(broker, topics, 1);
                ended.accept(broker);
                broker.startAgain(0);
                for (int portion = 2; portion < TwentyMeters.PORTIONS; portion++) {
                    METERS.send(broker, topics, portion);
                }
                until(() -> quarters.more().count() >= TwentyMeters.QUARTERS);
                assertThat(streams.hasFailed()).isFalse();
                assertThat(quarters.more().hex()).isEqualTo(METERS.quarters());
            }
        }
    }
}
