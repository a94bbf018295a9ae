package be.bsmr.home.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.series.LineServer;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Out of a real database to a real HTTP server that goes away in between. */
class InfluxFeedTest {

    private static final Instant START = Instant.parse("2026-01-13T16:50:00Z");

    private final Set<Long> heard = new ConcurrentSkipListSet<>();
    private final Household house = new Household(3, START, SiteSettings.BELGIUM, Grid.STAR_400);
    private final Site site = new Site(SiteSettings.DEFAULT);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private Instant now = START;
    private HttpServer server;
    private volatile boolean up = true;

    /** What the server says to seconds, when it does not take them; empty = it takes them. */
    private volatile Function<List<Long>, Optional<String>> refusal = seconds -> Optional.empty();

    @TempDir Path folder;
    private Path database;

    @BeforeEach
    void serve() throws IOException {
        database = folder.resolve("house.db");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String lines =
                                new String(
                                        new GZIPInputStream(exchange.getRequestBody())
                                                .readAllBytes(),
                                        StandardCharsets.UTF_8);
                        List<Long> seconds =
                                lines.lines()
                                        .map(l -> Long.valueOf(l.substring(l.lastIndexOf(' ') + 1)))
                                        .toList();
                        Optional<String> refused = refusal.apply(seconds);
                        if (refused.isPresent()) {
                            byte[] why =
                                    refused.get().substring(4).getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(
                                    Integer.parseInt(refused.get().substring(0, 3)), why.length);
                            exchange.getResponseBody().write(why);
                            return;
                        }
                        if (up) {
                            heard.addAll(seconds);
                        }
                        exchange.sendResponseHeaders(up ? 204 : 503, -1);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anOutageAndARestartLoseNothing() throws IOException {
        live(100);
        try (History history = History.open(database)) {
            InfluxFeed feed = feed(history);
            feed.send();
            assertThat(heard).as("from the newest on").hasSize(1);
            live(100);
            feed.send();
            assertThat(heard).hasSize(101);
            up = false;
            live(5000);
            feed.send();
            assertThat(heard).hasSize(101);
            up = true;
            feed.send();
            assertThat(heard).isEqualTo(seconds(99, 5200));
            up = false;
            live(50);
            feed.send();
            feed.close();
        }
        assertThat(Files.readString(folder.resolve("house.db-influx")).strip())
                .isEqualTo(START.plusSeconds(5200).toString());
        up = true;
        live(50);
        try (History history = History.open(database);
                InfluxFeed next = feed(history)) {
            next.start();
            await().until(() -> heard.equals(seconds(99, 5300)));
        }
    }

    /** As InfluxDB does with seconds that are older than it keeps: the others are taken. */
    @Test
    void goesOnPastWhatTheServerNoLongerKeeps() throws IOException {
        live(6000);
        long kept = START.getEpochSecond() + 5000;
        refusal =
                seconds -> {
                    long old = seconds.stream().filter(s -> s < kept).count();
                    seconds.stream().filter(s -> s >= kept).forEach(heard::add);
                    return old == 0
                            ? Optional.empty()
                            : Optional.of(
                                    "400 {\"error\":\"partial write: points beyond retention policy"
                                            + " dropped="
                                            + old
                                            + "\"}");
                };
        expectFrom(
                START,
                feed -> {
                    assertThat(heard).isEqualTo(seconds(5000, 6000));
                    assertThat(feed.health()).isEqualTo(new InfluxFeed.Health(5000, null));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 no", "404 bucket not found", "422 unprocessable", "418 teapot"})
    void goesOnPastABatchThatIsRefusedWhole(String answer) throws IOException {
        live(6000);
        long kept = START.getEpochSecond() + 3600;
        refusal = s -> s.get(0) < kept ? Optional.of(answer) : Optional.empty();
        expectFrom(
                START,
                feed -> {
                    assertThat(heard).isEqualTo(seconds(3600, 6000));
                    assertThat(feed.health()).isEqualTo(new InfluxFeed.Health(3600, null));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 who?",
                "403 no",
                "404 database not found",
                "400 no bucket",
                "307 there"
            })
    void aServerThatTakesNothingIsWaitedFor(String answer) throws IOException {
        live(6000);
        refusal = s -> Optional.of(answer);
        expectFrom(
                START,
                feed -> {
                    assertThat(heard).isEmpty();
                    assertThat(feed.health().refused()).isZero();
                    assertThat(feed.health().trouble()).contains(answer);
                    refusal = s -> Optional.empty();
                    feed.send();
                    assertThat(heard).as("nothing is lost").isEqualTo(seconds(0, 6000));
                    assertThat(feed.health()).isEqualTo(new InfluxFeed.Health(0, null));
                });
    }

    @Test
    void sendsLessAtATimeWhenItIsTooMuch() throws IOException {
        live(1000);
        refusal = s -> s.size() > 100 ? Optional.of("413 too large") : Optional.empty();
        expectFrom(
                START,
                feed -> {
                    assertThat(heard).isEqualTo(seconds(0, 1000));
                    assertThat(feed.health().refused()).isZero();
                });
    }

    /** A feed that begins there, after its first attempt. */
    private void expectFrom(Instant start, Consumer<InfluxFeed> expected) throws IOException {
        Files.writeString(folder.resolve("house.db-influx"), start.toString());
        try (History history = History.open(database);
                InfluxFeed feed = feed(history)) {
            feed.send();
            expected.accept(feed);
        }
    }

    @Test
    void aFileThatSaysNonsenseIsPassedOver() throws IOException {
        live(10);
        Files.writeString(folder.resolve("house.db-influx"), "yesterday");
        try (History history = History.open(database);
                InfluxFeed feed = feed(history)) {
            feed.send();
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void goesOnAfterTheMetersClockWasSetBack() throws IOException {
        Instant before = START.minus(Duration.ofDays(1));
        StoreSettings settings = StoreSettings.of(database, 1, 0);
        try (Store store = Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM);
                InfluxFeed feed = feed(store.history())) {
            keep(store, house, 1000);
            feed.send();
            keep(store, new Household(5, before, SiteSettings.BELGIUM, Grid.STAR_400), 1000);
            feed.send();
            assertThat(heard).contains(before.getEpochSecond() + 10, before.getEpochSecond() + 590);
        }
        assertThat(Instant.parse(Files.readString(folder.resolve("house.db-influx")).strip()))
                .isBefore(START);
    }

    private void keep(Store store, Household meter, int seconds) {
        for (int s = 0; s < seconds; s++) {
            SiteStep step =
                    site.step(
                            state,
                            new MeterRead(meter.next(), START.plusSeconds(s), LinkHealth.INITIAL));
            state = step.state();
            store.keep(step);
        }
    }

    private InfluxFeed feed(History history) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
        return new InfluxFeed(
                history, database, new LineServer(url, null), "home", SiteSettings.BELGIUM);
    }

    private static Set<Long> seconds(int from, int to) {
        Set<Long> seconds = new TreeSet<>();
        for (int s = from; s < to; s++) {
            seconds.add(START.getEpochSecond() + s);
        }
        return seconds;
    }

    private void live(int seconds) throws IOException {
        try (RecordedReadings readings =
                Imports.ofRecording(database, SiteSettings.BELGIUM, false, false)) {
            for (int s = 0; s < seconds; s++) {
                SiteStep step =
                        site.step(state, new MeterRead(house.next(), now, LinkHealth.INITIAL));
                state = step.state();
                readings.take(step.counted());
                now = now.plusSeconds(1);
            }
            readings.finish();
        }
    }
}
