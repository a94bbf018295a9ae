package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.simulator.Household;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on a simulated house. */
@Command(
        name = "demo",
        description = {
            "Run everything on a simulated house: broker, database, dashboard, and a car, a boiler and a heat pump to control.",
            "Its first start simulates the thirteen months before, each later one what it missed.",
            "Nothing listens beyond this machine."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr demo                              at the pace of life",
            "  bsmr demo --speed 60                   a quarter-hour in fifteen seconds",
            "  bsmr demo --start 2026-01-13T17:50 --speed 20   a winter evening"
        })
final class DemoCommand implements Callable<Integer> {

    /** A demo keeps its readings apart from those of a real meter. */
    static final Path DATABASE = Path.of("data/demo.db");

    /** Where the simulated house is, unless the configuration says so: around Ghent. */
    static final String AREA = "imewo";

    @Option(
            names = "--speed",
            paramLabel = "N",
            converter = Speed.Endless.class,
            description = "seconds of meter time a second (default: 1)")
    private Speed speed = new Speed(1);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "which family lives there (default: 1)")
    private long seed = 1;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "meter time of the first second (default: where it was, or now)")
    private @Nullable String start;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "ports, MQTT, web; the loads are the house's own, and so is the database"
                            + " (data/demo.db) unless another store.file is named")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws Fault {
        HomeConfig config = Settings.read(configFile).inArea(AREA);
        if (config.store().file().equals(HomeConfig.DEFAULT.store().file())) {
            config = config.with("store.file", DATABASE);
        }
        if (configFile == null) {
            config =
                    config.with(
                                    "mqtt.broker.port",
                                    orAnother(config.sinks().mqtt().broker().port()))
                            .with("web.port", orAnother(config.sinks().web().port()));
        }
        Running.untilEnded(home(config), System.out);
        return Exit.OK;
    }

    private Home home(HomeConfig config) throws Fault {
        Texts texts = new Texts(Language.orSystems(null), ZoneId.of(config.zone()));
        boolean isNew = !Files.exists(config.store().file());
        Household house;
        try (Progress progress = new Progress(texts.text("demo.past"))) {
            house = Simulated.house(config, seed, start, progress::at);
        }
        if (isNew && Files.exists(config.store().file())) {
            System.out.println(texts.text("demo.past") + ": " + config.store().file());
        }
        return Simulated.home(config, house, speed.factor());
    }

    /** Another program, a broker of the house perhaps, may have the port; a demo steps aside. */
    private static int orAnother(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException taken) {
            return 0;
        }
    }
}
