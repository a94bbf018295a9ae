package be.bsmr.fleet.topology;

import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.fleet.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** One broker or three for the tests of one class, and what writes to them and reads from them. */
final class TestBroker implements AutoCloseable {

    static final int PARTITIONS = 4;

    private final List<Node> nodes;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private TestBroker(List<Node> nodes) {
        this.nodes = nodes;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                address(),
                                "linger.ms",
                                "20",
                                // Of several on the way the second may find a broker that has just
                                // begun, and then none of them is taken.
                                "max.in.flight.requests.per.connection",
                                "1"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /** One that soon ends what a killed program left open. */
    static TestBroker start(Path folder) throws IOException {
        return start(
                folder,
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));
    }

    /**
     * One.
     *
     * @param settings beside those of {@link LocalKafka}
     */
    static TestBroker start(Path folder, Map<String, String> settings) throws IOException {
        Node node = new Node(folder, LocalKafka.freePort(), settings);
        node.start();
        return new TestBroker(List.of(node));
    }

    /** Three that stand in for each other, as docs/fleet.md advises. */
    static TestBroker three(Path folder) throws IOException {
        List<Integer> controllers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            controllers.add(LocalKafka.freePort());
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int port = LocalKafka.freePort();
            Map<String, String> settings = new HashMap<>();
            settings.put("node.id", String.valueOf(i + 1));
            settings.put(
                    "controller.quorum.voters",
                    "1@127.0.0.1:%d,2@127.0.0.1:%d,3@127.0.0.1:%d"
                            .formatted(controllers.toArray()));
            settings.put(
                    "listeners",
                    "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                            .formatted(port, controllers.get(i)));
            settings.put("default.replication.factor", "3");
            settings.put("min.insync.replicas", "2");
            settings.put("offsets.topic.replication.factor", "3");
            settings.put("transaction.state.log.replication.factor", "3");
            settings.put("transaction.state.log.min.isr", "2");
            settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
            // The others take over after that. It is less than the 5 s after which Kafka tries
            // later
            // what it could not write on all three: up to 30 s later.
            settings.put("broker.session.timeout.ms", "2000");
            settings.put("broker.heartbeat.interval.ms", "300");
            nodes.add(new Node(folder.resolve("node" + i), port, settings));
        }
        // None begins before a second one is there.
        nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::start))
                .toList()
                .forEach(CompletableFuture::join);
        return new TestBroker(nodes);
    }

    /** A broker of them, whose process comes and goes. */
    private static final class Node {

        private final Path folder;
        private final int port;
        private final Map<String, String> settings;
        private @Nullable BrokerProcess process;

        Node(Path folder, int port, Map<String, String> settings) {
            this.folder = folder;
            this.port = port;
            this.settings = settings;
        }

        void start() {
            try {
                process = BrokerProcess.start(folder, port, settings);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    String address() {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port)
                .collect(Collectors.joining(","));
    }

    /** As an administrator does. */
    void stop(int node) {
        nodes.get(node).process.stop();
    }

    /** As {@code kill -9} does. */
    void kill(int node) {
        nodes.get(node).process.kill();
    }

    /** At the same address, with what it has. */
    void startAgain(int node) {
        nodes.get(node).start();
    }

    /** Whether each of them has all that it is to have. */
    boolean isInSync() throws Exception {
        try (Admin admin = admin()) {
            Set<String> topics =
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == partition.replicas().size());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address()));
    }

    /** A tenant of its own for a test. */
    Topics tenant(String name) {
        Topics topics = new Topics(name);
        try (Admin admin = admin()) {
            new TopicSetup(topics, PARTITIONS, (short) nodes.size()).create(admin);
        }
        return topics;
    }

    void send(String topic, String key, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
    }

    /** Until the broker has all that was sent. */
    void flush() throws Exception {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        sent.clear();
    }

    Reader reader(String topic) {
        return new Reader(address(), topic);
    }

    /** All that was committed in a topic, by key, in its order. */
    static final class Reader implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private final Map<String, List<ConsumerRecord<String, byte[]>>> records = new TreeMap<>();
        private int count;

        Reader(String address, String topic) {
            consumer =
                    new KafkaConsumer<>(
                            new HashMap<>(
                                    Map.of(
                                            "bootstrap.servers",
                                            address,
                                            "isolation.level",
                                            "read_committed",
                                            "auto.offset.reset",
                                            "earliest")),
                            new StringDeserializer(),
                            new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
        }

        /** Reads on. */
        Reader more() {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                records.computeIfAbsent(record.key(), k -> new ArrayList<>()).add(record);
                count++;
            }
            return this;
        }

        int count() {
            return count;
        }

        List<byte[]> of(String key) {
            return records.getOrDefault(key, List.of()).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }

        Map<String, List<ConsumerRecord<String, byte[]>>> records() {
            return records;
        }

        /** As hexadecimal digits. */
        Map<String, List<String>> hex() {
            Map<String, List<String>> all = new TreeMap<>();
            records.keySet()
                    .forEach(
                            key ->
                                    all.put(
                                            key,
                                            of(key).stream()
                                                    .map(HexFormat.of()::formatHex)
                                                    .toList()));
            return all;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        // The last of three would wait for minutes for others to take over from it.
        nodes.forEach(node -> node.process.kill());
    }
}
