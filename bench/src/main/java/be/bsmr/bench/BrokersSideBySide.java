package be.bsmr.bench;

import be.bsmr.home.mqtt.EmbeddedBroker;
import be.bsmr.home.mqtt.MqttSettings;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

/**
 * The built-in broker beside Debian's mosquitto, each a process of its own, with the same clients
 * one after the other: a hundred subscribers, a message a second of each quality of service; one
 * more subscriber is killed and comes back after ten seconds; then the broker is killed and started
 * again.
 */
public final class BrokersSideBySide {

    private static final int SUBSCRIBERS = 100;
    private static final int EACH_ADDRESS = 25;
    private static final int PORT = 18840;
    private static final int AWAY_S = 10;
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final String[] SERVED = {"QoS 0", "QoS 1", "QoS 2"};

    private final List<String> command;
    private final int port;
    private final List<Mqtt3AsyncClient> clients = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray received = new AtomicIntegerArray(SERVED.length);
    private final Set<String> counted = ConcurrentHashMap.newKeySet();
    private Process broker;

    private BrokersSideBySide(List<String> command, int port) throws IOException {
        this.command = command;
        this.port = port;
        broker = start();
    }

    /**
     * Measures both, or with {@code broker PORT DIRECTORY} is the built-in one.
     *
     * @param args how many seconds each, 60 usually
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("broker")) {
            serve(Integer.parseInt(args[1]), Path.of(args[2]));
            return;
        }
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        Path directory = Files.createTempDirectory("bsmr-brokers");
        Path configuration = directory.resolve("mosquitto.conf");
        Files.write(
                configuration,
                List.of(
                        "listener " + PORT + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence false",
                        "user root"));
        List<String> ours =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokersSideBySide.class.getName(),
                        "broker",
                        String.valueOf(PORT + 1),
                        directory.toString());
        List<String> theirs = List.of("mosquitto", "-c", configuration.toString());
        for (int round = 1; round <= 2; round++) {
            new BrokersSideBySide(ours, PORT + 1).measure("built in, round " + round, seconds);
            new BrokersSideBySide(theirs, PORT).measure("mosquitto, round " + round, seconds);
        }
        System.exit(0);
    }

    private static void serve(int port, Path directory) throws Exception {
        MqttSettings usual = MqttSettings.DEFAULT;
        try (EmbeddedBroker broker =
                new EmbeddedBroker(usual.with(usual.broker().at(port)), directory)) {
            broker.start();
            Thread.currentThread().join();
        }
    }

    private void measure(String name, int seconds) throws Exception {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribe(i);
        }
        Mqtt3AsyncClient publisher = client("publisher", 9);
        Killed killed = new Killed(port);
        publish(publisher, 5, 0); // warm
        micros.clear();
        counted.clear();
        for (int q = 0; q < SERVED.length; q++) {
            received.set(q, 0);
        }

        Duration before = cpu();
        publish(publisher, seconds / 2, 1000);
        killed.kill();
        publish(publisher, AWAY_S, 2000);
        killed.start();
        publish(publisher, seconds / 2, 3000);
        TimeUnit.SECONDS.sleep(2);
        int sent = seconds / 2 * 2 + AWAY_S;
        Duration used = cpu().minus(before);
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %d messages of each QoS to %d subscribers, a second apart%n"
                        + "  latency: median %.1f ms, 99 of 100 %.1f ms, longest %.1f ms%n"
                        + "  processor: %.0f ms a second%n",
                name,
                sent,
                SUBSCRIBERS,
                sorted[sorted.length / 2] / 1000.0,
                sorted[sorted.length * 99 / 100] / 1000.0,
                sorted[sorted.length - 1] / 1000.0,
                used.toNanos() / 1e6 / (sent + 2));
        for (int q = 0; q < SERVED.length; q++) {
            System.out.printf(
                    "  %s: %d of %d not received; by the one that was killed for %d s: %d of %d%n",
                    SERVED[q],
                    sent * SUBSCRIBERS - received.get(q),
                    sent * SUBSCRIBERS,
                    AWAY_S,
                    sent - killed.heard(q, 1000),
                    sent);
        }

        broker.destroyForcibly().onExit().join();
        broker = start();
        publish(publisher, 20, 5000);
        TimeUnit.SECONDS.sleep(5);
        System.out.printf(
                "  broker killed and started again: of 20 messages of QoS 1 sent from then on, %.1f"
                        + " reached a subscriber in the mean; the newest reached %d of %d%n",
                counted.stream().filter(k -> k.contains(" 1 50")).count() / (double) SUBSCRIBERS,
                counted.stream().filter(k -> k.endsWith(" 1 5019")).count(),
                SUBSCRIBERS);
        killed.kill();
        clients.forEach(c -> c.disconnect().exceptionally(e -> null));
        TimeUnit.SECONDS.sleep(1);
        broker.destroyForcibly().onExit().join();
    }

    private Duration cpu() {
        return broker.toHandle().info().totalCpuDuration().orElseThrow();
    }

    private Process start() throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long until = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < until) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return process;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("no broker on port " + port);
    }

    private Mqtt3AsyncClient client(String name, int address) {
        Mqtt3AsyncClient client =
                Mqtt3Client.builder()
                        .identifier(name)
                        .transportConfig()
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .localAddress("127.0.0." + address)
                        .applyTransportConfig()
                        .automaticReconnect()
                        .initialDelay(200, TimeUnit.MILLISECONDS)
                        .maxDelay(500, TimeUnit.MILLISECONDS)
                        .applyAutomaticReconnect()
                        .buildAsync();
        client.connect().join();
        clients.add(client);
        return client;
    }

    private void subscribe(int number) {
        Mqtt3AsyncClient client = client("s" + number, 1 + number / EACH_ADDRESS);
        for (int q = 0; q < SERVED.length; q++) {
            int qos = q;
            client.subscribeWith()
                    .topicFilter("house/q" + q)
                    .qos(Objects.requireNonNull(MqttQos.fromCode(q)))
                    .callback(message -> received(number, qos, message))
                    .send()
                    .join();
        }
    }

    private void received(int subscriber, int qos, Mqtt3Publish message) {
        String[] words =
                new String(message.getPayloadAsBytes(), StandardCharsets.US_ASCII).split(" ", -1);
        if (counted.add(subscriber + " " + qos + " " + words[0])) {
            received.incrementAndGet(qos);
            micros.add((System.nanoTime() - Long.parseLong(words[1])) / 1000);
        }
    }

    private static void publish(Mqtt3AsyncClient publisher, int seconds, int first)
            throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            for (int q = 0; q < SERVED.length; q++) {
                var unused =
                        publisher
                                .publishWith()
                                .topic("house/q" + q)
                                .qos(Objects.requireNonNull(MqttQos.fromCode(q)))
                                .payload(
                                        ((first + i) + " " + System.nanoTime())
                                                .getBytes(StandardCharsets.US_ASCII))
                                .send()
                                .exceptionally(e -> null);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /**
     * A subscriber with a session that stays: mosquitto's own program, killed as by a power cut.
     */
    private static final class Killed {

        private final int port;
        private final Path said;
        private Process process;

        Killed(int port) throws IOException, InterruptedException {
            this.port = port;
            said = Files.createTempFile("bsmr-killed", ".txt");
            process = begin();
            TimeUnit.SECONDS.sleep(1);
        }

        private Process begin() throws IOException {
            return new ProcessBuilder(
                            "mosquitto_sub",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            String.valueOf(port),
                            "-c",
                            "-i",
                            "killed",
                            "-q",
                            "2",
                            "-v",
                            "-t",
                            "house/+")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                    .start();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        void start() throws IOException {
            process = begin();
        }

        /** Different messages of a quality that it wrote down, from {@code first} on. */
        int heard(int qos, int first) throws IOException {
            try (Stream<String> lines = Files.lines(said)) {
                Set<String> different = new HashSet<>();
                lines.map(line -> line.split(" ", -1))
                        .filter(words -> words.length == 3 && words[0].equals("house/q" + qos))
                        .map(words -> Arrays.asList(words).get(1))
                        .filter(number -> Integer.parseInt(number) >= first)
                        .forEach(different::add);
                return different.size();
            }
        }
    }
}
