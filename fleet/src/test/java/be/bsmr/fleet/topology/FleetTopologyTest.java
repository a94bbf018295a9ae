package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.SecondsBlock;
import be.bsmr.wire.Share;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.DataFormatException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology without a broker, a record at a time. */
class FleetTopologyTest {

    private static final Topics TOPICS = new Topics("gent");
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** The fleet's clock. */
    private Instant now = Said.START;

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> telegrams;
    private final TestInputTopic<String, byte[]> members;
    private final TestInputTopic<String, byte[]> agreements;

    FleetTopologyTest(@TempDir Path folder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver =
                new TopologyTestDriver(
                        FleetTopology.of(
                                TOPICS, 1, new Rhythm(EVERY, Duration.ofSeconds(90)), () -> now),
                        settings,
                        Said.START);
        telegrams = input(TOPICS.telegrams());
        members = input(TOPICS.members());
        agreements = input(TOPICS.agreements());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void at(Instant newNow) {
        now = newNow;
        driver.advanceWallClockTime(EVERY);
    }

    private void say(int meter, SecondsBlock block) {
        telegrams.pipeInput(Said.meter(meter), Said.arrived(block).bytes());
    }

    private void join(int meter) {
        members.pipeInput(
                Said.meter(meter),
                new Member("tower", "flat " + meter, null, Power.ofWatts(1000)).bytes());
    }

    private List<CommunitySaid> communities() throws DataFormatException {
        List<CommunitySaid> said = new ArrayList<>();
        for (KeyValue<String, byte[]> one : output(TOPICS.communities()).readKeyValuesToList()) {
            assertThat(one.key).isEqualTo("tower");
            said.add(CommunitySaid.of(one.value));
        }
        return said;
    }

    private List<CommunitySaid.Ended> ended() throws DataFormatException {
        return communities().stream()
                .filter(CommunitySaid.Ended.class::isInstance)
                .map(CommunitySaid.Ended.class::cast)
                .toList();
    }

    @Test
    void whatCannotBeReadIsADeadLetterWithTheReason() {
        SecondsBlock block = Said.minutes(1, Said.START, 1).get(0);
        byte[] bytes = Said.arrived(block).bytes();
        telegrams.pipeInput("a", new byte[] {1, 2, 3});
        telegrams.pipeInput("b", (byte[]) null);
        telegrams.pipeInput(null, bytes);
        members.pipeInput("c", bytes);
        agreements.pipeInput("d", bytes);
        telegrams.pipeInput("e", bytes);

        List<TestRecord<String, byte[]>> dead = output(TOPICS.deadLetters()).readRecordsToList();
        assertThat(dead).extracting(TestRecord::key).containsExactly("a", "b", null, "c", "d");
        assertThat(dead)
                .allSatisfy(
                        letter ->
                                assertThat(
                                                new String(
                                                        letter.headers()
                                                                .lastHeader("reason")
                                                                .value(),
                                                        StandardCharsets.UTF_8))
                                        .isNotBlank());
        assertThat(dead.get(0).value()).containsExactly(1, 2, 3);
        assertThat(output(TOPICS.forecasts()).readKeyValuesToList()).hasSize(1);
    }

    @Test
    void aHouseThatDoesNotForeseeIsForeseen() throws DataFormatException {
        List<SecondsBlock> minutes = Said.minutes(1, Said.START, 40);
        minutes.forEach(block -> say(1, block));
        List<byte[]> forecasts = output(TOPICS.forecasts()).readValuesToList();
        assertThat(forecasts).hasSize(40);
        ForecastSent last = (ForecastSent) HouseMessage.of(forecasts.get(39));
        assertThat(last.quarter().elapsed(last.at()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(15));
        assertThat(last.power()).isNotNull();

        telegrams.pipeInput(Said.meter(1), new Arrived(last.at().plusSeconds(2), last).bytes());
        say(1, Said.minutes(1, Said.START, 41).get(40));
        assertThat(output(TOPICS.forecasts()).readValuesToList())
                .as("its own, and none beside it")
                .containsExactly(last.bytes());
    }

    @Test
    void aCommunitysQuarterEndsByTheClockWhoeverIsMadOrSilent() throws DataFormatException {
        agreements.pipeInput("tower", new Agreement("Tower", Power.ofWatts(1500)).bytes());
        for (int meter = 1; meter <= 4; meter++) {
            join(meter);
        }
        at(Said.START);
        List<SecondsBlock> good = Said.minutes(1, Said.START, 16);
        List<SecondsBlock> ahead = Said.minutes(2, Said.START.plus(Duration.ofDays(1)), 16);
        for (int minute = 0; minute < 16; minute++) {
            say(1, good.get(minute));
            telegrams.pipeInput(
                    Said.meter(2),
                    new Arrived(Said.arrived(good.get(minute)).at(), ahead.get(minute)).bytes());
            for (int again = 0; again < 50; again++) {
                say(3, good.get(Math.min(3, minute)));
            }
            at(Said.START.plusSeconds(60L * minute + 61));
        }
        Instant end = Said.START.plus(Duration.ofMinutes(15));
        assertThat(ended()).isEmpty();
        at(end.plusSeconds(91));
        assertThat(ended())
                .singleElement()
                .satisfies(
                        quarter -> {
                            assertThat(quarter.quarter().start()).isEqualTo(Said.START);
                            assertThat(quarter.members()).isEqualTo(4);
                            assertThat(quarter.complete()).isEqualTo(1);
                            assertThat(quarter.version()).isEqualTo(1);
                        });
        good.forEach(block -> say(4, block));
        at(end.plusSeconds(120));
        assertThat(ended())
                .singleElement()
                .satisfies(
                        quarter -> {
                            assertThat(quarter.version()).isEqualTo(2);
                            assertThat(quarter.complete()).isEqualTo(2);
                        });
        for (KeyValue<String, byte[]> one : output(TOPICS.shares()).readKeyValuesToList()) {
            Share share = Share.of(one.value);
            assertThat(Duration.between(share.at(), share.until())).isEqualTo(Share.VALID);
            assertThat(one.key).isNotEqualTo(Said.meter(2));
        }
    }

    @Test
    void whoLeavesIsNoMemberAnyMore() throws DataFormatException {
        join(1);
        join(2);
        members.pipeInput(Said.meter(2), (byte[]) null);
        at(Said.START);
        assertThat(communities())
                .singleElement()
                .satisfies(now -> assertThat(((CommunitySaid.Now) now).members()).isEqualTo(1));
    }
}
