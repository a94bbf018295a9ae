package be.bsmr.home.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is told over MQTT, and through which broker.
 *
 * @param broker the one inside this program; not started when {@code host} is given
 * @param host an external broker; null = ours
 * @param port of the external broker, 1…65535; 0 = 1883, with TLS 8883
 * @param tls whether the external broker is spoken to in TLS
 * @param ca PEM file with the certificate that vouches for the external broker; null = those that
 *     Java trusts
 * @param user for the external broker; null = none
 * @param password together with {@code user}; never printed
 * @param site the word behind the prefix in every topic, its own for each BSMR on one broker:
 *     letters, digits, {@code -} and {@code _}
 * @param prefix first words of every topic; may contain {@code /}
 * @param displayTopic where the original's display listens; empty = it is not served
 */
public record MqttSettings(
        BrokerSettings broker,
        @Nullable String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password,
        String site,
        String prefix,
        String displayTopic) {

    /** Our own broker, topics under {@code bsmr/home}, the original's display served. */
    public static final MqttSettings DEFAULT =
            new MqttSettings(
                    BrokerSettings.DEFAULT,
                    null,
                    0,
                    false,
                    null,
                    null,
                    null,
                    "home",
                    "bsmr",
                    OriginalDisplay.TOPIC);

    private static final String WORD = "[A-Za-z0-9_-]+";

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public MqttSettings {
        BrokerSettings.requirePort("mqtt.port", port);
        BrokerSettings.requireBothOrNone("mqtt", user, password);
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
        if (host != null && host.contains("@")) {
            throw new IllegalArgumentException(
                    "mqtt.host carries a user or a password, which would be shown with it: write"
                            + " them as mqtt.user and mqtt.password");
        }
        if (ca != null && !tls) {
            throw new IllegalArgumentException("mqtt.ca needs mqtt.tls: true");
        }
        if (!site.matches(WORD)) {
            throw new IllegalArgumentException(
                    "mqtt.site is '" + site + "': write letters, digits, - and _ only");
        }
        if (!prefix.matches(WORD + "(/" + WORD + ")*")) {
            throw new IllegalArgumentException(
                    "mqtt.prefix is '"
                            + prefix
                            + "': write letters, digits, - and _, with / between words");
        }
        if (displayTopic.matches(".*[+#\\x00].*")) {
            throw new IllegalArgumentException(
                    "mqtt.display_topic is '"
                            + displayTopic
                            + "': a topic to publish on has no + or #");
        }
        if (displayTopic.isEmpty() && !broker.allow().isEmpty()) {
            throw new IllegalArgumentException(
                    "mqtt.broker.allow says who may read mqtt.display_topic, which is empty: write"
                            + " a topic, or leave allow out");
        }
        if (port == 0 && host != null) {
            port = tls ? 8883 : 1883;
        }
    }

    /** These settings with another broker inside this program. */
    public MqttSettings with(BrokerSettings other) {
        return new MqttSettings(
                other, host, port, tls, ca, user, password, site, prefix, displayTopic);
    }

    /** Whether our own broker is to be started. */
    public boolean embedded() {
        return host == null && broker.enabled();
    }

    /** Whether there is any broker to speak to. */
    public boolean enabled() {
        return host != null || broker.enabled();
    }

    /** The full topic of a name, {@code bsmr/home/reading}. */
    public String topic(String name) {
        return prefix + "/" + site + "/" + name;
    }

    @Override
    public String toString() {
        return "MqttSettings[broker="
                + broker
                + ", host="
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
                + BrokerSettings.hidden(password)
                + ", site="
                + site
                + ", prefix="
                + prefix
                + ", displayTopic="
                + displayTopic
                + "]";
    }
}
