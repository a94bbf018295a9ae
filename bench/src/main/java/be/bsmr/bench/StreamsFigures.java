package be.bsmr.bench;

import be.bsmr.fleet.demo.ManyMeters;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.TopologyProcess;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramLayouts;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.wire.SecondsBlock;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topology costs through Kafka, exactly once. The broker and who writes to it run in this
 * process, the topology in its own: rates are readings by the time on processors of that one, with
 * all that the virtual machine does besides. Simulated meters of three phases, a reading each
 * second, blocks of a minute; forty houses of their own, the others repeat them, so that what is
 * compressed looks smaller than it would be.
 */
public final class StreamsFigures {

    private static final Instant START = Instant.parse("2026-01-14T16:00:00Z");
    private static final int SECONDS = 60;
    private static final int MANY = 10_000;

    private final ManyMeters many;

    private StreamsFigures(ManyMeters many) {
        this.many = many;
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
            try (ManyMeters many = new ManyMeters(kafka, folder)) {
                double alone = many.counted("counted", meters, 1, true);
                double two = many.counted("two", meters, 2, true);
                ManyMeters.say("two instances to one, by processor time", 2 * two / alone, "times");
                many.counted("foreseen", meters, 1, false);
                StreamsFigures figures = new StreamsFigures(many);
                figures.latency("latency1", Duration.ofSeconds(1));
                figures.latency("latency5", Duration.ofSeconds(5));
                figures.killed();
                figures.restored();
            }
        }
    }

    /** From the block that ends a quarter to the quarter, one meter after the other. */
    private void latency(String tenant, Duration commit) throws Exception {
        int meters = 300;
        Topics topics = many.tenant(tenant);
        TopologyProcess process = many.start(topics, "a", commit);
        ManyMeters.awaitRunning(process);
        try (ManyMeters.Reader quarters = many.reader(topics.quarters())) {
            many.send(topics, meters, 0, 30, true);
            quarters.await(meters);
            Map<String, Long> sent = new HashMap<>();
            List<Double> took = new ArrayList<>();
            for (int meter = 0; meter < meters || took.size() < meters; meter++) {
                if (meter < meters) {
                    sent.put(ManyMeters.meter(meter), System.nanoTime());
                    many.send(topics, meter, many.block(meter, 30));
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
            ManyMeters.say(what + "p50", sorted[sorted.length / 2], "ms");
            ManyMeters.say(what + "p99", sorted[sorted.length * 99 / 100], "ms");
        }
        process.close();
    }

    /** From the kill to the first quarter that was not known before, started again at once. */
    private void killed() throws Exception {
        Topics topics = many.tenant("killed");
        TopologyProcess process = many.start(topics, "a", Duration.ofSeconds(5));
        ManyMeters.awaitRunning(process);
        try (ManyMeters.Reader quarters = many.reader(topics.quarters())) {
            many.send(topics, 100, 0, 16, true);
            quarters.await(100);
            for (int quarter = 1; quarter < 4; quarter++) {
                many.send(topics, 100, 15 * quarter + 1, 15 * quarter + 8, true);
                // So that a transaction is open.
                TimeUnit.SECONDS.sleep(2);
                long begun = System.nanoTime();
                process.kill();
                process = many.start(topics, "a", Duration.ofSeconds(5));
                many.send(topics, 100, 15 * quarter + 8, 15 * quarter + 16, true);
                quarters.await(100 * quarter + 1);
                ManyMeters.say(
                        "kill -9 to the next quarter", (System.nanoTime() - begun) / 1e9, "s");
                quarters.await(100 * quarter + 100);
            }
        }
        process.close();
    }

    /** From the command to running, with what is known of many meters read back. */
    private void restored() throws Exception {
        Topics topics = many.tenant("restored");
        TopologyProcess process = many.start(topics, "a", Duration.ofSeconds(5));
        ManyMeters.awaitRunning(process);
        try (ManyMeters.Reader quarters = many.reader(topics.quarters())) {
            many.send(topics, MANY, 0, 1, true);
            many.send(topics, MANY, 14, 16, true);
            quarters.await(MANY);
        }
        process.close();
        long begun = System.nanoTime();
        process = many.start(topics, "b", Duration.ofSeconds(5));
        ManyMeters.awaitRunning(process);
        ManyMeters.say(MANY + " meters: start to running", (System.nanoTime() - begun) / 1e9, "s");
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
        ManyMeters.say(
                "raw telegrams framed, decoded, packed a second",
                telegrams.size() * 1e9 / best,
                "");
        ManyMeters.say(
                "bytes a reading, packed, alone",
                packed / (double) (took.length * telegrams.size()),
                "");
    }
}
