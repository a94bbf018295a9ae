package be.bsmr.fleet.sink;

import be.bsmr.fleet.topics.Topics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private static final Map<String, String> ROWS =
            Map.of(
                    "member", "meter",
                    "quarter", "meter",
                    "month_peak", "meter",
                    "forecast", "meter",
                    "share", "meter",
                    "dead_letter", "sender");

    private Erasure() {}

    /**
     * Erases. A sink that runs, or begins again from an older backup, deletes what it wrote of the
     * house when it comes to what this leaves in the topics. The house has to fall silent first.
     *
     * @param meter the pseudonym
     * @return how many rows there were
     * @throws IOException when the database does not answer; what is in Kafka is erased then
     * @throws IllegalStateException when Kafka does not take it; nothing else is done then
     */
    public static long of(SinkSettings settings, String meter) throws IOException {
        leave(settings, meter);
        try (FleetDatabase database =
                new FleetDatabase(
                        settings.postgres(), settings.topics().tenant(), FleetDatabase.Use.WORK)) {
            try {
                return delete(database, meter);
            } catch (SQLException e) {
                throw new IOException(database.told(e), e);
            }
        }
    }

    private static long delete(FleetDatabase database, String meter) throws SQLException {
        long rows = 0;
        try (Connection connection = database.connection()) {
            for (Map.Entry<String, String> table : ROWS.entrySet()) {
                String sql =
                        "DELETE FROM " + table.getKey() + " WHERE " + table.getValue() + " = ?";
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    delete.setString(1, meter);
                    rows += delete.executeLargeUpdate();
                }
            }
            connection.commit();
        }
        return rows;
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
