package be.bsmr.fleet.demo;

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
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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
 * Many simulated meters through a broker here and the counting in processes of its own: what this
 * machine can bear. A reading each second, blocks of a minute; forty houses of their own, the
 * others repeat them, so that what is compressed looks smaller than it would be. Rates are by the
 * time on processors of the counting, with all that the virtual machine does besides.
 */
public final class ManyMeters implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-14T16:00:00Z");
    private static final int HOUSES = 40;
    private static final int MINUTES = 182;
    private static final int SECONDS = 60;
    private static final int PARTITIONS = 4;

    private final LocalKafka kafka;
    private final Path folder;
    private final KafkaProducer<String, byte[]> producer;
    private final List<List<byte[]>> blocks = new ArrayList<>();

    /**
     * @param folder for what processes leave
     */
    public ManyMeters(LocalKafka kafka, Path folder) {
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

    /** Its key. */
    public static String meter(int number) {
        return "%032x".formatted(number * 2_654_435_761L);
    }

    /** The block of a meter's minute. */
    public byte[] block(int meter, int minute) {
        return blocks.get(meter % HOUSES).get(minute);
    }

    /** Makes the topics of a tenant. */
    public Topics tenant(String name) {
        Topics topics = new Topics(name);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            new TopicSetup(topics, PARTITIONS, (short) 1).create(admin);
        }
        return topics;
    }

    /** Begins to count. */
    public TopologyProcess start(Topics topics, String instance, Duration commit)
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

    /** Waits until it counts. */
    public static void awaitRunning(TopologyProcess process) throws InterruptedException {
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

    /** Says something of one meter. */
    public void send(Topics topics, int meter, byte[] value) {
        var ignored =
                producer.send(new ProducerRecord<>(topics.telegrams(), meter(meter), value), SENT);
    }

    /**
     * Says minutes of many meters.
     *
     * @param from the first minute
     * @param to after the last, at most 182
     * @param foresees whether each house foresees by itself
     */
    public void send(Topics topics, int meters, int from, int to, boolean foresees) {
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

    /**
     * Counts, warm on the first hour, measured on the next two, and says what came of it.
     *
     * @return readings a second of processor
     */
    public double counted(String tenant, int meters, int instances, boolean foresees)
            throws IOException, InterruptedException {
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

    private long bytes(String topic) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(node -> node.values().stream())
                    .flatMap(dir -> dir.replicaInfos().entrySet().stream())
                    .filter(e -> e.getKey().topic().equals(topic))
                    .map(Map.Entry::getValue)
                    .mapToLong(ReplicaInfo::size)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how much there is", e);
        }
    }

    /** Says a figure. */
    public static void say(String what, double figure, String unit) {
        System.out.printf(Locale.ROOT, "%-52s %,14.2f %s%n", what, figure, unit);
    }

    /** What is said in a topic. */
    public Reader reader(String topic) {
        return new Reader(topic);
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Committed records of a topic, counted. */
    public final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private int count;

        private Reader(String topic) {
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

        /** What came within some milliseconds. */
        public Iterable<ConsumerRecord<String, byte[]>> poll(int millis) {
            return consumer.poll(Duration.ofMillis(millis));
        }

        /** Waits until so many came. */
        public void await(int most) {
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
