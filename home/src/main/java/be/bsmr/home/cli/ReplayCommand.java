package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.imports.NotTaken;
import be.bsmr.home.messages.MeterLog;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ReadAhead;
import be.bsmr.home.source.Recording;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recording through the very same chain as a meter. */
@Command(
        name = "replay",
        description = {
            "Send a recording through the very same chain as a meter and report what it came to.",
            "At speed 1 or N the dashboard and MQTT are there too; at max only the report. Nothing is stored, unless --store says where.",
            "Exit code 1 when there is no telegram in it, or none that can be read."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr replay evening.txt --report json     what twenty minutes came to",
            "  bsmr replay evening.txt --speed 60        watch it on the dashboard"
        })
final class ReplayCommand implements Callable<Integer> {

    /** How a report looks. */
    enum Report {
        text,
        json
    }

    @Parameters(paramLabel = "FILE", description = "raw telegrams, as a serial port gave them")
    private Path file = Path.of("");

    @Option(
            names = "--speed",
            paramLabel = "1|N|max",
            converter = Speed.Converter.class,
            description = "1 = as it was recorded (default: max)")
    private Speed speed = Speed.MAX;

    @Option(
            names = "--report",
            paramLabel = "text|json",
            description = "how to say what it came to (default: text)")
    private Report report = Report.text;

    @Option(names = "--config", paramLabel = "FILE", description = "zone, target, loads, MQTT, web")
    private @Nullable Path configFile;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "keep what it reads in this database, as import does; only at speed max")
    private @Nullable Path store;

    @Mixin private LineEndsOption lineEnds = new LineEndsOption();

    @Override
    public Integer call() throws Fault, IOException {
        HomeConfig config = Settings.read(configFile);
        SiteSettings settings = config.site();
        ReplayReport result = new ReplayReport();
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw Fault.unavailable(
                    "cannot read " + file + "; name a file of telegrams, such as simulate writes");
        }
        if (store != null && !speed.isMax()) {
            throw Fault.usage(
                    "--store goes with --speed max; run keeps what comes at the pace of life");
        }
        if (speed.isMax()) {
            replay(config, result);
        } else {
            Recording recording =
                    new Recording(file, settings.zone(), speed.factor(), lineEnds.wish());
            Running.untilEnded(
                    Home.withoutStore(config, recording)
                            .tellingAlso(step -> result.note(step.counted())),
                    System.err);
        }
        if (result.telegrams() == 0) {
            throw Fault.failed(
                    "there is no telegram in "
                            + file
                            + "; a recording is what a serial port or simulate writes, from '/' to '!'");
        }
        SiteJson words = new SiteJson(settings.zone());
        System.out.println(
                report == Report.json
                        ? result.json(words).toString()
                        : result.text(words).stripTrailing());
        if (result.accepted() == 0) {
            throw Fault.failed("none of the telegrams in " + file + " can be read");
        }
        return Exit.OK;
    }

    /** Nobody looks on: what a quarter will come to is not asked while it is known. */
    private void replay(HomeConfig config, ReplayReport result) throws Fault, IOException {
        if (store != null) {
            try {
                RecordingImport.of(
                        file,
                        config.site(),
                        store,
                        new RecordingImport.ImportOptions(
                                false, false, false, lineEnds.wish(), result::note),
                        share -> {});
            } catch (NotTaken e) {
                Texts texts = new Texts(Language.orSystems(null), config.site().zone());
                throw Fault.usage(
                        new ImportText(texts, config.site().zone()).notTaken(file, e.why()));
            } catch (IOException e) {
                throw Fault.unavailable(e);
            }
            return;
        }
        SiteSettings settings = config.site();
        Metering[] metering = {Metering.initial(PeakHistory.EMPTY)};
        MeterLog meterLog = new MeterLog();
        long began = System.nanoTime();
        try (InputStream in = lineEnds.of(Files.newInputStream(file))) {
            ReadAhead.pump(
                    in,
                    settings.zone(),
                    input -> {
                        MeteringStep step = metering[0].step(input, settings);
                        metering[0] = step.metering();
                        result.note(step);
                        meterLog.note(step);
                    });
        }
        RecordingImport.tellRate(file, metering[0].link().telegrams(), began);
    }
}
