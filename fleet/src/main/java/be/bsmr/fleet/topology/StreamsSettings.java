package be.bsmr.fleet.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How one instance of the topology runs.
 *
 * @param brokers {@code host:port}, several with commas between
 * @param application the name of all instances together, which begins with the tenant's and a dot;
 *     another one counts everything from the beginning
 * @param instance this one's name among them, which stays over restarts: who comes back under it
 *     goes on at once. Two that run must never share it
 * @param folder its own, for a lock file
 * @param commit so often what was counted is said, 100 ms to 8 s; after a crash that much is
 *     counted again
 * @param threads that share the partitions
 * @param standbys so many other instances keep a copy of the state, for when one does not come back
 * @param security settings of Kafka's clients, such as {@code security.protocol}; passwords are in
 *     it
 */
public record StreamsSettings(
        String brokers,
        String application,
        String instance,
        Path folder,
        Duration commit,
        int threads,
        int standbys,
        Map<String, String> security) {

    /** The least that {@link #transaction} is: a busy machine must not lose its own. */
    private static final Duration TRANSACTION = Duration.ofSeconds(5);

    /** An instance that says nothing for so long is dead, and others take its meters. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    public StreamsSettings {
        security = Map.copyOf(security);
        if (commit.toMillis() < 100 || commit.compareTo(Duration.ofSeconds(8)) > 0) {
            throw new IllegalArgumentException("commit is 100 ms to 8 s, not " + commit);
        }
        if (threads < 1 || standbys < 0) {
            throw new IllegalArgumentException(
                    "1 thread or more and 0 standbys or more, not " + threads + ", " + standbys);
        }
    }

    Properties forStreams() {
        Map<String, Object> all = new HashMap<>(security);
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        all.put(StreamsConfig.CLIENT_ID_CONFIG, application + "-" + instance);
        all.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit.toMillis());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        all.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        // Streams warns twice at each start where it is not said; there is no global thread.
        all.put("processing.exception.handler.global.enabled", true);
        // As many copies as the brokers make by themselves.
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        all.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                (int) SESSION.toMillis());
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                (int) transaction().toMillis());
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    /** A transaction that nobody ends holds up who reads what is committed only: so long. */
    private Duration transaction() {
        Duration twice = commit.multipliedBy(2);
        return twice.compareTo(TRANSACTION) > 0 ? twice : TRANSACTION;
    }

    /** Without {@code security}. */
    @Override
    public String toString() {
        return "%s as %s, at %s".formatted(application, instance, brokers);
    }
}
