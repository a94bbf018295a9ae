package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * Lives through a quarter-hour in a second, in a directory and on ports of its own, and draws it,
 * so that the launcher can archive every class that a run and a command need.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final String DATABASE = "warm-up.db";
    private static final int SECONDS = 1200;
    private static final double SPEED = 1000;
    private static final long AT_MOST_SECONDS = 60;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            live(folder.path());
            draw(folder.path());
        }
        return Exit.OK;
    }

    /** Every way to draw, as it would be typed; a machine without fonts archives less. */
    private static void draw(Path directory) throws IOException {
        Path config = directory.resolve("warm-up.yaml");
        Files.writeString(config, "store: {file: '%s'}\n".formatted(directory.resolve(DATABASE)));
        for (String file : List.of("day.png", "day.svg")) {
            Main.commandLine()
                    .execute(
                            "plot",
                            "--config",
                            config.toString(),
                            "--day",
                            "-o",
                            directory.resolve(file).toString());
        }
    }

    private static void live(Path directory) throws IOException, InterruptedException {
        Instant evening = Instant.parse("2026-01-13T17:50:00Z");
        Household house = new Household(1, evening, SiteSettings.BELGIUM, Grid.STAR_400);
        HomeConfig config =
                HomeConfig.DEFAULT
                        .with("store.file", directory.resolve(DATABASE))
                        .with("mqtt.broker.port", 0)
                        .with("web.port", 0)
                        .withLoad(Household.BOILER, "Boiler", 2400);
        CountDownLatch steps = new CountDownLatch(SECONDS);
        try (Home home =
                Home.of(config, new SimulatedMeter(house, SiteSettings.BELGIUM, SPEED))
                        .tellingAlso(step -> steps.countDown())) {
            home.start();
            boolean lived = steps.await(AT_MOST_SECONDS, TimeUnit.SECONDS);
            if (!lived) {
                throw new IOException("the warm-up did not get through its quarter-hour");
            }
            URI page = home.dashboard().orElseThrow();
            for (String path : List.of("", "app.js", "api/state")) {
                try (InputStream in = page.resolve(path).toURL().openStream()) {
                    in.readAllBytes();
                }
            }
        }
    }
}
