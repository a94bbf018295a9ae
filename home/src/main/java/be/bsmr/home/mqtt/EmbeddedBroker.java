package be.bsmr.home.mqtt;

import be.bsmr.home.guard.Guesses;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker (3.1.1 and 5) for a house without one: Apache Artemis behind a door of our own
 * ({@link BrokerDoor}), which lets in and through what is within rights and bounds. Everything
 * lives in memory, retained messages too; we publish ours again after a start.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    static final String PROTOCOL = "MQTT";

    private static final String ACCEPTOR = "mqtt";

    /** What waits for one subscriber: the oldest gives way. A day of quarters fits. */
    private static final long MOST_WAITING = 100;

    /** On their way to a subscriber without having been counted yet; grows when it must. */
    private static final int QUEUE_PLACES = 64;

    /** Where messages go that nobody took: an address without a queue, for Artemis wants one. */
    private static final SimpleString NOWHERE = SimpleString.of("bsmr.nowhere");

    private static final long MOST_BYTES_PER_TOPIC = 4 << 20;
    private static final long MOST_BYTES = 16 << 20;

    /** Messages sent to one subscriber that it has not yet acknowledged. */
    private static final int MOST_UNDER_WAY = 64;

    /** How often Artemis looks which topics and sessions nobody needs any more. */
    private static final long TIDY_MILLIS = 5000;

    private static final long SESSIONS_MILLIS = 1000;

    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final BrokerSettings settings;
    private final BrokerRights rights;
    private final Guesses guesses;
    private final Path directory;
    private @Nullable ActiveMQServer server;
    private @Nullable BrokerDoor door;
    private int port;

    /**
     * @param settings of which the topics say what is ours, and what guests may read
     * @param directory for temporary files; the broker writes none in normal use
     */
    public EmbeddedBroker(MqttSettings settings, Path directory) {
        this(settings, directory, new Guesses("the MQTT broker"));
    }

    /**
     * @param settings of which the topics say what is ours, and what guests may read
     * @param directory for temporary files; the broker writes none in normal use
     * @param guesses who guesses passwords here, by the clock of {@link System#nanoTime}
     */
    public EmbeddedBroker(MqttSettings settings, Path directory, Guesses guesses) {
        this.settings = settings.broker();
        rights = new BrokerRights(settings);
        this.directory = directory;
        this.guesses = guesses;
    }

    /**
     * Opens the port.
     *
     * @throws IOException when the port cannot be had; the message says what to do
     */
    public synchronized void start() throws IOException {
        if (server != null) {
            return;
        }
        ActiveMQServer starting = new ActiveMQServerImpl(configuration());
        BrokerDoor opening;
        try {
            starting.start();
            opening = door(starting);
        } catch (Exception e) {
            stop(starting);
            throw new IOException("The MQTT broker did not start: " + PlainWords.of(e), e);
        }
        try {
            port = opening.open();
        } catch (IOException e) {
            opening.end();
            stop(starting);
            throw inUse(e);
        }
        door = opening;
        server = starting;
        log.info(
                "MQTT broker on {}:{}, {}",
                settings.bind(),
                port,
                (settings.everybody().isEmpty() ? "no password" : "with a password")
                        + (settings.allow().isEmpty()
                                ? ""
                                : "; without one, "
                                        + settings.allow()
                                        + " may read the display's"));
    }

    /** The port that it listens on; 0 before {@link #start}. */
    public synchronized int port() {
        return port;
    }

    /**
     * Where this program itself comes in, and as whom: nobody else knows that user.
     *
     * @throws IllegalStateException before {@link #start}
     */
    synchronized BrokerAddress ownAddress() {
        if (door == null) {
            throw new IllegalStateException("the broker has not been started");
        }
        InetSocketAddress at = address();
        return new BrokerAddress(
                at.getAddress().getHostAddress(),
                at.getPort(),
                false,
                null,
                door.ownUser(),
                door.ownPassword(),
                false);
    }

    /** Where a client on this machine reaches it. */
    InetSocketAddress address() {
        InetAddress bind = settings.address();
        InetAddress at = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        return new InetSocketAddress(at, port());
    }

    @Override
    public synchronized void close() {
        if (server != null && door != null) {
            door.close();
            stop(server);
            door.end();
            server = null;
            door = null;
            port = 0;
        }
    }

    private Configuration configuration() {
        Map<String, Object> acceptor = new HashMap<>();
        acceptor.put(TransportConstants.PROTOCOLS_PROP_NAME, PROTOCOL);
        // It is handed its connections by the door, and listens nowhere itself.
        acceptor.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
        acceptor.put(TransportConstants.REMOTING_THREADS_PROPNAME, 1);
        acceptor.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        acceptor.put(TransportConstants.QUIET_PERIOD, 0);
        acceptor.put(TransportConstants.SHUTDOWN_TIMEOUT, 1000);
        Map<String, Object> mqtt = new HashMap<>();
        mqtt.put("defaultMqttSessionExpiryInterval", Dialect.SESSION_SECONDS);
        mqtt.put("maximumPacketSize", Gatekeeper.MOST_BYTES);
        mqtt.put("topicAliasMaximum", 0);
        mqtt.put("defaultMaximumInFlightPublishMessages", MOST_UNDER_WAY);

        AddressSettings every =
                new AddressSettings()
                        .setAutoCreateAddresses(true)
                        .setAutoDeleteAddresses(true)
                        .setAutoDeleteAddressesSkipUsageCheck(true)
                        .setAutoCreateQueues(true)
                        .setAutoDeleteQueues(true)
                        .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                        .setDefaultQueueRoutingType(RoutingType.MULTICAST)
                        .setDefaultRingSize(MOST_WAITING)
                        // Of each subscription; usual are 8192, or 32 kB of an empty heap.
                        .setInitialQueueBufferSize(QUEUE_PLACES)
                        .setMaxSizeBytes(MOST_BYTES_PER_TOPIC)
                        .setDeadLetterAddress(NOWHERE)
                        .setExpiryAddress(NOWHERE)
                        // The alternative, paging, would write to the disk.
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP);

        Configuration configuration =
                new ConfigurationImpl()
                        .setName("bsmr")
                        .setPersistenceEnabled(false)
                        .setJMXManagementEnabled(false)
                        .setMessageCounterEnabled(false)
                        .setCriticalAnalyzer(false)
                        // Rights are the door's; whatever has not passed it Artemis does not hear.
                        .setSecurityEnabled(false)
                        .setManagementAddress(secretAddress())
                        .setManagementNotificationAddress(secretAddress())
                        .setAddressQueueScanPeriod(TIDY_MILLIS)
                        .setMqttSessionScanInterval(SESSIONS_MILLIS)
                        .setResolveProtocols(true)
                        .setThreadPoolMaxSize(4)
                        .setScheduledThreadPoolMaxSize(1)
                        .setGlobalMaxSize(MOST_BYTES)
                        .setGracefulShutdownEnabled(false)
                        .setBindingsDirectory(directory.resolve("bindings").toString())
                        .setJournalDirectory(directory.resolve("journal").toString())
                        .setPagingDirectory(directory.resolve("paging").toString())
                        .setLargeMessagesDirectory(directory.resolve("large").toString())
                        .addAcceptorConfiguration(
                                new TransportConfiguration(
                                        NettyAcceptorFactory.class.getName(),
                                        acceptor,
                                        ACCEPTOR,
                                        mqtt));
        configuration.addAddressSetting("#", every);
        return configuration;
    }

    /** A topic that nobody can name: what is sent there would manage Artemis. */
    private static SimpleString secretAddress() {
        return SimpleString.of("bsmr." + UUID.randomUUID());
    }

    private BrokerDoor door(ActiveMQServer server) throws IOException {
        if (server.getRemotingService().getAcceptor(ACCEPTOR) instanceof NettyAcceptor acceptor
                && acceptor.getProtocolHandler().getProtocol(PROTOCOL)
                        instanceof MQTTProtocolManager manager) {
            return new BrokerDoor(settings, rights, guesses, server, acceptor, manager);
        }
        throw new IOException("no MQTT in this Artemis");
    }

    private IOException inUse(IOException cause) {
        return new IOException(
                "The MQTT broker cannot listen on "
                        + settings.bind()
                        + ":"
                        + settings.port()
                        + " ("
                        + PlainWords.of(cause)
                        + ")"
                        + ". If another broker runs on this machine, use it with mqtt.host:"
                        + " 127.0.0.1; otherwise choose another mqtt.broker.port or"
                        + " mqtt.broker.bind",
                cause);
    }

    /**
     * Hangs up first, and waits until that is digested: Artemis stumbles over connections that end
     * while it stops.
     */
    private static void stop(ActiveMQServer server) {
        try {
            if (server.getRemotingService() != null) {
                server.getRemotingService().pauseAcceptors();
                server.getRemotingService().getConnections().forEach(RemotingConnection::destroy);
                long until = System.nanoTime() + GOODBYE.toNanos();
                do {
                    TimeUnit.MILLISECONDS.sleep(5);
                } while (isBusy(server) && System.nanoTime() < until);
            }
            server.stop();
        } catch (Exception e) {
            log.warn("The MQTT broker did not stop cleanly: {}", PlainWords.of(e));
        }
    }

    private static boolean isBusy(ActiveMQServer server) {
        boolean atWork =
                server.getThreadPool() instanceof ThreadPoolExecutor threads
                        && threads.getActiveCount() + threads.getQueue().size() > 0;
        return atWork || !server.getSessions().isEmpty();
    }
}
