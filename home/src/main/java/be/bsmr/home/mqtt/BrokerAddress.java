package be.bsmr.home.mqtt;

import be.bsmr.home.tls.Authority;
import be.bsmr.home.tls.PemKeyPair;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and how it lets us in.
 *
 * @param ca PEM file that vouches for a broker spoken to in TLS; null = those that Java trusts
 * @param user null = none
 * @param password together with {@code user}; never printed
 * @param certificate PEM: what we show to a broker that asks who comes; null = nothing
 * @param key PEM, together with {@code certificate}
 * @param ofDevice whether a device brings it along: then {@code ca} vouches for that device,
 *     whatever name its certificate bears
 */
record BrokerAddress(
        String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path certificate,
        @Nullable Path key,
        boolean ofDevice) {

    /** One of whom we show a password at most. */
    BrokerAddress(
            String host,
            int port,
            boolean tls,
            @Nullable Path ca,
            @Nullable String user,
            @Nullable String password) {
        this(host, port, tls, ca, user, password, null, null, false);
    }

    /** The external broker of the configuration. */
    static BrokerAddress external(ExternalBrokerSettings s, String host) {
        return of(s, host, false);
    }

    /** The broker that a device brings along. */
    static BrokerAddress ofDevice(ExternalBrokerSettings s, String host) {
        return of(s, host, true);
    }

    private static BrokerAddress of(ExternalBrokerSettings s, String host, boolean ofDevice) {
        return new BrokerAddress(
                host,
                s.port(),
                s.tls(),
                s.ca(),
                s.user(),
                s.password(),
                s.certificate(),
                s.key(),
                ofDevice);
    }

    /**
     * The broker of the configuration, ours or another, for a program beside the one that runs.
     *
     * @throws IllegalArgumentException when there is none, or its port is not known
     */
    static BrokerAddress ofHouse(MqttSettings s) {
        String host = s.external().host();
        if (host != null) {
            return external(s.external(), host);
        }
        if (!s.embedded() || s.broker().port() == 0) {
            throw new IllegalArgumentException(
                    "the configuration names no MQTT broker: set mqtt.host, or mqtt.broker.enabled"
                            + " and mqtt.broker.port");
        }
        return named(
                s,
                isEverywhere(s.broker().bind()) ? "127.0.0.1" : s.broker().bind(),
                s.broker().port());
    }

    private static boolean isEverywhere(String bind) {
        return bind.equals("0.0.0.0") || bind.equals("::");
    }

    /**
     * A broker that somebody named: with the password of the configuration only when it is one of
     * the configuration's. Nobody else is told it.
     */
    static BrokerAddress named(MqttSettings s, String host, int port) {
        if (host.equalsIgnoreCase(s.external().host()) && port == s.external().port()) {
            return external(s.external(), host);
        }
        boolean here =
                host.equals("localhost")
                        || host.startsWith("127.")
                        || host.equals("::1")
                        || host.equals(s.broker().bind());
        if (s.embedded() && here && port == s.broker().port()) {
            Optional<BrokerUser> reader =
                    s.broker().everybody().stream()
                            .filter(u -> u.role() != BrokerRole.DISPLAY)
                            .max(Comparator.comparing(BrokerUser::role));
            return new BrokerAddress(
                    host,
                    port,
                    false,
                    null,
                    reader.map(BrokerUser::user).orElse(null),
                    reader.map(BrokerUser::password).orElse(null));
        }
        return new BrokerAddress(host, port, false, null, null, null);
    }

    /**
     * A client that is to speak to it.
     *
     * @throws IllegalArgumentException when {@code ca}, or what we show, cannot be read
     */
    Mqtt3ClientBuilder client() {
        Mqtt3ClientBuilder builder = Mqtt3Client.builder().serverHost(host).serverPort(port);
        if (tls) {
            builder = builder.sslConfig(ssl());
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

    private MqttClientSslConfig ssl() {
        var builder = MqttClientSslConfig.builder();
        if (ca != null) {
            builder =
                    builder.trustManagerFactory(
                            Authority.trusting(
                                    ofDevice ? "ca" : "mqtt.ca",
                                    ca,
                                    "where the certificate lies that the broker's was signed"
                                            + " with"));
            if (ofDevice) {
                builder = builder.hostnameVerifier((name, session) -> true);
            }
        }
        if (certificate != null && key != null) {
            try {
                builder =
                        builder.keyManagerFactory(
                                PemKeyPair.read("mqtt", certificate, key).managers());
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return builder.build();
    }
}
