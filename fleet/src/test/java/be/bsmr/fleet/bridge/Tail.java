package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.wire.HouseMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** All that stands in a topic of two partitions, from its beginning. */
final class Tail implements AutoCloseable {

    private static final int PARTITIONS = 2;

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    Tail(Map<String, String> properties, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.copyOf(properties),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all =
                List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    static void create(Map<String, String> properties, Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(properties))) {
            admin.createTopics(
                            topics.all().stream()
                                    .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    /** What stands there now. */
    List<ConsumerRecord<String, byte[]>> now() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        return records;
    }

    /** All that stands there at this moment. */
    List<ConsumerRecord<String, byte[]>> all() {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
        while (end.entrySet().stream()
                .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            now();
        }
        return records;
    }

    List<ConsumerRecord<String, byte[]>> await(
            Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        Awaitility.await()
                .atMost(Patience.LONG)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> enough.test(now()));
        return records;
    }

    /** Waits until each of these has arrived, once or more. */
    void awaitAll(Set<HouseMessage> expected) {
        Set<HouseMessage> missing = new HashSet<>(expected);
        int[] seen = {0};
        Awaitility.await()
                .atMost(Patience.LONG)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> {
                            now();
                            while (seen[0] < records.size()) {
                                missing.remove(message(records.get(seen[0]++)));
                            }
                            assertThat(missing.size()).as("missing").isZero();
                        });
    }

    static HouseMessage message(ConsumerRecord<String, byte[]> record) {
        try {
            return Arrived.of(record.value()).message();
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
