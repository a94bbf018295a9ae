package be.bsmr.home.mqtt;

import be.bsmr.home.words.PlainWords;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before one connection of our broker: finds out who it is, and lets nothing through that
 * this one may not do, or that would take more than its share. What is refused is acknowledged and
 * dropped, as MQTT 3.1.1 knows no other answer (in MQTT 5: with "not authorized"); a display's
 * connection ends.
 *
 * <p>Until it has shown who it is, Artemis does not hear of the connection at all.
 */
final class Gatekeeper extends ChannelInboundHandlerAdapter {

    static final int MOST_BYTES = 256 << 10;
    static final int MOST_BYTES_RETAINED = 64 << 10;
    static final int MOST_PACKETS_A_SECOND = 400;

    /** Who has not said who he is by then, is no client. */
    private static final long CONNECT_SECONDS = 10;

    /** Who takes nothing for so long does not read any more. */
    private static final long READING_SECONDS = 30;

    private static final int LONGEST_CLIENT_ID = 128;

    private final BrokerDoor door;
    private final InetAddress from;
    private @Nullable Future<?> deadline;
    private @Nullable ConnectedClient visitor;
    private String client = "";
    private Dialect dialect = Dialect.MQTT_3;
    private long secondBegan = System.nanoTime();
    private int packets;

    Gatekeeper(BrokerDoor door, InetAddress from) {
        this.door = door;
        this.from = from;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        super.channelActive(context);
        // Cancelled when it goes: thousands that come and go are not remembered for their ten
        // seconds.
        deadline =
                context.executor()
                        .schedule(
                                () -> {
                                    if (visitor == null) {
                                        stray(context);
                                    }
                                },
                                CONNECT_SECONDS,
                                TimeUnit.SECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (visitor != null) {
            door.left(client, context.channel());
        }
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        MqttMessage packet = (MqttMessage) read;
        boolean passed = false;
        try {
            Optional<MqttMessage> through = through(context, packet);
            if (through.isPresent()) {
                passed = true;
                context.fireChannelRead(through.get());
            }
        } finally {
            if (!passed) {
                ReferenceCountUtil.release(packet);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context.channel());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        Channel channel = context.channel();
        ConnectedClient who = visitor;
        if (!channel.isWritable() && who != null && who.role() != null) {
            long waiting = channel.bytesBeforeWritable();
            var unused =
                    context.executor()
                            .schedule(
                                    () -> endIfStuck(channel, who, waiting),
                                    READING_SECONDS,
                                    TimeUnit.SECONDS);
        }
    }

    private void endIfStuck(Channel channel, ConnectedClient who, long before) {
        if (channel.isActive()
                && !channel.isWritable()
                && channel.bytesBeforeWritable() >= before) {
            door.complain(
                    "slow " + who.called(), who.called() + " does not read what it asked for");
            end(channel);
        }
    }

    // ---- packet by packet

    /** What goes on to Artemis; empty when nothing does. */
    private Optional<MqttMessage> through(ChannelHandlerContext context, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            malformed(context);
            return Optional.empty();
        }
        ConnectedClient who = visitor;
        if (packet instanceof MqttConnectMessage connect) {
            if (who == null) {
                return connected(context, connect);
            }
            refused(who, "connected twice");
            end(context.channel());
            return Optional.empty();
        }
        if (who == null) {
            stray(context);
            return Optional.empty();
        }
        BrokerRole role = who.role();
        if (role == null) {
            return Optional.of(packet);
        }
        slowDown(context);
        if (packet instanceof MqttPublishMessage publish) {
            return published(context, publish, who, role);
        }
        if (packet instanceof MqttSubscribeMessage subscribe) {
            return subscribed(context, subscribe, who, role);
        }
        if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            door.bounds().unsubscribed(client, unsubscribe.payload().topics());
            return Optional.of(packet);
        }
        return switch (packet.fixedHeader().messageType()) {
            case PINGREQ, PUBACK, PUBREC, PUBREL, PUBCOMP -> Optional.of(packet);
            case DISCONNECT -> Optional.of(Dialect.shortened(packet));
            default -> {
                end(context.channel());
                yield Optional.empty();
            }
        };
    }

    private Optional<MqttMessage> published(
            ChannelHandlerContext context,
            MqttPublishMessage publish,
            ConnectedClient who,
            BrokerRole role) {
        String topic = publish.variableHeader().topicName();
        boolean retain = publish.fixedHeader().isRetain();
        Optional<String> no = whyNot(role, topic, retain);
        if (no.isPresent()) {
            refused(who, "may not publish on '" + Complaints.quoted(topic) + "': " + no.get());
            if (role == BrokerRole.DISPLAY) {
                end(context.channel());
            } else {
                Optional<MqttPubAckMessage> answer = dialect.dropped(publish);
                if (answer.isPresent()) {
                    var unused = context.writeAndFlush(answer.get());
                }
            }
            return Optional.empty();
        }
        if (retain && !mayKeep(topic, publish.payload().readableBytes())) {
            refused(
                    who,
                    "published with retain on '"
                            + Complaints.quoted(topic)
                            + "': only what is below our prefix is kept, as far as there is room;"
                            + " it was passed on, and not kept");
            return Optional.of(Dialect.withoutRetain(publish));
        }
        return Optional.of(publish);
    }

    /** Why a message, or a last will, is not said; empty when it is. */
    private Optional<String> whyNot(BrokerRole role, String topic, boolean retain) {
        String problem = BrokerRights.outOfBounds(topic);
        if (problem != null) {
            return Optional.of(problem);
        }
        if (!door.rights().mayPublish(role, topic)) {
            return Optional.of("its role forbids it");
        }
        if (retain && door.rights().isRequest(topic)) {
            return Optional.of("a request with retain is never obeyed: send it without");
        }
        return door.mayPublish(topic)
                ? Optional.empty()
                : Optional.of("these are more topics, or more at once, than there is room for");
    }

    private boolean mayKeep(String topic, int bytes) {
        return door.rights().isKept(topic)
                && bytes <= MOST_BYTES_RETAINED
                && door.bounds().mayKeep(topic, bytes);
    }

    private Optional<MqttMessage> subscribed(
            ChannelHandlerContext context,
            MqttSubscribeMessage subscribe,
            ConnectedClient who,
            BrokerRole role) {
        List<String> filters =
                subscribe.payload().topicSubscriptions().stream()
                        .map(MqttTopicSubscription::topicFilter)
                        .toList();
        Optional<String> wrong =
                filters.stream()
                        .filter(
                                f ->
                                        BrokerRights.outOfBounds(f) != null
                                                || !door.rights().mayRead(role, f))
                        .findFirst();
        if (wrong.isEmpty() && door.bounds().maySubscribe(client, filters)) {
            return Optional.of(subscribe);
        }
        refused(
                who,
                wrong.isPresent()
                        ? "may not read '" + Complaints.quoted(wrong.get()) + "'"
                        : "subscribed to more than the broker has room for");
        if (role == BrokerRole.DISPLAY) {
            end(context.channel());
            return Optional.empty();
        }
        var unused = context.writeAndFlush(dialect.refused(subscribe));
        return Optional.empty();
    }

    /** More than so many a second wait in the client: its own packets pile up, not ours. */
    private void slowDown(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = now;
            packets = 0;
        }
        packets++;
        if (packets == MOST_PACKETS_A_SECOND) {
            context.channel().config().setAutoRead(false);
            var unused =
                    context.executor()
                            .schedule(
                                    () -> context.channel().config().setAutoRead(true),
                                    TimeUnit.SECONDS.toNanos(1) - (now - secondBegan),
                                    TimeUnit.NANOSECONDS);
        }
    }

    // ---- who it is

    private Optional<MqttMessage> connected(
            ChannelHandlerContext context, MqttConnectMessage connect) {
        dialect = new Dialect(connect.variableHeader().version());
        MqttConnectPayload said = connect.payload();
        String id = said.clientIdentifier() == null ? "" : said.clientIdentifier();
        MqttConnectVariableHeader how = connect.variableHeader();
        boolean lostForEver = id.isEmpty() && !dialect.givesNames() && Dialect.isLasting(how);
        BrokerDoor.Answer answer =
                id.length() > LONGEST_CLIENT_ID || lostForEver
                        ? BrokerDoor.Answer.no(BrokerDoor.No.WRONG_NAME)
                        : door.who(from, said.userName(), said.passwordInBytes());
        if (answer.no() != null) {
            refuse(context, answer.no());
            return Optional.empty();
        }
        ConnectedClient who = Objects.requireNonNull(answer.visitor());
        if (who.role() == BrokerRole.DISPLAY && (how.isWillFlag() || Dialect.isLasting(how))) {
            refused(who, "may leave neither a last will nor a session behind");
            end(context.channel());
            return Optional.empty();
        }
        boolean lasting = who.role() != null && Dialect.isLasting(how);
        BrokerDoor.No no = door.enter(who, from, lasting, context.channel());
        if (no != null) {
            refuse(context, no);
            return Optional.empty();
        }
        visitor = who;
        String name = id.isEmpty() ? UUID.randomUUID().toString() : id;
        client = who.client(name);
        door.named(client, context.channel());
        try {
            door.attach(context);
        } catch (Exception e) {
            door.complain("attach", "a connection was not taken: " + PlainWords.of(e));
            end(context.channel());
            return Optional.empty();
        }
        boolean assigned = id.isEmpty() && dialect.givesNames();
        return Optional.of(admitted(connect, who, assigned ? "" : client));
    }

    /**
     * The connection that Artemis is to see: under a name of its own, a will within its rights, no
     * longer stay.
     */
    private MqttConnectMessage admitted(
            MqttConnectMessage connect, ConnectedClient who, String name) {
        MqttConnectVariableHeader how = connect.variableHeader();
        MqttConnectPayload said = connect.payload();
        BrokerRole role = who.role();
        boolean will = how.isWillFlag();
        boolean retain = how.isWillRetain();
        if (will && role != null) {
            String topic = said.willTopic();
            int bytes = said.willMessageInBytes() == null ? 0 : said.willMessageInBytes().length;
            Optional<String> no = whyNot(role, topic, retain);
            if (no.isPresent()) {
                refused(
                        who,
                        "may leave no last will on '"
                                + Complaints.quoted(topic)
                                + "': "
                                + no.get());
                will = false;
                retain = false;
            } else if (retain && !mayKeep(topic, bytes)) {
                // Said, when it comes to that, and not kept: as with other messages.
                retain = false;
            }
        }
        return Dialect.admitted(connect, name, will, retain);
    }

    // ---- what is said of it

    private void refused(ConnectedClient who, String what) {
        String kind = who.called() + " " + what.replaceAll("'[^']*'", "");
        door.complain(kind, who.called() + " " + what);
    }

    private void refuse(ChannelHandlerContext context, BrokerDoor.No no) {
        context.channel().config().setAutoRead(false);
        context.writeAndFlush(dialect.refused(no)).addListener(ChannelFutureListener.CLOSE);
    }

    private void malformed(ChannelHandlerContext context) {
        ConnectedClient who = visitor;
        if (who == null) {
            stray(context);
            return;
        }
        refused(who, "sent what is no MQTT, or more than " + (MOST_BYTES >> 10) + " kB at once");
        end(context.channel());
    }

    private void stray(ChannelHandlerContext context) {
        door.complain(
                "stray",
                "a connection from "
                        + from.getHostAddress()
                        + " speaks no MQTT, or says nothing: ended");
        end(context.channel());
    }

    private static void end(Channel channel) {
        var unused = channel.close();
    }

    /** Where a connection comes from. */
    static InetAddress address(Channel channel) {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }
}
