package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.tls.ServedCertificate;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard with a certificate of its own. */
@Timeout(60)
class TlsTest {

    private static final String GOOD = "-10d";

    @TempDir private static Path folder;
    private static PemFiles rsa;
    private static PemFiles ec;

    @BeforeAll
    static void certificates() throws Exception {
        rsa = PemFiles.make(folder, "rsa", "RSA", GOOD);
        ec = PemFiles.make(folder, "ec", "EC", GOOD);
        Files.writeString(folder.resolve("none.txt"), "no certificate, no key\n");
        Files.writeString(
                folder.resolve("old.pem"),
                Files.readString(rsa.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        Files.writeString(
                folder.resolve("locked.pem"),
                Files.readString(rsa.key()).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
        Files.writeString(
                folder.resolve("cut.pem"),
                Files.readString(rsa.key()).replaceFirst("\\n.*?\\n", "\n"));
        Files.writeString(
                folder.resolve("cut-certificate.pem"),
                Files.readString(rsa.certificate()).replaceFirst("\\n.*?\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void servesOverTlsOnly(String kind) throws Exception {
        PemFiles files = kind.equals("rsa") ? rsa : ec;
        try (Dashboard dashboard = started(files.certificate(), files.key())) {
            assertThat(dashboard.address().getScheme()).isEqualTo("https");
            HttpResponse<String> page = get(dashboard, files, "");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(page.headers().firstValue("Strict-Transport-Security"))
                    .hasValue("max-age=31536000");
            assertThat(get(dashboard, files, "uplot.js").body()).contains("uPlot as default");
            try (Socket plain =
                    new Socket(InetAddress.getLoopbackAddress(), dashboard.address().getPort())) {
                plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                assertThat(new String(plain.getInputStream().readAllBytes(), UTF_8))
                        .doesNotContain("HTTP");
            }
        }
    }

    @Test
    void theCookieIsForThisHostAndTlsOnly() throws Exception {
        WebSettings settings = settings(rsa.certificate(), rsa.key());
        Path users = folder.resolve("house").resolve(UsersFile.NAME);
        Files.createDirectories(users.getParent());
        UsersFile.EMPTY.withUser("ann", Role.OWNER, "drie woorden", Pages.SIX_PM).write(users);
        try (Dashboard dashboard =
                new Dashboard(
                        settings,
                        Pages.users(users, settings),
                        Pages.access(),
                        Pages.answers(false))) {
            dashboard.start();
            HttpResponse<String> answer =
                    client(rsa)
                            .send(
                                    HttpRequest.newBuilder(dashboard.address().resolve("login"))
                                            .POST(
                                                    BodyPublishers.ofString(
                                                            "user=ann&password=drie+woorden"))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
                    .startsWith("__Host-bsmr=")
                    .containsIgnoringCase("secure")
                    .containsIgnoringCase("path=/");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.txt | rsa-key.pem | web.tls.certificate # holds no certificate in PEM",
                "rsa-key.pem | rsa-key.pem | web.tls.certificate # is a key",
                "cut-certificate.pem | rsa-key.pem | web.tls.certificate # is damaged",
                "rsa.pem | rsa.pem | web.tls.key # is a certificate",
                "rsa.pem | none.txt | web.tls.key # holds no key in PEM",
                "rsa.pem | old.pem | web.tls.key # is in an older form: write it anew with openssl pkey",
                "rsa.pem | locked.pem | web.tls.key # has a password",
                "rsa.pem | cut.pem | web.tls.key # is damaged",
                "rsa.pem | ec-key.pem | web.tls.key # does not belong to the first certificate",
                "ec.pem | rsa-key.pem | web.tls.key # does not belong to the first certificate",
                "gone.pem | rsa-key.pem | web.tls.certificate: there is no #",
                "rsa.pem | gone.pem | web.tls.key: there is no #",
            })
    void saysWhichFileIsWrongAndWhatToDo(String certificate, String key, String said) {
        Path one = folder.resolve(certificate);
        Path other = folder.resolve(key);
        Path named = said.startsWith("web.tls.key") ? other : one;
        assertThatIOException()
                .isThrownBy(() -> started(one, other).close())
                .withMessageContaining(said.replace("#", named.toString()));
    }

    @Test
    void showsARenewedCertificateAndKeepsItsOwnWhileTheNewOneIsWrong() throws Exception {
        Path certificate = copy(rsa.certificate(), "served.pem");
        Path key = copy(rsa.key(), "served-key.pem");
        try (LogLines log = new LogLines(ServedCertificate.class);
                Dashboard dashboard = started(certificate, key)) {
            assertThat(get(dashboard, rsa, "").statusCode()).isEqualTo(200);
            copy(ec.certificate(), "served.pem");
            await().until(() -> said(log, "the certificate from before is shown on"));
            assertThat(get(dashboard, rsa, "").statusCode()).isEqualTo(200);
            copy(ec.key(), "served-key.pem");
            await().ignoreExceptionsInstanceOf(SSLException.class)
                    .until(() -> get(dashboard, ec, "").statusCode() == 200);
            assertThatThrownBy(() -> get(dashboard, rsa, "")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void tellsWhenACertificateHasExpiredAndServesOn() throws Exception {
        PemFiles old = PemFiles.make(folder, "old", "EC", "2026/01/01 00:00:00");
        try (LogLines log = new LogLines(ServedCertificate.class);
                Dashboard dashboard = started(old.certificate(), old.key())) {
            await().until(() -> said(log, "has expired on"));
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), dashboard.address().getPort())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    // --- helpers ---

    private static boolean said(LogLines log, String words) {
        return log.lines().stream().anyMatch(line -> line.contains(words));
    }

    private static WebSettings settings(Path certificate, Path key) {
        return ConfigFile.with(
                WebSettings.DEFAULT,
                Map.of("port", 0, "tls.certificate", certificate, "tls.key", key));
    }

    private static Dashboard started(Path certificate, Path key) throws IOException {
        Dashboard dashboard =
                Pages.dashboard(settings(certificate, key), Pages.access(), Pages.answers(false));
        try {
            dashboard.start();
        } catch (IOException e) {
            dashboard.close();
            throw e;
        }
        return dashboard;
    }

    private static HttpResponse<String> get(Dashboard dashboard, PemFiles trusted, String path)
            throws Exception {
        return client(trusted)
                .send(
                        HttpRequest.newBuilder(dashboard.address().resolve(path)).build(),
                        BodyHandlers.ofString());
    }

    private static HttpClient client(PemFiles trusted) throws Exception {
        return HttpClient.newBuilder().sslContext(trusted.trusting()).build();
    }

    /** As those do who renew certificates: whole, by another name first. */
    private static Path copy(Path from, String name) throws IOException {
        Path fresh = Files.copy(from, folder.resolve("fresh"), StandardCopyOption.REPLACE_EXISTING);
        return Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
