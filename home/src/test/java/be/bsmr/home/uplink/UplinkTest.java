package be.bsmr.home.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.LogLines;
import be.bsmr.home.mqtt.Certificates;
import be.bsmr.home.mqtt.Mosquitto;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of a real store to a real mosquitto. */
class UplinkTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-06-13T11:04:00Z");
    private static final String USER = "0123456789abcdef0123456789abcdef";

    @TempDir private Path folder;
    private FleetServer fleet;
    private LivingHouse house;

    @BeforeAll
    static void quiet() {
        LogLines.unchanged();
    }

    @BeforeEach
    void begin() throws IOException {
        fleet = new FleetServer(folder);
        house = new LivingHouse(folder, START, Duration.ZERO);
    }

    @AfterEach
    void end() throws Exception {
        house.close();
        fleet.close();
    }

    private Uplink uplink() throws IOException {
        Uplink uplink = new Uplink(settings(fleet.address(), null), house.access(), house.database);
        uplink.start();
        return uplink;
    }

    /** The uplink of a house that keeps still meanwhile. */
    private void sendsUntil(Callable<Boolean> condition) throws IOException {
        Uplink uplink = uplink();
        try {
            await().atMost(LONG_ENOUGH).until(condition);
        } finally {
            uplink.close();
        }
    }

    private static UplinkSettings settings(String server, @Nullable Path ca) {
        return new UplinkSettings(server, USER, "secret", null, ca);
    }

    private Path bookmark() {
        return house.database.resolveSibling("house.db-uplink");
    }

    private void goesOnFrom(Instant time) throws IOException {
        Files.writeString(bookmark(), time.toString());
    }

    private List<Instant> minutesSaid() {
        return fleet.said(SecondsBlock.class).stream()
                .map(block -> Minute.floor(block.from()))
                .toList();
    }

    private static List<Instant> minutes(Instant from, int count) {
        List<Instant> minutes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            minutes.add(from.plusSeconds(60L * i));
        }
        return minutes;
    }

    @Test
    void aMinuteIsSaidWhenItIsOverAndAQuarterAsTheStoreHasIt() throws Exception {
        fleet.start().startBridge();
        goesOnFrom(START);
        try (Uplink uplink = uplink()) {
            house.hearing(uplink::hear);
            house.lives(Duration.ofSeconds(20 * 60 + 30));
            Instant sparingly = START.plus(Duration.ofMinutes(15));
            await().atMost(LONG_ENOUGH)
                    .until(
                            () ->
                                    Instant.parse(Files.readString(bookmark()).strip())
                                            .equals(sparingly));
            await().atMost(LONG_ENOUGH).until(() -> minutesSaid().size() == 20);
        }
        assertThat(minutesSaid()).isEqualTo(minutes(START, 20));
        Instant quarter = Instant.parse("2026-06-13T11:00:00Z");
        List<QuarterDemand> counted = house.history().counted(quarter, quarter.plusSeconds(1));
        assertThat(counted).hasSize(1);
        assertThat(fleet.said(QuarterSent.class).stream().map(QuarterSent::demand))
                .isEqualTo(counted);
    }

    /** Nobody would have them: the server drops what nobody is subscribed to. */
    @Test
    void whatNobodyHearsIsKeptUntilSomebodyDoes() throws Exception {
        fleet.start();
        goesOnFrom(START);
        house.lives(Duration.ofSeconds(190));
        try (LogLines log = new LogLines(MinuteSender.class)) {
            sendsUntil(() -> trouble().contains("nobody listens there"));
            assertThat(Files.readString(bookmark())).contains(START.toString());
            fleet.startBridge();
            sendsUntil(() -> minutesSaid().size() == 3 && trouble().isEmpty());
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("nobody listens there"));
        }
    }

    private String trouble() {
        return Objects.requireNonNullElse(house.health.parts().get("uplink").trouble(), "");
    }

    /** As after kill -9: the file says less than the server has confirmed. */
    @Test
    void whatIsSentTwiceIsTheSameToTheByte() throws Exception {
        fleet.start().startBridge();
        goesOnFrom(START);
        house.lives(Duration.ofMinutes(20));
        house.isSilent(Duration.ofMinutes(40));
        house.lives(Duration.ofMinutes(70).plusSeconds(20));
        Instant lastWhole = Minute.floor(house.now());
        for (int time = 1; time <= 2; time++) {
            int answers = time;
            sendsUntil(
                    () ->
                            minutesSaid().stream()
                                            .filter(lastWhole.minusSeconds(60)::equals)
                                            .count()
                                    == answers);
            goesOnFrom(START);
        }
        List<Instant> minutes = minutes(START, 20);
        minutes.addAll(minutes(START.plus(Duration.ofMinutes(60)), 70));
        assertThat(minutesSaid().subList(0, 90)).as("oldest first").isEqualTo(minutes);
        assertThat(minutesSaid()).hasSize(180);
        assertThat(new HashSet<>(fleet.said(SecondsBlock.class))).hasSize(90);
        List<QuarterSent> quarters = fleet.said(QuarterSent.class);
        assertThat(quarters.subList(0, quarters.size() / 2))
                .isEqualTo(quarters.subList(quarters.size() / 2, quarters.size()))
                .extracting(QuarterSent::demand)
                .isEqualTo(house.history().counted(START.minusSeconds(900), lastWhole));
    }

    @Test
    void aBookmarkThatIsAheadIsOfAClockThatWasSetBack() throws Exception {
        fleet.start().startBridge();
        goesOnFrom(START.plus(Duration.ofDays(1)));
        house.lives(Duration.ofSeconds(3 * 60 + 30));
        Instant newest = START.plusSeconds(3 * 60);
        sendsUntil(() -> Files.readString(bookmark()).contains(newest.toString()));
        house.lives(Duration.ofMinutes(2));
        sendsUntil(() -> minutesSaid().size() == 2);
        assertThat(minutesSaid()).isEqualTo(minutes(newest, 2));
    }

    @Test
    void withoutAStoreTheLastHourIsSaidAsTheStoreWouldHave() throws Exception {
        HeardMinutes heard = new HeardMinutes();
        house.hearing(heard::take);
        house.lives(Duration.ofMinutes(80));
        List<Minute> stored = new ArrayList<>();
        StoredMinutes kept = new StoredMinutes(house.history());
        Instant from = START;
        for (List<Minute> next = kept.after(from); !next.isEmpty(); next = kept.after(from)) {
            stored.addAll(next);
            from = next.get(next.size() - 1).end();
        }
        List<Minute> inMemory = heard.after(Instant.EPOCH);
        assertThat(inMemory).hasSize(HeardMinutes.MOST);
        // What was heard last has waited for the store for some seconds.
        Instant both = stored.get(stored.size() - 1).end();
        assertThat(inMemory.stream().filter(m -> !m.end().isAfter(both)))
                .isNotEmpty()
                .isEqualTo(
                        stored.stream()
                                .filter(m -> !m.end().isBefore(inMemory.get(0).end()))
                                .toList());

        fleet.start().startBridge();
        house.withoutStore();
        try (Uplink uplink = uplink()) {
            house.hearing(uplink::hear);
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                house.lives(Duration.ofMinutes(1));
                                return minutesSaid().size() >= 2;
                            });
        }
        assertThat(minutesSaid()).isEqualTo(minutes(minutesSaid().get(0), minutesSaid().size()));
    }

    @Test
    void aForecastIsSaidEachMinuteAndWhenAQuarterBegins() {
        Forecasts forecasts = new Forecasts(USER);
        List<ForecastSent> said = new ArrayList<>();
        house.hearing(step -> forecasts.due(step).ifPresent(said::add));
        house.lives(Duration.ofMinutes(15));
        QuarterHour next = new QuarterHour(Instant.parse("2026-06-13T11:15:00Z"));
        assertThat(said).hasSizeBetween(16, 18);
        assertThat(said.stream().map(ForecastSent::at)).contains(next.start());
        assertThat(said)
                .allSatisfy(
                        one -> {
                            assertThat(one.at())
                                    .isBetween(one.quarter().start(), one.quarter().end());
                            assertThat(one.power()).isNotNull();
                        });
        ForecastSent last = said.get(said.size() - 1);
        assertThat(last.quarter()).isEqualTo(next);
    }

    @Test
    void eachFaultOfTheWayHasItsWords() throws Exception {
        Certificates certificates = new Certificates(folder);
        certificates.selfSigned("fleet", "-ext", "SAN=IP:127.0.0.1");
        certificates.selfSigned("stranger", "-ext", "SAN=IP:127.0.0.1");
        int tls = FreePort.take();
        int guarded = FreePort.take();
        String encrypted = "mqtts://127.0.0.1:" + tls;
        try (var broker =
                Mosquitto.broker(
                        folder,
                        "per_listener_settings true",
                        "listener " + tls + " 127.0.0.1",
                        "allow_anonymous true",
                        "certfile " + certificates.file("fleet"),
                        "keyfile " + certificates.key("fleet"),
                        "listener " + guarded + " 127.0.0.1",
                        "allow_anonymous false")) {
            assertThat(broker.said()).isNotEmpty();
            assertThat(trouble(encrypted, null)).contains("uplink.ca_file");
            assertThat(trouble(encrypted, certificates.file("stranger")))
                    .contains("was not signed with the one in");
            assertThat(trouble("mqtts://localhost:" + tls, certificates.file("fleet")))
                    .contains("of another name than localhost");
            assertThat(trouble("mqtts://127.0.0.1:" + guarded, certificates.file("fleet")))
                    .contains("speaks no TLS");
            assertThat(trouble("mqtt://127.0.0.1:" + guarded, null))
                    .contains("does not let " + USER + " in")
                    .contains("uplink.password");
            assertThat(trouble("mqtt://127.0.0.1:" + FreePort.take(), null))
                    .contains("nothing listens there");
            try (ServerLink link =
                    new ServerLink(
                            settings(encrypted, certificates.file("fleet")), s -> {}, () -> {})) {
                link.start();
                await().atMost(LONG_ENOUGH).until(link::isConnected);
                try (ServerLink other =
                        new ServerLink(
                                settings(encrypted, certificates.file("fleet")),
                                s -> {},
                                () -> {})) {
                    other.start();
                    await().atMost(LONG_ENOUGH)
                            .until(
                                    () ->
                                            link.trouble()
                                                    .orElse("")
                                                    .contains(
                                                            "another program came with the user"));
                }
            }
        }
    }

    @Test
    void whatTheServerForbidsIsToldByTheUser() throws Exception {
        Path rights = Files.writeString(folder.resolve("rights"), "topic read nothing\n");
        int port = FreePort.take();
        try (var broker =
                        Mosquitto.broker(
                                folder,
                                "listener " + port + " 127.0.0.1",
                                "allow_anonymous true",
                                "acl_file " + rights);
                ServerLink link =
                        new ServerLink(
                                settings("mqtt://127.0.0.1:" + port, null), s -> {}, () -> {})) {
            link.start();
            await().atMost(LONG_ENOUGH).until(link::isConnected);
            house.lives(Duration.ofSeconds(5));
            HouseMessage message = new Forecasts(USER).due(house.latest.step().orElseThrow()).get();
            assertThat(link.say(message))
                    .failsWithin(LONG_ENOUGH)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(ServerLink.Refused.class)
                    .withMessageContaining("does not let " + USER + " speak on fleet/" + USER);
            assertThat(broker.said()).isNotEmpty();
        }
    }

    private static String trouble(String server, @Nullable Path ca) throws Exception {
        try (ServerLink link = new ServerLink(settings(server, ca), s -> {}, () -> {})) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> link.trouble().isPresent());
            return link.trouble().orElseThrow();
        }
    }
}
