package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.Sources;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.setup.FirstStart;
import be.bsmr.home.setup.NoMeter;
import be.bsmr.home.source.SerialPorts;
import be.bsmr.home.source.SourceSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job. */
@Command(
        name = "run",
        description = "Read the meter, show it, keep it, and act before a costly peak is set.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr run                               what the file says, or a page that asks for all it needs",
            "  bsmr run --source serial:auto          the only port, or the one that calls itself P1",
            "  bsmr run --source serial:/dev/ttyUSB0",
            "  bsmr run --source serial:/dev/ttyUSB0@9600-7E1   DSMR 2.2 and 3.0; @auto finds out",
            "  bsmr run --source rfc2217:192.168.1.50:4000      a serial server whose port is set, too",
            "  bsmr run --source tail:/var/log/p1.log           a file that another program appends to",
            "  ssh pi cat /dev/ttyUSB0 | bsmr run --source -",
            "  bsmr run --source tcp:192.168.1.50:2001",
            "  bsmr run --source serial:/dev/ttyUSB0 --fallback tcp:192.168.1.50:2001",
            "  bsmr run --config bsmr.yaml            loads, own broker, passwords: all that a file can say"
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration BROKER_LOOK = Duration.ofMillis(100);

    /** After these it is not waited for any more. */
    private static final int BROKER_LOOKS = 80;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "configuration in YAML; when it is changed, it is read again (default: "
                            + Settings.USUAL_IN_WORDS
                            + ", unless --source says all)")
    private @Nullable Path configFile;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = SourceSpec.FORMS + "; goes before the configuration's")
    private @Nullable String source;

    @Option(
            names = "--fallback",
            paramLabel = "SOURCE",
            description = "a second way to the same meter, read while the first fails")
    private @Nullable String fallback;

    @Override
    public Integer call() throws Fault {
        HomeConfig config = HomeConfig.DEFAULT;
        boolean named = configFile != null;
        if (!named && source == null) {
            configFile = Settings.usual();
        }
        if (configFile != null && (named || Files.exists(configFile))) {
            config = Settings.read(configFile);
        }
        if (isFirstStart(config) && !config.sinks().web().enabled()) {
            printSources(System.out);
            return Exit.USAGE;
        }
        if (configFile == null) {
            Home home = home(config, null);
            try {
                Running.untilEnded(home, System.out);
            } catch (Fault e) {
                throw e.exitCode() == Exit.UNAVAILABLE ? e.withoutFile() : e;
            }
        } else {
            new Homes(new SettingsFile(configFile), this::home).untilEnded(config);
        }
        return Exit.OK;
    }

    private boolean isFirstStart(HomeConfig config) {
        return source == null && config.link().source() == null;
    }

    /**
     * @param trouble why the program could not go on with what was written on the page of the first
     *     start; null when it has not been tried
     */
    private Home home(HomeConfig config, @Nullable String trouble) throws Fault {
        if (isFirstStart(config)) {
            return firstStart(config, trouble);
        }
        String from = source != null ? source : config.link().source();
        String otherwise = fallback != null ? fallback : config.link().fallback();
        if (from == null) {
            throw new IllegalArgumentException("nobody has said where the meter is");
        }
        if (!(Settings.source(from) instanceof SourceSpec.Simulator)) {
            return Home.of(config, Settings.open(from, otherwise, config));
        }
        Home home = Simulated.home(DemoHouse.withLoads(config), Simulated.houseOfNow(config), 1);
        // What a command line says, no page changes.
        return source == null ? home.connecting(waysToMeter(config, trouble)) : home;
    }

    private Home firstStart(HomeConfig config, @Nullable String trouble) {
        if (trouble == null) {
            printSources(System.out);
            int port = config.sinks().web().port();
            System.out.printf(
                    "%n  Or let the page below ask for all that, from another machine through%n"
                            + "    ssh -L %d:127.0.0.1:%d USER@THIS-MACHINE%n%n",
                    port, port);
        }
        return Home.of(config.forFirstStart(), new NoMeter())
                .startingWith(waysToMeter(config, trouble));
    }

    private static FirstStart waysToMeter(HomeConfig config, @Nullable String trouble) {
        return new FirstStart(
                config,
                trouble,
                spec -> Sources.of(spec, config),
                RunCommand::brokerTrouble,
                Clock.systemUTC());
    }

    /** Why the broker that is named does not let us in, once it is clear that it does not. */
    private static Optional<String> brokerTrouble(HomeConfig named) {
        try (MqttLink link = MqttLink.forMessage(named.sinks().mqtt())) {
            link.start();
            for (int i = 0; i < BROKER_LOOKS && link.trouble().isEmpty(); i++) {
                if (link.awaitConnected(BROKER_LOOK)) {
                    return Optional.empty();
                }
            }
            return link.trouble().or(() -> Optional.of(link.broker() + ": no connection"));
        }
    }

    /** Where there is a file already, as there is for a service, all goes into that. */
    private void printSources(PrintStream out) {
        boolean written = configFile != null && Files.exists(configFile);
        String choose = written ? "source: " : "bsmr run --source ";
        List<SerialPorts.Found> ports = SerialPorts.find();
        out.printf(
                "No source is configured%s. Where does the meter's P1 cable go?%n",
                written ? " in " + configFile : "");
        out.println();
        if (ports.isEmpty()) {
            out.println(
                    "  No serial port was found. Plug the P1 cable into a USB port and try again;");
            out.println("  with sudo dmesg | tail you see whether it was noticed.");
        } else {
            out.println("  Serial ports on this machine:");
            ports.forEach(p -> out.printf("    %-40s %s%n", p.path(), p.said()));
            out.println();
            out.println(written ? "  Write there:" : "  Start with:");
            out.println("    " + choose + "serial:" + choiceOf(ports));
            out.println("  A meter of DSMR 2.2 or 3.0 (9600 baud)? Put @auto behind that.");
        }
        out.println();
        out.println(
                "  A meter on the network (ser2net, Wi-Fi dongle; rfc2217:HOST:PORT sets its line):");
        out.println("    " + choose + "tcp:HOST:PORT");
        out.println("  No meter yet:");
        out.println("    " + (written ? "source: simulator" : "bsmr demo"));
        out.println();
        out.println("  Is the port open? Mijn Fluvius > poortbeheer; that can take 72 hours.");
        if (!written) {
            out.println(
                    "  To keep your choice: copy "
                            + HomeConfig.SAMPLE
                            + " to bsmr.yaml, set source,");
            out.println("    bsmr run --config bsmr.yaml");
        }
    }

    private static String choiceOf(List<SerialPorts.Found> ports) {
        try {
            var unused = SerialPorts.likeliest(ports);
            return "auto";
        } catch (IOException several) {
            return ports.get(0).path();
        }
    }
}
