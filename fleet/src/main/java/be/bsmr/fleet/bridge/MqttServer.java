package be.bsmr.fleet.bridge;

import be.bsmr.home.tls.Authority;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the fleet's MQTT broker is and how it lets the bridge in.
 *
 * @param tls whether it is spoken to in TLS
 * @param ca PEM file that vouches for it, with {@code tls}; null = those that Java trusts
 * @param user null = none
 * @param password together with {@code user}; never printed
 */
public record MqttServer(
        String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password) {

    /**
     * A client that is to speak to it.
     *
     * @throws IllegalArgumentException when {@code ca} cannot be read
     */
    Mqtt5ClientBuilder client() {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder().serverHost(host).serverPort(port);
        if (tls) {
            var ssl = MqttClientSslConfig.builder();
            if (ca != null) {
                ssl =
                        ssl.trustManagerFactory(
                                Authority.trusting(
                                        "mqtt.ca",
                                        ca,
                                        "where the certificate lies that the broker's was signed"
                                                + " with"));
            }
            builder = builder.sslConfig(ssl.build());
        }
        if (user != null && password != null) {
            builder =
                    builder.simpleAuth()
                            .username(user)
                            .password(password.getBytes(StandardCharsets.UTF_8))
                            .applySimpleAuth();
        }
        return builder;
    }

    /** For people. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
