package be.bsmr.home.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.EnergyPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {

    private static final Instant MORNING = Instant.parse("2026-11-27T08:20:00Z");
    private static final Instant AFTERNOON = Instant.parse("2026-11-27T14:20:00Z");
    private static final QuarterHour TONIGHT =
            new QuarterHour(Instant.parse("2026-11-27T18:00:00Z"));
    private static final QuarterHour TOMORROW =
            new QuarterHour(Instant.parse("2026-11-28T11:00:00Z"));

    @TempDir private Path directory;

    private final List<EnergyPrices> told = new CopyOnWriteArrayList<>();
    private final ProgramHealth health = new ProgramHealth();
    private volatile boolean nothing;
    private PriceStand stand;
    private Prices prices;

    @BeforeEach
    void open() throws IOException {
        stand = new PriceStand();
    }

    @AfterEach
    void close() {
        stop();
        stand.close();
    }

    @Test
    void tellsTheSiteWhatTodayCostsWithTheLicence() throws Exception {
        stand.says(200, PriceStand.recorded("energy-charts-today.json"));
        start(MORNING, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        EnergyPrices today = told.get(0);
        assertThat(today.quarters()).hasSize(96);
        assertThat(today.source()).isEqualTo("energy-charts");
        assertThat(today.licence()).startsWith("CC BY 4.0");
        assertThat(today.at(TONIGHT)).isPresent();
        assertThat(stand.asked()).containsExactly("bzn=BE&start=2026-11-27&end=2026-11-27");
        assertThat(trouble()).isNull();
    }

    @Test
    void fromOneOClockOnTomorrowIsAskedForToo() throws Exception {
        stand.says(200, PriceStand.recorded("energy-charts-two-days.json"));
        start(AFTERNOON, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        assertThat(told.get(0).at(TOMORROW)).isPresent();
        assertThat(stand.asked()).containsExactly("bzn=BE&start=2026-11-27&end=2026-11-28");
    }

    @Test
    void afterARestartWithoutANetworkWhatWasToldIsStillKnown() throws Exception {
        stand.says(200, PriceStand.recorded("energy-charts-two-days.json"));
        start(AFTERNOON, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        EnergyPrices before = told.get(0);
        stop();
        told.clear();
        stand.says(500, "");
        start(AFTERNOON, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        assertThat(told.get(0)).isEqualTo(before);
        assertThat(stand.asked()).as("all is known").hasSize(1);
    }

    @Test
    void whatAnotherSourceToldDoesNotCount() throws Exception {
        stand.says(200, PriceStand.recorded("energy-charts-two-days.json"));
        start(AFTERNOON, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        stop();
        told.clear();
        stand.says(500, "");
        start(AFTERNOON, Map.of("source", "entsoe", "entsoe_token", "0f6a1b2c-made-up"));
        await().until(() -> trouble() != null);
        assertThat(told).isEmpty();
    }

    @Test
    void aFileThatIsBrokenIsAskedForAgain() throws Exception {
        Files.writeString(file(), "{\"source\":\"energy-charts\",\"quarters\":{\"yest", UTF_8);
        stand.says(200, PriceStand.recorded("energy-charts-today.json"));
        start(MORNING, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        assertThat(Files.readString(file(), UTF_8)).endsWith("}\n").contains("\"licence\"");
        assertThat(directory.toFile().list()).containsExactly("bsmr.db-prices");
    }

    @Test
    void aServerThatFailsIsToldAndNotAskedAgainAtOnce() {
        stand.says(500, "down");
        start(MORNING, Map.of("source", "energy-charts"));
        await().until(() -> trouble() != null);
        assertThat(trouble()).isEqualTo("127.0.0.1 answers 500 'down'");
        assertThat(told).isEmpty();
        assertThat(nothing).as("the site knows that nothing is known").isTrue();
        assertThat(stand.asked()).hasSize(1);
    }

    @Test
    void anExchangeThatKnowsNothingOfTodayIsATroubleAndTakesNoLicenceAway() throws Exception {
        stand.says(200, PriceStand.recorded("energy-charts-today.json"));
        start(MORNING, Map.of("source", "energy-charts"));
        await().until(() -> !told.isEmpty());
        stop();
        told.clear();
        stand.says(404, "{\"detail\":\"no content available\"}");
        start(AFTERNOON, Map.of("source", "energy-charts"));
        await().until(() -> stand.asked().size() == 2 && !told.isEmpty());
        assertThat(told.get(told.size() - 1).licence()).startsWith("CC BY 4.0");
        assertThat(trouble()).as("tomorrow is not published yet").isNull();
        stop();
        start(AFTERNOON.plus(Duration.ofDays(3)), Map.of("source", "energy-charts"));
        await().until(() -> trouble() != null);
        assertThat(trouble()).isEqualTo("energy-charts tells no price of now");
    }

    @Test
    void aFixedPriceIsToldWithoutAskingAnybody() {
        start(
                MORNING,
                Map.of(
                        "source", "fixed",
                        "fixed.import_cent", "14.5",
                        "fixed.export_cent", "3",
                        "charges.network_cent", "5.5"));
        await().until(() -> !told.isEmpty());
        EnergyPrices known = told.get(0);
        assertThat(known.quarters()).as("yesterday to tomorrow").hasSize(3 * 96);
        assertThat(known.at(TOMORROW).orElseThrow().importPerKwh()).isEqualTo("0.212");
        assertThat(known.at(TOMORROW).orElseThrow().exportPerKwh()).isEqualTo("0.03");
        assertThat(known.licence()).isEmpty();
        assertThat(stand.asked()).isEmpty();
        assertThat(file()).doesNotExist();
    }

    /** That nothing is known yet is told too. */
    private void hear(SiteInput input) {
        EnergyPrices prices = ((SiteInput.PricesTold) input).prices();
        nothing |= prices.isEmpty();
        if (!prices.isEmpty()) {
            told.add(prices);
        }
    }

    private String trouble() {
        return health.parts().get("prices").trouble();
    }

    private void stop() {
        prices.close();
    }

    private void start(Instant now, Map<String, String> keys) {
        PriceSettings settings =
                ConfigFile.with(
                        ConfigFile.with(
                                PriceSettings.NONE,
                                Map.of(
                                        "addresses.energy_charts", stand.address(),
                                        "addresses.entsoe", stand.address())),
                        keys);
        InstantSource clock = InstantSource.fixed(now);
        SiteAccess site =
                new SiteAccess(
                        Set.of(),
                        clock,
                        this::hear,
                        () -> input -> {},
                        new LatestState(),
                        health,
                        Optional::empty);
        prices =
                Prices.open(
                        settings,
                        new Prices.House(
                                settings.contract(SiteSettings.BELGIUM, null),
                                clock,
                                file(),
                                site));
    }

    private Path file() {
        return directory.resolve("bsmr.db-prices");
    }
}
