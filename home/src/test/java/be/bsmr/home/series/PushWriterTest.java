package be.bsmr.home.series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP, to a server that says what it is told to. */
class PushWriterTest {

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile int answer = 204;
    private volatile int most = Integer.MAX_VALUE;
    private HttpServer server;
    private String url;

    @TempDir Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write?db=house";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    exchange.getRequestURI()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization"));
            String lines =
                    new String(
                            new GZIPInputStream(exchange.getRequestBody()).readAllBytes(), UTF_8);
            if (lines.lines().count() > most) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            if (answer == 204) {
                heard.add(lines);
            }
            byte[] why = "field type conflict\nmore".getBytes(UTF_8);
            exchange.sendResponseHeaders(answer, answer == 204 ? -1 : why.length);
            if (answer != 204) {
                exchange.getResponseBody().write(why);
            }
        }
    }

    @Test
    void sendsWholeLinesInBatchesWithTheToken() throws IOException {
        StringBuilder all = new StringBuilder();
        try (PushWriter out =
                new PushWriter(new LineServer(url, "s3cret"), Duration.ZERO, d -> {})) {
            for (int i = 0; i < 60_000; i++) {
                String line = "bsmr_second,site=home import_power_w=" + i + "i " + i + "\n";
                all.append(line);
                out.write(line);
            }
        }
        assertThat(heard).hasSizeGreaterThan(2).allMatch(lines -> lines.endsWith("\n"));
        assertThat(String.join("", heard)).isEqualTo(all.toString());
        assertThat(asked).containsOnly("/write?db=house&precision=s Token s3cret");
    }

    @Test
    void signsInWithUserAndPasswordAndNeverShowsThem() throws IOException {
        LineServer server = new LineServer(url.replace("//", "//bsmr:s3cret@"), null);
        answer = 401;
        assertThatThrownBy(() -> server.send("a b=1i 1\n"))
                .message()
                .contains(url.substring(0, url.indexOf('?')) + " answers 401")
                .doesNotContain("s3cret");
        String basic = Base64.getEncoder().encodeToString("bsmr:s3cret".getBytes(UTF_8));
        assertThat(asked).containsExactly("/write?db=house&precision=s Basic " + basic);
        for (String wrong : List.of("http://bsmr:s3cret@nas", "http://bsmr:s3cret@nas/a b?p=x")) {
            assertThatThrownBy(() -> new LineServer(wrong, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .startsWith("'http://…@nas")
                    .doesNotContain("s3cret", "p=x");
        }
    }

    @Test
    void aServerThatIsAwayIsWaitedForEverLonger() throws IOException {
        answer = 503;
        List<Duration> pauses = new ArrayList<>();
        try (PushWriter out =
                new PushWriter(
                        new LineServer(url, null),
                        Duration.ofHours(1),
                        d -> {
                            pauses.add(d);
                            answer = pauses.size() < 8 ? 503 : 204;
                        })) {
            out.write("a b=1i 1\n");
        }
        assertThat(heard).containsExactly("a b=1i 1\n");
        assertThat(pauses.stream().map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void givesUpWhenThePatienceIsOver() {
        server.stop(0);
        List<Duration> pauses = new ArrayList<>();
        PushWriter out =
                new PushWriter(new LineServer(url, null), Duration.ofSeconds(10), pauses::add);
        assertThatThrownBy(
                        () -> {
                            out.write("a b=1i 1\n");
                            out.close();
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(pauses).hasSize(4);
        assertThatCode(out::close).as("no second wait").doesNotThrowAnyException();
        assertThat(pauses).hasSize(4);
    }

    @Test
    void saysInPlainWordsWhyAServerCannotBeReached() throws Exception {
        server.stop(0);
        assertNotReached(url, "nothing listens there; does the server run");
        assertNotReached("http://nosuch.invalid:8428/write", "no machine of that name is known");
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> hangUp(mute));
            hangsUp.start();
            assertNotReached(
                    "http://127.0.0.1:" + mute.getLocalPort() + "/write",
                    "what listens there is no HTTP server");
            hangsUp.join();
        }
    }

    /** After the request was read: a close before that is a reset. */
    private static void hangUp(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().skipNBytes(1);
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNotReached(String url, String why) {
        assertThatThrownBy(() -> new LineServer(url, null).send("a b=1i 1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be reached: " + why)
                .hasMessageNotContaining("java.");
    }

    @Test
    void aServerThatDoesNotKnowUsIsNotAskedAgain() {
        answer = 401;
        PushWriter out =
                new PushWriter(
                        new LineServer(url, null),
                        Duration.ofHours(1),
                        d -> {
                            throw new AssertionError("waits for what cannot come");
                        });
        assertThatThrownBy(
                        () -> {
                            out.write("a b=1i 1\n");
                            out.close();
                        })
                .isInstanceOf(LineServer.Refused.class)
                .hasMessageContaining("answers 401 field type conflict");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatTheServerRefusesIsPassedOverAndCounted() throws IOException {
        answer = 422;
        PushWriter out =
                new PushWriter(
                        new LineServer(url, null),
                        Duration.ofHours(1),
                        d -> {
                            throw new AssertionError("waits for what cannot come");
                        });
        String many = "a b=1i 1\n".repeat(150_000);
        out.write(many);
        answer = 204;
        out.write("a b=2i 2\n");
        out.close();
        assertThat(heard).containsExactly("a b=2i 2\n");
        assertThat(out.refused()).isEqualTo(150_000);
        assertThat(out.taken()).isEqualTo(1);
        assertThat(out.whyRefused()).contains("answers 422 field type conflict");
    }

    @Test
    void halvesWhatIsTooLargeForTheServer() throws IOException {
        most = 50;
        PushWriter out = new PushWriter(new LineServer(url, null), Duration.ZERO, d -> {});
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            all.append("a b=").append(i).append("i ").append(i).append('\n');
        }
        all.append("a b=\"").append("x".repeat(4000)).append("\" 1000\n");
        out.write(all.toString());
        out.close();
        assertThat(String.join("", heard)).isEqualTo(all.toString());
        assertThat(heard).allMatch(lines -> lines.lines().count() <= 50);
        assertThat(out.taken()).isEqualTo(1001);
    }

    @Test
    void aTokenThatEverybodyCanReadIsNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "abc\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> LineServer.token(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(LineServer.token(file)).isEqualTo("abc");
        assertThatThrownBy(() -> new LineServer("nas:8086", null))
                .hasMessageContaining("no address to write to");
        assertThat(new LineServer("http://nas:8086/write?u=me&p=secret", null).toString())
                .isEqualTo("http://nas:8086/write");
    }
}
