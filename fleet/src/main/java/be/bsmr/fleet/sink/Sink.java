package be.bsmr.fleet.sink;

import be.bsmr.fleet.topics.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of one tenant and writes them into its tables, on a thread of its own. What
 * Kafka is told to have been read is in the database by then. While the database does not answer
 * nothing is read and nothing lost. Several of one tenant share the work.
 */
public final class Sink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sink.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** How often it is looked which months there have to be, and said how far we are. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final int MOST_RECORDS = 2000;

    /** Kept in memory until they are written. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Topics topics;
    private final InstantSource clock;
    private final FleetDatabase database;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Months months = new Months();
    private final Thread thread;
    private @Nullable YearMonth preparedFor;
    private long lookedAt = System.nanoTime() - LOOK.toNanos();
    private boolean waiting;
    private int failures;
    private volatile boolean open = true;
    private volatile @Nullable String trouble;

    private Sink(SinkSettings settings, InstantSource clock) {
        topics = settings.topics();
        this.clock = clock;
        database = new FleetDatabase(settings.postgres(), topics.tenant(), FleetDatabase.Use.WORK);
        consumer =
                new KafkaConsumer<>(
                        properties(settings),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        thread = new Thread(this::run, "sink-" + topics.tenant());
    }

    /**
     * Begins. Neither Kafka nor the database has to be there yet.
     *
     * @param clock the fleet's, for what is too old and for when something was heard
     */
    public static Sink open(SinkSettings settings, InstantSource clock) {
        Sink sink = new Sink(settings, clock);
        sink.thread.start();
        return sink;
    }

    /** Whose offsets say how far the sinks of a tenant are. */
    static String group(Topics topics) {
        return topics.tenant() + ".sink";
    }

    private static Map<String, Object> properties(SinkSettings settings) {
        Map<String, Object> all = new HashMap<>(settings.kafka());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group(settings.topics()));
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        // A topic that is made later is found after so long.
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "5000");
        return all;
    }

    /** What keeps it from writing; empty = nothing does. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        try (consumer) {
            List<String> read =
                    topics.all().stream().filter(t -> !t.equals(topics.telegrams())).toList();
            consumer.subscribe(read, new Assigned());
            while (open) {
                ConsumerRecords<String, byte[]> records = poll(POLL);
                if (!records.isEmpty() || isTimeToLook()) {
                    writeInTheEnd(records);
                }
            }
        } catch (WakeupException stopping) {
            log.debug("the sink of {} stops", topics.tenant());
        } catch (RuntimeException e) {
            trouble = String.valueOf(e);
            log.error("the sink of {} has stopped", topics.tenant(), e);
        }
    }

    /** Nothing new, when Kafka does not let us: who set it up is told, and it is tried again. */
    private ConsumerRecords<String, byte[]> poll(Duration most) {
        try {
            return consumer.poll(most);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            tell("Kafka: " + e.getMessage());
            pause();
            return ConsumerRecords.empty();
        }
    }

    private void pause() {
        try {
            Thread.sleep(WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open = false;
        }
    }

    private boolean isTimeToLook() {
        return System.nanoTime() - lookedAt >= LOOK.toNanos();
    }

    /** Writes these records, however long that takes; then Kafka is told. */
    private void writeInTheEnd(ConsumerRecords<String, byte[]> records) {
        while (open && !isWritten(records)) {
            if (!waiting) {
                waiting = true;
                consumer.pause(consumer.assignment());
            }
            // Nothing comes, but Kafka hears that we are still here.
            poll(WAIT);
        }
        if (waiting) {
            waiting = false;
            consumer.resume(consumer.assignment());
        }
        if (open && !records.isEmpty()) {
            commit();
        }
    }

    private boolean isWritten(ConsumerRecords<String, byte[]> records) {
        try {
            database.prepare();
            write(records);
            told();
            return true;
        } catch (SQLException e) {
            months.forget();
            tell(database.told(e));
            return false;
        }
    }

    private void commit() {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // Another sink reads them once more, which changes nothing.
            log.debug("Kafka has given what was read to another sink", e);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            tell("Kafka: " + e.getMessage());
        }
    }

    /** Once, however long it lasts and however often it is tried. */
    private void tell(String what) {
        failures++;
        if (failures == FleetDatabase.SURE) {
            log.warn("{}: nothing is read until this is well: {}", topics.tenant(), what);
        }
        trouble = what;
    }

    private void told() {
        if (failures >= FleetDatabase.SURE) {
            log.info("{}: it goes on", topics.tenant());
        }
        failures = 0;
        trouble = null;
    }

    private void write(ConsumerRecords<String, byte[]> records) throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = database.connection()) {
            if (!Months.of(now).equals(preparedFor)) {
                months.prepare(connection, now);
                preparedFor = Months.of(now);
            }
            try {
                write(connection, records, now);
            } catch (SQLException e) {
                if (!isOfOneValue(e)) {
                    throw e;
                }
                takeBack(connection);
                oneByOne(connection, records, now);
            }
            if (isTimeToLook()) {
                sayHowFar(connection, now);
                lookedAt = System.nanoTime();
            }
        }
    }

    private void write(
            Connection connection, Iterable<ConsumerRecord<String, byte[]>> records, Instant now)
            throws SQLException {
        try (BatchWriter writer = new BatchWriter(topics, connection, months, now)) {
            for (ConsumerRecord<String, byte[]> letter : records) {
                writer.take(letter);
            }
        }
        connection.commit();
    }

    private void takeBack(Connection connection) throws SQLException {
        months.forget();
        connection.rollback();
    }

    /** Whether the database refuses a value, and would tomorrow; all else passes. */
    private static boolean isOfOneValue(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void oneByOne(
            Connection connection, ConsumerRecords<String, byte[]> records, Instant now)
            throws SQLException {
        for (ConsumerRecord<String, byte[]> letter : records) {
            try {
                write(connection, List.of(letter), now);
            } catch (SQLException e) {
                if (!isOfOneValue(e)) {
                    throw e;
                }
                takeBack(connection);
                try (BatchWriter writer = new BatchWriter(topics, connection, months, now)) {
                    writer.dead(
                            letter, letter.topic() + ": refused by PostgreSQL " + e.getSQLState());
                }
                connection.commit();
            }
        }
    }

    /** How many records wait, by topic and partition, for who watches the fleet. */
    private void sayHowFar(Connection connection, Instant now) throws SQLException {
        try (Table progress = new Table(connection, 2)) {
            for (TopicPartition place : consumer.assignment()) {
                OptionalLong behind = consumer.currentLag(place);
                if (behind.isPresent()) {
                    progress.put(
                            "INSERT INTO progress VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (topic, place) DO UPDATE SET"
                                    + " behind = excluded.behind, at = excluded.at",
                            place.topic(),
                            place.partition(),
                            behind.getAsLong(),
                            now);
                }
            }
        }
        connection.commit();
    }

    /** Stops after the records that are being written. */
    @Override
    public void close() {
        open = false;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    /** What comes while the database is awaited waits, too. */
    private final class Assigned implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // What of them was written but not told is written once more by who has them now.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (waiting) {
                consumer.pause(partitions);
            }
        }
    }
}
