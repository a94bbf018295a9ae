package be.bsmr.home.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A broker outside this program, which is spoken to in place of ours.
 *
 * @param host a name or an address; null = there is none
 * @param port 1…65535; 0 = 1883, with TLS 8883
 * @param tls whether it is spoken to in TLS
 * @param ca PEM file with the certificate that vouches for it; null = those that Java trusts
 * @param user null = none
 * @param password together with {@code user}; never printed
 * @param certificate PEM: what we show to a broker that asks who comes; null = nothing
 * @param key PEM, PKCS#8, without a password: of {@code certificate}
 */
public record ExternalBrokerSettings(
        @Nullable String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path certificate,
        @Nullable Path key) {

    public static final ExternalBrokerSettings NONE =
            new ExternalBrokerSettings(null, 0, false, null, null, null, null, null);

    /** One that is spoken to in the clear and knows no passwords. */
    public static ExternalBrokerSettings at(String host, int port) {
        return new ExternalBrokerSettings(host, port, false, null, null, null, null, null);
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public ExternalBrokerSettings {
        BrokerKeys.requirePort("mqtt.port", port);
        BrokerKeys.requireBothOrNone("mqtt", user, password);
        if (host == null && (port != 0 || tls || ca != null || user != null)) {
            throw new IllegalArgumentException(
                    "mqtt.port, tls, ca, user and password are those of an external broker: set"
                            + " mqtt.host as well, or use mqtt.broker.port, .user and .password"
                            + " for the built-in one");
        }
        if (host != null && host.isBlank()) {
            throw new IllegalArgumentException(
                    "mqtt.host is empty: write a name or an address, or leave it out to use the"
                            + " built-in broker");
        }
        BrokerKeys.requireNoSecretIn("mqtt", host);
        BrokerKeys.requireTls("mqtt", "ca", ca, tls);
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "mqtt.certificate and mqtt.key belong together: "
                            + (certificate == null ? "mqtt.certificate" : "mqtt.key")
                            + " is missing");
        }
        BrokerKeys.requireTls("mqtt", "certificate", certificate, tls);
        if (host != null) {
            port = BrokerKeys.portOr(port, tls);
        }
    }

    @Override
    public String toString() {
        return "ExternalBrokerSettings[host="
                + host
                + ", port="
                + port
                + ", tls="
                + tls
                + ", ca="
                + ca
                + ", user="
                + user
                + ", password="
                + BrokerKeys.hidden(password)
                + ", certificate="
                + certificate
                + "]";
    }
}
