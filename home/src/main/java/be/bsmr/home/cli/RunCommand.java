package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.source.SerialPorts;
import be.bsmr.home.source.SourceSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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
            "  bsmr run                               says which serial ports there are",
            "  bsmr run --source serial:/dev/ttyUSB0",
            "  bsmr run --source tcp:192.168.1.50:2001",
            "  bsmr run --source serial:/dev/ttyUSB0 --fallback tcp:192.168.1.50:2001",
            "  bsmr run --config bsmr.yaml            loads, own broker, passwords: see docs/bsmr.yaml"
        })
final class RunCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "configuration in YAML")
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
        HomeConfig config = Settings.read(configFile);
        String from = source != null ? source : config.source();
        if (from == null) {
            sayWhatThereIs(System.out);
            return Exit.USAGE;
        }
        String otherwise = fallback != null ? fallback : config.fallback();
        if (Settings.source(from) instanceof SourceSpec.Simulator) {
            Simulated.run(config, 1, null, 1);
        } else {
            Running.untilEnded(Home.of(config, Settings.open(from, otherwise, config)), System.out);
        }
        return Exit.OK;
    }

    private static void sayWhatThereIs(PrintStream out) {
        List<SerialPorts.Found> ports = SerialPorts.find();
        out.println("No source is configured. Where does the meter's P1 cable go?");
        out.println();
        if (ports.isEmpty()) {
            out.println(
                    "  No serial port was found. Plug the P1 cable into a USB port and try again;");
            out.println("  with sudo dmesg | tail you see whether it was noticed.");
        } else {
            out.println("  Serial ports on this machine:");
            ports.forEach(p -> out.printf("    %-40s %s%n", p.path(), p.description()));
            out.println();
            out.println("  Start with:");
            out.println("    bsmr run --source serial:" + ports.get(0).path());
        }
        out.println();
        out.println("  A meter on the network (ser2net, Wi-Fi dongle):");
        out.println("    bsmr run --source tcp:HOST:PORT");
        out.println("  No meter yet:");
        out.println("    bsmr demo");
        out.println();
        out.println("  Is the port open? Mijn Fluvius > poortbeheer; that can take 72 hours.");
        out.println("  To keep your choice: copy docs/bsmr.yaml to bsmr.yaml, set source,");
        out.println("    bsmr run --config bsmr.yaml");
    }
}
