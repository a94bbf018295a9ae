package be.bsmr.fleet.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka brokers.
 *
 * @param servers some of them, as {@code kafka1:9093,kafka2:9093}
 * @param tls whether they are spoken to in TLS
 * @param ca PEM file with the certificate that vouches for them; null = those that Java trusts
 * @param user of SCRAM-SHA-256; null = none
 * @param password together with {@code user}; never printed
 */
public record KafkaSettings(
        String servers,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password) {

    static final KafkaSettings DEFAULT =
            new KafkaSettings("127.0.0.1:9092", false, null, null, null);

    public KafkaSettings {
        if (!servers.matches("[^:, ]+:\\d+(,[^:, ]+:\\d+)*")) {
            throw new IllegalArgumentException(
                    "kafka.servers is HOST:PORT, or several with commas between them, not '"
                            + servers
                            + "'");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "kafka.user and kafka.password belong together: write both, or neither");
        }
        if (ca != null && !tls) {
            throw new IllegalArgumentException("kafka.ca is of no use without kafka.tls: true");
        }
        if (user != null && !tls && !isHere(servers)) {
            throw new IllegalArgumentException(
                    "kafka.password would go over the network in the open: write kafka.tls: true");
        }
    }

    private static boolean isHere(String servers) {
        for (String server : servers.split(",", -1)) {
            if (!server.startsWith("127.") && !server.startsWith("localhost:")) {
                return false;
            }
        }
        return true;
    }

    /** For a client of theirs. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put(
                "security.protocol", (user == null ? "" : "SASL_") + (tls ? "SSL" : "PLAINTEXT"));
        if (ca != null) {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.location", ca.toString());
        }
        if (user != null && password != null) {
            properties.put("sasl.mechanism", "SCRAM-SHA-256");
            properties.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username="
                            + quoted(user)
                            + " password="
                            + quoted(password)
                            + ";");
        }
        return properties;
    }

    /** For a command that somebody waits for: whoever does not answer soon is not there. */
    public Map<String, String> impatient() {
        Map<String, String> properties = new HashMap<>(properties());
        properties.put("default.api.timeout.ms", "10000");
        properties.put("request.timeout.ms", "5000");
        properties.put("max.block.ms", "10000");
        properties.put("delivery.timeout.ms", "10000");
        return properties;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return "KafkaSettings[servers=" + servers + ", tls=" + tls + ", user=" + user + "]";
    }
}
