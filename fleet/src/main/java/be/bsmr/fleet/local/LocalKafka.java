package be.bsmr.fleet.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A whole Kafka broker in this process, on loopback, with its files in one folder: one node that is
 * its own controller. For one program and its children; what many rely on is a cluster.
 */
public final class LocalKafka implements AutoCloseable {

    private static final int NODE = 1;

    /** Of each of them: one that was used before is known by it. */
    private static final Uuid CLUSTER = new Uuid(1, 1);

    private final KafkaRaftServer server;
    private final String address;

    private LocalKafka(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
    }

    /** With what every broker of ours needs. */
    public static LocalKafka start(Path folder) throws IOException {
        return start(folder, Map.of(), List.of());
    }

    /**
     * @param folder where it keeps everything; one that was used before goes on
     * @param more settings of the broker, which win
     * @param scram users, as {@code SCRAM-SHA-256=[name=…,password=…]}
     * @throws IOException when the folder cannot be used or no port is free
     */
    public static LocalKafka start(Path folder, Map<String, String> more, List<String> scram)
            throws IOException {
        return start(folder, freePort(), more, scram);
    }

    /** As {@link #start}, at a port that clients already know. */
    public static LocalKafka start(
            Path folder, int port, Map<String, String> more, List<String> scram)
            throws IOException {
        int controller = freePort();
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder.toString());
        for (String one :
                List.of(
                        "offsets.topic.replication.factor",
                        "transaction.state.log.replication.factor",
                        "transaction.state.log.min.isr",
                        "share.coordinator.state.topic.replication.factor",
                        "share.coordinator.state.topic.min.isr",
                        "offsets.topic.num.partitions",
                        "transaction.state.log.num.partitions")) {
            settings.put(one, "1");
        }
        settings.put("group.initial.rebalance.delay.ms", "0");
        // What a killed process left open holds readers up until it is noticed. But a broker that
        // was killed itself is not there before its own session has ended, and what it would end
        // until then, Kafka 4.3 forgets to say in the topics (KAFKA-20734): readers would wait for
        // ever.
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "6000");
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.cleaner.dedupe.buffer.size", "8000000");
        settings.putAll(more);
        format(folder, Integer.parseInt(settings.get("node.id")), scram);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new LocalKafka(server, "127.0.0.1:" + port);
    }

    private static void format(Path folder, int node, List<String> scram) throws IOException {
        try {
            new Formatter()
                    .setPrintStream(
                            new PrintStream(
                                    OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .setNodeId(node)
                    .setClusterId(CLUSTER.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .setScramArguments(scram)
                    .run();
        } catch (Exception e) {
            throw new IOException("no broker can keep its files in " + folder, e);
        }
    }

    /** A port of loopback that nobody has now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** For {@code bootstrap.servers}. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
