package be.bsmr.fleet.sink;

import be.bsmr.fleet.topics.Topics;
import java.util.Map;

/**
 * From where to where.
 *
 * @param kafka how Kafka is reached: {@code bootstrap.servers}, and what its security wants
 * @param topics of the one tenant whose topics are kept
 */
public record SinkSettings(Map<String, String> kafka, Topics topics, PostgresSettings postgres) {

    public SinkSettings {
        kafka = Map.copyOf(kafka);
    }

    /** Without what opens Kafka. */
    @Override
    public String toString() {
        return "SinkSettings[kafka="
                + kafka.get("bootstrap.servers")
                + ", topics="
                + topics
                + ", postgres="
                + postgres
                + "]";
    }
}
