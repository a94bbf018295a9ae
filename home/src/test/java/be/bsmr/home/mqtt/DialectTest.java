package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

    private static final int EXPIRY =
            MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();
    private static final int MOST_AT_ONCE = MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM.value();
    private static final byte NOT_AUTHORIZED = (byte) 0x87;
    private static final Dialect FIVE = new Dialect(5);

    @ParameterizedTest
    @CsvSource({
        "3, WRONG_PASSWORD, CONNECTION_REFUSED_NOT_AUTHORIZED",
        "4, WRONG_PASSWORD, CONNECTION_REFUSED_NOT_AUTHORIZED",
        "5, WRONG_PASSWORD, CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD",
        "4, WRONG_NAME, CONNECTION_REFUSED_IDENTIFIER_REJECTED",
        "5, WRONG_NAME, CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID",
        "4, NO_ROOM, CONNECTION_REFUSED_SERVER_UNAVAILABLE",
        "5, NO_ROOM, CONNECTION_REFUSED_QUOTA_EXCEEDED",
        "4, TOO_EARLY, CONNECTION_REFUSED_SERVER_UNAVAILABLE",
        "5, TOO_EARLY, CONNECTION_REFUSED_QUOTA_EXCEEDED",
    })
    void saysInTheClientsVersionWhyItMayNotComeIn(
            int version, BrokerDoor.No no, MqttConnectReturnCode code) {
        assertThat(new Dialect(version).refused(no).variableHeader().connectReturnCode())
                .isEqualTo(code);
    }

    @Test
    void refusesEachFilterOfASubscription() {
        MqttSubscribeMessage asked =
                MqttMessageBuilders.subscribe()
                        .messageId(7)
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "a")
                        .addSubscription(MqttQoS.AT_MOST_ONCE, "b")
                        .build();
        assertThat(Dialect.MQTT_3.refused(asked).variableHeader().messageId()).isEqualTo(7);
        assertThat(Dialect.MQTT_3.refused(asked).payload().reasonCodes())
                .containsExactly(0x80, 0x80);
        assertThat(FIVE.refused(asked).payload().reasonCodes()).containsExactly(0x87, 0x87);
    }

    @Test
    void acknowledgesADroppedMessageAsItsQualityWants() {
        assertThat(Dialect.MQTT_3.dropped(publish(MqttQoS.AT_MOST_ONCE))).isEmpty();
        MqttPubAckMessage once =
                Dialect.MQTT_3.dropped(publish(MqttQoS.AT_LEAST_ONCE)).orElseThrow();
        assertThat(once.fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBACK);
        assertThat(once.variableHeader().messageId()).isEqualTo(9);
        assertThat(once.variableHeader()).isNotInstanceOf(MqttPubReplyMessageVariableHeader.class);
        MqttPubAckMessage exactly = FIVE.dropped(publish(MqttQoS.EXACTLY_ONCE)).orElseThrow();
        assertThat(exactly.fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBREC);
        assertThat(exactly.variableHeader())
                .isInstanceOfSatisfying(
                        MqttPubReplyMessageVariableHeader.class,
                        said -> assertThat(said.reasonCode()).isEqualTo(NOT_AUTHORIZED));
    }

    @Test
    void passesAMessageOnWithoutRetain() {
        MqttPublishMessage kept = publish(MqttQoS.AT_LEAST_ONCE);
        MqttPublishMessage passed = Dialect.withoutRetain(kept);
        assertThat(kept.fixedHeader().isRetain()).isTrue();
        assertThat(passed.fixedHeader().isRetain()).isFalse();
        assertThat(passed.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
        assertThat(passed.variableHeader().topicName()).isEqualTo("a/b");
        assertThat(passed.payload().toString(StandardCharsets.UTF_8)).isEqualTo("1");
    }

    @Test
    void artemisSeesNeitherNameNorPasswordOfTheClient() {
        MqttConnectMessage seen = Dialect.admitted(connect(60), "own", true, true);
        assertThat(seen.payload().clientIdentifier()).isEqualTo("own");
        assertThat(seen.payload().userName()).isNull();
        assertThat(seen.payload().passwordInBytes()).isNull();
        assertThat(seen.variableHeader().hasUserName()).isFalse();
        assertThat(seen.variableHeader().hasPassword()).isFalse();
        assertThat(seen.payload().willTopic()).isEqualTo("a/will");
        assertThat(seen.variableHeader().isWillRetain()).isTrue();
        assertThat(seen.variableHeader().willQos()).isEqualTo(1);
    }

    @Test
    void aLastWillThatIsRefusedIsGoneWholly() {
        MqttConnectMessage seen = Dialect.admitted(connect(60), "own", false, false);
        assertThat(seen.variableHeader().isWillFlag()).isFalse();
        assertThat(seen.variableHeader().isWillRetain()).isFalse();
        assertThat(seen.variableHeader().willQos()).isZero();
        assertThat(seen.payload().willTopic()).isNull();
        assertThat(seen.payload().willMessageInBytes()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "60, 60", "3600, 3600", "3601, 3600", "-1, 3600"})
    void keepsASessionForAnHourAtMost(int asked, int kept) {
        MqttProperties come =
                Dialect.admitted(connect(asked), "own", false, false).variableHeader().properties();
        assertThat(come.getProperty(EXPIRY).value()).isEqualTo(kept);
        assertThat(come.getProperty(MOST_AT_ONCE).value()).isEqualTo(12);
        MqttMessage goodbye =
                new MqttMessage(
                        new MqttFixedHeader(
                                MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                        new MqttReasonCodeAndPropertiesVariableHeader((byte) 4, expiry(asked)));
        assertThat(Dialect.shortened(goodbye).variableHeader())
                .isInstanceOfSatisfying(
                        MqttReasonCodeAndPropertiesVariableHeader.class,
                        said -> {
                            assertThat(said.reasonCode()).isEqualTo((byte) 4);
                            assertThat(said.properties().getProperty(EXPIRY).value())
                                    .isEqualTo(kept);
                        });
    }

    @Test
    void knowsWhoLeavesASessionBehind() {
        assertThat(Dialect.isLasting(connect(0).variableHeader())).isFalse();
        assertThat(Dialect.isLasting(connect(1).variableHeader())).isTrue();
        assertThat(Dialect.isLasting(old(true).variableHeader())).isFalse();
        assertThat(Dialect.isLasting(old(false).variableHeader())).isTrue();
    }

    private static MqttConnectMessage old(boolean clean) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId("me")
                .cleanSession(clean)
                .build();
    }

    private static MqttConnectMessage connect(int expirySeconds) {
        MqttProperties properties = expiry(expirySeconds);
        properties.add(new MqttProperties.IntegerProperty(MOST_AT_ONCE, 12));
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("me")
                .username("user")
                .password("secret".getBytes(StandardCharsets.UTF_8))
                .hasUser(true)
                .hasPassword(true)
                .cleanSession(true)
                .properties(properties)
                .willFlag(true)
                .willRetain(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic("a/will")
                .willMessage(new byte[] {1})
                .build();
    }

    private static MqttProperties expiry(int seconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(EXPIRY, seconds));
        return properties;
    }

    private static MqttPublishMessage publish(MqttQoS qos) {
        return MqttMessageBuilders.publish()
                .topicName("a/b")
                .messageId(9)
                .qos(qos)
                .retained(true)
                .payload(Unpooled.copiedBuffer("1", StandardCharsets.UTF_8))
                .build();
    }
}
