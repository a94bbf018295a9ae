package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Decision;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.otherwise.Lived;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions about the past of a house of three hours, kept in a real store; half of the way through
 * it the reader waits until the test lets it on.
 */
class OtherwiseTest {

    private static final Instant MORNING = Instant.parse("2026-01-13T06:00:00Z");
    private static final String BATTERY = "{\"battery_kwh\": 10, \"battery_w\": 5000}";

    @TempDir private Path folder;

    private final Semaphore gate = new Semaphore(1000);
    private final HttpClient client = HttpClient.newHttpClient();
    private Store store;
    private Dashboard dashboard;

    @BeforeEach
    void live() throws Exception {
        store =
                Store.open(
                        StoreSettings.of(folder.resolve("bsmr.db"), 10, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM);
        Past past = new Gated(store.history(), gate);
        dashboard =
                Pages.dashboard(
                        new SiteAccess(
                                Set.of("boiler"),
                                Clock.systemUTC(),
                                input -> {},
                                () -> input -> {},
                                new LatestState(),
                                new ProgramHealth(),
                                () -> Optional.of(past)),
                        Pages.answers(true));
        dashboard.start();
        House house =
                new House(
                        DashboardPictures.SETTINGS,
                        Wiring.STAR,
                        MORNING,
                        step -> {
                            store.keep(step);
                            dashboard.show(step);
                        });
        house.seconds(7200, 1000);
        house.seconds(900, 4500);
        house.seconds(901, 1000);
    }

    @AfterEach
    void leave() {
        gate.release(1000);
        dashboard.close();
        store.close();
    }

    @Test
    void tellsWhatABatteryWouldHaveSaved() throws Exception {
        assertThat(ask("POST", BATTERY).statusCode()).isEqualTo(202);
        JsonNode told = done();

        assertThat(told.path("state").asText()).isEqualTo("done");
        JsonNode month = told.at("/answer/months/0");
        assertThat(month.path("month").asText()).isEqualTo("2026-01");
        assertThat(month.path("was_w").asInt()).isBetween(4490, 4510);
        // What the owner aims for.
        assertThat(month.path("would_w").asInt()).isEqualTo(3000);
        // One and a half kilowatts of one known month: 1.5 × 54.2009816.
        double saved =
                told.at("/answer/lines/0/eur").asDouble()
                        - told.at("/answer/lines/0/otherwise_eur").asDouble();
        assertThat(saved).isBetween(80.0, 83.0);
        assertThat(told.at("/answer/saves_eur_per_year").asDouble()).isPositive();
    }

    @Test
    void tellsWhatALowerTargetWouldHaveTaken() throws Exception {
        ask("POST", "{\"target_w\": 3000}");
        JsonNode answer = done().path("answer");

        assertThat(answer.path("above_quarters").asInt()).isEqualTo(1);
        assertThat(answer.at("/months/0/would_w").asInt()).isEqualTo(3000);
        assertThat(answer.path("longest_wait_s").asInt()).isEqualTo(1800);
    }

    @Test
    void tellsOfEachSecondWhatBsmrWouldHaveMadeOfABattery() throws Exception {
        assertThat(
                        ask("POST", "{\"battery_kwh\": 10, \"battery_w\": 5000, \"days\": 14}")
                                .statusCode())
                .isEqualTo(202);
        JsonNode answer = done().path("answer");

        assertThat(answer.at("/question/days").asInt()).isEqualTo(14);
        // Of twelve quarters and a second: a part teaches the forecast, the last has just begun.
        assertThat(answer.path("quarters").asInt()).isEqualTo(8);
        assertThat(answer.path("given_kwh").asDouble()).isPositive();
        JsonNode month = answer.at("/months/0");
        assertThat(month.path("was_w").asInt()).isBetween(4450, 4510);
        assertThat(month.path("quarters_w").asInt()).isEqualTo(3000);
        assertThat(month.path("would_w").asInt()).isBetween(1000, 3300);
    }

    @Test
    void tellsOfEachSecondWhatALowerTargetWouldHaveTaken() throws Exception {
        ask("POST", "{\"target_w\": 3000, \"days\": 1}");
        JsonNode answer = done().path("answer");

        assertThat(answer.path("above_quarters").asInt()).isEqualTo(1);
        assertThat(answer.path("assumed_kwh").asDouble()).isPositive();
        assertThat(answer.path("moved_kwh").asDouble())
                .isBetween(
                        answer.path("left_kwh").asDouble(), answer.path("assumed_kwh").asDouble());
        assertThat(answer.at("/months/0/would_w").asInt())
                .isLessThan(answer.at("/months/0/was_w").asInt());
    }

    @Test
    void stopsBetweenTwoQuartersWhenToldTo() throws Exception {
        gate.drainPermits();
        ask("POST", "{\"battery_kwh\": 10, \"days\": 1}");
        gate.release(3);
        await().until(() -> gate.hasQueuedThreads() && gate.availablePermits() == 0);
        assertThat(ask("GET", "").body()).contains("\"state\":\"running\"");
        assertThat(ask("DELETE", "").body()).contains("\"state\":\"cancelled\"");
        gate.release(1);
        await().until(() -> threads("otherwise") == 0);
        assertThat(gate.availablePermits()).as("the next quarter is not read").isZero();
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @Test
    void saysOfHowManyDaysEachSecondIsKept() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(dashboard.address() + "api/seconds")).build();
        JsonNode kept =
                new JsonMapper().readTree(client.send(request, BodyHandlers.ofString()).body());

        assertThat(kept.path("from").asText()).startsWith("2026-01-13T07:00:00");
        assertThat(kept.path("days").asDouble()).isEqualTo(0.1);
    }

    @Test
    void answersOneQuestionAtATimeAndEndsItWhenTold() throws Exception {
        gate.drainPermits();
        ask("POST", BATTERY);
        await().until(() -> ask("GET", "").body().contains("\"progress\":0.40"));
        HttpResponse<String> second = ask("POST", "{\"without\": \"control\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("another question");
        assertThat(told().at("/question/battery_kwh").asInt()).isEqualTo(10);

        assertThat(ask("DELETE", "").body()).contains("\"state\":\"cancelled\"");
        gate.release(1000);
        assertThat(ask("POST", "{\"without\": \"control\"}").statusCode()).isEqualTo(202);
        assertThat(done().at("/question/without").asText()).isEqualTo("control");
    }

    @Test
    void whoEndsAQuestionThatIsAnsweredKeepsTheAnswer() throws Exception {
        ask("POST", "{\"without\": \"control\"}");
        JsonNode answered = done();
        assertThat(new JsonMapper().readTree(ask("DELETE", "").body())).isEqualTo(answered);
        assertThat(told()).isEqualTo(answered);
    }

    @Test
    void saysHowToAsk() throws Exception {
        assertThat(ask("GET", "").statusCode()).isEqualTo(204);
        for (String wrong :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "{\"battery_kwh\": \"ten\"}",
                        "{\"target_w\": 0}",
                        "{\"target_w\": 3000, \"days\": 1.5}",
                        "{\"battery_kwh\": 10, \"days\": 0}",
                        "{\"without\": \"control\", \"days\": 14}")) {
            HttpResponse<String> answer = ask("POST", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body())
                    .as(wrong)
                    .containsPattern(
                            "battery_kwh|target is 1 to|days are 1 to|for a battery or a target");
        }
        HttpRequest foreign =
                HttpRequest.newBuilder(URI.create(dashboard.address() + "api/otherwise"))
                        .POST(BodyPublishers.ofString(BATTERY))
                        .build();
        assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void tellsThePeaksWithoutControl() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(dashboard.address() + "api/uncontrolled"))
                        .build();
        JsonNode told =
                new JsonMapper().readTree(client.send(request, BodyHandlers.ofString()).body());

        assertThat(told.at("/question/without").asText()).isEqualTo("control");
        assertThat(told.at("/months/0/most_w").asInt())
                .isGreaterThanOrEqualTo(told.at("/months/0/was_w").asInt());
        assertThat(told.at("/months/0/was_w").asInt()).isPositive();
    }

    @Test
    void aPersonAsksLooksAgainStopsAndAsksAnew() {
        gate.drainPermits();
        List<String> complaints = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context =
                        chromium.browser()
                                .newContext(new Browser.NewContextOptions().setLocale("en-GB"))) {
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(dashboard.address() + "#/bill");
            page.locator("#otherwise-kwh").fill("8");
            page.getByText("Work it out").click();
            Locator progress = page.getByRole(AriaRole.PROGRESSBAR);
            assertThat(progress).hasAttribute("aria-valuenow", "40");
            assertThat(page.locator("#otherwise-answer")).containsText("Going through");

            page.reload();
            assertThat(page.locator("#otherwise-kwh")).hasValue("8");
            assertThat(progress).hasAttribute("aria-valuenow", "40");
            page.locator("#otherwise-stop").click();
            assertThat(page.locator("#otherwise-answer")).hasText("Stopped.");
            assertThat(progress).isHidden();

            gate.release(1000);
            page.getByText("Work it out").click();
            assertThat(page.locator("#otherwise-said"))
                    .containsText(Pattern.compile("That saves € \\d+\\.\\d\\d"));
            assertThat(page.locator("#otherwise-lines .total")).containsText("In a year");
            assertThat(page.locator("#otherwise-months li").first())
                    .containsText("January 2026: 4.50 kW, otherwise 3.00 kW");
            page.getByText("Each second of the last days").click();
            assertThat(page.locator("#otherwise-kept")).containsText("over 0.1 days");
            assertThat(page.locator("#otherwise-days")).hasValue("1");
            page.getByText("Work it out").click();
            assertThat(page.locator("#otherwise-seconds tbody tr"))
                    .containsText(
                            Pattern.compile(
                                    "January 2026\\s*4\\.\\d\\d kW\\s*3\\.00 kW\\s*\\d\\.\\d\\d kW"),
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            page.getByText("By quarters, thirteen months").click();
            page.getByText("With a lower target").click();
            page.locator("#otherwise-target").fill("3");
            page.getByText("Work it out").click();
            assertThat(page.locator("#otherwise-said"))
                    .containsText("1 quarter-hour stood above 3.00 kW.");
        }
        assertThat(complaints).as("of the page").isEmpty();
    }

    private HttpResponse<String> ask(String method, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(dashboard.address() + "api/otherwise"))
                        .header("X-BSMR", "1")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode told() throws IOException, InterruptedException {
        return new JsonMapper().readTree(ask("GET", "").body());
    }

    /** The answer, of which each key stands in the docs. */
    private JsonNode done() throws IOException, InterruptedException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !told().path("state").asText().equals("running"));
        JsonNode told = told();
        String docs = Files.readString(Path.of("../docs/http.md"));
        assertThat(keys(told).filter(k -> !docs.contains("`" + k + "`") && !docs.contains('"' + k)))
                .isEmpty();
        return told;
    }

    private static Stream<String> keys(JsonNode node) {
        return Stream.concat(
                node.properties().stream().map(Map.Entry::getKey),
                StreamSupport.stream(node.spliterator(), false).flatMap(OtherwiseTest::keys));
    }

    /** The past of a store, of which the reading waits half-way for a permit. */
    private record Gated(Past kept, Semaphore gate) implements Past {

        @Override
        public Lived lived(Instant from, Instant to, ZoneId zone, DoubleConsumer progress) {
            progress.accept(0.5);
            gate.acquireUninterruptibly();
            return kept.lived(from, to, zone, progress);
        }

        @Override
        public Series series(Series.Resolution resolution, Instant from, Instant to, ZoneId zone) {
            return kept.series(resolution, from, to, zone);
        }

        @Override
        public Series power(Instant from, Instant to, int parts) {
            return kept.power(from, to, parts);
        }

        @Override
        public Series mbus(boolean months, Instant from, Instant to, ZoneId zone) {
            return kept.mbus(months, from, to, zone);
        }

        @Override
        public List<Decision> decisions(Instant from, Instant to, int most) {
            return kept.decisions(from, to, most);
        }

        /** A quarter each time, of which the first waits like all that is read. */
        @Override
        public List<MeterRead> readings(Instant from, Instant to) {
            gate.acquireUninterruptibly();
            return kept.readings(from, to);
        }

        @Override
        public Optional<Instant> newest() {
            return kept.newest();
        }

        @Override
        public List<QuarterDemand> counted(Instant from, Instant to) {
            return kept.counted(from, to);
        }

        @Override
        public Optional<Extent> seconds() {
            return kept.seconds();
        }

        @Override
        public Optional<Extent> span() {
            return kept.span();
        }
    }
}
