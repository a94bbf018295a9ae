package be.bsmr.home.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * MQTT as one client speaks it: how a refusal is said to it, and what its packets become before
 * Artemis sees them. Who is refused what, {@link Gatekeeper} decides.
 *
 * @param version of the protocol as a CONNECT says it: 3 and 4 are MQTT 3.1 and 3.1.1, 5 is MQTT 5
 */
record Dialect(int version) {

    /** What is spoken until a client has said otherwise. */
    static final Dialect MQTT_3 = new Dialect(4);

    /** A session that nobody comes back for is kept so long at most, s. */
    static final int SESSION_SECONDS = 3600;

    private static final byte NOT_AUTHORIZED = (byte) 0x87;
    private static final int SUBSCRIPTION_FAILED = 0x80;
    private static final int SESSION_EXPIRY =
            MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();

    /** Whether the broker may tell a client without a name what it is called. */
    boolean givesNames() {
        return isFive();
    }

    private boolean isFive() {
        return version >= 5;
    }

    // ---- what is refused

    /** Says to a client that it may not come in. */
    MqttConnAckMessage refused(BrokerDoor.No no) {
        return MqttMessageBuilders.connAck()
                .returnCode(code(no))
                .properties(MqttProperties.NO_PROPERTIES)
                .sessionPresent(false)
                .build();
    }

    private MqttConnectReturnCode code(BrokerDoor.No no) {
        return switch (no) {
            case WRONG_PASSWORD ->
                    isFive()
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                            : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
            case WRONG_NAME ->
                    isFive()
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID
                            : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
            case NO_ROOM, TOO_EARLY ->
                    isFive()
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED
                            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
        };
    }

    /** Says to a client that it may read nothing of what it asked for at once. */
    MqttSubAckMessage refused(MqttSubscribeMessage subscribe) {
        int[] codes = new int[subscribe.payload().topicSubscriptions().size()];
        Arrays.fill(codes, isFive() ? NOT_AUTHORIZED & 0xFF : SUBSCRIPTION_FAILED);
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                MqttMessageIdVariableHeader.from(subscribe.variableHeader().messageId()),
                new MqttSubAckPayload(codes));
    }

    /**
     * Says to a client that its message was taken, in MQTT 5 also that it was dropped; empty when
     * it waits for no answer.
     */
    Optional<MqttPubAckMessage> dropped(MqttPublishMessage publish) {
        MqttQoS qos = publish.fixedHeader().qosLevel();
        if (qos == MqttQoS.AT_MOST_ONCE) {
            return Optional.empty();
        }
        int id = publish.variableHeader().packetId();
        return Optional.of(
                new MqttPubAckMessage(
                        header(
                                qos == MqttQoS.AT_LEAST_ONCE
                                        ? MqttMessageType.PUBACK
                                        : MqttMessageType.PUBREC),
                        isFive()
                                ? new MqttPubReplyMessageVariableHeader(
                                        id, NOT_AUTHORIZED, MqttProperties.NO_PROPERTIES)
                                : MqttMessageIdVariableHeader.from(id)));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    // ---- what Artemis sees

    /**
     * A connection that came in: under a name of its own, without its password, no longer stay.
     *
     * @param will whether it may leave the last will that it asked for
     * @param retain whether that is kept
     */
    static MqttConnectMessage admitted(
            MqttConnectMessage connect, String name, boolean will, boolean retain) {
        MqttConnectVariableHeader how = connect.variableHeader();
        MqttConnectPayload said = connect.payload();
        MqttConnectVariableHeader header =
                new MqttConnectVariableHeader(
                        how.name(),
                        how.version(),
                        false,
                        false,
                        retain,
                        will ? how.willQos() : 0,
                        will,
                        how.isCleanSession(),
                        how.keepAliveTimeSeconds(),
                        shortened(how.properties()));
        return new MqttConnectMessage(
                connect.fixedHeader(),
                header,
                new MqttConnectPayload(
                        name,
                        said.willProperties(),
                        will ? said.willTopic() : null,
                        will ? said.willMessageInBytes() : null,
                        null,
                        (byte[]) null));
    }

    /** A message that is passed on and not kept. */
    static MqttPublishMessage withoutRetain(MqttPublishMessage publish) {
        MqttFixedHeader h = publish.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(
                        h.messageType(), h.isDup(), h.qosLevel(), false, h.remainingLength()),
                publish.variableHeader(),
                publish.payload());
    }

    /** Whether a client leaves a session behind when it goes. */
    static boolean isLasting(MqttConnectVariableHeader how) {
        return new Dialect(how.version()).isFive()
                ? expiry(how.properties()) > 0
                : !how.isCleanSession();
    }

    private static long expiry(MqttProperties properties) {
        return properties.getProperty(SESSION_EXPIRY) instanceof MqttProperties.IntegerProperty p
                ? Integer.toUnsignedLong(p.value())
                : 0;
    }

    /** A goodbye after which the session is kept no longer than {@link #SESSION_SECONDS}. */
    static MqttMessage shortened(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader h
                ? new MqttMessage(
                        disconnect.fixedHeader(),
                        new MqttReasonCodeAndPropertiesVariableHeader(
                                h.reasonCode(), shortened(h.properties())))
                : disconnect;
    }

    private static MqttProperties shortened(MqttProperties properties) {
        if (expiry(properties) <= SESSION_SECONDS) {
            return properties;
        }
        MqttProperties shorter = new MqttProperties();
        Map<Integer, MqttProperties.MqttProperty<?>> others = new HashMap<>();
        properties.listAll().forEach(p -> others.put(p.propertyId(), p));
        others.remove(SESSION_EXPIRY);
        others.values().forEach(shorter::add);
        shorter.add(new MqttProperties.IntegerProperty(SESSION_EXPIRY, SESSION_SECONDS));
        return shorter;
    }
}
