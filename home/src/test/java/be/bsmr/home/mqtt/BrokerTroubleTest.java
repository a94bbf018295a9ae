package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.LogLines;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real mosquitto that does not let us in, for one reason at a time: each has its own advice. */
class BrokerTroubleTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

    @TempDir static Path directory;

    private static Certificates certificates;

    @BeforeAll
    static void make() throws Exception {
        LogLines.unchanged();
        certificates = new Certificates(directory);
        certificates.selfSigned("good", "-ext", "SAN=IP:127.0.0.1");
        certificates.selfSigned("nameless");
        certificates.selfSigned("authority", "-ext", "bc:c");
        certificates.signed(
                "old",
                "authority",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-startdate",
                "-10d",
                "-validity",
                "5");
    }

    @Test
    void eachFaultOfTlsHasItsAdvice() {
        int good = FreePort.take();
        int nameless = FreePort.take();
        int old = FreePort.take();
        int plain = FreePort.take();
        String listeners =
                tls(good, "good") + tls(nameless, "nameless") + tls(old, "old") + plain(plain);
        try (var broker = Mosquitto.broker(directory, listeners.split("\n", -1))) {
            assertThat(advice("127.0.0.1", nameless, true, certificates.file("nameless")))
                    .contains("lacks subjectAltName", "subjectAltName=IP:127.0.0.1")
                    .doesNotContain("password");
            assertThat(advice("localhost", good, true, certificates.file("good")))
                    .contains("another name than localhost", "DNS:localhost");
            assertThat(advice("127.0.0.1", good, true, null))
                    .contains("write mqtt.ca")
                    .doesNotContain("password");
            assertThat(advice("127.0.0.1", good, true, certificates.file("authority")))
                    .contains("is not of the authority");
            assertThat(advice("127.0.0.1", old, true, certificates.file("authority")))
                    .contains("has expired", "clock");
            assertThat(advice("127.0.0.1", plain, true, certificates.file("good")))
                    .contains("does not speak TLS", "leave mqtt.tls");
            assertThat(advice("127.0.0.1", good, false, null)).contains("write mqtt.tls: true");
            try (MqttLink link =
                    new MqttLink(
                            settings("127.0.0.1", good, true, certificates.file("good")), null)) {
                link.start();
                await().atMost(LONG_ENOUGH).until(link::isConnected);
            }
            assertThat(
                            BrokerTrouble.lookedFor(
                                    settings("127.0.0.1", good, true, certificates.file("good")),
                                    Language.en))
                    .isEmpty();
            assertThat(broker.process.isAlive()).isTrue();
        }
    }

    @Test
    void eachFaultOfTheWayHasItsAdvice() throws Exception {
        int closed = FreePort.take();
        assertThat(advice("127.0.0.1", closed, false, null))
                .contains("no broker listens at port " + closed);
        assertThat(BrokerTrouble.lookedFor(settings("127.0.0.1", closed, false, null), Language.fr))
                .hasValueSatisfying(
                        said ->
                                assertThat(said)
                                        .startsWith("la machine est là, mais aucun broker")
                                        .contains("au port " + closed));
        assertThat(advice("no-such-broker.invalid", 1883, false, null))
                .contains("no machine is called no-such-broker.invalid");
        int guarded = FreePort.take();
        try (var broker =
                Mosquitto.broker(
                        directory, "listener " + guarded + " 127.0.0.1", "allow_anonymous false")) {
            assertThat(advice("127.0.0.1", guarded, false, null))
                    .contains("mqtt.user and mqtt.password");
            assertThat(broker.process.isAlive()).isTrue();
        }
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerAsTheWeb(web), "web");
            server.setDaemon(true);
            server.start();
            assertThat(advice("127.0.0.1", web.getLocalPort(), false, null))
                    .contains("another mqtt.port");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasWordsInEachLanguage(Language language) {
        String broker = "broker.";
        Map<String, String> words = new LinkedHashMap<>(Words.in(language).section("trouble"));
        words.keySet().removeIf(key -> !key.startsWith(broker));
        assertThat(words.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(BrokerTrouble.Kind.values())
                                .map(kind -> broker + kind.name().toLowerCase(Locale.ROOT))
                                .toList());
        assertThat(words.values().toString().replaceAll("\\{(broker|host|port|ca|name)}", ""))
                .as("all blanks are known")
                .doesNotContain("{");
    }

    @Test
    void aFileThatVouchesForNothingIsToldByName() throws Exception {
        Path missing = directory.resolve("nowhere.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttLink(settings("127.0.0.1", 8883, true, missing), null))
                .withMessageStartingWith("mqtt.ca: " + missing + " is no file");
        Path text = Files.writeString(directory.resolve("notes.txt"), "to be done\n");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        for (Path wrong : List.of(text, empty)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MqttLink(settings("127.0.0.1", 8883, true, wrong), null))
                    .withMessageStartingWith("mqtt.ca: " + wrong + " is not a PEM certificate");
        }
    }

    private static void answerAsTheWeb(ServerSocket web) {
        while (true) {
            try (Socket client = web.accept()) {
                client.getOutputStream()
                        .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** What the log says of why there is no connection. */
    private static String advice(String host, int port, boolean tls, @Nullable Path ca) {
        try (LogLines logs = new LogLines(MqttLink.class);
                MqttLink link = new MqttLink(settings(host, port, tls, ca), null)) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> !logs.lines().isEmpty());
            String logged = logs.lines().get(0);
            assertThat(BrokerTrouble.lookedFor(settings(host, port, tls, ca), Language.en))
                    .as("what the doctor says")
                    .hasValueSatisfying(
                            said -> assertThat(logged).contains(said.replaceFirst(" \\(.*", "")));
            return logged;
        }
    }

    private static String tls(int port, String certificate) {
        return plain(port)
                + "certfile "
                + certificates.file(certificate)
                + "\nkeyfile "
                + certificates.key(certificate)
                + "\n";
    }

    private static String plain(int port) {
        return "listener " + port + " 127.0.0.1\nallow_anonymous true\n";
    }

    private static MqttSettings settings(String host, int port, boolean tls, @Nullable Path ca) {
        return new MqttSettings(
                BrokerSettings.DEFAULT,
                new ExternalBrokerSettings(host, port, tls, ca, null, null, null, null),
                new TopicSettings("home", "bsmr", ""));
    }
}
