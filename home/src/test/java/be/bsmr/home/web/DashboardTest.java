package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {

    private static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");
    private static final WebSettings OPEN = new WebSettings(true, "127.0.0.1", 0, null, null);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ProgramHealth health = new ProgramHealth();
    private final SiteAccess access = Pages.access(health);
    private Dashboard dashboard = dashboard(OPEN);
    private final House house =
            new House(
                    DashboardPictures.SETTINGS, Wiring.STAR, SIX_PM, step -> dashboard.show(step));

    @BeforeEach
    void start() throws IOException {
        dashboard.start();
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void hasNoStateBeforeTheFirstReading() throws Exception {
        assertThat(get("api/state").statusCode()).isEqualTo(503);
        assertThat(get("healthz").statusCode()).isEqualTo(200);

        house.seconds(1, 1500);

        assertThat(get("api/state").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsTheNewestStateWithTheWholeQuarter() throws Exception {
        house.seconds(121, 1800);
        house.seconds(1, 2400);

        JsonNode state = JSON.readTree(get("api/state").body());

        assertThat(state.at("/reading/import_power_w").asInt()).isEqualTo(2400);
        assertThat(state.at("/reading/grid").asText()).isEqualTo("3n400");
        assertThat(state.at("/quarter/elapsed_s").asInt()).isEqualTo(121);
        assertThat(state.at("/quarter/target_w").asInt()).isEqualTo(3000);
        assertThat(state.at("/loads/0/name").asText()).isEqualTo("Boiler");
        assertThat(state.at("/link/accepted").asInt()).isEqualTo(122);
        assertThat(state.at("/silent").asBoolean()).isFalse();
        assertThat(state.at("/points/elapsed_s")).hasSize(122);
        assertThat(state.at("/points/elapsed_s/0").asInt()).isZero();
        assertThat(state.at("/points/import_wh/121").asDouble())
                .isEqualTo(state.at("/quarter/import_wh").asDouble());
        assertThat(state.at("/points/forecast_wh")).hasSize(122);
        assertThat(state.at("/points/alarm_line_wh/0").asDouble()).isEqualTo(825);
        assertThat(state.at("/points/limit_wh/0").asDouble()).isEqualTo(750);
    }

    @Test
    void saysWhatItCheckedAndWhenThatLastDidWell() throws Exception {
        JsonNode before = JSON.readTree(get("healthz").body());
        assertThat(before.path("status").asText()).isEqualTo("trouble");
        assertThat(before.at("/meter/trouble").asText()).isEqualTo("no telegram yet");
        assertThat(before.path("meter").has("age_s")).isFalse();
        health.watch("site", () -> new PartReport(Duration.ofMillis(900), null));
        house.seconds(1, 1800);
        JsonNode well = JSON.readTree(get("healthz").body());
        assertThat(well.path("status").asText()).isEqualTo("ok");
        assertThat(well.at("/meter/ok").asBoolean()).isTrue();
        assertThat(well.at("/meter/age_s").asInt()).isZero();
        assertThat(well.at("/site/age_s").asInt()).isZero();
        health.watch("store", () -> new PartReport(Duration.ofHours(1), "disk full"));
        house.silence(61);
        HttpResponse<String> answer = get("healthz");
        assertThat(answer.statusCode()).as("it answers").isEqualTo(200);
        JsonNode trouble = JSON.readTree(answer.body());
        assertThat(trouble.path("status").asText()).isEqualTo("trouble");
        assertThat(trouble.at("/store/trouble").asText()).isEqualTo("disk full");
        assertThat(trouble.at("/store/age_s").asInt()).isEqualTo(3600);
        assertThat(trouble.at("/meter/trouble").asText()).isEqualTo("silent");
    }

    @Test
    void tellsHowTheDiskDoes() throws Exception {
        house.seconds(10, 1800);
        assertThat(JSON.readTree(get("api/state").body()).has("disk")).isFalse();
        assertThat(get("metrics").body()).doesNotContain("bsmr_store");
        health.watchStore(() -> new StoreReport(10, 3, 2, "disk full", SIX_PM, null));
        JsonNode disk = JSON.readTree(get("api/state").body()).path("disk");
        assertThat(disk.path("dropped").asInt()).isEqualTo(2);
        assertThat(disk.path("trouble").asText()).isEqualTo("disk full");
        assertThat(disk.path("backup").asText()).isEqualTo("2026-11-22T18:00:00+01:00");
        assertThat(disk.has("backup_trouble")).isFalse();
        assertThat(get("metrics").body().lines())
                .contains(
                        "bsmr_store_writes 0.0",
                        "bsmr_store_readings_waiting 3.0",
                        "bsmr_store_readings_dropped_total 2.0",
                        "bsmr_backup_works 1.0");
    }

    @Test
    void tellsWhatPeaksCostWhereTheHouseStands() throws Exception {
        assertThat(get("api/bill").statusCode()).isEqualTo(404);
        dashboard.close();
        dashboard = Pages.dashboard(OPEN, Pages.access(), Pages.answers(true));
        dashboard.start();
        assertThat(get("api/bill").statusCode()).isEqualTo(503);
        house.seconds(905, 2800);
        JsonNode bill = JSON.readTree(get("api/bill").body());
        assertThat(bill.path("status").asText()).isEqualTo("known");
        assertThat(bill.path("months")).isNotEmpty();
        assertThat(bill.path("total_eur").decimalValue()).isGreaterThan(new BigDecimal("150"));
        JsonNode cost = JSON.readTree(get("api/state").body()).path("cost");
        assertThat(cost.path("area").asText()).isEqualTo("imewo");
        assertThat(cost.path("capacity_eur").isNumber()).isTrue();
        assertThat(cost.path("quarter_adds_eur").isNumber()).isTrue();
    }

    @Test
    void takesWhatAPersonAsksOnlyFromItsOwnPage() throws Exception {
        List<SiteInput> asked = new CopyOnWriteArrayList<>();
        dashboard.close();
        dashboard = Pages.dashboard(OPEN, Pages.access(health, asked::add), Pages.answers(false));
        dashboard.start();
        assertThat(post("api/loads/boiler/undo", "", false)).isEqualTo(403);
        assertThat(post("api/loads/pool/undo", "", true)).isEqualTo(404);
        assertThat(post("api/loads/boiler/mode", "perhaps", true)).isEqualTo(400);
        assertThat(asked).isEmpty();
        assertThat(post("api/loads/boiler/undo", "", true)).isEqualTo(202);
        assertThat(post("api/loads/boiler/mode", "off", true)).isEqualTo(202);
        assertThat(post("api/control/mode", "shadow", true)).isEqualTo(202);
        assertThat(asked)
                .containsExactly(
                        new SiteInput.UndoRequest(SIX_PM, "boiler"),
                        new SiteInput.UserRequest(SIX_PM, "boiler", ManualOverride.ALWAYS_SHED),
                        new SiteInput.ModeRequest(SIX_PM, ControlMode.SHADOW));
    }

    @Test
    void tellsWhatWasDecidedAlsoBeforeThisStart() throws Exception {
        access.latest()
                .remember(List.of(Decision.about(SIX_PM, Decision.What.LOAD_BY_HAND, "boiler")));
        house.seconds(1, 500);
        JsonNode journal = JSON.readTree(get("api/decisions").body());
        JsonNode oldest = journal.get(journal.size() - 1);
        assertThat(oldest.path("what").asText()).isEqualTo("load_by_hand");
        assertThat(oldest.path("text_nl").asText()).startsWith("Boiler werd ter plaatse");
    }

    private int post(String path, String body, boolean ours) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (ours) {
            request.header("X-BSMR", "1");
        }
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void tellsHowTheCableDoesEvenBeforeTheFirstReading() throws Exception {
        LinkHealth link = LinkHealth.INITIAL.opened().heard(2000, 120);
        house.step(new SiteInput.LinkReport(SIX_PM, link));
        JsonNode noise = JSON.readTree(get("api/link").body());
        assertThat(noise.at("/connected").asBoolean()).isTrue();
        assertThat(noise.at("/opened").asInt()).isEqualTo(1);
        assertThat(noise.at("/bytes").asInt()).isEqualTo(2000);
        assertThat(noise.at("/stray_bytes").asInt()).isEqualTo(120);
        assertThat(noise.has("last_rejected")).isFalse();
        assertThat(noise.has("age_s")).isFalse();

        house.step(
                new SiteInput.LinkReport(
                        SIX_PM,
                        link.accepted(SIX_PM, SIX_PM.minusMillis(1500))
                                .rejected(
                                        new LinkHealth.Rejection(
                                                "crc", 1234, SIX_PM.plusSeconds(1)))));
        JsonNode broken = JSON.readTree(get("api/link").body());
        assertThat(broken.at("/recent_rejected").asInt()).isEqualTo(1);
        assertThat(broken.at("/recent_telegrams").asInt()).isEqualTo(2);
        assertThat(broken.at("/last_rejected/cause").asText()).isEqualTo("crc");
        assertThat(broken.at("/last_rejected/offset").asInt()).isEqualTo(1234);
        assertThat(broken.at("/last_rejected/time").asText())
                .isEqualTo("2026-11-22T18:00:01+01:00");
        assertThat(broken.at("/clock_skew_s").asText()).isEqualTo("-1.5");
        assertThat(broken.has("age_s")).isTrue();
    }

    @Test
    void answersWhatStartingALoadWouldDo() throws Exception {
        assertThat(get("api/whatif?load_w=2500&for_s=5400").statusCode()).isEqualTo(503);

        house.seconds(300, 400);
        HttpResponse<String> answer = get("api/whatif?load_w=5000&for_s=5400&within_s=3600");
        JsonNode said = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(said.path("time").asText()).isEqualTo("2026-11-22T18:04:59+01:00");
        assertThat(said.path("load_w").asInt()).isEqualTo(5000);
        assertThat(said.path("for_s").asInt()).isEqualTo(5400);
        assertThat(said.path("within_s").asInt()).isEqualTo(3600);
        assertThat(said.path("target_w").asInt()).isEqualTo(3000);
        assertThat(said.at("/now/start").asText()).isEqualTo("2026-11-22T18:04:59+01:00");
        assertThat(said.at("/now/break_probability").asDouble()).isGreaterThan(0.9);
        assertThat(said.at("/now/costs").asText()).isEqualTo("unknown");
        assertThat(said.at("/now").has("eur_per_year")).isFalse();
        assertThat(said.at("/cheapest/added_peak_w").asInt())
                .isLessThanOrEqualTo(said.at("/now/added_peak_w").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for_s=5400 | load_w is missing; ask as in /api/v1/whatif?load_w=2500&for_s=5400",
                "load_w=2.5kW&for_s=60 | load_w is a whole number, not '2.5kW'",
                "load_w=0&for_s=60 | a load is 1 to 999999 W, not 0",
                "load_w=1&for_s=60&within_s=-1 | a moment is looked for within 0 to 24 hours, not"
                        + " -1 s",
                "load=1 | there is no parameter 'load'; load_w, for_s and within_s there are, as in"
                        + " /api/v1/whatif?load_w=2500&for_s=5400"
            })
    void saysInOneLineWhatIsWrongWithAQuestion(String query, String error) throws Exception {
        HttpResponse<String> answer = get("api/whatif?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).isEqualTo(error);
    }

    @Test
    void speaksToPrometheus() throws Exception {
        Map<String, Double> before = metrics();
        assertThat(before)
                .containsEntry("bsmr_link_connected", 0.0)
                .containsEntry("bsmr_telegrams_accepted_total", 0.0)
                .containsEntry("bsmr_telegrams_rejected_total{cause=\"crc\"}", 0.0)
                .doesNotContainKeys("bsmr_import_power_watts", "bsmr_telegram_age_seconds");

        house.seconds(300, 1700);
        LinkHealth link =
                house.state()
                        .metering()
                        .link()
                        .opened()
                        .heard(123_456, 78)
                        .rejected(new LinkHealth.Rejection("crc", 99, house.next()))
                        .rejected(new LinkHealth.Rejection("cut", 999, house.next()))
                        .accepted(house.next(), house.next().plusMillis(250));
        house.step(new SiteInput.LinkReport(house.next(), link));

        assertThat(metrics())
                .containsEntry("bsmr_link_connected", 1.0)
                .containsEntry("bsmr_link_opened_total", 2.0)
                .containsEntry("bsmr_bytes_total", 123_456.0)
                .containsEntry("bsmr_stray_bytes_total", 78.0)
                .containsEntry("bsmr_telegrams_accepted_total", 301.0)
                .containsEntry("bsmr_telegrams_rejected_total{cause=\"crc\"}", 1.0)
                .containsEntry("bsmr_telegrams_rejected_total{cause=\"cut\"}", 1.0)
                .containsEntry("bsmr_telegrams_rejected_total{cause=\"oversized\"}", 0.0)
                .containsEntry("bsmr_meter_clock_skew_seconds", 0.25)
                .containsEntry("bsmr_import_power_watts", 1700.0)
                .containsEntry("bsmr_export_power_watts", 0.0)
                .containsEntry("bsmr_target_watts", 3000.0)
                .containsEntry("bsmr_alarm", 0.0)
                .containsEntry("bsmr_meter_silent", 0.0)
                .containsKeys("bsmr_demand_watts", "bsmr_forecast_demand_watts")
                .containsKeys("bsmr_telegram_age_seconds");

        house.silence(61);
        assertThat(metrics())
                .containsEntry("bsmr_meter_silent", 1.0)
                .as("old numbers are not told as if they were new")
                .doesNotContainKeys("bsmr_import_power_watts", "bsmr_demand_watts");
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() throws Exception {
        HttpResponse<String> answer =
                get("metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(header(answer, "Content-Type")).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    /** What a scraper reads; each metric is explained and has a type before it has a value. */
    private Map<String, Double> metrics() throws Exception {
        HttpResponse<String> answer = get("metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith("text/plain; version=0.0.4");
        Map<String, Double> values = new HashMap<>();
        Set<String> typed = new HashSet<>();
        for (String line : answer.body().split("\n", -1)) {
            if (line.startsWith("# TYPE ")) {
                typed.add(line.split(" ", -1)[2]);
            } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
                int space = line.lastIndexOf(' ');
                String series = line.substring(0, space);
                assertThat(typed).contains(series.replaceAll("[{].*", ""));
                assertThat(values.put(series, Double.valueOf(line.substring(space + 1)))).isNull();
            }
        }
        return values;
    }

    @Test
    void keepsThePointsOfTheRunningQuarterOnly() throws Exception {
        house.seconds(900, 1000);
        assertThat(points()).hasSize(900);

        house.seconds(5, 1000);

        assertThat(points()).hasSize(5);
        assertThat(points().get(0).asInt()).isZero();
    }

    @Test
    void keepsTheLastTwentyDecisionsNewestFirst() throws Exception {
        house.seconds(1, 1000);
        for (int i = 0; i < 25; i++) {
            house.step(
                    new SiteInput.UserRequest(
                            SIX_PM.plusSeconds(i),
                            "boiler",
                            i % 2 == 0 ? ManualOverride.ALWAYS_SHED : ManualOverride.ALWAYS_ON));
        }

        JsonNode decisions = JSON.readTree(get("api/state").body()).get("decisions");

        assertThat(decisions).hasSize(20);
        assertThat(decisions.at("/0/time").asText()).isEqualTo("2026-11-22T18:00:24+01:00");
        assertThat(decisions.at("/0/what").asText()).isEqualTo("load_forced_off");
    }

    @Test
    void beginsEventsWithASnapshotAndGoesOnWithReadings() throws Exception {
        house.seconds(300, 1700);
        try (Events events = new Events()) {
            Event first = events.next();
            assertThat(first.name).isEqualTo("snapshot");
            assertThat(first.data.at("/points/elapsed_s")).hasSize(300);
            assertThat(events.retry).isEqualTo("2000");

            house.seconds(1, 2100);

            Event second = events.next();
            assertThat(second.name).isEqualTo("reading");
            assertThat(second.data.at("/import_power_w").asInt()).isEqualTo(2100);
            Event third = events.next();
            assertThat(third.name).isEqualTo("quarter");
            assertThat(third.data.at("/elapsed_s").asInt()).isEqualTo(300);
            assertThat(third.data.has("points")).isFalse();
        }
    }

    @Test
    void tellsWhatChangesWithoutAReading() throws Exception {
        try (Events events = new Events()) {
            Event waiting = events.next();
            assertThat(waiting.data.has("reading")).isFalse();

            LinkHealth broken = LinkHealth.INITIAL.broken("no such device: /dev/ttyUSB0");
            house.step(new SiteInput.LinkReport(SIX_PM, broken));

            assertThat(events.next("link").data.at("/trouble").asText()).contains("/dev/ttyUSB0");

            house.seconds(1, 900);
            assertThat(events.next("reading").data.at("/import_power_w").asInt()).isEqualTo(900);
            house.silence(61);
            assertThat(events.next("decision").data.at("/what").asText()).isEqualTo("meter_silent");
            Event silent = events.next("house");
            assertThat(silent.data.at("/silent").asBoolean()).isTrue();
            assertThat(silent.data.at("/age_s").asInt()).isBetween(61, 63);
        }
    }

    @Test
    void tellsWhoWatchesWhatChangedWhileAnotherCame() throws Exception {
        house.seconds(1, 900);
        try (Events first = new Events()) {
            first.next();
            health.watchStore(() -> new StoreReport(10, 3, 2, "disk full", SIX_PM, null));
            try (Events second = new Events()) {
                assertThat(second.next().data.at("/disk/trouble").asText()).isEqualTo("disk full");
                house.seconds(1, 900);
                assertThat(first.next("house").data.at("/disk/trouble").asText())
                        .isEqualTo("disk full");
            }
        }
    }

    @Test
    void saysNothingWhenNothingChanged() throws Exception {
        house.seconds(1, 900);
        try (Events events = new Events()) {
            events.next();

            house.step(new SiteInput.Tick(house.next()));
            house.seconds(1, 950);

            Event next = events.next();
            assertThat(next.name).isEqualTo("reading");
            assertThat(next.data.at("/import_power_w").asInt()).isEqualTo(950);
        }
    }

    @Test
    void sendsAHeartbeatWhileTheMeterIsSilent() throws Exception {
        dashboard.close();
        dashboard =
                new Dashboard(
                        OPEN,
                        Pages.users(OPEN),
                        access,
                        Pages.answers(false),
                        new Dashboard.Patience(
                                Duration.ofMillis(50),
                                EventStreams.PATIENCE,
                                WebServer.LONGEST_EXCHANGE));
        dashboard.start();
        try (Events events = new Events()) {
            events.next();
            assertThat(events.nextLine()).isEqualTo(":");
            assertThat(events.nextLine()).isEqualTo(":");
        }
    }

    @Test
    void doesNotLetASlowBrowserHoldUpAnother() throws Exception {
        house.seconds(1, 900);
        // A socket that asks for events and then does not read, with hardly any room to wait in.
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            slow.getOutputStream()
                    .write("GET /api/events HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            await().until(() -> dashboard.audience().size() == 1);

            try (Events fast = new Events()) {
                fast.next();
                while (dashboard.audience().mostWaiting() < EventStreams.MOST_WAITING - 2) {
                    house.seconds(1, 1000);
                    fast.next("reading");
                }
                for (int watts = 2000; watts < 2300; watts++) {
                    house.seconds(1, watts);
                    assertThat(fast.next("reading").data.at("/import_power_w").asInt())
                            .isEqualTo(watts);
                }
            }
            assertThat(dashboard.audience().mostWaiting())
                    .as("events kept for the slow one")
                    .isLessThanOrEqualTo(EventStreams.MOST_WAITING);

            // When it reads at last it gets what it missed as one snapshot, without a new reading.
            BufferedReader late = reader(slow.getInputStream());
            Event event = Event.read(late);
            while (!(event.name.equals("snapshot")
                    && event.data.at("/reading/import_power_w").asInt() == 2299)) {
                event = Event.read(late);
            }
            assertThat(event.data.at("/points/elapsed_s").size())
                    .isEqualTo(event.data.at("/quarter/elapsed_s").asInt() + 1);
        }
    }

    @Test
    void forgetsBrowsersThatLeft() throws Exception {
        Events events = new Events();
        events.next();
        assertThat(dashboard.audience().size()).isEqualTo(1);
        events.close();

        await().until(
                        () -> {
                            house.seconds(1, 900);
                            return dashboard.audience().size() == 0;
                        });
    }

    @Test
    void asksForThePasswordEverywhere() throws Exception {
        restart(new WebSettings(true, "0.0.0.0", 0, "an", "geheim €"));
        for (String path :
                List.of(
                        "",
                        "app.js",
                        "api/state",
                        "api/plan",
                        "api/link",
                        "metrics",
                        "api/events",
                        "healthz",
                        "no")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "Authorization", basic("an", "fout")).statusCode()).isEqualTo(401);
            assertThat(get(path, "Authorization", basic("jan", "geheim €")).statusCode())
                    .isEqualTo(401);
            assertThat(get(path, "Authorization", "Basic ???").statusCode()).isEqualTo(401);
        }
        assertThat(get("").headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Basic realm=\"BSMR\"");
        assertThat(get("", "Authorization", basic("an", "geheim €")).statusCode()).isEqualTo(200);
    }

    @Test
    void guardsEveryAnswerAgainstOtherPages() throws Exception {
        for (String path : List.of("", "app.js", "healthz", "api/state", "no")) {
            HttpResponse<String> answer = get(path);
            assertThat(header(answer, "Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'self'")
                    .doesNotContain("unsafe");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void hasNeitherScriptNorStyleInThePage() throws Exception {
        assertThat(get("").body())
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContain("<style")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("http://", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "LOCALHOST:80", "127.0.0.1:8080"})
    void answersToItsOwnNames(String host) throws Exception {
        assertThat(statusFor(host)).isEqualTo(200);
    }

    @Test
    void answersToTheNameOfTheMachine() throws Exception {
        String name = HostCheck.ownName().orElseThrow();
        assertThat(statusFor(name)).isEqualTo(200);
        assertThat(statusFor(name + ".local:8080")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:8080", "localhost.evil", ""})
    void refusesNamesThatSomebodyElsePointedHere(String host) throws Exception {
        assertThat(statusFor(host)).isEqualTo(403);
    }

    @Test
    void changesNothingForAnybody() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri("api/state"))
                            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void servesItsFilesCompressedAndOnce() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("uplot.js")).header("Accept-Encoding", "gzip").build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, UTF_8)).contains("export { uPlot as default }");
        assertThat(answer.body().length).isLessThan(plain.length / 2);

        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("uplot.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("uplot.js", "If-None-Match", "W/\"old\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', text/html; charset=UTF-8",
        "pages/now.js, text/javascript; charset=UTF-8",
        "parts/card.js, text/javascript; charset=UTF-8",
        "lit-html.js, text/javascript; charset=UTF-8",
        "style/tokens.css, text/css; charset=UTF-8",
        "favicon.svg, image/svg+xml",
        "words/nl.json, application/json",
        "words/nl-prices.json, application/json"
    })
    void servesAnyFileOfItsFolder(String path, String type) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        String tag = header(answer, "ETag");
        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "../pom.xml",
                "%2e%2e/pom.xml",
                "Dashboard.class",
                "index.html/x",
                "parts/",
                "parts/none.js",
                "words/nl-command.json",
                "parts/../app.js/../no.js",
                "parts/%2e%2e/%2e%2e/words/en.json",
                "api/Metrics.class"
            })
    void hasNothingButItsOwnFiles(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            try (Dashboard second =
                    dashboard(new WebSettings(true, "127.0.0.1", port, null, null))) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("127.0.0.1:" + port)
                        .hasMessageContaining("in use")
                        .hasMessageContaining("web.port");
            }
        }
    }

    @Test
    void saysWhenTheAddressIsNotOurs() {
        // 192.0.2.0/24 is kept for documentation: no machine has it.
        try (Dashboard elsewhere = dashboard(new WebSettings(true, "192.0.2.1", 0, "an", "pw"))) {
            assertThatThrownBy(elsewhere::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("web.bind")
                    .hasMessageContaining("no address of this machine");
        }
    }

    @Test
    void freesItsPortWhenClosed() throws Exception {
        int port = port();
        try (Events events = new Events()) {
            events.next();
            dashboard.close();
            dashboard = dashboard(new WebSettings(true, "127.0.0.1", port, null, null));
            dashboard.start();
            assertThat(get("healthz").statusCode()).isEqualTo(200);
            assertThatThrownBy(events::next).hasMessage("the stream ended");
        }
    }

    // --- helpers ---

    private Dashboard dashboard(WebSettings settings) {
        return Pages.dashboard(settings, access, Pages.answers(false));
    }

    private void restart(WebSettings settings) throws IOException {
        dashboard.close();
        dashboard = dashboard(settings);
        dashboard.start();
    }

    private int port() {
        return dashboard.address().getPort();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + "/" + path);
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode points() throws Exception {
        return JSON.readTree(get("api/state").body()).at("/points/elapsed_s");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** By hand, for Java's client does not let a caller lie about the host. */
    private int statusFor(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String request = "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String status = reader(socket.getInputStream()).readLine();
            return Integer.parseInt(
                    status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, UTF_8));
    }

    private record Event(String name, JsonNode data) {

        static Event read(BufferedReader reader) throws IOException {
            String name = "";
            String line = reader.readLine();
            while (line != null) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length());
                } else if (line.startsWith("data:")) {
                    return new Event(name, JSON.readTree(line.substring("data:".length())));
                }
                line = reader.readLine();
            }
            throw new IOException("the stream ended");
        }
    }

    /** A browser's side of the events. */
    private final class Events implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader reader;
        private final String retry;

        Events() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port());
            socket.setSoTimeout(10_000);
            String request = "GET /api/events HTTP/1.0\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            reader = reader(socket.getInputStream());
            assertThat(reader.readLine()).contains("200");
            String line = reader.readLine();
            while (!line.startsWith("retry:")) {
                line = reader.readLine();
            }
            retry = line.substring("retry:".length());
        }

        Event next() throws IOException {
            return Event.read(reader);
        }

        Event next(String name) throws IOException {
            Event event = next();
            while (!event.name.equals(name)) {
                event = next();
            }
            return event;
        }

        String nextLine() throws IOException {
            String line = reader.readLine();
            while (line.isEmpty()) {
                line = reader.readLine();
            }
            return line;
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
