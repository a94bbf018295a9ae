package be.bsmr.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Tells the topics of one tenant what a test wants to be there. */
public final class Told implements AutoCloseable {

    private static final int PARTITIONS = 2;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<?>> sent = new ArrayList<>();

    /** Makes the topics. */
    public Told(String broker, Topics topics) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker);
        try (Admin admin = Admin.create(kafka)) {
            List<NewTopic> all =
                    topics.all().stream().map(t -> new NewTopic(t, PARTITIONS, (short) 1)).toList();
            admin.createTopics(all).all().get();
        }
        // A topic that was made just now may have no leader yet: then one message after the other.
        Map<String, Object> inOrder = new HashMap<>(kafka);
        inOrder.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(inOrder, new StringSerializer(), new ByteArraySerializer());
    }

    public void tell(String topic, String key, byte @Nullable [] value) {
        sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
    }

    public void deadLetter(String topic, String key, String reason) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(topic, key, new byte[] {1});
        letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(letter));
    }

    /** All of it is there now. */
    public void flush() throws Exception {
        producer.flush();
        for (Future<?> one : sent) {
            one.get();
        }
        sent.clear();
    }

    /** The sink of this tenant has written all that is there. */
    public static void awaitAllRead(String broker, Topics topics) {
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(read(broker, topics))
                                        .containsAllEntriesOf(there(broker, topics)));
    }

    /** Up to where the sink has read, by topic. */
    public static Map<String, Long> read(String broker, Topics topics) throws Exception {
        Map<String, Long> all = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.listConsumerGroupOffsets(topics.tenant() + ".sink")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((place, at) -> all.merge(place.topic(), at.offset(), Long::sum));
        }
        return all;
    }

    /** How many records there are in each topic that has any. */
    private static Map<String, Long> there(String broker, Topics topics) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (String topic : topics.all()) {
            // Nobody reads what houses said but the topology.
            if (!topic.equals(topics.telegrams())) {
                for (int place = 0; place < PARTITIONS; place++) {
                    ends.put(new TopicPartition(topic, place), OffsetSpec.latest());
                }
            }
        }
        Map<String, Long> all = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.listOffsets(ends)
                    .all()
                    .get()
                    .forEach((at, end) -> all.merge(at.topic(), end.offset(), Long::sum));
        }
        all.values().removeIf(end -> end == 0);
        return all;
    }

    /** The next sink of this tenant begins at the beginning. */
    public static void readAllAgain(String broker, Topics topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(
                            () -> {
                                List<String> group = List.of(topics.tenant() + ".sink");
                                admin.deleteConsumerGroups(group).all().get();
                                return true;
                            });
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
