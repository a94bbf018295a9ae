package be.bsmr.fleet.bridge;

import be.bsmr.home.words.PlainWords;
import be.bsmr.wire.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries shares from Kafka to the houses. A share that is over is worth nothing, and the next one
 * comes within a minute: what finds no MQTT broker is dropped.
 */
final class Shares implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Shares.class);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long PAUSE_SECONDS = 5;
    private static final int MOST_UNDER_WAY = 500;
    private static final long PATIENCE_SECONDS = 5;

    private final Map<String, Object> properties;
    private final String topic;
    private final MqttSession mqtt;
    private final Tally tally;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "bridge shares");
    private boolean failing;

    Shares(BridgeSettings settings, MqttSession mqtt, Tally tally, InstantSource clock) {
        topic = settings.topics().shares();
        this.mqtt = mqtt;
        this.tally = tally;
        this.clock = clock;
        properties = new HashMap<>(settings.kafka());
        properties.putAll(
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        settings.topics().tenant() + ".bridge",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        2_000,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean hasFailed() {
        return closing.getCount() > 0 && !thread.isAlive();
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                carry();
            } catch (KafkaException e) {
                if (!failing) {
                    log.warn("no shares can be read from Kafka: {}", PlainWords.of(e));
                }
                failing = true;
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void carry() throws InterruptedException {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.subscribe(List.of(topic));
            while (closing.getCount() > 0) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(LOOK)) {
                    failing = false;
                    tell(record.key(), record.value());
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(LOOK));
        }
    }

    private void tell(String house, byte[] value) throws InterruptedException {
        if (value == null || house == null || !Houses.isKey(house)) {
            return;
        }
        try {
            Instant until = Share.of(value).until();
            long seconds = Duration.between(clock.instant(), until).toSeconds();
            if (seconds < 1
                    || !mqtt.isConnected()
                    || !places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                tally.sharesDropped.increment();
                return;
            }
            var unused =
                    mqtt.publish("fleet/" + house + "/share", value, seconds)
                            .whenComplete(
                                    (sent, failure) -> {
                                        places.release();
                                        (failure == null ? tally.shares : tally.sharesDropped)
                                                .increment();
                                    });
        } catch (DataFormatException e) {
            tally.sharesDropped.increment();
        }
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
