package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.KafkaScript;
import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.wire.QuarterSent;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants on one Kafka, over TLS, each with its user and the rights that the page names. */
class TenantsTest {

    private static final Instant NOW = Instant.parse("2026-01-14T18:00:07Z");
    private static final String ANNA = "a".repeat(32);
    private static final String ADMIN = "admin";
    private static final String GENT = "gent";
    private static final String BRUGES = "bruges";
    private static final byte[] QUARTER =
            new QuarterSent(
                            new QuarterDemand(
                                    QuarterHour.of(NOW.minusSeconds(900)),
                                    new Energy(3_600_000),
                                    1,
                                    Estimator.DEMAND_REGISTER,
                                    true,
                                    null))
                    .bytes();

    @TempDir private static Path shared;
    private static Certificates certificates;
    private static LocalKafka kafka;

    @TempDir private Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private DocumentedMosquitto mosquitto;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(shared.resolve("certificates"));
        Path shown = shared.resolve("server-all.pem");
        Files.writeString(
                shown,
                Files.readString(certificates.key("server"))
                        + Files.readString(certificates.file("server")));
        String scram = "SCRAM-SHA-256";
        Map<String, String> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", scram);
        settings.put("sasl.mechanism.inter.broker.protocol", scram);
        settings.put("listener.name.clients.scram-sha-256.sasl.jaas.config", login(ADMIN, ADMIN));
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", shown.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", certificates.file("authority").toString());
        settings.put(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        kafka =
                LocalKafka.start(
                        shared.resolve("kafka"),
                        settings,
                        Stream.of(ADMIN, GENT, BRUGES)
                                .map(u -> scram + "=[name=" + u + ",password=" + password(u) + "]")
                                .toList());
        for (String tenant : List.of(GENT, BRUGES)) {
            Tail.create(properties(ADMIN), new Topics(tenant));
            allow(tenant, tenant);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open() throws Exception {
        mosquitto = new DocumentedMosquitto(folder, certificates, ANNA);
        opened.add(mosquitto);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** As docs/fleet-bridge.md says: all that begins with the tenant's name and a dot. */
    private static void allow(String user, String tenant) throws Exception {
        Properties admin = new Properties();
        admin.putAll(properties(ADMIN));
        try (Writer file = Files.newBufferedWriter(shared.resolve("admin.properties"))) {
            admin.store(file, null);
        }
        RunningProgram allowed =
                KafkaScript.start(
                        shared,
                        "fleet-bridge.md",
                        "kafka-acls.sh",
                        Map.of(
                                "…",
                                kafka.address(),
                                "User:gent",
                                "User:" + user,
                                " gent.",
                                " " + tenant + "."));
        assertThat(allowed.ended()).as("%s", allowed.said()).isZero();
    }

    private static String password(String user) {
        return user.equals(ADMIN) ? ADMIN : "secret-of-" + user;
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                + user
                + "\" password=\""
                + password
                + "\";";
    }

    private static Map<String, String> properties(String user) {
        return properties(user, password(user), "authority");
    }

    private static Map<String, String> properties(String user, String password, String trusted) {
        return Map.of(
                "bootstrap.servers",
                kafka.address(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                login(user, password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.file(trusted).toString());
    }

    private Bridge bridge(String tenant, Map<String, String> properties) throws IOException {
        Bridge bridge =
                Bridge.open(
                        new BridgeSettings(
                                mosquitto.server(),
                                properties,
                                new Topics(tenant),
                                new Pseudonym("0123456789abcdef0123456789abcdef"),
                                "one",
                                Part.ALL,
                                null,
                                null),
                        InstantSource.fixed(NOW));
        opened.add(bridge);
        await().atMost(Patience.LONG)
                .until(
                        () ->
                                mosquitto.said().stream()
                                        .anyMatch(l -> l.contains("SUBACK to " + tenant)));
        MqttHouse anna = new MqttHouse(mosquitto, ANNA);
        opened.add(anna);
        anna.say("quarter", QUARTER).join();
        return bridge;
    }

    private static String trouble(Bridge bridge) {
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isPresent());
        return bridge.trouble().orElse("");
    }

    @Test
    void aTenantsBridgeMayDoWhatItHasTo() throws Exception {
        Bridge bridge = bridge(GENT, properties(GENT));
        try (Tail tail = new Tail(properties(GENT), new Topics(GENT).telegrams())) {
            tail.await(all -> !all.isEmpty());
        }
        assertThat(bridge.trouble()).isEmpty();
    }

    @Test
    void aTenantNeitherReadsNorWritesWhatIsAnothers() throws Exception {
        for (String topic : new Topics(GENT).all()) {
            try (Tail tail = new Tail(properties(BRUGES), topic)) {
                assertThatThrownBy(
                                () -> {
                                    while (true) {
                                        tail.now();
                                    }
                                })
                        .as(topic)
                        .isInstanceOf(TopicAuthorizationException.class);
            }
        }
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.copyOf(properties(BRUGES)),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (String topic : new Topics(GENT).all()) {
                var sent = producer.send(new ProducerRecord<>(topic, ANNA, new byte[1]));
                assertThatThrownBy(sent::get)
                        .as(topic)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        Map<String, Object> asBridge = new HashMap<>(properties(BRUGES));
        asBridge.put("group.id", "gent.bridge");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        asBridge, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(new Topics(BRUGES).shares()));
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    consumer.poll(Duration.ofMillis(100));
                                }
                            })
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void aMissingRightIsSaidSoAndNothingIsLostUntilItIsGiven() throws Exception {
        Topics ostend = new Topics("ostend");
        Tail.create(properties(ADMIN), ostend);
        Bridge bridge = bridge("ostend", properties(BRUGES));
        assertThat(trouble(bridge))
                .contains("does not let this user write there", "ostend.telegrams");
        allow(BRUGES, "ostend");
        try (Tail tail = new Tail(properties(ADMIN), ostend.telegrams())) {
            tail.await(all -> !all.isEmpty());
        }
        await().atMost(Patience.LONG).until(() -> bridge.trouble().isEmpty());
    }

    @Test
    void aWrongPasswordIsSaidSo() throws Exception {
        Bridge bridge = bridge(GENT, properties(GENT, "guessed", "authority"));
        assertThat(trouble(bridge))
                .startsWith("Kafka at " + kafka.address() + " refuses user or password")
                .doesNotContain("guessed");
    }

    @Test
    void aCertificateOfAStrangerIsSaidSo() throws Exception {
        Bridge bridge = bridge(GENT, properties(GENT, password(GENT), "stranger"));
        assertThat(trouble(bridge))
                .startsWith(
                        "Kafka at " + kafka.address() + " shows a certificate that is not trusted");
    }
}
