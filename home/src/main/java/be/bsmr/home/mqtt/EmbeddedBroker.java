package be.bsmr.home.mqtt;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager3;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker (3.1.1 and 5) for a house without one: Apache Artemis, reduced to MQTT over plain
 * TCP. Everything lives in memory, retained messages too; we publish ours again after a start.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final String ACCEPTOR = "mqtt";

    /** What waits for one subscriber: the oldest gives way. A day of quarters fits. */
    private static final long MOST_WAITING = 500;

    /** Where messages go that nobody took: an address without a queue, for Artemis wants one. */
    private static final SimpleString NOWHERE = SimpleString.of("bsmr.nowhere");

    private static final long MOST_BYTES_PER_TOPIC = 4 << 20;
    private static final long MOST_BYTES = 16 << 20;

    /** A lasting session of a client that does not come back is forgotten after a day. */
    private static final int SESSION_SECONDS = 24 * 3600;

    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final BrokerSettings settings;
    private final DisplayGuests guests;
    private final Path directory;
    private @Nullable ActiveMQServer server;
    private int port;

    /**
     * @param displayTopic what those of {@code mqtt.broker.allow} may read
     * @param directory for temporary files; the broker writes none in normal use
     */
    public EmbeddedBroker(BrokerSettings settings, String displayTopic, Path directory) {
        this.settings = settings;
        guests = new DisplayGuests(settings, displayTopic);
        this.directory = directory;
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
        requireFree();
        ServiceRegistryImpl services = new ServiceRegistryImpl();
        services.addIncomingInterceptor(new PlainTcpOnly());
        services.addIncomingInterceptor(guests);
        ActiveMQServer starting =
                new ActiveMQServerImpl(
                        configuration(), null, new OneUser(settings, guests), null, services);
        try {
            starting.start();
            port = listeningPort(starting);
        } catch (Exception e) {
            stop(starting);
            throw new IOException("The MQTT broker did not start: " + e.getMessage(), e);
        }
        if (port <= 0) {
            stop(starting);
            throw inUse(null);
        }
        server = starting;
        log.info(
                "MQTT broker on {}:{}, {}",
                settings.bind(),
                port,
                (settings.user() == null ? "no password" : "with a password")
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

    /** Where a client on this machine reaches it. */
    InetSocketAddress address() {
        InetAddress bind = settings.address();
        InetAddress at = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        return new InetSocketAddress(at, port());
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            stop(server);
            server = null;
            port = 0;
        }
    }

    private Configuration configuration() {
        Map<String, Object> acceptor = new HashMap<>();
        acceptor.put(TransportConstants.HOST_PROP_NAME, settings.address().getHostAddress());
        acceptor.put(TransportConstants.PORT_PROP_NAME, settings.port());
        acceptor.put(TransportConstants.PROTOCOLS_PROP_NAME, "MQTT");
        acceptor.put(TransportConstants.REMOTING_THREADS_PROPNAME, 2);
        acceptor.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        acceptor.put(TransportConstants.QUIET_PERIOD, 0);
        acceptor.put(TransportConstants.SHUTDOWN_TIMEOUT, 1000);
        Map<String, Object> mqtt = new HashMap<>();
        mqtt.put("defaultMqttSessionExpiryInterval", SESSION_SECONDS);
        mqtt.put("maximumPacketSize", 1 << 20);

        AddressSettings every =
                new AddressSettings()
                        .setAutoCreateAddresses(true)
                        .setAutoDeleteAddresses(true)
                        .setAutoCreateQueues(true)
                        .setAutoDeleteQueues(true)
                        .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                        .setDefaultQueueRoutingType(RoutingType.MULTICAST)
                        .setDefaultRingSize(MOST_WAITING)
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
                        .setSecurityEnabled(true)
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

    /** Asked beforehand, because Artemis only logs a port that it cannot have. */
    private void requireFree() throws IOException {
        if (settings.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            throw inUse(e);
        }
    }

    private IOException inUse(@Nullable Exception cause) {
        return new IOException(
                "The MQTT broker cannot listen on "
                        + settings.bind()
                        + ":"
                        + settings.port()
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + ". If another broker runs on this machine, use it with mqtt.host:"
                        + " 127.0.0.1; otherwise choose another mqtt.broker.port or"
                        + " mqtt.broker.bind",
                cause);
    }

    private static int listeningPort(ActiveMQServer server) {
        return server.getRemotingService().getAcceptor(ACCEPTOR) instanceof NettyAcceptor acceptor
                ? acceptor.getActualPort()
                : 0;
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
            log.warn("The MQTT broker did not stop cleanly: {}", e.getMessage());
        }
    }

    private static boolean isBusy(ActiveMQServer server) {
        boolean atWork =
                server.getThreadPool() instanceof ThreadPoolExecutor threads
                        && threads.getActiveCount() + threads.getQueue().size() > 0;
        return atWork || !server.getSessions().isEmpty();
    }

    /**
     * Who may do everything: whoever knows the user and the password, or, when none is set, the
     * programs of this machine. And who may read the display's topic, see {@link DisplayGuests}.
     */
    private static final class OneUser implements ActiveMQSecurityManager3 {

        /** The name under which nobody in particular is known. */
        private static final String SOMEBODY = "somebody";

        private final BrokerSettings settings;
        private final DisplayGuests guests;
        private final AtomicLong refused = new AtomicLong();

        OneUser(BrokerSettings settings, DisplayGuests guests) {
            this.settings = settings;
            this.guests = guests;
        }

        @Override
        public @Nullable String validateUser(
                @Nullable String name, @Nullable String word, RemotingConnection connection) {
            if (guests.isGuest(connection) || isKnown(name, word, connection)) {
                return name == null ? SOMEBODY : name;
            }
            long times = refused.incrementAndGet();
            if (times == 1 || times % 1000 == 0) {
                log.warn(
                        "MQTT broker: wrong user or password, {} times so far; the right ones are"
                                + " mqtt.broker.user and mqtt.broker.password",
                        times);
            }
            return null;
        }

        private boolean isKnown(
                @Nullable String name, @Nullable String word, RemotingConnection connection) {
            String user = settings.user();
            String password = settings.password();
            boolean known;
            if (user == null || password == null) {
                known = DisplayGuests.address(connection).filter(settings::isHere).isPresent();
            } else {
                boolean rightUser = same(user, name);
                boolean rightPassword = same(password, word);
                known = rightUser && rightPassword;
            }
            if (known) {
                guests.knows(connection);
            }
            return known;
        }

        @Override
        public @Nullable String validateUserAndRole(
                @Nullable String name,
                @Nullable String word,
                Set<Role> roles,
                CheckType check,
                String address,
                RemotingConnection connection) {
            boolean may = !guests.isGuest(connection) || DisplayGuests.READING.contains(check);
            return may ? validateUser(name, word, connection) : null;
        }

        /** Nobody is let in whose connection is not known. */
        @Override
        public boolean validateUser(@Nullable String name, @Nullable String word) {
            return false;
        }

        @Override
        public boolean validateUserAndRole(
                @Nullable String name, @Nullable String word, Set<Role> roles, CheckType check) {
            return false;
        }

        /** Takes as long for a near miss as for a wild guess. */
        private static boolean same(String expected, @Nullable String given) {
            return given != null
                    && MessageDigest.isEqual(
                            expected.getBytes(StandardCharsets.UTF_8),
                            given.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Artemis also answers MQTT inside HTTP and web sockets on the same port. A web page open on
     * this machine could speak that to loopback, and switch loads: it is refused.
     */
    private static final class PlainTcpOnly implements MQTTInterceptor {

        @Override
        public boolean intercept(MqttMessage packet, RemotingConnection connection) {
            boolean first = packet.fixedHeader().messageType() == MqttMessageType.CONNECT;
            if (first
                    && connection.getTransportConnection() instanceof NettyServerConnection netty) {
                for (Map.Entry<String, ChannelHandler> handler : netty.getChannel().pipeline()) {
                    String type = handler.getValue().getClass().getName();
                    if (type.contains(".http.") || type.contains(".websocket")) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
