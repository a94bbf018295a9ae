package be.bsmr.home.mqtt;

import be.bsmr.home.guard.Guesses;
import be.bsmr.home.guard.Seats;
import be.bsmr.home.words.PlainWords;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.ConnectionCreator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients come in to our broker: listens, counts who is there, knows users and passwords.
 * Artemis itself listens nowhere. It would answer HTTP and web sockets on the same port, so that a
 * web page could switch loads; here is plain MQTT over TCP, and nothing else.
 */
final class BrokerDoor implements AutoCloseable {

    /** Who is in; a house has some ten. */
    static final int MOST_CONNECTIONS = 128;

    static final int MOST_CONNECTIONS_EACH = 32;

    /** Who has not yet said who he is; when there are more, who stands there longest goes. */
    static final int MOST_AT_THE_DOOR = 64;

    static final int MOST_AT_THE_DOOR_EACH = 16;

    /** A CONNECT is some hundred bytes; behind it may already stand what is asked first. */
    private static final int MOST_BYTES_BEFORE = 64 << 10;

    private static final int RENEW_SECONDS = 30;

    private static final int KERNEL_BUFFER = 64 << 10;
    private static final WriteBufferWaterMark WAITING_TO_BE_WRITTEN =
            new WriteBufferWaterMark(16 << 10, 64 << 10);

    /** Others may fill memory to here; BSMR's own messages still find room. */
    private static final long MOST_BYTES_OF_OTHERS = 8 << 20;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Why somebody is not let in. */
    enum No {
        WRONG_PASSWORD,
        WRONG_NAME,
        TOO_EARLY,
        NO_ROOM
    }

    /** Who it is; if nobody that may come in, why not. */
    record Answer(@Nullable ConnectedClient visitor, @Nullable No no) {

        static Answer no(No why) {
            return new Answer(null, why);
        }

        static Answer yes(ConnectedClient who) {
            return new Answer(who, null);
        }
    }

    private final BrokerSettings settings;
    private final BrokerRights rights;
    private final BrokerBounds bounds = new BrokerBounds();
    private final Complaints complaints = new Complaints(log);
    private final Guesses guesses;
    private final InstantSource clock;
    private final Seats<Channel> seats = new Seats<>(MOST_CONNECTIONS, MOST_CONNECTIONS_EACH);
    private final Seats<Channel> atTheDoor = new Seats<>(MOST_AT_THE_DOOR, MOST_AT_THE_DOOR_EACH);
    private final Map<String, Channel> inside = new HashMap<>();

    /** With these BSMR itself comes in; nobody else in the world knows them. */
    private final String ownUser = "bsmr-" + UUID.randomUUID();

    private final String ownPassword = UUID.randomUUID().toString() + UUID.randomUUID();

    private final ActiveMQServer server;
    private final NettyAcceptor acceptor;
    private final MQTTProtocolManager manager;
    private final LongSupplier bytesWaiting;
    private final EventLoopGroup threads =
            new NioEventLoopGroup(2, new DefaultThreadFactory("mqtt-door", true));
    private @Nullable Channel listening;
    private @Nullable Channel encrypted;

    BrokerDoor(
            BrokerSettings settings,
            BrokerRights rights,
            Guesses guesses,
            InstantSource clock,
            ActiveMQServer server,
            NettyAcceptor acceptor,
            MQTTProtocolManager manager) {
        this.settings = settings;
        this.rights = rights;
        this.guesses = guesses;
        this.clock = clock;
        this.server = server;
        this.acceptor = acceptor;
        this.manager = manager;
        bytesWaiting = () -> server.getPagingManager().getGlobalSize();
    }

    /**
     * Opens the port and returns it; the encrypted one too, where there is one.
     *
     * @throws IOException when a port cannot be had, or a certificate cannot be used; the message
     *     says what to do
     */
    int open() throws IOException {
        if (settings.tls().isOn()) {
            TlsDoor secret = new TlsDoor(settings.tls(), complaints);
            encrypted = bind("tls.", settings.tls().address(), settings.tls().port(), secret);
            var unused =
                    threads.scheduleAtFixedRate(
                            () -> secret.renew(clock.instant()),
                            RENEW_SECONDS,
                            RENEW_SECONDS,
                            TimeUnit.SECONDS);
        }
        listening = bind("", settings.address(), settings.port(), null);
        return portOf(listening);
    }

    /** The port where all is encrypted; 0 when there is none. */
    int encryptedPort() {
        return encrypted == null ? 0 : portOf(encrypted);
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private Channel bind(String keys, InetAddress address, int port, @Nullable TlsDoor secret)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
                        .childOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING_TO_BE_WRITTEN)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        arrived(channel, secret);
                                    }
                                });
        var bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "The MQTT broker cannot listen on "
                            + address.getHostAddress()
                            + ":"
                            + port
                            + " ("
                            + PlainWords.of(bound.cause())
                            + "). If another broker runs on this machine, use it with mqtt.host:"
                            + " 127.0.0.1; otherwise choose another mqtt.broker."
                            + keys
                            + "port or mqtt.broker."
                            + keys
                            + "bind",
                    bound.cause());
        }
        return bound.channel();
    }

    BrokerRights rights() {
        return rights;
    }

    BrokerBounds bounds() {
        return bounds;
    }

    String ownUser() {
        return ownUser;
    }

    String ownPassword() {
        return ownPassword;
    }

    void complain(String kind, String line) {
        complaints.say(kind, line);
    }

    /** Whether there is room for one more message of somebody else. */
    boolean mayPublish(String topic) {
        return bytesWaiting.getAsLong() < MOST_BYTES_OF_OTHERS && bounds.mayPublish(topic);
    }

    private void arrived(SocketChannel channel, @Nullable TlsDoor secret) {
        InetAddress from = Gatekeeper.address(channel);
        ChannelPipeline pipeline = channel.pipeline();
        if (secret != null) {
            secret.encrypt(pipeline, from);
        }
        pipeline.addLast(new Threshold());
        pipeline.addLast(MqttEncoder.INSTANCE);
        pipeline.addLast(new MqttDecoder(Gatekeeper.MOST_BYTES));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new Gatekeeper(this, from));
        Optional<Channel> oldest = atTheDoor.squeeze(channel, from);
        if (oldest.isPresent()) {
            complain(
                    "stray",
                    "more connections from "
                            + from.getHostAddress()
                            + " at once that do not say who they are than the broker waits for:"
                            + " the oldest were ended");
            end(oldest.get());
        }
        channel.closeFuture().addListener(closed -> atTheDoor.leave(channel));
    }

    /** Whose user and password these are. */
    Answer who(InetAddress from, @Nullable String user, byte @Nullable [] password) {
        String word = password == null ? "" : new String(password, StandardCharsets.UTF_8);
        if (user == null) {
            return withoutPassword(from);
        }
        if (both(ownUser, user, ownPassword, word)) {
            return Answer.yes(ConnectedClient.OURSELVES);
        }
        List<BrokerUser> users = settings.everybody();
        if (users.isEmpty()) {
            // Who shows a password where none is asked is as welcome as without.
            return withoutPassword(from);
        }
        Instant now = Guesses.now();
        if (!guesses.waits(from, user, now).isZero()) {
            return Answer.no(No.TOO_EARLY);
        }
        ConnectedClient known = null;
        for (int i = 0; i < users.size(); i++) {
            BrokerUser one = users.get(i);
            if (both(one.user(), user, one.password(), word)) {
                known =
                        new ConnectedClient(
                                "user '" + Complaints.quoted(one.user()) + "'",
                                "u" + i,
                                one.role());
            }
        }
        if (known == null) {
            guesses.failed(from, user, word, now).ifPresent(line -> log.warn("{}", line));
            return Answer.no(No.WRONG_PASSWORD);
        }
        guesses.succeeded(from, user, now);
        return Answer.yes(known);
    }

    private Answer withoutPassword(InetAddress from) {
        if (settings.everybody().isEmpty() && settings.isHere(from)) {
            return Answer.yes(
                    new ConnectedClient("a program on this machine", "here", BrokerRole.CONTROL));
        }
        if (settings.allows(from)) {
            String address = from.getHostAddress();
            return Answer.yes(
                    new ConnectedClient(
                            address
                                    + ", which came without a password and may only read "
                                    + rights.displayTopic()
                                    + ",",
                            "at-" + address.replaceAll("[^0-9a-f]", "_"),
                            BrokerRole.DISPLAY));
        }
        complain(
                "without",
                from.getHostAddress()
                        + " came without a password: refused. Give it a user and a password of"
                        + " mqtt.broker, or if it is the display, its address in"
                        + " mqtt.broker.allow");
        return Answer.no(No.WRONG_PASSWORD);
    }

    /**
     * Takes a place for who is known; {@link #left} gives it back.
     *
     * @param lasting whether a session stays when it goes
     * @return null when there is one
     */
    @Nullable No enter(ConnectedClient who, InetAddress from, boolean lasting, Channel channel) {
        synchronized (this) {
            if (!bounds.tidy(manager.getStateManager(), Set.copyOf(inside.keySet())) && lasting) {
                complain(
                        "sessions", who.called() + " left more sessions behind than there is room");
                return No.NO_ROOM;
            }
        }
        if (who.role() != null && seats.take(channel, from) != Seats.Answer.TAKEN) {
            complain(
                    "seats " + from.getHostAddress(),
                    "no room for one more connection from "
                            + from.getHostAddress()
                            + ": at most "
                            + MOST_CONNECTIONS_EACH
                            + " from one address and "
                            + MOST_CONNECTIONS
                            + " in all");
            return No.NO_ROOM;
        }
        atTheDoor.leave(channel);
        return null;
    }

    /** Under this name it is in. */
    synchronized void named(String client, Channel channel) {
        inside.put(client, channel);
    }

    void left(String client, Channel channel) {
        synchronized (this) {
            inside.remove(client, channel);
        }
        seats.leave(channel);
    }

    /** From here on Artemis hears what passes. */
    void attach(ChannelHandlerContext context) throws Exception {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.remove(Threshold.class);
        ConnectionCreator creator = acceptor.createConnectionCreator();
        pipeline.addLast(new MQTTProtocolHandler(server, manager));
        pipeline.addLast(creator);
        creator.createConnection(context, EmbeddedBroker.PROTOCOL, false);
    }

    /** Stops listening, and ends every connection that is left. */
    @Override
    public void close() {
        for (Channel port : new Channel[] {listening, encrypted}) {
            if (port != null) {
                port.close().awaitUninterruptibly();
            }
        }
        List<Channel> left = atTheDoor.all();
        synchronized (this) {
            left.addAll(inside.values());
        }
        left.forEach(BrokerDoor::end);
    }

    private static void end(Channel channel) {
        var unused = channel.close();
    }

    /** When nobody is there any more. */
    void end() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Takes as long for a near miss as for a wild guess. */
    private static boolean both(String user, String saidUser, String password, String saidWord) {
        boolean rightUser = same(user, saidUser);
        boolean rightPassword = same(password, saidWord);
        return rightUser && rightPassword;
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a connection that says much before it has said who it is. */
    private static final class Threshold extends ChannelInboundHandlerAdapter {

        private int bytes;

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
            if (read instanceof ByteBuf buffer) {
                bytes += buffer.readableBytes();
                if (bytes > MOST_BYTES_BEFORE) {
                    buffer.release();
                    end(context.channel());
                    return;
                }
            }
            super.channelRead(context, read);
        }
    }
}
