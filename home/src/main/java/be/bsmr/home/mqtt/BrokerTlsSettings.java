package be.bsmr.home.mqtt;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A second door of the broker inside this program, where all is encrypted.
 *
 * @param certificate PEM: the broker's first, then those that vouch for it; null = there is no such
 *     door
 * @param key PEM, PKCS#8, without a password: of the first certificate
 * @param clientCa PEM: who comes in here has to show a certificate that was signed with one of
 *     these, and a user and password all the same; null = no certificate is asked for
 * @param bind address of this machine that it listens on
 * @param port 0…65535; 0 = any that is free
 */
public record BrokerTlsSettings(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path clientCa,
        String bind,
        int port) {

    private static final int USUAL_PORT = 8883;

    /** No such door. */
    public static final BrokerTlsSettings NONE =
            new BrokerTlsSettings(null, null, null, "0.0.0.0", USUAL_PORT);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public BrokerTlsSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "mqtt.broker.tls.certificate and mqtt.broker.tls.key belong together: "
                            + (certificate == null
                                    ? "mqtt.broker.tls.certificate"
                                    : "mqtt.broker.tls.key")
                            + " is missing");
        }
        if (certificate == null && clientCa != null) {
            throw new IllegalArgumentException(
                    "mqtt.broker.tls.client_ca needs mqtt.broker.tls.certificate and"
                            + " mqtt.broker.tls.key");
        }
        Object unused = BrokerKeys.address("mqtt.broker.tls.bind", bind);
        BrokerKeys.requirePort("mqtt.broker.tls.port", port);
    }

    /** Whether there is such a door. */
    boolean isOn() {
        return certificate != null;
    }

    /** Where it listens. */
    InetAddress address() {
        return BrokerKeys.address("mqtt.broker.tls.bind", bind);
    }
}
