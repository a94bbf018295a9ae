package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Outlook;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.setup.NoMeter;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.store.History;
import be.bsmr.home.uplink.FleetServer;
import be.bsmr.home.uplink.Uplink;
import be.bsmr.home.web.Chromium;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import be.bsmr.wire.Share;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program of a house that belongs to a fleet, at 200 times the speed of life. */
class UplinkHomeTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final String USER = "0123456789abcdef0123456789abcdef";
    private static final Power GRANTED = new Power(1234);

    @TempDir private Path folder;

    private final List<Outlook> outlooks = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void quiet() {
        LogLines.unchanged();
    }

    @Test
    void aPasswordFileThatIsNotThereIsToldBeforeAnythingListens() throws Exception {
        HomeConfig config =
                ConfigFile.with(
                        config(1),
                        Map.of(
                                "web.enabled",
                                true,
                                "web.port",
                                0,
                                "uplink.password",
                                "",
                                "uplink.password_file",
                                folder.resolve("none").toString()));
        try (Home home = Home.of(config, new NoMeter())) {
            assertThatThrownBy(home::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("uplink.password_file: " + folder.resolve("none"));
            assertThat(home.dashboard()).isEmpty();
        }
    }

    @Test
    void aSimulatedHouseThatSendsIsWarnedOfInTheLogAndOnThePage() throws Exception {
        Instant now = Clock.systemUTC().instant();
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, now, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        1);
        HomeConfig config = ConfigFile.with(config(1), Map.of("web.enabled", true, "web.port", 0));
        try (LogLines log = new LogLines(Uplink.class);
                Home home = Home.of(config, meter);
                Chromium chromium = new Chromium()) {
            home.start();
            Page page = chromium.browser().newPage(new Browser.NewPageOptions().setLocale("nl-BE"));
            page.navigate(home.dashboard().orElseThrow().toString());
            page.waitForSelector("#made-up:not([hidden])");
            assertThat(page.locator("#made-up").innerText()).startsWith("Dit huis is verzonnen");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("this house is a simulated one"))
                    .hasSize(1);
        }
    }

    @Test
    void anOutageLeavesNoGapAShareIsFollowedAndNobodyLearnsWhichMeterItIs() throws Exception {
        Instant lately = Clock.systemUTC().instant().minus(Duration.ofHours(3));
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, lately, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        200);
        try (FleetServer fleet = new FleetServer(folder);
                Wiretap wire = new Wiretap(fleet.port)) {
            fleet.start().startBridge();
            try (Home home = Home.of(config(wire.port()), meter).tellingAlso(this::heard)) {
                home.start();
                await().atMost(LONG_ENOUGH).until(() -> blocks(fleet).size() >= 3);
                await().atMost(LONG_ENOUGH).until(() -> !fleet.said(ForecastSent.class).isEmpty());
                Instant now = Clock.systemUTC().instant();
                fleet.grant(USER, new Share(GRANTED, now, now.plus(Share.VALID)));
                await().atMost(LONG_ENOUGH).until(() -> targets().contains(GRANTED));

                fleet.kill();
                Instant cut = newest();
                await().atMost(LONG_ENOUGH)
                        .until(() -> newest().isAfter(cut.plus(Duration.ofMinutes(40))));
                int forecasts = fleet.said(ForecastSent.class).size();
                fleet.start().startBridge();
                Instant back = newest();
                await().atMost(LONG_ENOUGH)
                        .until(() -> blocks(fleet).lastKey().isAfter(back.plusSeconds(300)));
                assertThat(fleet.said(ForecastSent.class).stream().skip(forecasts))
                        .as("forecasts of the past are not sent")
                        .allSatisfy(said -> assertThat(said.at()).isAfter(cut.plusSeconds(600)));
            }
            theOwnersTargetCountsAgain();
            nothingIsMissing(fleet);
            theMeterIsNobodys(wire.heard());
            assertThat(fleet.topics())
                    .containsExactly(
                            "fleet/" + USER + "/forecast",
                            "fleet/" + USER + "/quarter",
                            "fleet/" + USER + "/seconds",
                            "fleet/" + USER + "/share");
        }
    }

    private HomeConfig config(int port) throws Exception {
        return HomeConfig.read(
                Files.writeString(
                        folder.resolve("bsmr.yaml"),
                        """
                        store: {file: %s, commit_seconds: 1}
                        web: {enabled: false}
                        mqtt: {broker: {enabled: false}}
                        uplink: {server: "mqtt://127.0.0.1:%d", user: %s, password: secret}
                        """
                                .formatted(folder.resolve("bsmr.db"), port, USER)));
    }

    private void heard(SiteStep step) {
        Outlook outlook = step.state().foresight().outlook();
        if (step.newReading() && outlook != null) {
            outlooks.add(outlook);
        }
    }

    private List<Power> targets() {
        return outlooks.stream().map(Outlook::target).toList();
    }

    private Instant newest() {
        return outlooks.get(outlooks.size() - 1).at();
    }

    /** The last of each first second. */
    private static SortedMap<Instant, SecondsBlock> blocks(FleetServer fleet) {
        SortedMap<Instant, SecondsBlock> blocks = new TreeMap<>();
        fleet.said(SecondsBlock.class).forEach(block -> blocks.put(block.from(), block));
        return blocks;
    }

    private void theOwnersTargetCountsAgain() {
        List<Instant> granted =
                outlooks.stream().filter(o -> o.target().equals(GRANTED)).map(Outlook::at).toList();
        assertThat(Duration.between(granted.get(0), granted.get(granted.size() - 1)))
                .isLessThanOrEqualTo(Share.VALID);
        assertThat(targets().get(targets().size() - 1)).isGreaterThanOrEqualTo(targets().get(0));
    }

    private void nothingIsMissing(FleetServer fleet) throws Exception {
        SortedMap<Instant, SecondsBlock> blocks = blocks(fleet);
        try (History history = History.open(folder.resolve("bsmr.db"))) {
            Instant end = blocks.lastKey().plusSeconds(60);
            List<Reading> stored =
                    history.readings(blocks.firstKey(), end.minusSeconds(1)).stream()
                            .map(MeterRead::reading)
                            .toList();
            assertThat(blocks.values().stream().flatMap(UplinkHomeTest::seconds))
                    .isEqualTo(stored.stream().map(UplinkHomeTest::second).toList());
            assertThat(fleet.said(QuarterSent.class).stream().map(QuarterSent::demand).distinct())
                    .isEqualTo(
                            history
                                    .counted(
                                            blocks.firstKey().minusSeconds(899),
                                            end.minusSeconds(899))
                                    .stream()
                                    .filter(q -> !q.quarter().end().isAfter(end))
                                    .toList())
                    .hasSizeGreaterThan(2)
                    .allMatch(QuarterDemand::complete);
        }
    }

    private static java.util.stream.Stream<List<Object>> seconds(SecondsBlock block) {
        try {
            return block.readings(new MeterId("x")).stream().map(UplinkHomeTest::second);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> second(Reading reading) {
        return java.util.Arrays.asList(
                reading.measuredAt(),
                reading.importPower(),
                reading.exportPower(),
                reading.imported().sum(),
                reading.exported().sum(),
                reading.demand().running());
    }

    private void theMeterIsNobodys(byte[] heard) throws Exception {
        String meter;
        try (History history = History.open(folder.resolve("bsmr.db"))) {
            meter =
                    history.readings(Instant.EPOCH, Instant.MAX)
                            .get(0)
                            .reading()
                            .identity()
                            .meter()
                            .value();
        }
        String bytes = new String(heard, StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(meter.getBytes(StandardCharsets.US_ASCII));
        assertThat(meter).isNotBlank();
        assertThat(bytes).as("the wire was heard").contains(USER).contains("fleet/");
        assertThat(bytes)
                .doesNotContain(meter)
                .doesNotContain(hex)
                .doesNotContain(hex.toUpperCase(Locale.ROOT));
    }

    /** Stands between the house and the server, and hears each byte that leaves the house. */
    private static final class Wiretap implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int server;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();

        Wiretap(int server) throws IOException {
            this.server = server;
            daemon(this::listen);
        }

        int port() {
            return door.getLocalPort();
        }

        byte[] heard() {
            return heard.toByteArray();
        }

        private void listen() {
            while (!door.isClosed()) {
                try {
                    Socket house = door.accept();
                    sockets.add(house);
                    Socket fleet = new Socket(InetAddress.getLoopbackAddress(), server);
                    sockets.add(fleet);
                    daemon(() -> carry(house, fleet, heard));
                    daemon(() -> carry(fleet, house, OutputStream.nullOutputStream()));
                } catch (IOException e) {
                    // The server is away: the house is to notice.
                    sockets.forEach(Wiretap::end);
                }
            }
        }

        private static void carry(Socket from, Socket to, OutputStream also) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] some = new byte[8192];
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    also.write(some, 0, n);
                    to.getOutputStream().write(some, 0, n);
                }
            } catch (IOException e) {
                // The one or the other has hung up.
            }
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "wiretap");
            thread.setDaemon(true);
            thread.start();
        }

        private static void end(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
            sockets.forEach(Wiretap::end);
        }
    }
}
