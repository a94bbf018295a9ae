package be.bsmr.fleet.bridge;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.words.PlainWords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records until Kafka has them, in order while nothing fails, each once or more. While Kafka
 * takes nothing the one who sends waits, so that no more is in memory than the producer's buffer
 * holds.
 */
final class KafkaSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaSender.class);

    private static final Map<String, Object> OURS =
            Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    // What is in the buffer waits as long as Kafka is away.
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    Integer.MAX_VALUE,
                    ProducerConfig.LINGER_MS_CONFIG,
                    20,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "zstd",
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    2_000,
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    10_000,
                    ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    2_000);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE_MS = 500;
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

    private final Map<String, Object> properties;
    private final String address;
    private final OneThread thread = new OneThread("bridge kafka");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Attempt> again = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final Future<?> looking;
    private volatile KafkaProducer<String, byte[]> producer;

    /** When Kafka last confirmed something, or had nothing to confirm. */
    private volatile long progress = System.nanoTime();

    private volatile @Nullable String lastFailure;
    private volatile @Nullable String trouble;

    /**
     * @param properties where Kafka is, and how it lets us in
     * @throws IllegalArgumentException when one of them makes no sense
     */
    KafkaSender(Map<String, String> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.putAll(OURS);
        address = String.valueOf(properties.get("bootstrap.servers"));
        try {
            producer = producer();
        } catch (KafkaException e) {
            throw new IllegalArgumentException(
                    "the properties for Kafka do not fit: " + PlainWords.of(innermost(e)), e);
        }
        looking = thread.scheduleWithFixedDelay(this::look, 500, 500, TimeUnit.MILLISECONDS);
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when the record is in the buffer, or when this was closed.
     *
     * @param kept run when Kafka has it, on another thread; never, when this is closed before
     */
    void send(ProducerRecord<String, byte[]> record, Runnable kept) {
        if (waiting.getAndIncrement() == 0) {
            progress = System.nanoTime();
        }
        while (!isClosing()) {
            if (new Attempt(record, kept).isTaken()) {
                return;
            }
            pause();
        }
    }

    /** Records that Kafka has not confirmed yet. */
    long waiting() {
        return waiting.get();
    }

    boolean hasFailed() {
        return !isClosing() && looking.isDone();
    }

    /** Why Kafka takes nothing, for people; empty while it does. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** One try with a record. */
    private final class Attempt implements Callback {

        private final ProducerRecord<String, byte[]> record;
        private final Runnable kept;
        private final Thread sender = Thread.currentThread();
        private boolean sending;
        private boolean failedAtOnce;

        Attempt(ProducerRecord<String, byte[]> record, Runnable kept) {
            this.record = record;
            this.kept = kept;
        }

        /** False when it did not get into the buffer. */
        boolean isTaken() {
            sending = true;
            try {
                var unused = producer.send(record, this);
            } catch (KafkaException | IllegalStateException e) {
                failed(e);
                failedAtOnce = true;
            }
            sending = false;
            return !failedAtOnce;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata unused, @Nullable Exception failure) {
            if (failure == null) {
                waiting.decrementAndGet();
                confirmed();
                kept.run();
            } else if (Thread.currentThread() == sender && sending) {
                failed(failure);
                failedAtOnce = true;
            } else {
                failed(failure);
                again.add(this);
            }
        }
    }

    private void confirmed() {
        progress = System.nanoTime();
        if (trouble != null) {
            trouble = null;
            log.info("Kafka at {} takes messages again", address);
        }
    }

    private void failed(Exception failure) {
        lastFailure = words(failure);
    }

    private String words(Exception failure) {
        String said = PlainWords.of(innermost(failure));
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof SslAuthenticationException) {
                return "Kafka at "
                        + address
                        + " shows a certificate that is not trusted, or wants one of ours ("
                        + said
                        + ")";
            }
            if (cause instanceof AuthenticationException) {
                return "Kafka at " + address + " refuses user or password (" + said + ")";
            }
            if (cause instanceof AuthorizationException) {
                return "Kafka at " + address + " does not let this user write there (" + said + ")";
            }
            cause = cause.getCause();
        }
        return "Kafka at " + address + " takes nothing (" + said + ")";
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What failed after all is sent once more, by a producer that knows nothing of it. */
    private void look() {
        if (!again.isEmpty()) {
            KafkaProducer<String, byte[]> failed = producer;
            producer = producer();
            failed.close(Duration.ZERO);
            for (Attempt one = again.poll(); one != null && !isClosing(); one = again.poll()) {
                waiting.decrementAndGet();
                send(one.record, one.kept);
            }
        }
        if (waiting.get() == 0) {
            progress = System.nanoTime();
        } else if (System.nanoTime() - progress > PATIENCE_NANOS) {
            complain();
        }
    }

    private void complain() {
        String now = lastFailure == null ? "Kafka at " + address + " takes nothing" : lastFailure;
        if (trouble == null) {
            log.warn("{}: what comes waits at the MQTT broker", now);
        }
        trouble = now;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
        if (System.nanoTime() - progress > PATIENCE_NANOS) {
            complain();
        }
    }

    /** What is in the buffer has five seconds to get to Kafka. */
    @Override
    public void close() {
        closing.countDown();
        thread.shutdownNow();
        producer.close(LAST_CHANCE);
    }
}
