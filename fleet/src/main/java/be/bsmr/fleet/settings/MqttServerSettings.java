package be.bsmr.fleet.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT broker to which houses send.
 *
 * @param host a name or an address
 * @param port 1…65535
 * @param tls whether it is spoken to in TLS
 * @param ca PEM file with the certificate that vouches for it; null = those that Java trusts
 * @param user of the bridge, who may read what houses say; null = none
 * @param password together with {@code user}; never printed
 * @param instance tells bridges apart that share the work; one that begins anew keeps its name
 * @param part which part of the senders this bridge takes, 1 to {@code parts}: what one says keeps
 *     its order
 * @param parts by how many bridges they are shared, by their names
 * @param shared whether the broker shares the houses among all bridges instead, message by message
 */
public record MqttServerSettings(
        String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password,
        String instance,
        int part,
        int parts,
        boolean shared) {

    static final MqttServerSettings DEFAULT =
            new MqttServerSettings(
                    "127.0.0.1", 1883, false, null, null, null, "bridge-1", 1, 1, false);

    public MqttServerSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("mqtt.port is 1 to 65535, not " + port);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "mqtt.user and mqtt.password belong together: write both, or neither");
        }
        if (ca != null && !tls) {
            throw new IllegalArgumentException("mqtt.ca is of no use without mqtt.tls: true");
        }
        if (password != null && !tls && !host.startsWith("127.") && !host.equals("localhost")) {
            throw new IllegalArgumentException(
                    "mqtt.password would go over the network in the open: write mqtt.tls: true");
        }
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException(
                    "mqtt.part is 1 to mqtt.parts, not " + part + " of " + parts);
        }
        if (!instance.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "mqtt.instance has 1 to 40 small letters, digits and hyphens, not '"
                            + instance
                            + "'");
        }
    }

    @Override
    public String toString() {
        return "MqttServerSettings[host=" + host + ", port=" + port + ", user=" + user + "]";
    }
}
