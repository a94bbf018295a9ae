package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The broker's second door, knocked at by mosquitto's programs and by our own link. */
class BrokerTlsTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @TempDir private static Path directory;
    private static Certificates certificates;

    @BeforeAll
    static void make() throws Exception {
        LogLines.unchanged();
        certificates = new Certificates(directory);
        certificates.selfSigned("broker", "-ext", "SAN=IP:127.0.0.1");
        certificates.selfSigned("family", "-ext", "bc:c");
        certificates.signed("plug", "family");
        certificates.selfSigned("stranger");
    }

    @Test
    void whatPassesTheSecondDoorIsEncryptedAndMeetsTheFirst() throws Exception {
        try (EmbeddedBroker broker = opened(null)) {
            String ca = certificates.file("broker").toString();
            try (var listener =
                    Mosquitto.subscribe(broker.port(), "house/#", "-u", "me", "-P", "pw")) {
                for (String version : List.of("mqttv311", "mqttv5")) {
                    assertThat(
                                    publish(
                                            broker.encryptedPort(),
                                            version,
                                            "-V",
                                            version,
                                            "--cafile",
                                            ca,
                                            "-u",
                                            "me",
                                            "-P",
                                            "pw"))
                            .isEmpty();
                    listener.awaitSaid("house/plug " + version);
                }
            }
            assertThat(publish(broker.encryptedPort(), "x", "--cafile", ca, "-u", "me", "-P", "no"))
                    .as("encrypted, and still somebody with a wrong password")
                    .isNotEmpty();
            assertThat(
                            publish(
                                    broker.encryptedPort(),
                                    "x",
                                    "--cafile",
                                    certificates.file("family").toString(),
                                    "-u",
                                    "me",
                                    "-P",
                                    "pw"))
                    .as("a client that trusts somebody else")
                    .isNotEmpty();
        }
    }

    @Test
    void whoSpeaksInTheClearAtTheSecondDoorIsTold() throws Exception {
        try (LogLines log = new LogLines(EmbeddedBroker.class);
                EmbeddedBroker broker = opened(null);
                Socket plain =
                        new Socket(InetAddress.getLoopbackAddress(), broker.encryptedPort())) {
            plain.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.getOutputStream().flush();
            await().atMost(LONG_ENOUGH)
                    .until(
                            () ->
                                    log.lines().stream()
                                            .anyMatch(
                                                    l ->
                                                            l.contains(
                                                                    "127.0.0.1 speaks without TLS"
                                                                            + " to the port of"
                                                                            + " mqtt.broker.tls")));
        }
    }

    /** A certificate that was renewed is shown without a start. */
    @Test
    void whatIsShownIsReadAnew() throws Exception {
        Path shown = directory.resolve("shown.pem");
        Files.copy(certificates.file("broker"), shown);
        TlsDoor door =
                new TlsDoor(
                        new BrokerTlsSettings(
                                shown, certificates.key("broker"), null, "127.0.0.1", 0),
                        new Complaints(LoggerFactory.getLogger(BrokerTlsTest.class)));
        SSLContext before = door.context();
        door.renew(Instant.EPOCH);
        assertThat(door.context()).isSameAs(before);

        Files.copy(certificates.file("broker"), shown, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(shown, FileTime.from(Instant.now().plusSeconds(5)));
        door.renew(Instant.EPOCH);
        door.renew(Instant.EPOCH);
        assertThat(door.context()).isNotSameAs(before);
    }

    @Test
    void aCertificateIsAskedForWhereOneIsWanted() throws Exception {
        try (EmbeddedBroker broker = opened(certificates.file("family"))) {
            assertThat(shown(broker, "plug")).isEmpty();
            assertThat(shown(broker, "stranger")).isNotEmpty();
            assertThat(
                            publish(
                                    broker.encryptedPort(),
                                    "x",
                                    "--cafile",
                                    certificates.file("broker").toString(),
                                    "-u",
                                    "me",
                                    "-P",
                                    "pw"))
                    .isNotEmpty();
        }
    }

    /** BSMR comes to another broker as a plug would: here to a second one of its own kind. */
    @Test
    void ourOwnLinkShowsItsCertificateToAnotherBroker() throws Exception {
        try (EmbeddedBroker broker = opened(certificates.file("family"));
                MqttLink known = link(broker, "plug");
                MqttLink unknown = link(broker, "stranger")) {
            known.start();
            unknown.start();
            await().atMost(LONG_ENOUGH).until(known::isConnected);
            await().atMost(LONG_ENOUGH).until(() -> unknown.trouble().isPresent());
            assertThat(unknown.isConnected()).isFalse();
        }
    }

    @Test
    void saysWhichKeyToChange() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new BrokerTlsSettings(Path.of("a.pem"), null, null, "0.0.0.0", 8883))
                .withMessageContaining("mqtt.broker.tls.key is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new BrokerTlsSettings(null, null, Path.of("ca.pem"), "0.0.0.0", 8883))
                .withMessageContaining("mqtt.broker.tls.client_ca");
        BrokerTlsSettings open =
                new BrokerTlsSettings(Path.of("a.pem"), Path.of("a.key"), null, "0.0.0.0", 8883);
        assertThatIllegalArgumentException()
                .as("encrypted is not the same as known")
                .isThrownBy(
                        () ->
                                new BrokerSettings(
                                        true,
                                        "127.0.0.1",
                                        1883,
                                        null,
                                        null,
                                        List.of(),
                                        List.of(),
                                        open))
                .withMessageContaining("mqtt.broker.tls.bind is 0.0.0.0")
                .withMessageContaining("mqtt.broker.password");
        assertThatThrownBy(
                        () ->
                                broker(
                                                new BrokerTlsSettings(
                                                        certificates.file("gone"),
                                                        certificates.key("broker"),
                                                        null,
                                                        "127.0.0.1",
                                                        0))
                                        .start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mqtt.broker.tls.certificate");
    }

    private static String shown(EmbeddedBroker broker, String who) {
        return publish(
                broker.encryptedPort(),
                "x",
                "--cafile",
                certificates.file("broker").toString(),
                "--cert",
                certificates.file(who).toString(),
                "--key",
                certificates.key(who).toString(),
                "-u",
                "me",
                "-P",
                "pw");
    }

    private static String publish(int port, String payload, String... more) {
        return Mosquitto.publish(port, "house/plug", payload, more);
    }

    private static MqttLink link(EmbeddedBroker broker, String who) {
        return new MqttLink(
                new MqttSettings(
                        BrokerSettings.DEFAULT,
                        new ExternalBrokerSettings(
                                "127.0.0.1",
                                broker.encryptedPort(),
                                true,
                                certificates.file("broker"),
                                "me",
                                "pw",
                                certificates.file(who),
                                certificates.key(who)),
                        new TopicSettings("elsewhere", "bsmr", "")),
                null);
    }

    private static EmbeddedBroker opened(@Nullable Path clients) throws IOException {
        EmbeddedBroker broker =
                broker(
                        new BrokerTlsSettings(
                                certificates.file("broker"),
                                certificates.key("broker"),
                                clients,
                                "127.0.0.1",
                                0));
        broker.start();
        return broker;
    }

    private static EmbeddedBroker broker(BrokerTlsSettings tls) {
        return new EmbeddedBroker(
                MqttSettings.DEFAULT.with(
                        new BrokerSettings(
                                true, "127.0.0.1", 0, "me", "pw", List.of(), List.of(), tls)),
                directory);
    }
}
