package be.bsmr.home.push;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.home.push.EnergyIdSettings.Interval;
import be.bsmr.home.push.LocalService.Answer;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.unit.Energy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Out of a real database to a real server that plays EnergyID's part. */
class EnergyIdTest {

    private static final Instant START = Instant.parse("2026-01-13T16:50:00Z");
    private static final String SECRET = "/services/WebhookIn/46535693-fe25-48ba/OS753GD97A11";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;
    private LocalService service;
    private StoredHouse house;

    @BeforeEach
    void serve() throws IOException {
        service = new LocalService();
        house = new StoredHouse(folder, START);
    }

    @AfterEach
    void stop() {
        house.close();
        service.close();
    }

    private CatchUp push(Interval interval, boolean tariffs) {
        EnergyIdSettings settings = new EnergyIdSettings(service.url() + SECRET, interval, tariffs);
        return house.to(new EnergyId(settings, StoredHouse.json(), "home"));
    }

    private CatchUp push() {
        return push(Interval.quarter, false);
    }

    private static JsonNode body(LocalService.Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> bodies(String metric) {
        return service.taken.stream()
                .map(EnergyIdTest::body)
                .filter(body -> body.path("metric").asText().equals(metric))
                .toList();
    }

    /** The times that the service was told of a metric, as often as it was. */
    private List<Instant> times(String metric) {
        List<Instant> times = new ArrayList<>();
        for (JsonNode body : bodies(metric)) {
            body.path("data")
                    .forEach(
                            value ->
                                    times.add(
                                            OffsetDateTime.parse(value.get(0).asText())
                                                    .toInstant()));
        }
        return times;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-13T" + time + ":00Z");
    }

    @Test
    void tellsHowTheRegistersStoodAtTheQuarterHourInTheFormOfTheirOwnLibrary() throws Exception {
        house.lives(Duration.ofMinutes(11).plusSeconds(2));
        try (CatchUp push = push()) {
            push.attempt();
        }
        assertThat(service.taken).allSatisfy(r -> assertThat(r.path()).isEqualTo(SECRET));
        Energy imported = house.said.get(at("17:00")).imported().sum().orElseThrow();
        JsonNode body = bodies("electricityImport").get(0);
        assertThat(body.path("remoteId").asText())
                .isEqualTo(
                        "bsmr-home-" + house.said.get(at("17:00")).identity().meter() + "-import");
        assertThat(body.path("remoteName").asText()).isEqualTo("BSMR home import");
        assertThat(body.path("metricKind").asText()).isEqualTo("cumulative");
        assertThat(body.path("unit").asText()).isEqualTo("kWh");
        assertThat(body.path("interval").asText()).isEqualTo("PT15M");
        assertThat(body.path("data")).hasSize(1);
        assertThat(body.path("data").get(0).get(0).asText()).isEqualTo("2026-01-13T18:00:00+01:00");
        assertThat(body.path("data").get(0).get(1).decimalValue())
                .isEqualByComparingTo(imported.exactWattHours().movePointLeft(3));
        assertThat(body).hasSize(7);
        assertThat(bodies("electricityExport")).hasSize(1);
    }

    @Test
    void gasAndWaterAreToldInCubicMetresAtTheTimeTheyWereRead() throws Exception {
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push()) {
            push.attempt();
        }
        MBusReading gas =
                house.said.get(at("17:00")).mbus().stream()
                        .filter(m -> m.type() == MBusType.GAS)
                        .findFirst()
                        .orElseThrow();
        JsonNode body = bodies("naturalGasImport").get(0);
        assertThat(body.path("unit").asText()).isEqualTo("m³");
        assertThat(body.path("data").get(0).get(1).decimalValue())
                .isEqualByComparingTo(gas.value());
        assertThat(times("naturalGasImport")).containsExactly(gas.measuredAt());
        assertThat(bodies("drinkingWaterImport").get(0).path("unit").asText()).isEqualTo("m³");
    }

    @Test
    void eachTariffIsAMeterOfItsOwnWhereThatIsAskedFor() throws Exception {
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push(Interval.quarter, true)) {
            push.attempt();
        }
        List<JsonNode> imports = bodies("electricityImport");
        assertThat(imports)
                .extracting(body -> body.path("remoteName").asText())
                .containsExactly("BSMR home import T1", "BSMR home import T2");
        assertThat(imports.get(1).path("data").get(0).get(1).decimalValue())
                .isEqualByComparingTo(
                        house.said
                                .get(at("17:00"))
                                .imported()
                                .tariff(2)
                                .orElseThrow()
                                .exactWattHours()
                                .movePointLeft(3));
    }

    @Test
    void onceADayIsAtLocalMidnight() throws Exception {
        house = new StoredHouse(folder, Instant.parse("2026-06-13T21:50:00Z"));
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push(Interval.day, false)) {
            push.attempt();
        }
        JsonNode body = bodies("electricityImport").get(0);
        assertThat(body.path("interval").asText()).isEqualTo("P1D");
        assertThat(times("electricityImport"))
                .containsExactly(Instant.parse("2026-06-13T22:00:00Z"));
    }

    @Test
    void anOutageAndARestartLoseNothingAndDoubleNothing() throws Exception {
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push()) {
            push.attempt();
            service.answers(Answer.of(503, "down"));
            house.lives(Duration.ofMinutes(60));
            push.attempt();
            assertThat(push.health().trouble()).contains("503");
        }
        assertThat(Files.readString(folder.resolve("house.db-energyid")).strip())
                .isEqualTo(at("17:00").toString());
        house.lives(Duration.ofMinutes(15));
        service.takes();
        try (CatchUp next = push()) {
            next.attempt();
            next.attempt();
            assertThat(next.health().trouble()).isNull();
        }
        assertThat(times("electricityImport"))
                .containsExactly(
                        at("17:00"),
                        at("17:15"),
                        at("17:30"),
                        at("17:45"),
                        at("18:00"),
                        at("18:15"));
    }

    /** Nobody knows how the registers stood: nothing is made up. */
    @Test
    void quarterHoursInWhichTheMeterWasSilentAreLeftOut() throws Exception {
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push()) {
            push.attempt();
            house.isSilent(Duration.ofMinutes(45));
            house.lives(Duration.ofMinutes(20));
            push.attempt();
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"), at("18:00"));
    }

    @Test
    void whatThisWebhookDoesNotTakeIsLeftOutAndTheOthersGoOn() throws Exception {
        service.answers(
                request ->
                        body(request).path("metric").asText().equals("naturalGasImport")
                                ? Answer.of(400, "metric not allowed")
                                : LocalService.ok());
        house.lives(Duration.ofMinutes(12));
        try (LogLines log = new LogLines(EnergyId.class);
                CatchUp push = push()) {
            push.attempt();
            house.lives(Duration.ofMinutes(15));
            push.attempt();
            assertThat(push.health().trouble()).isNull();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("metric not allowed", "BSMR home gas is left out");
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"), at("17:15"));
        assertThat(bodies("drinkingWaterImport")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404})
    void aWebhookThatIsNotOursAnyMoreIsToldOnceAndNothingIsLost(int status) throws Exception {
        service.answers(
                request -> Answer.of(status, "who is " + request.path() + "? Not OS753GD97A11"));
        house.lives(Duration.ofMinutes(12));
        try (LogLines log = new LogLines("be.bsmr.home.push");
                CatchUp push = push()) {
            assertThat(push.attempt()).isEqualTo(CatchUp.LONGEST);
            house.lives(Duration.ofMinutes(15));
            push.attempt();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1 answers " + status, "push.energyid.webhook")
                    .doesNotContain("OS753GD97A11", "46535693");
            assertThat(push.health().trouble()).doesNotContain("OS753GD97A11", "46535693");
            service.takes();
            push.attempt();
            push.attempt();
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"), at("17:15"));
    }

    @Test
    void whoeverSaysWhenToComeBackIsObeyed() throws Exception {
        service.answers(new Answer(429, "slow down", Map.of("Retry-After", "1234")));
        house.lives(Duration.ofMinutes(12));
        try (CatchUp push = push()) {
            assertThat(push.attempt()).isEqualTo(Duration.ofSeconds(1234));
            service.answers(Answer.of(429, "slow down"));
            assertThat(push.attempt()).isEqualTo(Duration.ofMinutes(15));
            service.takes();
            push.attempt();
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"));
    }

    @Test
    void oneThatIsAwayIsTriedAgainAfterPausesThatDouble() throws Exception {
        house.lives(Duration.ofMinutes(12));
        try (LogLines log = new LogLines("be.bsmr.home.push");
                CatchUp push = push()) {
            service.close();
            List<Duration> pauses = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                pauses.add(push.attempt());
            }
            assertThat(pauses)
                    .startsWith(CatchUp.LOOK, CatchUp.LOOK.multipliedBy(2))
                    .endsWith(CatchUp.LONGEST, CatchUp.LONGEST);
            assertThat(log.lines()).as("told once").hasSize(1);
            assertThat(log.lines().get(0)).doesNotContain("OS753GD97A11");
        }
    }

    @Test
    void whatIsOlderThanAMonthIsNotSent() throws Exception {
        house.lives(Duration.ofMinutes(12));
        Files.writeString(folder.resolve("house.db-energyid"), at("16:45").toString());
        house.isLeftAlone(Duration.ofDays(32));
        try (LogLines log = new LogLines(CatchUp.class);
                CatchUp push = push()) {
            push.attempt();
            house.isLeftAlone(Duration.ofMinutes(1));
            push.attempt();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("energyid is not sent what is older than 2026-01-14T");
        }
        assertThat(service.taken).isEmpty();
    }

    @Test
    void aFileThatSaysNonsenseIsPassedOver() throws Exception {
        house.lives(Duration.ofMinutes(12));
        Files.writeString(folder.resolve("house.db-energyid"), "yesterday");
        try (CatchUp push = push()) {
            push.attempt();
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"));
    }

    @Test
    void aWebhookThatRefusesWhateverItIsSentIsWaitedFor() throws Exception {
        service.answers(Answer.of(400, "interval not allowed"));
        house.lives(Duration.ofMinutes(27));
        Files.writeString(folder.resolve("house.db-energyid"), at("16:50").toString());
        try (CatchUp push = push()) {
            push.attempt();
            push.attempt();
            assertThat(push.health().trouble()).contains("interval not allowed");
            service.takes();
            push.attempt();
            push.attempt();
            assertThat(push.health().trouble()).isNull();
        }
        assertThat(times("electricityImport")).containsExactly(at("17:00"), at("17:15"));
    }
}
