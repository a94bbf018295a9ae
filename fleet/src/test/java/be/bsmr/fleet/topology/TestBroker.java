package be.bsmr.fleet.topology;

import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.fleet.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
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

/** A broker for the tests of one class, and what writes to it and reads from it. */
final class TestBroker implements AutoCloseable {

    static final int PARTITIONS = 4;

    private final Path folder;
    private final int port;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private BrokerProcess kafka;

    private TestBroker(Path folder, int port, BrokerProcess kafka) {
        this.folder = folder;
        this.port = port;
        this.kafka = kafka;
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

    static TestBroker start(Path folder) throws IOException {
        int port = LocalKafka.freePort();
        return new TestBroker(folder, port, BrokerProcess.start(folder, port));
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Stops it and starts it at the same address, with what it has. */
    void restart() throws IOException {
        kafka.stop();
        kafka = BrokerProcess.start(folder, port);
    }

    /** A tenant of its own for a test. */
    Topics tenant(String name) {
        Topics topics = new Topics(name);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            new TopicSetup(topics, PARTITIONS, (short) 1).create(admin);
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
        kafka.stop();
    }
}
