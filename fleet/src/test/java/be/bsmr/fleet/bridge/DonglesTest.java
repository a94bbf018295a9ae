package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.home.config.OpenDoor;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Bare dongles over MQTT and TCP, with telegrams of the simulator. */
class DonglesTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");
    private static final Instant START = Instant.parse("2026-01-14T18:00:07Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String EAN = "541448820000000017";
    private static final String TEXT = "Werken op 3 februari";
    private static final String ATTIC = "attic";
    private static final String CELLAR = "cellar";

    @TempDir private static Path shared;
    private static Certificates certificates;
    private static LocalKafka kafka;

    @TempDir private Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private DocumentedMosquitto mosquitto;
    private Topics topics;
    private volatile Instant now = START.plusSeconds(130);

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(shared.resolve("certificates"));
        kafka = LocalKafka.start(shared.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open(TestInfo info) throws Exception {
        topics = new Topics("d" + Math.floorMod(info.getDisplayName().hashCode(), 1_000_000));
        Tail.create(DocumentedMosquitto.kafka(kafka), topics);
        mosquitto = new DocumentedMosquitto(folder, certificates, ATTIC, CELLAR, "seconds");
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

    private Bridge bridge() throws IOException {
        Bridge bridge =
                opened(
                        Bridge.open(
                                new BridgeSettings(
                                        mosquitto.server(),
                                        DocumentedMosquitto.kafka(kafka),
                                        topics,
                                        new Pseudonym(SECRET),
                                        "one",
                                        Part.ALL,
                                        Part.ALL,
                                        OpenDoor.here(0)),
                                () -> now));
        awaitSaid("SUBACK to " + topics.tenant() + "-one-raw", 1);
        return bridge;
    }

    private void awaitSaid(String part, long times) {
        await().atMost(Patience.LONG)
                .until(
                        () ->
                                mosquitto.said().stream().filter(l -> l.contains(part)).count()
                                        >= times);
    }

    private MqttHouse dongle(String name) {
        return opened(new MqttHouse(mosquitto, name));
    }

    private Tail tail(String topic) {
        return opened(new Tail(DocumentedMosquitto.kafka(kafka), topic));
    }

    /** Readings of a family whose meter has this id, and an EAN and a text to hide. */
    private static List<Reading> readings(String meter, Instant from, int count) {
        Household household = new Household(meter.hashCode(), from, ZONE, Grid.STAR_400);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Reading r = household.next();
            Supply s = r.supply();
            Identity who = r.identity();
            readings.add(
                    new Reading(
                            new Identity(who.header(), who.version(), new MeterId(meter), EAN),
                            r.measuredAt(),
                            r.activeTariff(),
                            r.fromGrid(),
                            r.toGrid(),
                            r.phases(),
                            r.mbus(),
                            new Supply(
                                    s.breaker(),
                                    s.relays(),
                                    s.limiter(),
                                    s.fuse(),
                                    s.declaredGrid(),
                                    TEXT,
                                    s.messageCode(),
                                    s.quality())));
        }
        return readings;
    }

    private static List<byte[]> telegrams(List<Reading> readings) {
        TelegramWriter writer = new TelegramWriter(ZONE);
        return readings.stream().map(writer::write).toList();
    }

    /** What a house's own program would have packed of them. */
    private static List<HouseMessage> blocks(List<byte[]> telegrams) {
        ReadingDecoder decoder = new ReadingDecoder(ZONE);
        Map<Long, List<Reading>> minutes = new LinkedHashMap<>();
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            Reading reading = decoder.decode((Telegram) frame).orElseThrow();
                            long minute = reading.measuredAt().getEpochSecond() / 60;
                            minutes.computeIfAbsent(minute, m -> new ArrayList<>()).add(reading);
                        });
        for (byte[] telegram : telegrams) {
            framer.push(telegram, 0, telegram.length, START);
        }
        List<HouseMessage> blocks = new ArrayList<>();
        for (List<Reading> minute : minutes.values()) {
            SecondsBlock block = SecondsBlock.of(minute);
            blocks.add(blocks.isEmpty() ? block : block.withoutHistory());
        }
        return blocks;
    }

    private static List<HouseMessage> of(String key, List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().filter(r -> r.key().equals(key)).map(Tail::message).toList();
    }

    private void say(MqttHouse dongle, List<byte[]> telegrams) {
        telegrams.forEach(t -> dongle.publish("fleet/raw/" + dongle.name(), t).join());
    }

    @Test
    void telegramsOverMqttAndTcpBecomeTheBlocksOfTheirMinutes() throws Exception {
        Bridge bridge = bridge();
        List<byte[]> attic = telegrams(readings("1SIM2200000001", START, 125));
        List<byte[]> cellar = telegrams(readings("1SIM2200000002", START, 125));
        List<HouseMessage> expected = blocks(attic);
        assertThat(expected).hasSize(3);
        assertThat(((SecondsBlock) expected.get(0)).withoutHistory())
                .as("the first speaks of past months")
                .isNotEqualTo(expected.get(0));
        assertThat(new String(attic.get(0), StandardCharsets.ISO_8859_1))
                .contains("0-0:96.1.1(", "0-0:96.1.2(", "0-0:96.13.0(");

        say(dongle(ATTIC), attic);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), bridge.tcpPort().getAsInt())) {
            OutputStream out = socket.getOutputStream();
            for (byte[] telegram : cellar) {
                out.write(telegram, 0, 700);
                out.flush();
                out.write(telegram, 700, telegram.length - 700);
            }
            out.flush();
            await().atMost(Patience.LONG).until(() -> bridge.counts().telegrams() == 250);
        }
        Tail tail = tail(topics.telegrams());
        tail.await(all -> all.size() == 4);
        assertThat(bridge.counts().blocks()).as("minutes that run wait").isEqualTo(4);
        // 18:02:00 arrived at 18:02:17: its minute should have ended at 18:03:17.
        now = Instant.parse("2026-01-14T18:03:22Z");
        tail.await(all -> all.size() == 6);
        Pseudonym pseudonym = new Pseudonym(SECRET);
        assertThat(of(pseudonym.of("1SIM2200000001"), tail.now())).isEqualTo(expected);
        assertThat(of(pseudonym.of("1SIM2200000002"), tail.now())).isEqualTo(blocks(cellar));
        assertThat(Arrived.of(tail.now().get(0).value()).at()).isEqualTo(START.plusSeconds(130));
    }

    @Test
    void aMeterWithoutAClockHasTheTimeOfArrival() throws Exception {
        Bridge bridge = bridge();
        MqttHouse attic = dongle(ATTIC);
        Instant first = START.plusSeconds(130);
        for (int i = 0; i < 3; i++) {
            now = first.plusSeconds(i);
            Reading timeless = readings("1SIM2200000001", START.plusSeconds(i), 1).get(0);
            say(attic, telegrams(List.of(timeless.withoutTime())));
            long heard = i + 1L;
            await().atMost(Patience.LONG).until(() -> bridge.counts().telegrams() == heard);
        }
        now = now.plusSeconds(70);
        List<ConsumerRecord<String, byte[]>> records =
                tail(topics.telegrams()).await(all -> !all.isEmpty());
        SecondsBlock block = (SecondsBlock) Tail.message(records.get(0));
        assertThat(block.readings(new MeterId("x")))
                .extracting(Reading::measuredAt)
                .containsExactly(first, first.plusSeconds(1), first.plusSeconds(2));
    }

    @Test
    void anotherDongleDoesNotSpeakForAMeterThatHasOne() throws Exception {
        Bridge bridge = bridge();
        say(dongle(ATTIC), telegrams(readings("1SIM2200000001", START, 1)));
        await().atMost(Patience.LONG).until(() -> bridge.counts().telegrams() == 1);
        MqttHouse cellar = dongle(CELLAR);
        say(cellar, telegrams(readings("1SIM2200000001", START.plusSeconds(1), 1)));
        assertThat(tail(topics.deadLetters()).await(all -> !all.isEmpty()))
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.key()).isEqualTo(CELLAR);
                            assertThat(reason(letter))
                                    .isEqualTo("not-its-meter: attic speaks for this meter");
                        });
        now = now.plusSeconds(700);
        say(cellar, telegrams(readings("1SIM2200000001", now, 1)));
        await().atMost(Patience.LONG).until(() -> bridge.counts().telegrams() == 2);
    }

    @Test
    void aMinuteThatRanWhenTheBridgeWasKilledIsWholeAfterwards() throws Exception {
        Instant minute = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60 - 120);
        String[] arguments = {
            String.valueOf(mosquitto.port()), kafka.address(), topics.tenant(), "one"
        };
        RunningProgram process = opened(BridgeProcess.start(arguments));
        awaitSaid("SUBACK to " + topics.tenant() + "-one-raw", 1);
        MqttHouse attic = dongle(ATTIC);
        List<byte[]> telegrams = telegrams(readings("1SIM2200000001", minute, 61));
        say(attic, telegrams.subList(0, 40));
        awaitSaid("Sending PUBLISH to " + topics.tenant() + "-one-raw", 40);
        process.kill();
        opened(BridgeProcess.start(arguments));
        say(attic, telegrams.subList(40, 61));
        List<ConsumerRecord<String, byte[]>> records =
                tail(topics.telegrams()).await(all -> !all.isEmpty());
        assertThat(Tail.message(records.get(0))).isEqualTo(blocks(telegrams).get(0));
    }

    @Test
    void whoTheMeterIsNeverReachesKafka() throws Exception {
        Bridge bridge = bridge();
        MqttHouse attic = dongle(ATTIC);
        List<Reading> readings = readings("1SIM2200000001", START, 10);
        List<byte[]> telegrams = telegrams(readings);
        List<byte[]> hidden = new ArrayList<>(List.of(bytes("1SIM2200000001"), bytes(EAN)));
        hidden.add(bytes(TEXT));
        readings.get(0).mbus().forEach(m -> hidden.add(bytes(m.id())));
        assertThat(hidden.size()).as("gas and water, too").isGreaterThan(4);
        assertThat(findings(telegrams.get(0), hidden)).as("the search finds them").isNotEmpty();

        say(attic, telegrams);
        // Damaged in each line in turn, ahead of time, and no telegram at all. A sender has twenty
        // dead letters a minute.
        byte[] one = telegrams.get(0);
        int damaged = 0;
        for (int at = 0; at < one.length; at += 13) {
            byte[] bad = one.clone();
            bad[at] = (byte) (damaged % 3 == 0 ? '(' : damaged % 3 == 1 ? '\n' : bad[at] ^ 0x11);
            say(attic, List.of(bad));
            if (++damaged % 15 == 0) {
                int heard = telegrams.size() + damaged;
                await().atMost(Patience.LONG).until(() -> heard(bridge.counts()) == heard);
                now = now.plusSeconds(60);
            }
        }
        say(attic, telegrams(readings("1SIM2200000001", now.plusSeconds(500), 1)));
        say(attic, List.of(bytes("{\"meter\":\"1SIM2200000001\",\"ean\":" + EAN + "}")));
        // Where no telegram belongs, and of a dongle that is called as a topic.
        attic.say("seconds", one).join();
        say(dongle("seconds"), List.of(one));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), bridge.tcpPort().getAsInt())) {
            socket.getOutputStream().write(one, 0, 500);
            socket.getOutputStream().write(one);
        }
        Tail letters = tail(topics.deadLetters());
        int atLeast = damaged * 9 / 10;
        letters.await(
                all ->
                        all.size() > atLeast
                                && all.stream().anyMatch(l -> l.key().startsWith("tcp/"))
                                && all.stream().anyMatch(l -> l.key().equals("seconds"))
                                && all.stream().anyMatch(l -> reason(l).startsWith("future")));
        bridge.close();
        int looked = 0;
        for (String topic : topics.all()) {
            for (ConsumerRecord<String, byte[]> record : tail(topic).all()) {
                looked++;
                assertThat(findings(record.value(), hidden)).as(topic).isEmpty();
                assertThat(findings(bytes(record.key()), hidden)).as(topic).isEmpty();
                assertThat(findings(bytes(reason(record)), hidden)).as(topic).isEmpty();
            }
        }
        assertThat(looked).isGreaterThan(atLeast);
        String letter = new String(letters.now().get(0).value(), StandardCharsets.ISO_8859_1);
        assertThat(letter).as("what helps to find the fault stays").contains("1-0:1.7.0(", "*kW)");
    }

    private static long heard(Counts counts) {
        return counts.telegrams() + counts.dead().values().stream().mapToLong(n -> n).sum();
    }

    private static String reason(ConsumerRecord<String, byte[]> record) {
        var header = record.headers().lastHeader("reason");
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Each seven characters of what is hidden, as text and in hexadecimal digits. */
    private static List<String> findings(byte @Nullable [] where, List<byte[]> hidden) {
        if (where == null) {
            return List.of();
        }
        String text = new String(where, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (byte[] one : hidden) {
            for (int i = 0; i + 7 <= one.length; i++) {
                byte[] part = Arrays.copyOfRange(one, i, i + 7);
                String plain =
                        new String(part, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
                String hex = HexFormat.of().withUpperCase().formatHex(part);
                // Zeros stand in every register.
                if (!plain.matches("0+") && (text.contains(plain) || text.contains(hex))) {
                    found.add(plain);
                }
            }
        }
        return found;
    }
}
