package be.bsmr.bench;

import be.bsmr.fleet.local.FasterClock;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.TopologyProcess;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.fleet.topology.Rhythm;
import be.bsmr.fleet.topology.StreamsSettings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramLayouts;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the topology costs through Kafka, exactly once. The broker and who writes to it run in this
 * process, the topology in its own: rates are readings by the time on processors of that one, with
 * all that the virtual machine does besides. Simulated meters of three phases, a reading each
 * second, blocks of a minute; forty houses of their own, the others repeat them, so that what is
 * compressed looks smaller than it would be.
 */
public final class StreamsFigures {

    private static final Instant START = Instant.parse("2026-01-14T16:00:00Z");
    private static final int HOUSES = 40;
    private static final int MINUTES = 182;
    private static final int SECONDS = 60;
    private static final int PARTITIONS = 4;
    private static final int MANY = 10_000;

    private final LocalKafka kafka;
    private final Path folder;
    private final KafkaProducer<String, byte[]> producer;
    private final List<List<byte[]>> blocks = new ArrayList<>();

    private StreamsFigures(LocalKafka kafka, Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.address(),
                                "compression.type",
                                "zstd",
                                "linger.ms",
                                "50",
                                "batch.size",
                                "131072"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        for (int seed = 0; seed < HOUSES; seed++) {
            blocks.add(minutes(seed));
        }
    }

    /**
     * @param args how many meters, 400 if left out
     */
    public static void main(String[] args) throws Exception {
        int meters = args.length > 0 ? Integer.parseInt(args[0]) : 400;
        System.out.printf(
                Locale.ROOT,
                "%d processors, load %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        raw();
        Path folder = Files.createTempDirectory("bsmr-streams");
        try (LocalKafka kafka =
                LocalKafka.start(
                        folder.resolve("kafka"),
                        Map.of(
                                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                                "1000"),
                        List.of())) {
            StreamsFigures figures = new StreamsFigures(kafka, folder);
            double alone = figures.counted("counted", meters, 1, true);
            double two = figures.counted("two", meters, 2, true);
            say("two instances to one, by processor time", 2 * two / alone, "times");
            figures.counted("foreseen", meters, 1, false);
            figures.latency("latency1", Duration.ofSeconds(1));
            figures.latency("latency5", Duration.ofSeconds(5));
            figures.killed();
            figures.restored();
            figures.producer.close();
        }
    }

    private static List<byte[]> minutes(int seed) {
        Household house = new Household(seed, START, SiteSettings.BELGIUM, Grid.STAR_400);
        List<byte[]> minutes = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            List<Reading> readings = new ArrayList<>();
            for (int second = 0; second < SECONDS; second++) {
                readings.add(house.next());
            }
            SecondsBlock block = SecondsBlock.of(readings);
            // What the meter remembers of other months is sent once.
            minutes.add(arrived(minute, minute == 0 ? block : block.withoutHistory()));
        }
        return minutes;
    }

    private static byte[] arrived(int minute, HouseMessage message) {
        return new Arrived(START.plusSeconds(60L * minute + 61), message).bytes();
    }

    /** What a house that foresees says. */
    private static byte[] forecast(int minute) {
        Instant at = START.plusSeconds(60L * minute + 60);
        return arrived(
                minute,
                new ForecastSent(
                        QuarterHour.of(at),
                        at,
                        Power.ofWatts(500),
                        DemandDistribution.certain(Power.ofWatts(400))));
    }

    private static String meter(int number) {
        return "%032x".formatted(number * 2_654_435_761L);
    }

    private Topics tenant(String name) {
        Topics topics = new Topics(name);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            new TopicSetup(topics, PARTITIONS, (short) 1).create(admin);
        }
        return topics;
    }

    private TopologyProcess start(Topics topics, String instance, Duration commit)
            throws IOException {
        return TopologyProcess.start(
                new StreamsSettings(
                        kafka.address(),
                        topics.tenant() + ".topology",
                        instance,
                        folder.resolve(topics.tenant() + "-" + instance),
                        commit,
                        1,
                        0,
                        Map.of()),
                topics,
                PARTITIONS,
                Rhythm.DEFAULT,
                FasterClock.asInLife(InstantSource.system()),
                List.of("-Xmx768m"));
    }

    private static void awaitRunning(TopologyProcess process) throws InterruptedException {
        while (!process.isRunning()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Complaints end the measurement. */
    private static final Callback SENT =
            (metadata, failed) -> {
                if (failed != null) {
                    throw new IllegalStateException(failed);
                }
            };

    private void send(Topics topics, int meter, byte[] value) {
        var ignored =
                producer.send(new ProducerRecord<>(topics.telegrams(), meter(meter), value), SENT);
    }

    private void send(Topics topics, int meters, int from, int to, boolean foresees) {
        for (int minute = from; minute < to; minute++) {
            for (int meter = 0; meter < meters; meter++) {
                if (foresees && minute % 4 == 0) {
                    send(topics, meter, forecast(minute - 1));
                }
                send(topics, meter, blocks.get(meter % HOUSES).get(minute));
            }
        }
        producer.flush();
    }

    /** Warm on the first hour, measured on the next two. */
    private double counted(String tenant, int meters, int instances, boolean foresees)
            throws Exception {
        Topics topics = tenant(tenant);
        List<TopologyProcess> all = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            all.add(start(topics, "i" + i, Duration.ofSeconds(5)));
        }
        for (TopologyProcess one : all) {
            awaitRunning(one);
        }
        try (Reader quarters = new Reader(topics.quarters())) {
            send(topics, meters, 0, 61, foresees);
            quarters.await(4 * meters);
            Duration before = cpu(all);
            long begun = System.nanoTime();
            send(topics, meters, 61, MINUTES, foresees);
            quarters.await(12 * meters);
            double wall = (System.nanoTime() - begun) / 1e9;
            double cpu = cpu(all).minus(before).toMillis() / 1e3;
            double readings = (MINUTES - 61.0) * SECONDS * meters;
            say(tenant + ": readings a second of processor", readings / cpu, "");
            say(tenant + ": readings a second of life", readings / wall, "");
            say(
                    tenant + ": bytes a reading in telegrams",
                    bytes(topics.telegrams()) / (double) (MINUTES * SECONDS * meters),
                    "");
            String store = topics.tenant() + ".topology-meters-changelog";
            say(
                    tenant + ": changelog, bytes a write",
                    bytes(store) / (double) (MINUTES * meters),
                    "");
            all.forEach(TopologyProcess::close);
            return readings / cpu;
        }
    }

    private static Duration cpu(List<TopologyProcess> all) {
        return all.stream().map(TopologyProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private long bytes(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(node -> node.values().stream())
                    .flatMap(dir -> dir.replicaInfos().entrySet().stream())
                    .filter(e -> e.getKey().topic().equals(topic))
                    .map(Map.Entry::getValue)
                    .mapToLong(ReplicaInfo::size)
                    .sum();
        }
    }

    /** From the block that ends a quarter to the quarter, one meter after the other. */
    private void latency(String tenant, Duration commit) throws Exception {
        int meters = 300;
        Topics topics = tenant(tenant);
        TopologyProcess process = start(topics, "a", commit);
        awaitRunning(process);
        try (Reader quarters = new Reader(topics.quarters())) {
            send(topics, meters, 0, 30, true);
            quarters.await(meters);
            Map<String, Long> sent = new HashMap<>();
            List<Double> took = new ArrayList<>();
            for (int meter = 0; meter < meters || took.size() < meters; meter++) {
                if (meter < meters) {
                    sent.put(meter(meter), System.nanoTime());
                    send(topics, meter, blocks.get(meter % HOUSES).get(30));
                }
                for (ConsumerRecord<String, byte[]> one : quarters.poll(50)) {
                    Long begun = sent.get(one.key());
                    if (begun != null) {
                        took.add((System.nanoTime() - begun) / 1e6);
                    }
                }
            }
            double[] sorted = took.stream().mapToDouble(d -> d).sorted().toArray();
            String what = "commit " + commit.toSeconds() + " s: send to quarters, ";
            say(what + "p50", sorted[sorted.length / 2], "ms");
            say(what + "p99", sorted[sorted.length * 99 / 100], "ms");
        }
        process.close();
    }

    /** From the kill to the first quarter that was not known before, started again at once. */
    private void killed() throws Exception {
        Topics topics = tenant("killed");
        TopologyProcess process = start(topics, "a", Duration.ofSeconds(5));
        awaitRunning(process);
        try (Reader quarters = new Reader(topics.quarters())) {
            send(topics, 100, 0, 16, true);
            quarters.await(100);
            for (int quarter = 1; quarter < 4; quarter++) {
                send(topics, 100, 15 * quarter + 1, 15 * quarter + 8, true);
                // So that a transaction is open.
                TimeUnit.SECONDS.sleep(2);
                long begun = System.nanoTime();
                process.kill();
                process = start(topics, "a", Duration.ofSeconds(5));
                send(topics, 100, 15 * quarter + 8, 15 * quarter + 16, true);
                quarters.await(100 * quarter + 1);
                say("kill -9 to the next quarter", (System.nanoTime() - begun) / 1e9, "s");
                quarters.await(100 * quarter + 100);
            }
        }
        process.close();
    }

    /** From the command to running, with what is known of many meters read back. */
    private void restored() throws Exception {
        Topics topics = tenant("restored");
        TopologyProcess process = start(topics, "a", Duration.ofSeconds(5));
        awaitRunning(process);
        try (Reader quarters = new Reader(topics.quarters())) {
            send(topics, MANY, 0, 1, true);
            send(topics, MANY, 14, 16, true);
            quarters.await(MANY);
        }
        process.close();
        long begun = System.nanoTime();
        process = start(topics, "b", Duration.ofSeconds(5));
        awaitRunning(process);
        say(MANY + " meters: start to running", (System.nanoTime() - begun) / 1e9, "s");
        process.close();
    }

    /** Telegrams of text into blocks, as the bridge does for bare dongles; without Kafka. */
    private static void raw() {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Household house = new Household(1, START, SiteSettings.BELGIUM, Grid.STAR_400);
        List<byte[]> telegrams = new ArrayList<>();
        for (int i = 0; i < 20 * SECONDS; i++) {
            telegrams.add(writer.write(house.next()));
        }
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM, new TelegramLayouts());
        List<Reading> readings = new ArrayList<>();
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram telegram) {
                                decoder.decode(telegram).ifPresent(readings::add);
                            }
                        });
        long[] took = new long[5];
        long packed = 0;
        for (int round = 0; round < took.length; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (byte[] telegram : telegrams) {
                framer.message(telegram, START, true);
                if (readings.size() == SECONDS) {
                    packed += SecondsBlock.of(readings).bytes().length;
                    readings.clear();
                }
            }
            took[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        }
        long best = Arrays.stream(took).min().orElseThrow();
        say("raw telegrams framed, decoded, packed a second", telegrams.size() * 1e9 / best, "");
        say(
                "bytes a reading, packed, alone",
                packed / (double) (took.length * telegrams.size()),
                "");
    }

    private static void say(String what, double figure, String unit) {
        System.out.printf(Locale.ROOT, "%-52s %,14.2f %s%n", what, figure, unit);
    }

    /** Committed records of a topic, counted. */
    private final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private int count;

        Reader(String topic) {
            consumer =
                    new KafkaConsumer<>(
                            Map.of(
                                    "bootstrap.servers",
                                    kafka.address(),
                                    "isolation.level",
                                    "read_committed",
                                    "auto.offset.reset",
                                    "earliest"),
                            new StringDeserializer(),
                            new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
        }

        Iterable<ConsumerRecord<String, byte[]>> poll(int millis) {
            return consumer.poll(Duration.ofMillis(millis));
        }

        void await(int most) {
            while (count < most) {
                count += consumer.poll(Duration.ofMillis(50)).count();
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
