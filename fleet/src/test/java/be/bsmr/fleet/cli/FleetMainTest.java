package be.bsmr.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.LocalPostgres;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FleetMainTest {

    private static final String ANN = "0123456789abcdef0123456789abcdef";
    private static final String BOB = "fedcba9876543210fedcba9876543210";

    @TempDir private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return FleetMain.commandLine().setErr(new PrintWriter(err, true)).execute(args);
    }

    private Path config(String yaml) throws Exception {
        return Files.writeString(folder.resolve("fleet.yaml"), yaml);
    }

    @Test
    void everyCommandIsInTheDocsAndItsHelpFitsAScreen() throws Exception {
        String docs = Files.readString(Path.of("../docs/fleet-run.md"));
        for (Map.Entry<String, CommandLine> command :
                FleetMain.commandLine().getSubcommands().entrySet()) {
            assertThat(docs).contains("bsmr fleet " + command.getKey());
            assertThat(command.getValue().getUsageMessage().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        }
    }

    @Test
    void aWrongConfigurationIsToldInOneLine() throws Exception {
        Path file = config("tenant: gent\nstreams: {partitions: 0}\n");
        assertThat(run("topics", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("fleet.yaml, line 2").contains("1 to 1000");
        assertThat(err.toString().lines()).hasSize(1);

        assertThat(run("topics", "--config", folder.resolve("none.yaml").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("copy docs/fleet.yaml");
    }

    @Test
    void aTakenPortOfTheDemoIsToldBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(run("demo", "--port", port)).isEqualTo(3);
            assertThat(err.toString())
                    .startsWith("bsmr: port " + port + " cannot be had")
                    .contains("--port")
                    .doesNotContain("web.port")
                    .hasLineCount(1);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsToldInOneSentence() throws Exception {
        Path file =
                config(
                        "tenant: gent\ndatabase: {url: 'jdbc:postgresql://127.0.0.1:"
                                + LocalKafka.freePort()
                                + "/fleet', user: u, password: hush}\n");
        Path to = folder.resolve("month.parquet");
        assertThat(run("export", "--config", file.toString(), "2026-01", to.toString()))
                .isEqualTo(3);
        assertThat(err.toString())
                .startsWith("bsmr: PostgreSQL at jdbc:postgresql://127.0.0.1:")
                .contains("does not answer: is it there, and is this database.url?")
                .doesNotContainIgnoringCase("hikari")
                .doesNotContain("hush")
                .hasLineCount(1);
        assertThat(to).doesNotExist();
    }

    @Test
    void aDatabaseThatRefusesOrHasNoTablesIsToldInOneSentence() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            String begin = "tenant: gent\ndatabase: {user: bsmr, url: '" + postgres.url();
            Path wrong = config(begin + "', password: wrong}\n");
            String to = folder.resolve("month.parquet").toString();
            assertThat(run("export", "--config", wrong.toString(), "2026-01", to)).isEqualTo(3);
            assertThat(err.toString())
                    .contains("does not let us in: look at database.user and database.password")
                    .hasLineCount(1);
            Path empty = config(begin + "', password: " + postgres.password() + "}\n");
            assertThat(run("export", "--config", empty.toString(), "2026-01", to)).isEqualTo(3);
            assertThat(err.toString())
                    .contains("has no tables of this tenant yet: bsmr fleet page makes them")
                    .hasLineCount(2);
        }
    }

    @Test
    void secretsThatOthersMayReadAreWarnedOf() throws Exception {
        Path file = config("secret: 0123456789abcdef0123456789abcdef\n");
        Path key = Files.createFile(folder.resolve("key.pem"));
        Path users = Files.createFile(folder.resolve("users.yaml"));
        for (Path one : List.of(file, key, users)) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rw-r--r--"));
        }
        assertThat(warnings(file))
                .contains(file + " holds passwords")
                .contains("chmod 600 " + file);
        Files.writeString(
                file,
                "secret: 0123456789abcdef0123456789abcdef\nusers: %s\nweb: {tls: {certificate: %s, key: %s}}\n"
                        .formatted(users, key, key));
        assertThat(warnings(file))
                .contains("chmod 600 " + key)
                .contains("chmod 600 " + users)
                .doesNotContain("0123456789abcdef");
        for (Path one : List.of(file, key, users)) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(warnings(file)).isEmpty();
    }

    /** What is said on standard error beside the key of a meter. */
    private static String warnings(Path file) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(FleetMain.commandLine().execute("enrol", "123456", "--config", file + ""))
                    .isEqualTo(0);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoIsNotAmongTheMembersAnyMoreHasLeft() throws Exception {
        try (LocalKafka kafka = LocalKafka.start(folder.resolve("kafka"))) {
            String begin =
                    "tenant: gent\nkafka: {servers: '"
                            + kafka.address()
                            + "'}\nstreams: {partitions: 2}\ncommunities: [{id: tower}]\n";
            String ann = "{key: " + ANN + ", community: tower, name: Ann, target_w: 2500}";
            String bob = "{key: " + BOB + ", community: tower}";
            String file = config(begin + "members: [" + ann + ", " + bob + "]\n").toString();
            assertThat(run("topics", "--config", file)).isEqualTo(0);
            assertThat(run("topics", "--config", file)).as("once more").isEqualTo(0);
            assertThat(run("members", "--config", file)).isEqualTo(0);
            config(begin + "members: [" + ann + "]\n");
            assertThat(run("members", "--config", file)).isEqualTo(0);

            Map<String, byte[]> newest = newest(kafka, new Topics("gent").members());
            assertThat(Member.of(newest.get(ANN)).name()).isEqualTo("Ann");
            assertThat(newest).containsKey(BOB);
            assertThat(newest.get(BOB)).as("a tombstone").isNull();
        }
    }

    private static Map<String, byte[]> newest(LocalKafka kafka, String topic) {
        Map<String, byte[]> newest = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.address()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> parts =
                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            Map<TopicPartition, Long> end = consumer.endOffsets(parts);
            while (parts.stream().anyMatch(p -> consumer.position(p) < end.get(p))) {
                for (ConsumerRecord<String, byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    newest.put(one.key(), one.value());
                }
            }
        }
        return newest;
    }
}
