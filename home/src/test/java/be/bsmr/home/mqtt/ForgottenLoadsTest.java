package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Home;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the house's own broker keeps of a load that the configuration does not have any more. */
class ForgottenLoadsTest {

    @TempDir private Path folder;

    @Test
    void aLoadThatWasTakenOutLeavesNothingOnTheBroker() throws Exception {
        int port = FreePort.take();
        HomeConfig car =
                HomeConfig.DEFAULT
                        .with("store.file", folder.resolve("bsmr.db"))
                        .with("web.enabled", false)
                        .with("mqtt.broker.enabled", false)
                        .with("mqtt.host", "127.0.0.1")
                        .with("mqtt.port", port)
                        .withLoad("car", "Car", 3700);
        try (var broker =
                Mosquitto.broker(
                        folder, "listener " + port + " 127.0.0.1", "allow_anonymous true")) {
            assertThat(broker.said()).isNotEmpty();
            Home before = home(car.withLoad("boiler", "Boiler", 2400));
            before.start();
            try (var hears = Mosquitto.subscribe(port, "bsmr/home/load/+")) {
                hears.awaitSaid("bsmr/home/load/boiler {").awaitSaid("bsmr/home/load/car {");
            }
            before.close();
            Home after = home(car).after(before);
            after.start();
            try {
                await().until(() -> kept(port, "boiler").isEmpty());
                assertThat(kept(port, "car")).contains("\"id\":\"car\"");
            } finally {
                after.close();
            }
        }
    }

    /** What somebody hears at once who asks now. */
    private static String kept(int port, String load) {
        try (var hears =
                Mosquitto.subscribe(port, "bsmr/home/load/" + load, "-t", "bsmr/home/status")) {
            hears.awaitSaid("bsmr/home/status ");
            return String.join("\n", hears.said("bsmr/home/load/"));
        }
    }

    private static Home home(HomeConfig config) {
        return Home.withoutStore(
                config,
                new SimulatedMeter(
                        new Household(
                                5,
                                Instant.parse("2026-01-13T17:00:00Z"),
                                SiteSettings.BELGIUM,
                                Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        1));
    }
}
