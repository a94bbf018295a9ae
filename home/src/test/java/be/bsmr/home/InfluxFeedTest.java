package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.series.LineServer;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.RecordedReadings;
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
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of a real database to a real HTTP server that goes away in between. */
class InfluxFeedTest {

    private static final Instant START = Instant.parse("2026-01-13T16:50:00Z");

    private final Set<Long> heard = new ConcurrentSkipListSet<>();
    private final Household house = new Household(3, START, SiteSettings.BELGIUM, Grid.STAR_400);
    private final Site site = Site.ofThePast(SiteSettings.DEFAULT);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private Instant now = START;
    private HttpServer server;
    private volatile boolean up = true;

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
                        if (up) {
                            lines.lines()
                                    .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                                    .forEach(t -> heard.add(Long.valueOf(t)));
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
                Imports.ofRecording(database, SiteSettings.BELGIUM, false)) {
            for (int s = 0; s < seconds; s++) {
                SiteStep step =
                        site.step(state, new MeterRead(house.next(), now, LinkHealth.INITIAL));
                state = step.state();
                readings.take(step);
                now = now.plusSeconds(1);
            }
            readings.finish();
        }
    }
}
