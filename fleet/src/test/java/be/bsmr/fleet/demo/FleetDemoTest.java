package be.bsmr.fleet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.local.FasterClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetDemoTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static FasterClock clock() {
        Instant now = Clock.systemUTC().instant();
        return new FasterClock(Clock.systemUTC(), now, now, 60);
    }

    /** Forty flats through the whole chain: what they say, what is counted, the page. */
    @Test
    void losesNothingAndCountsNothingTwiceHoweverOftenTheCountingIsKilled() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (FleetDemo demo = FleetDemo.start(clock(), 0, true)) {
            boolean good =
                    demo.kill(
                            2,
                            Duration.ofSeconds(10),
                            new PrintStream(said, true, StandardCharsets.UTF_8));

            assertThat(said.toString(StandardCharsets.UTF_8))
                    .containsPattern("after kill 2: [1-9]\\d+ quarters, 0 missing, 0 doubled");
            assertThat(good).isTrue();
            URI tower = demo.address().resolve("api/v1/communities/" + Tower.COMMUNITY);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(body(tower)).contains("flat 1", "flat 40"));
        }
    }

    private static String body(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
