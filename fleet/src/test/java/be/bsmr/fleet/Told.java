package be.bsmr.fleet;

import be.bsmr.fleet.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Tells the topics of one tenant what a test wants to be there. */
public final class Told implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<?>> sent = new ArrayList<>();

    /** Makes the topics. */
    public Told(String broker, Topics topics) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker);
        try (Admin admin = Admin.create(kafka)) {
            List<NewTopic> all =
                    topics.all().stream().map(t -> new NewTopic(t, 1, (short) 1)).toList();
            admin.createTopics(all).all().get();
        }
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
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

    @Override
    public void close() {
        producer.close();
    }
}
