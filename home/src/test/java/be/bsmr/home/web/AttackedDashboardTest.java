package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteInput;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What somebody on the network, or a program on this machine, could do to the web server. */
@Timeout(60)
class AttackedDashboardTest {

    private static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");
    private static final String ATTACKER = "127.0.0.66";
    private static final String HEALTHY = "127.0.0.1";
    private static final String POST =
            "POST /api/control/mode HTTP/1.1\r\nHost: localhost\r\nX-BSMR: 1\r\n";
    private static final String DRIPPING = POST + "Content-Length: 400\r\n\r\no";
    private static final Duration SHORT = Duration.ofMillis(500);

    private final List<Socket> sockets = new ArrayList<>();
    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Dashboard dashboard =
            dashboard(null, WebServer.LONGEST_EXCHANGE, EventStreams.PATIENCE);
    private final House house =
            new House(
                    DashboardPictures.SETTINGS, Wiring.STAR, SIX_PM, step -> dashboard.show(step));

    @BeforeEach
    void start() throws IOException {
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
        dashboard.start();
        house.seconds(1, 900);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        dashboard.close();
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
    }

    @Test
    void endsAHeadWithoutEnd() throws Exception {
        Socket socket = connect(ATTACKER);
        write(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n");
        int sent = 0;
        try {
            for (; sent < 200; sent++) {
                write(socket, "X-" + sent + ": " + "a".repeat(4900) + "\r\n");
                socket.getOutputStream().flush();
            }
        } catch (IOException closed) {
            // Before the last was written, as it should.
        }
        assertThat(status(socket)).isIn(400, -1);
    }

    @Test
    void refusesMoreHeadersOrParametersThanAnybodyNeeds() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            many.append("X-").append(i).append(": a\r\n");
        }
        assertThat(ask(HEALTHY, "GET", "/healthz", many.toString(), "")).isEqualTo(400);
        assertThat(ask(HEALTHY, "GET", "/healthz?" + "a=1&".repeat(30), "", "")).isEqualTo(400);
        assertThat(ask(HEALTHY, "GET", "/healthz", "", "")).isEqualTo(200);
    }

    @Test
    void idleConnectionsLockNobodyOut() throws Exception {
        for (int host = 1; host <= 20; host++) {
            for (int i = 0; i < 20; i++) {
                connect("127.0.66." + host);
            }
        }
        await().until(() -> dashboard.connections() > Connections.MOST / 2);
        assertThat(ask(HEALTHY, "GET", "/healthz", "", "")).isEqualTo(200);
        assertThat(dashboard.connections()).isLessThanOrEqualTo(Connections.MOST);
    }

    /** Heads that never end, bodies that drip, answers that nobody takes: all places are taken. */
    @Test
    void twoHundredSlowClientsHardlySlowAHealthyOne() throws Exception {
        long before = medianOfAnswers();
        for (int i = 0; i < 200; i++) {
            Socket slow = connect("127.0.66." + (1 + i % 20));
            write(
                    slow,
                    switch (i % 3) {
                        case 0 -> "GET / HTTP/1.1\r\nHost: local";
                        case 1 -> DRIPPING;
                        default -> "GET /uplot.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
                    });
        }
        await().until(() -> dashboard.connections() > Connections.MOST / 2);
        assertThat(medianOfAnswers())
                .as("nanoseconds; %d without them", before)
                .isLessThan(10 * before + Duration.ofMillis(100).toNanos());
    }

    /** Of a client that opens a connection for each question, ns. */
    private long medianOfAnswers() throws IOException {
        long[] nanos = new long[50];
        for (int i = 0; i < nanos.length; i++) {
            long begun = System.nanoTime();
            assertThat(ask(HEALTHY, "GET", "/healthz", "", "")).isEqualTo(200);
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    /** Each costs something, even to send away: who only connects may not do so without end. */
    @Test
    void whoComesForNothingIsSentAwayAtOnce() throws Exception {
        aFlood("");
    }

    @Test
    void whoseBodiesDripIsSentAwayAtOnce() throws Exception {
        aFlood(DRIPPING);
    }

    private void aFlood(String said) throws Exception {
        for (int i = 0; i < 300; i++) {
            Socket one = connect(ATTACKER);
            try {
                write(one, said);
            } catch (IOException sentAway) {
                assertThat(i).isGreaterThanOrEqualTo(16);
            }
        }
        await().until(() -> status(sockets.get(299)) == -1);
        assertThat(dashboard.connections()).isLessThan(Connections.MOST_EACH);
        for (int i = 0; i < 300; i++) {
            assertThat(ask(HEALTHY, "GET", "/healthz", "", "")).isEqualTo(200);
        }
    }

    @Test
    void idleWatchersLockNobodyOut() throws Exception {
        for (int i = 0; i < EventStreams.MOST_EACH; i++) {
            assertThat(watch(ATTACKER)).isEqualTo(200);
        }
        assertThat(watch(ATTACKER)).isEqualTo(503);
        assertThat(watch(HEALTHY)).isEqualTo(200);
        sockets.get(0).close();
        await().until(
                        () -> {
                            house.seconds(1, 900);
                            return watch(ATTACKER) == 200;
                        });
    }

    @Test
    void aBodyMustArriveInTime() throws Exception {
        restart(null, SHORT, EventStreams.PATIENCE);
        Socket slow = connect(ATTACKER);
        write(slow, DRIPPING);
        Socket chunked = connect(ATTACKER);
        write(chunked, POST + "Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n");
        Socket ignored = connect(ATTACKER);
        write(ignored, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400\r\n\r\n");
        assertEnds(slow);
        assertEnds(chunked);
        assertEnds(ignored);
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerMustBeTakenInTime() throws Exception {
        restart(null, SHORT, EventStreams.PATIENCE);
        Socket deaf = new Socket();
        sockets.add(deaf);
        deaf.setReceiveBufferSize(2048);
        deaf.bind(new InetSocketAddress(ATTACKER, 0));
        deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        String request = "GET /uplot.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
        write(deaf, request.repeat(30));
        await().until(() -> dashboard.connections() == 1);
        await().until(() -> dashboard.connections() == 0);
    }

    @Test
    void aWatcherThatTakesNothingIsSentAway() throws Exception {
        restart(null, WebServer.LONGEST_EXCHANGE, SHORT);
        house.seconds(800, 900);
        Socket deaf = new Socket();
        sockets.add(deaf);
        deaf.setReceiveBufferSize(2048);
        deaf.bind(new InetSocketAddress(ATTACKER, 0));
        deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        write(deaf, "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> dashboard.audience().size() == 1);
        // In bursts, until the kernel holds no more for him; between them nobody says a word.
        await().pollInterval(SHORT.plusMillis(300))
                .until(
                        () -> {
                            house.seconds(200, 900);
                            return dashboard.connections() == 0;
                        });
        assertThat(dashboard.audience().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 5000,x,413",
        "Transfer-Encoding: chunked,no chunk,411",
        "Content-Length: many,x,400",
        "Content-Length: 9999999999999999999999,x,413",
        "Content-Length: 4,perhaps,400",
    })
    void aBrokenOrLargeBodyIsItsSendersTrouble(String header, String body, int expected)
            throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            String whole = header.contains("5000") ? "x".repeat(5000) : body + "\r\n";
            assertThat(
                            ask(
                                    HEALTHY,
                                    "POST",
                                    "/api/control/mode",
                                    "X-BSMR: 1\r\n" + header + "\r\n",
                                    whole))
                    .isEqualTo(expected);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(UTF_8)).doesNotContain("\tat ");
        assertThat(log.list)
                .filteredOn(e -> e.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void whoGuessesPasswordsWaitsAndTheOwnerIsTold() throws Exception {
        restart("geheim", WebServer.LONGEST_EXCHANGE, EventStreams.PATIENCE);
        assertThat(login(HEALTHY, "geheim")).isEqualTo(200);
        int looked = 0;
        for (int i = 0; i < 2000; i++) {
            int status = login(ATTACKER, "guess" + i);
            assertThat(status).isIn(401, 429);
            looked += status == 401 ? 1 : 0;
        }
        assertThat(looked).isLessThan(12);
        assertThat(login(ATTACKER, "geheim")).as("even the right one, now").isEqualTo(429);
        assertThat(login(HEALTHY, "geheim")).isEqualTo(200);
        assertThat(login("127.0.0.3", "geheim")).as("from an address of its own").isEqualTo(200);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(m -> m.contains("wrong password"))
                .singleElement()
                .asString()
                .contains(ATTACKER)
                .doesNotContain("guess");
        house.seconds(1, 900);
        JsonNode guesses = state().at("/guesses/0");
        assertThat(guesses.path("wrong").asInt()).isEqualTo(looked);
        assertThat(guesses.path("refused").asInt()).isGreaterThan(1900);
        assertThat(guesses.path("from").asText()).isEqualTo(ATTACKER);
        assertThat(guesses.path("ago_s").asInt()).isLessThan(30);
    }

    @Test
    void aWideQuestionHoldsNobodyUp() throws Exception {
        house.seconds(300, 900);
        String widest = "/api/whatif?load_w=999999&for_s=86400&within_s=";
        // Each another, so that none is known; the worst that may be asked.
        Socket first = connect(ATTACKER);
        write(first, "GET " + widest + "86400 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(ask(ATTACKER, "GET", widest + "86399", "", "")).isEqualTo(429);
        long begun = System.nanoTime();
        assertThat(ask(HEALTHY, "GET", "/healthz", "", "")).isEqualTo(200);
        assertThat(ask(HEALTHY, "GET", "/api/whatif?load_w=2000&for_s=60", "", "")).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(status(first)).isEqualTo(200);
        begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(ask(ATTACKER, "GET", widest + "86400", "", "")).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("the same again is known")
                .isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200",
        "User-Agent: curl/8.0, 200",
        "Sec-Fetch-Site: same-origin, 200",
        "Sec-Fetch-Site: none, 200",
        "Sec-Fetch-Site: cross-site, 403",
        "User-Agent: Mozilla/5.0 (X11), 403",
    })
    void aPageOfAnotherSiteAsksNothingThatCosts(String header, int expected) throws Exception {
        String line = header.isEmpty() ? "" : header + "\r\n";
        assertThat(ask(HEALTHY, "GET", "/api/whatif?load_w=2000&for_s=60&within_s=0", line, ""))
                .isEqualTo(expected);
    }

    // --- helpers ---

    private Dashboard dashboard(String password, Duration exchange, Duration patience) {
        WebSettings settings =
                new WebSettings(true, HEALTHY, 0, password == null ? null : "an", password);
        return new Dashboard(
                settings,
                Pages.users(settings),
                Pages.access(new ProgramHealth(), asked::add),
                Pages.answers(false),
                new Dashboard.Patience(Duration.ofSeconds(15), patience, exchange));
    }

    private void restart(String password, Duration exchange, Duration patience) throws IOException {
        dashboard.close();
        dashboard = dashboard(password, exchange, patience);
        dashboard.start();
        house.seconds(1, 900);
    }

    private int port() {
        return dashboard.address().getPort();
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** -1 when it was closed without a word. */
    private static int status(Socket socket) throws IOException {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                            .readLine();
            return line == null ? -1 : Integer.parseInt(line.substring(9, 12));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return -1;
        }
    }

    private int ask(String from, String method, String path, String headers, String body)
            throws IOException {
        try (Socket socket = connect(from)) {
            write(
                    socket,
                    method
                            + " "
                            + path
                            + " HTTP/1.1\r\nHost: localhost\r\n"
                            + headers
                            + "\r\n"
                            + body);
            return status(socket);
        }
    }

    private int login(String from, String password) throws IOException {
        String both = Base64.getEncoder().encodeToString(("an:" + password).getBytes(UTF_8));
        return ask(from, "GET", "/healthz", "Authorization: Basic " + both + "\r\n", "");
    }

    private int watch(String from) throws IOException {
        Socket socket = connect(from);
        write(socket, "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return status(socket);
    }

    private JsonNode state() throws IOException {
        String both = Base64.getEncoder().encodeToString("an:geheim".getBytes(UTF_8));
        try (Socket socket = connect(HEALTHY)) {
            write(
                    socket,
                    "GET /api/state HTTP/1.0\r\nHost: localhost\r\nAuthorization: Basic "
                            + both
                            + "\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    private static void assertEnds(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {}
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            // Ended as well.
        }
    }
}
