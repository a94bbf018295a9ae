package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import be.bsmr.wire.Share;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Houses, a real mosquitto as the page says, and a real Kafka. */
class BridgeTest {

    private static final Instant NOW = Instant.parse("2026-01-14T18:00:07Z");
    private static final String ANNA = "a".repeat(32);
    private static final String BEN = "b".repeat(31) + "a";

    @TempDir private static Path shared;
    private static Certificates certificates;
    private static LocalKafka kafka;
    private static int port;

    @TempDir private Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private DocumentedMosquitto mosquitto;
    private Topics topics;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(shared.resolve("certificates"));
        port = LocalKafka.freePort();
        startKafka();
    }

    private static void startKafka() throws IOException {
        kafka = LocalKafka.start(shared.resolve("kafka"), port, Map.of(), List.of());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open(TestInfo info) throws Exception {
        topics = new Topics("t" + Math.floorMod(info.getDisplayName().hashCode(), 1_000_000));
        Tail.create(properties(), topics);
        mosquitto = new DocumentedMosquitto(folder, certificates, ANNA, BEN);
        opened.add(mosquitto);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private static Map<String, String> properties() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port);
    }

    private BridgeSettings settings(String name, MqttServer mqtt, Part houses) {
        Pseudonym pseudonym = new Pseudonym("0123456789abcdef0123456789abcdef");
        return new BridgeSettings(
                mqtt, properties(), topics, pseudonym, name, houses, Part.ALL, null);
    }

    private Bridge open(String name, MqttServer mqtt) throws IOException {
        return opened(Bridge.open(settings(name, mqtt, Part.ALL), InstantSource.fixed(NOW)));
    }

    private Bridge open(String name, Part houses) throws IOException {
        BridgeSettings settings = settings(name, mosquitto.server(), houses);
        return subscribed(opened(Bridge.open(settings, InstantSource.fixed(NOW))), name);
    }

    private Bridge bridge() throws IOException {
        return open("one", Part.ALL);
    }

    /** What is published before nobody would get. */
    private Bridge subscribed(Bridge bridge, String name) {
        String topicsAndName = topics.tenant() + "-" + name;
        await().atMost(Patience.LONG)
                .until(
                        () ->
                                mosquitto.said().stream()
                                        .anyMatch(l -> l.contains("SUBACK to " + topicsAndName)));
        return bridge;
    }

    private MqttHouse house(String name) {
        return opened(new MqttHouse(mosquitto, name));
    }

    private Tail tail(String topic) {
        return opened(new Tail(properties(), topic));
    }

    /** A block of ten seconds that says which it is. */
    private static SecondsBlock block(int number) {
        return block(NOW.minusSeconds(10), number);
    }

    private static SecondsBlock block(Instant from, int number) {
        return SecondsBlock.of(
                IntStream.range(0, 10)
                        .mapToObj(i -> reading(from.plusSeconds(i), number))
                        .toList());
    }

    private static Reading reading(Instant at, int watts) {
        return new Reading(
                new Identity("", null, null, null),
                at,
                null,
                new Flow(EnergyRegisters.NONE, Power.ofWatts(watts), DemandReading.NONE),
                Flow.NONE,
                List.of(),
                List.of(),
                Supply.UNKNOWN);
    }

    private static QuarterSent quarter(Instant within) {
        return new QuarterSent(
                new QuarterDemand(
                        QuarterHour.of(within),
                        new Energy(3_600_000),
                        1,
                        Estimator.DEMAND_REGISTER,
                        true,
                        null));
    }

    private static ForecastSent forecast(Instant at) {
        double[] quantiles = new double[DemandDistribution.size()];
        Arrays.setAll(quantiles, i -> 2000 + 100 * i);
        DemandDistribution demand = DemandDistribution.of(2600, quantiles);
        return new ForecastSent(QuarterHour.of(at), at, Power.ofWatts(1200), demand);
    }

    private static Set<HouseMessage> messages(List<ConsumerRecord<String, byte[]>> records) {
        Set<HouseMessage> all = new HashSet<>();
        records.forEach(record -> all.add(Tail.message(record)));
        return all;
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        String whole =
                new String(letter.headers().lastHeader("reason").value(), StandardCharsets.UTF_8);
        return whole.substring(0, whole.indexOf(':'));
    }

    @Test
    void whatAHouseSaysArrivesUnderItsName() throws Exception {
        Bridge bridge = bridge();
        MqttHouse anna = house(ANNA);
        QuarterSent quarter = quarter(NOW.minusSeconds(900));
        anna.say("seconds", block(1).bytes()).join();
        anna.say("quarter", quarter.bytes()).join();
        anna.say("forecast", forecast(NOW).bytes()).join();
        house(BEN).sayOnceAtMost("seconds", block(2).bytes());
        List<ConsumerRecord<String, byte[]>> records =
                tail(topics.telegrams()).await(all -> all.size() == 4);
        assertThat(records.stream().filter(r -> r.key().equals(ANNA)))
                .extracting(Tail::message)
                .containsExactly(block(1), quarter, forecast(NOW));
        assertThat(records.stream().filter(r -> r.key().equals(BEN)))
                .extracting(Tail::message)
                .containsExactly(block(2));
        assertThat(Arrived.of(records.get(0).value()).at()).isEqualTo(NOW);
        await().atMost(Patience.LONG).until(() -> bridge.counts().inFlight() == 0);
        assertThat(bridge.counts().messages()).isEqualTo(4);
        assertThat(bridge.hasFailed()).isFalse();
        assertThat(bridge.trouble()).isEmpty();
    }

    @Test
    void theBrokerLetsNobodyWriteForAnother() throws Exception {
        bridge();
        MqttHouse ben = house(BEN);
        // The broker says so or drops it in silence: either way nothing is passed on.
        var refused = ben.publish("fleet/" + ANNA + "/seconds", block(66).bytes());
        refused.exceptionally(e -> null).join();
        ben.publish("fleet/" + ANNA + "/share", block(66).bytes()).exceptionally(e -> null).join();
        ben.say("seconds", block(1).bytes()).join();
        assertThat(tail(topics.telegrams()).await(all -> !all.isEmpty()))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(BEN));
    }

    @Test
    void whatCannotBeReadOrIsOutOfBoundsIsKeptWithItsReason() throws Exception {
        Bridge bridge = bridge();
        MqttHouse anna = house(ANNA);
        byte[] damaged = block(1).bytes();
        damaged[5] ^= 1;
        Map<String, Integer> expected = new HashMap<>();
        anna.say("seconds", damaged).join();
        anna.say("seconds", new byte[0]).join();
        expected.put("damaged", 2);
        anna.say("seconds", block(NOW.plusSeconds(112), 1).bytes()).join();
        anna.say("quarter", quarter(NOW).bytes()).join();
        anna.say("forecast", forecast(NOW.plusSeconds(121)).bytes()).join();
        expected.put("future", 3);
        anna.say("seconds", block(NOW.minusSeconds(72 * 3600 + 1), 1).bytes()).join();
        anna.say("quarter", quarter(NOW.minusSeconds(73 * 3600)).bytes()).join();
        anna.say("forecast", forecast(NOW.minusSeconds(73 * 3600)).bytes()).join();
        expected.put("too-old", 3);
        anna.say("quarter", forecast(NOW).bytes()).join();
        expected.put("wrong-topic", 1);
        // Just within.
        anna.say("seconds", block(NOW.plusSeconds(111), 7).bytes()).join();
        anna.say("seconds", block(NOW.minusSeconds(72 * 3600), 8).bytes()).join();

        List<ConsumerRecord<String, byte[]>> letters =
                tail(topics.deadLetters()).await(all -> all.size() == 9);
        Map<String, Integer> reasons = new HashMap<>();
        letters.forEach(letter -> reasons.merge(reason(letter), 1, Integer::sum));
        assertThat(reasons).isEqualTo(expected);
        assertThat(letters).allSatisfy(letter -> assertThat(letter.key()).isEqualTo(ANNA));
        assertThat(letters.get(0).value()).as("as it came").isEqualTo(damaged);
        assertThat(messages(tail(topics.telegrams()).await(all -> all.size() == 2)))
                .containsExactlyInAnyOrder(
                        block(NOW.plusSeconds(111), 7), block(NOW.minusSeconds(72 * 3600), 8));
        assertThat(bridge.counts().dead())
                .containsEntry(Reason.DAMAGED, 2L)
                .containsEntry(Reason.FUTURE, 3L)
                .containsEntry(Reason.TOO_OLD, 3L)
                .containsEntry(Reason.WRONG_TOPIC, 1L)
                .containsEntry(Reason.FLOOD, 0L);
    }

    @Test
    void whoFloodsIsSaidOnceAMinuteAndTakesNothingFromOthers() throws Exception {
        Instant[] now = {NOW};
        BridgeSettings settings = settings("one", mosquitto.server(), Part.ALL);
        opened(subscribed(Bridge.open(settings, () -> now[0], 10), "one"));
        MqttHouse anna = house(ANNA);
        MqttHouse ben = house(BEN);
        byte[] tooOld = block(NOW.minusSeconds(73 * 3600), 1).bytes();
        for (int i = 0; i < 19; i++) {
            anna.say("seconds", tooOld).join();
        }
        for (int i = 0; i < 50; i++) {
            anna.say("seconds", block(i).bytes()).join();
        }
        ben.say("seconds", block(1000).bytes()).join();
        Tail telegrams = tail(topics.telegrams());
        telegrams.await(all -> all.stream().anyMatch(r -> r.key().equals(BEN)));
        assertThat(telegrams.now()).hasSize(11);
        Tail letters = tail(topics.deadLetters());
        assertThat(letters.all()).hasSize(19).noneMatch(letter -> reason(letter).equals("flood"));
        now[0] = NOW.plusSeconds(60);
        assertThat(letters.await(all -> all.size() > 19))
                .last()
                .satisfies(
                        letter -> {
                            assertThat(letter.key()).isEqualTo(ANNA);
                            assertThat(reason(letter)).isEqualTo("flood");
                            assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                                    .isEqualTo("40 more in the minute from 2026-01-14T18:00:00Z");
                        });
        anna.say("seconds", block(2000).bytes()).join();
        telegrams.await(all -> all.size() == 12);
    }

    @Test
    void nothingIsMissingWhenTheBridgeIsKilledAgainAndAgain() throws Exception {
        Instant from = Instant.now().minusSeconds(60);
        String[] arguments = {
            String.valueOf(mosquitto.port()), kafka.address(), topics.tenant(), "one"
        };
        RunningProgram process = opened(BridgeProcess.start(arguments));
        subscribed(null, "one");
        MqttHouse anna = house(ANNA);
        Tail tail = tail(topics.telegrams());
        Set<HouseMessage> sent = new HashSet<>();
        int number = 0;
        for (int kills = 0; kills < 2; kills++) {
            List<CompletableFuture<?>> under = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                SecondsBlock block = block(from, number++);
                sent.add(block);
                under.add(anna.say("seconds", block.bytes()));
            }
            int before = tail.now().size();
            tail.await(all -> all.size() > before + 300);
            process.kill();
            assertThat(messages(tail.now())).as("killed in the middle").isNotEqualTo(sent);
            under.forEach(CompletableFuture::join);
            process = opened(BridgeProcess.start(arguments));
        }
        tail.awaitAll(sent);
        assertThat(messages(tail.now())).isEqualTo(sent);
    }

    @Test
    void theBrokerDealsTheHousesOutAmongTwoBridges() throws Exception {
        Bridge one = open("one", (Part) null);
        Bridge two = open("two", (Part) null);
        Set<HouseMessage> sent = twoHundred(two, null);
        tail(topics.telegrams()).awaitAll(sent);
        assertThat(one.counts().messages()).isBetween(50L, 199L);
    }

    @Test
    void twoBridgesTakeAPartOfTheHousesEach() throws Exception {
        Bridge one = open("one", new Part(1, 2));
        Bridge two = open("two", new Part(2, 2));
        Set<HouseMessage> sent = twoHundred(two, new Part(2, 2));
        Tail tail = tail(topics.telegrams());
        tail.awaitAll(sent);
        assertThat(tail.now()).as("each once").hasSize(200);
        assertThat(one.counts().messages()).isEqualTo(100);
        for (String house : List.of(ANNA, BEN)) {
            assertThat(tail.now().stream().filter(r -> r.key().equals(house)))
                    .as("in order")
                    .extracting(Tail::message)
                    .startsWith(block(0), block(1), block(2))
                    .hasSize(100);
        }
    }

    /** Half of them while the second bridge is away. */
    private Set<HouseMessage> twoHundred(Bridge two, Part part) throws Exception {
        Set<HouseMessage> sent = new HashSet<>();
        MqttHouse anna = house(ANNA);
        MqttHouse ben = house(BEN);
        for (int i = 0; i < 100; i++) {
            if (i == 50) {
                two.close();
            }
            sent.add(block(i));
            anna.say("seconds", block(i).bytes()).join();
            ben.say("seconds", block(i).bytes()).join();
        }
        // What is its turn waits for it.
        open("two", part);
        return sent;
    }

    @Test
    void aRestartOfTheMqttBrokerLosesNothing() throws Exception {
        Bridge bridge = bridge();
        MqttHouse anna = house(ANNA);
        Set<HouseMessage> sent = new HashSet<>();
        List<CompletableFuture<?>> under = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            sent.add(block(i));
            under.add(anna.say("seconds", block(i).bytes()));
            if (i == 1500) {
                under.get(200).join();
                mosquitto.stop();
                mosquitto.start();
            }
        }
        under.forEach(CompletableFuture::join);
        tail(topics.telegrams()).awaitAll(sent);
        // Its connection for the shares may come back later than the one that carried these.
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isEmpty());
    }

    @Test
    void whatWaitsWhileKafkaIsAwayArrivesWhenItIsBack() throws Exception {
        Bridge bridge = bridge();
        MqttHouse anna = house(ANNA);
        anna.say("seconds", block(0).bytes()).join();
        tail(topics.telegrams()).await(all -> all.size() == 1);
        kafka.close();
        Set<HouseMessage> sent = new HashSet<>();
        try {
            for (int i = 0; i < 2500; i++) {
                sent.add(block(i));
                anna.say("seconds", block(i).bytes()).join();
            }
            await().atMost(Patience.LONG)
                    .until(() -> bridge.trouble().orElse("").contains("takes nothing"));
            assertThat(bridge.counts().inFlight()).as("bounded").isBetween(1L, 500L);
            assertThat(bridge.counts().messages()).isEqualTo(1);
        } finally {
            startKafka();
        }
        tail(topics.telegrams()).awaitAll(sent);
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isEmpty());
    }

    @Test
    void aBridgeMayComeBeforeKafkaDoes() throws Exception {
        kafka.close();
        Bridge bridge;
        try {
            bridge = bridge();
            Bridge leaving = open("leaving", Part.ALL);
            MqttHouse anna = house(ANNA);
            anna.say("seconds", block(1).bytes()).join();
            anna.publish("fleet/raw/" + ANNA, new byte[9]).join();
            await().atMost(Patience.LONG)
                    .until(() -> bridge.trouble().orElse("").contains("takes nothing"));
            assertTimeoutPreemptively(Patience.LONG, leaving::close);
        } finally {
            startKafka();
        }
        assertThat(messages(tail(topics.telegrams()).await(all -> !all.isEmpty())))
                .containsExactly(block(1));
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isEmpty());
    }

    @Test
    void sharesGoBackToTheirHouseUnlessTheyAreOver() throws Exception {
        Bridge bridge = bridge();
        MqttHouse anna = house(ANNA);
        MqttHouse ben = house(BEN);
        anna.listen();
        ben.listen();
        Share over = new Share(Power.ofWatts(2000), NOW.minusSeconds(121), NOW);
        Share share = new Share(Power.ofWatts(2500), NOW, NOW.plus(Share.VALID));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.copyOf(properties()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            // Its place in the topic is known once it has read something.
            await().atMost(Patience.LONG)
                    .until(
                            () -> {
                                say(producer, ANNA, over.bytes());
                                return bridge.counts().sharesDropped() > 0;
                            });
            say(producer, ANNA, new byte[] {1, 2, 3});
            say(producer, "not/a/house", share.bytes());
            say(producer, ANNA, share.bytes());
        }
        await().atMost(Patience.LONG).until(() -> !anna.heard().isEmpty());
        assertThat(anna.heard())
                .singleElement()
                .satisfies(
                        heard -> {
                            assertThat(Share.of(heard.getPayloadAsBytes())).isEqualTo(share);
                            assertThat(heard.isRetain()).isFalse();
                            assertThat(heard.getMessageExpiryInterval().orElse(-1))
                                    .isBetween(60L, 120L);
                        });
        assertThat(ben.heard()).isEmpty();
        await().atMost(Patience.LONG).until(() -> bridge.counts().shares() == 1);
    }

    private void say(KafkaProducer<String, byte[]> producer, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topics.shares(), key, value)).get();
    }

    @Test
    void theBrokerIsSpokenToInTlsWithItsOwnAuthority() throws Exception {
        subscribed(open("tls", mosquitto.encrypted(certificates.file("authority"))), "tls");
        house(ANNA).say("seconds", block(1).bytes()).join();
        tail(topics.telegrams()).await(all -> all.size() == 1);

        Bridge stranger = open("stranger", mosquitto.encrypted(certificates.file("stranger")));
        await().atMost(Patience.LONG).until(() -> stranger.trouble().orElse("").contains("certif"));
    }

    @Test
    void aWrongPasswordAtTheMqttBrokerIsSaidSo() throws Exception {
        MqttServer wrong =
                new MqttServer("127.0.0.1", mosquitto.port(), false, null, "bridge", "guessed");
        Bridge bridge = open("one", wrong);
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isPresent());
        assertThat(bridge.trouble())
                .hasValue(
                        "the MQTT broker at 127.0.0.1:"
                                + mosquitto.port()
                                + " refuses user or password");
        assertThat(wrong.toString()).doesNotContain("guessed");
    }

    @Test
    void thatTheMqttBrokerIsAwayIsSaidOnceThoughTwoSessionsNotice() throws Exception {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Outages.class);
        logger.addAppender(said);
        try {
            Bridge bridge = bridge();
            mosquitto.stop();
            await().atMost(Patience.LONG).until(() -> !said.list.isEmpty());
            mosquitto.start();
            await().atMost(Patience.LONG).until(() -> said.list.size() > 1);
            assertThat(bridge.trouble()).isEmpty();
            assertThat(said.list)
                    .extracting(ILoggingEvent::getLevel)
                    .containsExactly(Level.WARN, Level.INFO);
        } finally {
            logger.detachAppender(said);
        }
    }
}
