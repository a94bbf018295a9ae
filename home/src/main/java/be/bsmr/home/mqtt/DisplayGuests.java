package be.bsmr.home.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes without a password from an address of {@code mqtt.broker.allow}: the original display.
 * It may connect under a name that nobody else has, subscribe to the display's topic, and say that
 * it is still there. Any other packet ends its connection: it cannot publish, not by a last will
 * either, nor keep a session, nor read any other topic.
 */
final class DisplayGuests implements MQTTInterceptor {

    /** What a guest's subscription asks of the broker. */
    static final Set<CheckType> READING =
            EnumSet.of(
                    CheckType.CONSUME,
                    CheckType.CREATE_ADDRESS,
                    CheckType.CREATE_NON_DURABLE_QUEUE,
                    CheckType.DELETE_NON_DURABLE_QUEUE);

    private static final Logger log = LoggerFactory.getLogger(DisplayGuests.class);

    private static final AttributeKey<Boolean> GUEST = AttributeKey.valueOf("bsmr.guest");
    private static final AttributeKey<String> NAME = AttributeKey.valueOf("bsmr.name");

    /** A house has some ten; the oldest gives way. */
    private static final int MOST_NAMES = 1000;

    private final BrokerSettings settings;
    private final String topic;
    private final Set<String> namesOfOthers = new LinkedHashSet<>();
    private final Set<String> told = new LinkedHashSet<>();

    DisplayGuests(BrokerSettings settings, String topic) {
        this.settings = settings;
        this.topic = topic;
    }

    /** Where somebody speaks from. */
    static Optional<InetAddress> address(@Nullable RemotingConnection connection) {
        return channel(connection)
                .map(Channel::remoteAddress)
                .filter(InetSocketAddress.class::isInstance)
                .map(a -> ((InetSocketAddress) a).getAddress());
    }

    private static Optional<Channel> channel(@Nullable RemotingConnection connection) {
        return connection != null
                        && connection.getTransportConnection() instanceof NettyServerConnection n
                ? Optional.of(n.getChannel())
                : Optional.empty();
    }

    /** Whether it has connected as one. */
    boolean isGuest(@Nullable RemotingConnection connection) {
        return channel(connection).map(c -> Boolean.TRUE.equals(c.attr(GUEST).get())).orElse(false);
    }

    /** Somebody has shown the password: no guest takes the name of this connection. */
    void knows(RemotingConnection connection) {
        String name = channel(connection).map(c -> c.attr(NAME).get()).orElse(null);
        if (name == null) {
            return;
        }
        synchronized (namesOfOthers) {
            namesOfOthers.remove(name);
            namesOfOthers.add(name);
            if (namesOfOthers.size() > MOST_NAMES) {
                namesOfOthers.remove(namesOfOthers.iterator().next());
            }
        }
    }

    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        Channel channel = channel(connection).orElse(null);
        if (channel == null) {
            return false;
        }
        if (isGuest(connection)) {
            return may(packet) || refused(channel, packet.fixedHeader().messageType());
        }
        return !(packet instanceof MqttConnectMessage connect) || connected(connect, channel);
    }

    private boolean connected(MqttConnectMessage connect, Channel channel) {
        String name = connect.payload().clientIdentifier();
        MqttConnectVariableHeader how = connect.variableHeader();
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        boolean here = settings.user() == null && settings.isHere(from);
        if (how.hasUserName() || here || !settings.allows(from)) {
            // With a password, or to be refused for want of one.
            channel.attr(NAME).set(name);
            return true;
        }
        synchronized (namesOfOthers) {
            if (how.isWillFlag() || !how.isCleanSession() || namesOfOthers.contains(name)) {
                return refused(channel, MqttMessageType.CONNECT);
            }
        }
        channel.attr(GUEST).set(true);
        return true;
    }

    private boolean may(MqttMessage packet) {
        return switch (packet.fixedHeader().messageType()) {
            case SUBSCRIBE ->
                    packet instanceof MqttSubscribeMessage subscribe
                            && subscribe.payload().topicSubscriptions().stream()
                                    .allMatch(s -> s.topicFilter().equals(topic));
            case UNSUBSCRIBE, PINGREQ, DISCONNECT, PUBACK, PUBREC, PUBCOMP -> true;
            default -> false;
        };
    }

    /** Told once for each address and kind of packet: a display tries again for ever. */
    private boolean refused(Channel channel, MqttMessageType what) {
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        boolean news;
        synchronized (told) {
            news = told.size() < MOST_NAMES && told.add(from.getHostAddress() + " " + what);
        }
        if (news) {
            log.warn(
                    "MQTT broker: {} came without a password and may only read {}: its {} was"
                            + " refused; with mqtt.broker.user and mqtt.broker.password it may more",
                    from.getHostAddress(),
                    topic,
                    what);
        }
        return false;
    }
}
