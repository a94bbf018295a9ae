package be.bsmr.fleet.sink;

import be.bsmr.fleet.topics.Topics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Forgets one house, as its people may ask: its rows, and what it has in topics that keep the
 * newest by key. What a house said is in {@code telegrams} and in dead letters until their time is
 * over, and the sums of its community stay: nobody is told from them.
 */
public final class Erasure {

    private static final List<String> ROWS =
            List.of(
                    "member WHERE meter = ?",
                    "quarter WHERE meter = ?",
                    "month_peak WHERE meter = ?",
                    "forecast WHERE meter = ?",
                    "share WHERE meter = ?",
                    "dead_letter WHERE sender = ?");

    private Erasure() {}

    /**
     * Erases. A sink that runs, or begins again from an older backup, deletes what it wrote of the
     * house when it comes to what this leaves in the topics. The house has to fall silent first.
     *
     * @param meter the pseudonym
     * @return how many rows there were
     * @throws IOException when the database does not answer; nothing is erased then, or what is in
     *     Kafka alone
     * @throws IllegalStateException when Kafka does not take it; nothing else is done then
     */
    public static long of(SinkSettings settings, String meter) throws IOException {
        try (FleetDatabase database =
                new FleetDatabase(
                        settings.postgres(), settings.topics().tenant(), FleetDatabase.Use.WORK)) {
            try {
                // Before: a sink that runs is as quick as we are.
                long rows = rows(database, meter);
                leave(settings, meter);
                delete(database, meter);
                return rows;
            } catch (SQLException e) {
                throw new IOException(database.told(e), e);
            }
        }
    }

    private static long rows(FleetDatabase database, String meter) throws SQLException {
        long rows = 0;
        try (Connection connection = database.connection()) {
            for (String its : ROWS) {
                try (PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM " + its)) {
                    count.setString(1, meter);
                    try (ResultSet row = count.executeQuery()) {
                        row.next();
                        rows += row.getLong(1);
                    }
                }
            }
            connection.commit();
        }
        return rows;
    }

    private static void delete(FleetDatabase database, String meter) throws SQLException {
        try (Connection connection = database.connection()) {
            for (String its : ROWS) {
                try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + its)) {
                    delete.setString(1, meter);
                    int unused = delete.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private static void leave(SinkSettings settings, String meter) {
        Topics topics = settings.topics();
        Map<String, Object> properties = new HashMap<>(settings.kafka());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        properties, new StringSerializer(), new ByteArraySerializer())) {
            List<? extends Future<?>> all =
                    Stream.of(
                                    topics.members(),
                                    topics.quarters(),
                                    topics.peaks(),
                                    topics.forecasts(),
                                    topics.shares())
                            .map(topic -> new ProducerRecord<String, byte[]>(topic, meter, null))
                            .map(producer::send)
                            .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
