package be.bsmr.fleet.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Who is enrolled: topics that keep the newest value of each key, said as a whole. */
public final class Enrolled {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;

    /**
     * @param kafka {@code bootstrap.servers} and what its security wants
     */
    public Enrolled(Map<String, String> kafka) {
        this.kafka = Map.copyOf(kafka);
    }

    /**
     * Says all of a topic, and that what stands there and is not among them is no more.
     *
     * @return how many are no more
     * @throws IllegalStateException when Kafka does not take it
     */
    public int say(String topic, Map<String, byte[]> all) {
        Set<String> gone = new HashSet<>(there(topic));
        gone.removeAll(all.keySet());
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        properties, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            all.forEach((key, value) -> sent.add(send(producer, topic, key, value)));
            gone.forEach(key -> sent.add(send(producer, topic, key, null)));
            for (Future<?> one : sent) {
                var unused = one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return gone.size();
    }

    private static Future<?> send(
            KafkaProducer<String, byte[]> producer,
            String topic,
            String key,
            byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(topic, key, value));
    }

    /** The keys that have a value. */
    private Set<String> there(String topic) {
        Set<String> keys = new HashSet<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> parts =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> end = consumer.endOffsets(parts);
            while (parts.stream().anyMatch(p -> consumer.position(p) < end.getOrDefault(p, 0L))) {
                for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL)) {
                    if (one.value() == null) {
                        keys.remove(one.key());
                    } else {
                        keys.add(one.key());
                    }
                }
            }
        }
        return keys;
    }
}
