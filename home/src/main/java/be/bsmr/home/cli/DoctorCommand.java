package be.bsmr.home.cli;

import be.bsmr.home.explain.FindingWords;
import be.bsmr.home.mqtt.BrokerTrouble;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Finding;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.home.source.PortTaken;
import be.bsmr.home.source.SerialPorts;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.PlainWords;
import be.bsmr.home.words.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Listens for a few seconds and tells what it hears, and what to do about it. */
@Command(
        name = "doctor",
        description = {
            "Listen to the meter for a few seconds; tell in plain words what comes and what to do. Where the configuration names a broker, see whether it lets us in.",
            "Without --source or configuration every serial port is tried until one gives telegrams. Exit code 0 when all is well, 1 when something needs doing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr doctor                                 tries the serial ports there are",
            "  bsmr doctor --source serial:/dev/ttyUSB0 --lang nl",
            "  bsmr doctor --source tcp:192.168.1.50:2001 --format json"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final int LONGEST_SECONDS = 3600;
    private static final int BUFFER_BYTES = 4096;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = SourceSpec.FORMS + "; goes before the configuration's")
    private @Nullable String source;

    @Option(names = "--config", paramLabel = "FILE", description = "source, zone, serial settings")
    private @Nullable Path configFile;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "how long to listen (default: ${DEFAULT-VALUE})")
    private int seconds = 15;

    @Mixin private LanguageOption language = new LanguageOption();

    @Mixin private FormatOption format = new FormatOption();

    @Override
    public Integer call() throws Fault {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw Fault.usage(
                    "--seconds takes 1 to " + LONGEST_SECONDS + ", such as 15, not " + seconds);
        }
        HomeConfig config = Settings.read(configFile);
        Texts texts = new Texts(language.language(), ZoneId.of(config.zone()));
        FindingWords words = new FindingWords(texts);
        List<Finding> found = new ArrayList<>();
        for (String from : sources(config)) {
            List<Finding> heard = listen(from, config, texts);
            found.addAll(heard);
            if (heard.stream().anyMatch(f -> f.kind() == Finding.Kind.TELEGRAMS)) {
                break;
            }
        }
        if (found.isEmpty()) {
            found.add(Finding.problem(Finding.Kind.NO_PORT));
        }
        if (config.sinks().mqtt().external().host() != null) {
            found.add(broker(config.sinks().mqtt(), texts.language()));
        }
        String said = format.isJson() ? words.json(found) : words.text(found);
        System.out.writeBytes((said + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        return words.isHealthy(found) ? Exit.OK : Exit.FAILED;
    }

    private static Finding broker(MqttSettings settings, Language language) {
        String broker = settings.external().host() + ":" + settings.external().port();
        String trouble;
        try {
            trouble = BrokerTrouble.lookedFor(settings, language).orElse(null);
        } catch (IllegalArgumentException e) {
            trouble = PlainWords.of(e);
        }
        return trouble == null
                ? Finding.ok(Finding.Kind.BROKER).with("broker", broker)
                : Finding.problem(Finding.Kind.NO_BROKER)
                        .with("broker", broker)
                        .with("trouble", trouble);
    }

    private List<String> sources(HomeConfig config) {
        if (source != null) {
            return List.of(source);
        }
        return config.link().source() != null
                ? List.of(config.link().source())
                : SerialPorts.find().stream().map(port -> "serial:" + port.path()).toList();
    }

    private List<Finding> listen(String from, HomeConfig config, Texts texts) throws Fault {
        SourceSpec spec = Settings.source(from);
        if (!format.isJson()) {
            System.err.println(texts.text("listening", Map.of("source", from, "seconds", seconds)));
        }
        Clock clock = Clock.systemUTC();
        LineDoctor doctor =
                new LineDoctor(
                                ZoneId.of(config.zone()),
                                settings(spec, config),
                                isRecorded(spec) ? HostClock.OF_NO_USE : HostClock.ofThisMachine(),
                                config.site().listening().meter())
                        .of(spec);
        List<Finding> found = new ArrayList<>();
        try (ByteSource line = Settings.open(from, null, config)) {
            line.open();
            try {
                hear(line, doctor, clock);
            } catch (IOException e) {
                found.add(trouble(Finding.Kind.LOST, from, e));
            }
        } catch (PortTaken e) {
            return List.of(taken(from, e));
        } catch (IOException e) {
            return List.of(trouble(Finding.Kind.CANNOT_OPEN, from, e));
        } catch (Fault e) {
            if (e.exitCode() != Exit.UNAVAILABLE) {
                throw e;
            }
            return List.of(trouble(Finding.Kind.CANNOT_OPEN, from, e));
        }
        found.add(
                0,
                Finding.ok(Finding.Kind.LISTENED)
                        .with("source", from)
                        .with("seconds", seconds)
                        .with("bytes", doctor.bytesHeard()));
        found.addAll(doctor.findings());
        return found;
    }

    /** What comes through a pipe may well be a recording, too. */
    private static boolean isRecorded(SourceSpec spec) {
        return spec instanceof SourceSpec.File || spec instanceof SourceSpec.Stdin;
    }

    private static SerialSettings settings(SourceSpec spec, HomeConfig config) {
        SerialSettings written =
                spec instanceof SourceSpec.Serial port
                        ? port.line()
                        : spec instanceof SourceSpec.Rfc2217 peer ? peer.line() : null;
        return written == null ? config.link().serial() : written;
    }

    private void hear(ByteSource line, LineDoctor doctor, Clock clock) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            int count = line.read(buffer);
            if (count == ByteSource.END) {
                doctor.end(clock.instant());
                return;
            }
            doctor.hear(buffer, count, clock.instant());
        }
    }

    private Finding taken(String from, PortTaken port) throws Fault {
        return Finding.problem(
                        port.isByService()
                                ? Finding.Kind.READ_BY_SERVICE
                                : Finding.Kind.READ_BY_BSMR)
                .with("source", from)
                .with("process", port.process())
                .with("page", Settings.readIfMay(configFile).sinks().web().addressHere());
    }

    private static Finding trouble(Finding.Kind kind, String from, Exception e) {
        return Finding.problem(kind).with("source", from).with("trouble", PlainWords.of(e));
    }
}
