package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
                            + " (data/demo.db) unless another store.file is named (default:"
                            + " data/demo.yaml, which the first start writes and the page changes)")
    private @Nullable Path configFile;

    /** The ports of this demo, by what was asked for: a home that begins anew keeps them. */
    private final Map<String, Integer> ports = new HashMap<>();

    /** Lives on when a home begins anew; null before the first. */
    private @Nullable Household house;

    @Override
    public Integer call() throws Fault {
        if (configFile != null) {
            Running.untilEnded(home(DemoHouse.config(configFile)), System.out);
            return Exit.OK;
        }
        SettingsFile file = DemoHouse.file();
        new Homes(file, (config, trouble) -> home(stepsAside(DemoHouse.inItsDatabase(config))))
                .untilEnded(Settings.read(file.file()));
        return Exit.OK;
    }

    private Home home(HomeConfig config) throws Fault {
        if (house == null) {
            house = house(config);
        }
        return Simulated.home(config, house, speed.factor());
    }

    private Household house(HomeConfig config) throws Fault {
        Texts texts = new Texts(Language.orSystems(null), ZoneId.of(config.zone()));
        boolean isNew = !Files.exists(config.store().file());
        Household found;
        try (Progress progress = new Progress(texts.text("demo.past"))) {
            found = Simulated.house(config, seed, start, progress::at);
        }
        if (isNew && Files.exists(config.store().file())) {
            System.out.println(texts.text("demo.past") + ": " + config.store().file());
        }
        return found;
    }

    /** Another program, a broker of the house perhaps, may have a port. */
    private HomeConfig stepsAside(HomeConfig config) {
        Texts texts = new Texts(Language.orSystems(null), ZoneId.of(config.zone()));
        int broker = config.sinks().mqtt().broker().port();
        int web = config.sinks().web().port();
        return config.with(
                        "mqtt.broker.port",
                        ports.computeIfAbsent("mqtt " + broker, key -> orAnother(broker, texts)))
                .with(
                        "web.port",
                        ports.computeIfAbsent("web " + web, key -> orAnother(web, texts)));
    }

    private static int orAnother(int port, Texts texts) {
        if (bound(port).isPresent()) {
            return port;
        }
        int other = bound(0).orElse(port);
        System.out.println(
                texts.text(
                        "demo.port",
                        Map.of("wanted", String.valueOf(port), "other", String.valueOf(other))));
        return other;
    }

    private static Optional<Integer> bound(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Optional.of(socket.getLocalPort());
        } catch (IOException taken) {
            return Optional.empty();
        }
    }
}
