package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of {@code docs/security.md}, run by the real nginx and the real Caddy. */
@Timeout(120)
class ProxyTest {

    private static final String SECRET = "drie woorden";

    @TempDir private static Path folder;
    private static PemFiles pem;

    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private Dashboard dashboard;
    private HttpClient client;

    @BeforeAll
    static void aCertificate() throws Exception {
        pem = PemFiles.make(folder, "proxy", "EC", "-10d");
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM)
                .write(folder.resolve(UsersFile.NAME));
    }

    @BeforeEach
    void aDashboardBehindAProxyOnThisMachine() throws Exception {
        dashboard = started(List.of("127.0.0.1"));
        client = HttpClient.newBuilder().sslContext(pem.trusting()).build();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process one : started) {
            one.destroy();
            assertThat(one.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        dashboard.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy"})
    void theRecipeDoesWhatItSays(String name) throws Exception {
        URI home = proxy(name);
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(home.resolve("login"))
                                .header("Origin", home.toString().replaceFirst("/$", ""))
                                .POST(BodyPublishers.ofString("user=ann&password=drie+woorden")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie).startsWith("__Host-bsmr=").containsIgnoringCase("secure");
        String session = cookie.replaceFirst(";.*", "");
        HttpResponse<String> page = send(HttpRequest.newBuilder(home).header("Cookie", session));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();

        // What a visitor says of himself the proxy does not hand on as its own word.
        int last = 0;
        for (int i = 0; i < 8; i++) {
            last = guess(home, "203.0.113." + i, i);
        }
        assertThat(last).as("one who guesses, not eight").isEqualTo(429);

        HttpResponse<String> switched =
                send(
                        HttpRequest.newBuilder(home.resolve("api/control/mode"))
                                .header("Cookie", session)
                                .header("X-BSMR", "1")
                                .header("Origin", home.toString().replaceFirst("/$", ""))
                                .POST(BodyPublishers.ofString("off")));
        assertThat(switched.statusCode()).as(switched.body()).isEqualTo(202);
        assertThat(asked).hasSize(1);
        hearsEachSecond(home, session);
    }

    /** A proxy that collects what it hands on would make the page late. */
    private void hearsEachSecond(URI home, String session) throws Exception {
        House house =
                new House(
                        DashboardPictures.SETTINGS,
                        Wiring.STAR,
                        Pages.SIX_PM,
                        step -> dashboard.show(step));
        house.seconds(1, 1000);
        var stream =
                client.send(
                        HttpRequest.newBuilder(home.resolve("api/events"))
                                .header("Cookie", session)
                                .build(),
                        BodyHandlers.ofInputStream());
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            await().until(() -> dashboard.audience().size() == 1);
            for (int watts = 2001; watts < 2004; watts++) {
                house.seconds(1, watts);
                String line = events.readLine();
                while (!line.contains("\"import_power_w\":" + watts)) {
                    line = events.readLine();
                }
            }
        }
    }

    @Test
    void aVisitorIsHisOwnAddressWhereTheProxyIsListed() throws Exception {
        URI home = dashboard.address();
        int last = 0;
        for (int i = 0; i < 8; i++) {
            last = guess(home, "198.51.100." + i + ", 203.0.113.7, 127.0.0.1", i);
        }
        assertThat(last).as("the last that is no proxy's").isEqualTo(429);
        assertThat(guess(home, "203.0.113.8", 9)).isEqualTo(401);
        assertThat(guess(home, "not an address", 10)).isEqualTo(401);
    }

    @Test
    void whatSomebodyElseForwardsMeansNothing() throws Exception {
        dashboard.close();
        dashboard = started(List.of("192.0.2.1"));
        URI home = dashboard.address();
        int last = 0;
        for (int i = 0; i < 8; i++) {
            last = guess(home, "203.0.113." + i, i);
        }
        assertThat(last).isEqualTo(429);
        dashboard.close();
        dashboard = started(List.of("192.0.2.1"));
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(dashboard.address().resolve("login"))
                                .header("X-Forwarded-Proto", "https")
                                .header("X-Forwarded-For", "203.0.113.9")
                                .POST(BodyPublishers.ofString("user=ann&password=drie+woorden")));
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).startsWith("bsmr=");
    }

    @Test
    void manyVisitorsWatchThroughOneProxy() throws Exception {
        String ann =
                "Basic " + Base64.getEncoder().encodeToString(("ann:" + SECRET).getBytes(UTF_8));
        for (int i = 0; i < EventStreams.MOST_EACH + 4; i++) {
            HttpRequest watch =
                    HttpRequest.newBuilder(dashboard.address().resolve("api/events"))
                            .header("X-Forwarded-For", "203.0.113." + i)
                            .header("Authorization", ann)
                            .build();
            assertThat(client.send(watch, BodyHandlers.ofInputStream()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aProxyIsNotTakenForOneVisitorWithManyConnections() throws Exception {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < Connections.MOST_EACH + 20; i++) {
                all.add(
                        new Socket(
                                InetAddress.getLoopbackAddress(), dashboard.address().getPort()));
            }
            await().until(() -> dashboard.connections() == Connections.MOST_EACH + 20);
        } finally {
            for (Socket one : all) {
                one.close();
            }
        }
    }

    // --- helpers ---

    private Dashboard started(List<String> proxies) throws IOException {
        WebSettings settings =
                ConfigFile.with(
                        WebSettings.DEFAULT,
                        Map.of("port", 0, "proxies", proxies, "hosts", List.of("bsmr.example")));
        Dashboard made =
                new Dashboard(
                        settings,
                        Pages.users(folder.resolve(UsersFile.NAME), settings),
                        Pages.access(new ProgramHealth(), asked::add),
                        Pages.answers(false));
        made.start();
        return made;
    }

    private int guess(URI home, String forwarded, int number) throws Exception {
        String both = "ann:wrong" + number;
        return send(HttpRequest.newBuilder(home.resolve("healthz"))
                        .header("X-Forwarded-For", forwarded)
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder().encodeToString(both.getBytes(UTF_8))))
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The recipe with our ports, files and name in it. */
    private URI proxy(String name) throws Exception {
        int port = FreePort.take();
        String recipe =
                recipe(name)
                        .replace("127.0.0.1:8080", "127.0.0.1:" + dashboard.address().getPort())
                        .replace("/etc/ssl/bsmr.pem", pem.certificate().toString())
                        .replace("/etc/ssl/bsmr-key.pem", pem.key().toString());
        List<String> command;
        if (name.equals("nginx")) {
            Path home = Files.createDirectories(folder.resolve("nginx"));
            Path file =
                    Files.writeString(
                            home.resolve("nginx.conf"),
                            """
                            daemon off; pid nginx.pid; error_log stderr;
                            events {}
                            http {
                                access_log off;
                                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                                uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                            %s
                            }
                            """
                                    .formatted(
                                            recipe.replace("listen 443", "listen 127.0.0.1:" + port)
                                                    .replace("bsmr.example.be", "localhost")));
            command =
                    List.of(
                            Programs.path("nginx").toString(),
                            "-p",
                            home + "/",
                            "-c",
                            file.toString());
        } else {
            Path file =
                    Files.writeString(
                            folder.resolve("Caddyfile"),
                            "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
                                    + recipe.replace("bsmr.example.be", "localhost:" + port));
            command =
                    List.of(
                            Programs.path("caddy").toString(),
                            "run",
                            "--adapter",
                            "caddyfile",
                            "--config",
                            file.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Programs.LOG);
        builder.environment().put("XDG_DATA_HOME", folder.resolve("caddy-data").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("caddy-config").toString());
        started.add(builder.start());
        URI home = URI.create("https://localhost:" + port + "/");
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> send(HttpRequest.newBuilder(home)).statusCode() == 401);
        return home;
    }

    private static String recipe(String language) throws IOException {
        Matcher block =
                Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                        .matcher(Files.readString(Path.of("../docs/security.md")));
        assertThat(block.find()).as("a recipe for " + language).isTrue();
        return block.group(1);
    }
}
