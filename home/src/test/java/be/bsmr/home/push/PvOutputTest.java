package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.home.push.LocalService.Answer;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of a real database to a real server that plays PVOutput's part. */
class PvOutputTest {

    /** Sun on the panels, so that the house exports. */
    private static final Instant NOON = Instant.parse("2026-06-13T11:03:00Z");

    private static final String KEY = "f1e2d3c4b5a697";

    @TempDir private Path folder;
    private LocalService service;
    private StoredHouse house;

    @BeforeEach
    void serve() throws IOException {
        service = new LocalService();
        house = new StoredHouse(folder, NOON);
    }

    @AfterEach
    void stop() {
        house.close();
        service.close();
    }

    private CatchUp push() {
        return house.to(
                new PvOutput(
                        new PvOutputSettings(service.url(), "4711", KEY, 5),
                        SiteSettings.BELGIUM,
                        house::now));
    }

    private void goesOnFrom(Instant time) throws IOException {
        Files.writeString(folder.resolve("house.db-pvoutput"), time.toString());
    }

    private static Instant at(String time) {
        return Instant.parse("2026-06-13T" + time + ":00Z");
    }

    private static String form(LocalService.Request request) {
        return URLDecoder.decode(request.body(), UTF_8);
    }

    private static List<String> statuses(LocalService.Request request) {
        return Arrays.asList(form(request).replaceFirst("^n=1&data=", "").split(";"));
    }

    /** Import minus export. */
    private long mean(Instant from, Instant to) {
        return Math.round(
                house.said.subMap(from, to).values().stream()
                        .mapToLong(r -> r.netPower().orElseThrow().watts())
                        .average()
                        .orElseThrow());
    }

    @Test
    void tellsTheMeanOfFiveMinutesAtTheirEndWithTheNetFlag() throws Exception {
        house.lives(Duration.ofMinutes(8));
        try (CatchUp push = push()) {
            push.attempt();
        }
        LocalService.Request request = service.taken.get(0);
        assertThat(request.path()).isEqualTo("/service/r2/addstatus.jsp");
        assertThat(request.headers().getFirst("X-Pvoutput-Apikey")).isEqualTo(KEY);
        assertThat(request.headers().getFirst("X-Pvoutput-SystemId")).isEqualTo("4711");
        assertThat(request.headers().getFirst("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded");
        long net = mean(at("11:05"), at("11:10"));
        assertThat(form(request))
                .isEqualTo(
                        "d=20260613&t=13:10&v2="
                                + Math.max(0, -net)
                                + "&v4="
                                + Math.max(0, net)
                                + "&n=1");
    }

    @Test
    void whatAnOutageHeldUpGoesInBatchesOfThirtyAndNothingTwice() throws Exception {
        house.lives(Duration.ofMinutes(8));
        List<String> told = new ArrayList<>();
        try (CatchUp push = push()) {
            push.attempt();
            told.add("20260613,13:10");
            service.answers(Answer.of(502, "down"));
            house.lives(Duration.ofHours(3));
            assertThat(push.attempt()).isEqualTo(CatchUp.LOOK);
            service.takes();
            assertThat(push.attempt()).as("half of 60 an hour").isEqualTo(Duration.ofMinutes(2));
            push.attempt();
            push.attempt();
        }
        assertThat(service.taken).hasSize(3);
        LocalService.Request batch = service.taken.get(1);
        assertThat(batch.path()).isEqualTo("/service/r2/addbatchstatus.jsp");
        assertThat(statuses(batch)).hasSize(30);
        long net = mean(at("11:10"), at("11:15"));
        assertThat(statuses(batch).get(0))
                .isEqualTo("20260613,13:15,-1," + Math.max(0, -net) + ",-1," + Math.max(0, net));
        service.taken.stream().skip(1).forEach(r -> statuses(r).forEach(s -> told.add(s)));
        assertThat(told)
                .hasSize(1 + 36)
                .extracting(s -> s.substring(0, 14))
                .doesNotHaveDuplicates()
                .isSorted()
                .endsWith("20260613,16:10");
    }

    @Test
    void tooManyRequestsAreWaitedForUntilTheTimeThatItTells() throws Exception {
        house.lives(Duration.ofMinutes(8));
        long reset = house.now().plusSeconds(1500).getEpochSecond();
        service.answers(
                new Answer(
                        403,
                        "Forbidden 403: Exceeded 60 requests per hour",
                        Map.of("X-Rate-Limit-Reset", String.valueOf(reset))));
        try (CatchUp push = push()) {
            assertThat(push.attempt()).isEqualTo(Duration.ofMinutes(25));
            service.answers(Answer.of(400, "Bad request 400: Load in progress"));
            assertThat(push.attempt()).isEqualTo(Duration.ofMinutes(2));
            service.takes();
            push.attempt();
        }
        assertThat(service.taken).hasSize(1);
    }

    @Test
    void aKeyThatIsWrongIsToldOnceInPlainWordsAndNothingIsLost() throws Exception {
        service.answers(Answer.of(401, "Unauthorized 401: Invalid API Key " + KEY));
        house.lives(Duration.ofMinutes(8));
        try (LogLines log = new LogLines("be.bsmr.home.push");
                CatchUp push = push()) {
            push.attempt();
            house.lives(Duration.ofMinutes(5));
            push.attempt();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("Invalid API Key", "look at push.pvoutput.api_key")
                    .doesNotContain(KEY);
            assertThat(push.health().trouble()).contains("401").doesNotContain(KEY);
            service.takes();
            push.attempt();
        }
        assertThat(statuses(service.taken.get(0))).hasSize(2);
    }

    @Test
    void oneStatusThatIsRefusedIsPassedOverAndTheOthersArrive() throws Exception {
        service.answers(
                request ->
                        form(request).contains("13:20")
                                ? Answer.of(400, "Bad request 400: Moon powered")
                                : LocalService.ok());
        house.lives(Duration.ofMinutes(35));
        goesOnFrom(at("11:05"));
        try (LogLines log = new LogLines(CatchUp.class);
                CatchUp push = push()) {
            for (int i = 0; i < 12; i++) {
                push.attempt();
            }
            assertThat(push.health().trouble()).isNull();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("Moon powered", "2026-06-13T11:20:00Z is passed over");
        }
        String told = service.taken.stream().map(PvOutputTest::form).toList().toString();
        assertThat(told).contains("13:10", "13:15", "13:25", "13:30", "13:35");
        assertThat(told).doesNotContain("13:20");
        assertThat(Files.readString(folder.resolve("house.db-pvoutput")).strip())
                .isEqualTo(at("11:35").toString());
    }

    @Test
    void aStatusThatABatchLeavesOutIsTold() throws Exception {
        service.answers(Answer.of(200, "20260613,13:10,1;20260613,13:15,0"));
        house.lives(Duration.ofMinutes(13));
        goesOnFrom(at("11:05"));
        try (LogLines log = new LogLines(PvOutput.class);
                CatchUp push = push()) {
            push.attempt();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("does not take 1 of the statuses");
        }
    }

    @Test
    void whatIsOlderThanItTakesIsNotSent() throws Exception {
        house.lives(Duration.ofMinutes(8));
        goesOnFrom(at("11:00"));
        house.isLeftAlone(Duration.ofDays(14));
        try (CatchUp push = push()) {
            push.attempt();
        }
        assertThat(service.taken).isEmpty();
        assertThat(service.refused).isEmpty();
    }
}
