package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.Programs;
import be.bsmr.home.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program in its 96 MB, its broker attacked by neighbours with and without a password,
 * while a healthy client reads along.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerAttackTest {

    private static final String HEALTHY = "127.0.0.2";

    /** What lasted longer was seen: a collection of garbage on a machine with other work. */
    private static final double MOST_MILLIS = 2000;

    @TempDir private static Path directory;
    private static Process program;
    private static Path log;
    private static int port;

    private static int neighbours = 2;

    /** Another one for each attack: who guessed is remembered. */
    private final String hostile = "127.0.0." + ++neighbours;

    private RawClient healthy;
    private int logged;

    @BeforeAll
    static void run() throws IOException {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(
                file,
                """
                source: simulator
                store: {file: %s}
                web: {enabled: false}
                mqtt:
                  broker:
                    port: 0
                    user: house
                    password: right
                    users:
                      - {user: reader, password: right, role: reader}
                """
                        .formatted(directory.resolve("bsmr.db")));
        log = directory.resolve("log");
        program =
                Programs.java(launcherFlags(), Main.class, "run", "--config", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Pattern listening = Pattern.compile("MQTT broker on 127.0.0.1:(\\d+)");
        await().atMost(30, TimeUnit.SECONDS).until(() -> listening.matcher(said()).find());
        var found = listening.matcher(said());
        assertThat(found.find()).isTrue();
        port = Integer.parseInt(found.group(1));
    }

    /** As {@code ./bsmr} starts it. */
    private static List<String> launcherFlags() throws IOException {
        String script = Files.readString(Path.of("src/main/launcher/java.sh"));
        String flags = script.substring(script.indexOf("flags=(") + "flags=(".length());
        return Arrays.stream(flags.substring(0, flags.indexOf("\n)")).split("\\s+"))
                .filter(f -> f.startsWith("-"))
                .toList();
    }

    @AfterAll
    static void end() {
        program.destroyForcibly();
    }

    @BeforeEach
    void connects() throws IOException {
        healthy = RawClient.in(port, HEALTHY, "house", "right", "healthy");
        assertThat(healthy.subscribe("bsmr/home/reading")).isZero();
        logged = said().length();
    }

    /** Whatever it was: the program lives, who behaves is served, and the log is short. */
    @AfterEach
    void isServed() throws IOException {
        assertThat(healthy.ping()).isLessThan(MOST_MILLIS);
        assertThat(healthy.awaited(RawClient.PUBLISH).topic()).isEqualTo("bsmr/home/reading");
        healthy.close();
        assertThat(program.isAlive()).isTrue();
        String since = said().substring(logged);
        assertThat(since.lines().count()).as(since).isLessThanOrEqualTo(4);
        assertThat(since).doesNotContain("Exception", "\tat ");
    }

    @Test
    void thousandsOfRetainedTopics() {
        String kilobyte = "x".repeat(1000);
        everyoneOf(
                8,
                client -> {
                    for (int i = 0; i < 400; i++) {
                        client.publish("bsmr/other/" + UUID.randomUUID(), kilobyte, true, 0);
                        client.publish("elsewhere/" + UUID.randomUUID(), kilobyte, true, 0);
                    }
                    client.ping();
                });
        try (RawClient late = RawClient.in(port, hostile, "reader", "right", "late")) {
            late.ask("bsmr/other/#", "elsewhere/#", "bsmr/home/reading");
            int kept = 0;
            for (int live = 0; live < 2; ) {
                RawClient.Packet message = late.awaited(RawClient.PUBLISH);
                assertThat(message.topic()).doesNotStartWith("elsewhere");
                kept += message.topic().startsWith("bsmr/other/") ? 1 : 0;
                live += message.isRetained() ? 0 : 1;
            }
            assertThat(kept).isBetween(1, BrokerBounds.MOST_RETAINED);
        }
    }

    @Test
    void sixThousandSubscriptions() {
        try (RawClient client = RawClient.in(port, hostile, "reader", "right", "greedy")) {
            int granted = 0;
            for (int i = 0; i < 120; i++) {
                int packet = i;
                String[] filters =
                        IntStream.range(0, 50)
                                .mapToObj(n -> "bsmr/+/" + packet + "/" + n + "/#")
                                .toArray(String[]::new);
                granted += client.subscribe(filters) == 128 ? 0 : filters.length;
            }
            assertThat(granted).isEqualTo(50);
        }
    }

    @Test
    void aThousandLastingSessions() {
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            try (RawClient client = new RawClient(port, hostile)) {
                if (client.connect("reader", "right", "session-" + i, false) == 0) {
                    client.subscribe("bsmr/#");
                } else {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(800);
    }

    @Test
    void allSeatsAndAllPlacesAtTheDoor() {
        List<RawClient> waiting = new ArrayList<>();
        int in = 0;
        try {
            for (int i = 0; i < 200; i++) {
                waiting.add(new RawClient(port, hostile));
            }
            for (int i = 0; i < 100; i++) {
                RawClient client = new RawClient(port, hostile);
                waiting.add(client);
                in += client.connect("reader", "right", "seat-" + i, true) == 0 ? 1 : 0;
            }
            assertThat(in).isEqualTo(BrokerDoor.MOST_CONNECTIONS_EACH);
            try (RawClient neighbour = RawClient.in(port, HEALTHY, "house", "right", "other")) {
                assertThat(neighbour.ping()).isLessThan(MOST_MILLIS);
            }
        } finally {
            waiting.forEach(RawClient::close);
        }
    }

    @Test
    void twelveHundredStrayConnections() {
        byte[][] nonsense = {
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            "SSH-2.0-scan\r\n".getBytes(StandardCharsets.US_ASCII),
            new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3},
            new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
            new byte[] {0x10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0, 4},
            new byte[200_000]
        };
        for (int i = 0; i < 1200; i++) {
            try (RawClient stray = new RawClient(port, hostile)) {
                stray.raw(nonsense[i % nonsense.length]);
            } catch (RuntimeException e) {
                // Hung up in the middle: so much the better.
                assertThat(e).hasMessageContaining("SocketException");
            }
        }
    }

    @Test
    void guessing() throws IOException {
        int lookedAt = 0;
        for (int i = 0; i < 500; i++) {
            try (RawClient guess = new RawClient(port, hostile)) {
                int code = guess.connect("house", "guess-" + i, "x", true);
                assertThat(code).isNotZero();
                lookedAt += code == 5 ? 1 : 0;
            }
        }
        assertThat(lookedAt).isBetween(3, 12);
        assertThat(said()).contains("wrong password for the MQTT broker");
        // Who has come in from his own address is not locked out by that.
        RawClient.in(port, HEALTHY, "house", "right", "again").close();
    }

    @Test
    void longTopicsDeepTopicsAndBigMessages() {
        for (String topic : List.of("x".repeat(10_000), "x/".repeat(1000) + "x")) {
            try (RawClient client = RawClient.in(port, hostile, "house", "right", "long")) {
                client.publish(topic, "1", false, 1);
                client.awaited(RawClient.PUBACK);
                assertThat(client.subscribe(topic)).isEqualTo(128);
            }
        }
        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.in(port, hostile, "house", "right", "big")) {
                client.send(RawClient.PUBLISH, new byte[2 << 20]);
                assertThat(client.read()).as("end of the connection").isNull();
            } catch (RuntimeException e) {
                assertThat(e).hasMessageContaining("SocketException");
            }
        }
    }

    /**
     * Of others' messages 8 MB wait at most; until they are fetched only BSMR's go on. Comes first:
     * what other attacks leave waiting counts too.
     */
    @Test
    @Order(1)
    void messagesThatNobodyFetches() {
        String large = "x".repeat(60_000);
        List<RawClient> deaf = new ArrayList<>();
        try (RawClient sender = RawClient.in(port, hostile, "house", "right", "sender");
                RawClient listener = RawClient.in(port, HEALTHY, "house", "right", "listener")) {
            listener.ask("bsmr/other/small", "bsmr/home/reading");
            // At first readings may still wait that were sent before the small message.
            await().atMost(20, TimeUnit.SECONDS).until(() -> isPassedOn(sender, listener));
            for (int i = 0; i < 4; i++) {
                RawClient one = RawClient.in(port, hostile, "reader", "right", "deaf-" + i);
                deaf.add(one);
                assertThat(one.subscribe("bsmr/other/large-" + i)).isZero();
            }
            for (int i = 0; i < 400; i++) {
                sender.publish("bsmr/other/large-" + i % deaf.size(), large, false, 1);
                sender.awaited(RawClient.PUBACK);
            }
            assertThat(isPassedOn(sender, listener)).as("24 MB later").isFalse();
            deaf.forEach(RawClient::close);
            await().atMost(20, TimeUnit.SECONDS).until(() -> isPassedOn(sender, listener));
        } finally {
            deaf.forEach(RawClient::close);
        }
    }

    /** Whether it comes before BSMR's next reading but one: those always come. */
    private static boolean isPassedOn(RawClient sender, RawClient listener) {
        sender.publish("bsmr/other/small", "1", false, 1);
        sender.awaited(RawClient.PUBACK);
        int readings = 0;
        boolean passed = false;
        while (!passed && readings < 2) {
            RawClient.Packet message = listener.awaited(RawClient.PUBLISH);
            passed = message.topic().equals("bsmr/other/small");
            readings += message.topic().equals("bsmr/home/reading") ? 1 : 0;
        }
        return passed;
    }

    private void everyoneOf(int clients, Consumer<RawClient> attack) {
        CompletableFuture<?>[] all =
                IntStream.range(0, clients)
                        .mapToObj(
                                n ->
                                        CompletableFuture.runAsync(
                                                () -> {
                                                    try (RawClient client =
                                                            RawClient.in(
                                                                    port,
                                                                    hostile,
                                                                    "house",
                                                                    "right",
                                                                    "attack-" + n)) {
                                                        attack.accept(client);
                                                    }
                                                },
                                                task -> new Thread(task, "attack").start()))
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
    }

    private static String said() throws IOException {
        return Files.readString(log);
    }
}
