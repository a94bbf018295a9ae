package be.bsmr.home.cli;

import be.bsmr.home.imports.ExportFile;
import be.bsmr.home.imports.ImportReport;
import be.bsmr.home.imports.ImportedReading;
import be.bsmr.home.imports.Importing;
import be.bsmr.home.imports.NotTaken;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.Quantity;
import be.bsmr.home.words.Texts;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What other systems know of the house. */
@Command(
        name = "import",
        description = {
            "Take what other systems exported into the database: Mijn Fluvius, HomeWizard, P1-monitor, DSMR-reader, Home Assistant, the original's forcast.csv; and recordings of telegrams.",
            "The same file twice changes nothing; the months of a grid operator's file count as peaks of the past. Also while bsmr run goes on, which knows them within a minute.",
            "A row that cannot be taken is told by its line, and the others are taken; exit code 1 when nothing of a file could be."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr import Verbruikshistoriek_elektriciteit_*.csv --dry-run   what would it do?",
            "  bsmr import Verbruikshistoriek_elektriciteit_*.csv             then: bsmr bill",
            "  bsmr import statistics.tsv --as sensor.meter_in=import --as sensor.meter_out=export",
            "  bsmr import forcast.csv --start 2026-01-13T18:00",
            "  bsmr import telegrams-*.txt"
        })
final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "as it was downloaded")
    private List<Path> files = List.of();

    @Option(names = "--dry-run", description = "say what it would do, and change nothing")
    private boolean dryRun;

    @Mixin private StoredMeter house = new StoredMeter();

    @Option(
            names = "--ean",
            paramLabel = "EAN",
            description = "the connection that counts, when a file has several")
    private @Nullable String ean;

    @Option(
            names = "--of",
            paramLabel = "house",
            description =
                    "the file is of the house's own meter, though it looks like another's: a kWh meter, another"
                            + " connection or another meter than before")
    private @Nullable Whose of;

    /** Whose meter a file is of; of others nothing is taken. */
    enum Whose {
        house
    }

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "the hour that forcast.csv begins in: the file does not tell it")
    private @Nullable String start;

    @Option(
            names = "--as",
            paramLabel = "ID=WHAT",
            description =
                    "what a series of Home Assistant is: import, import_t1, import_t2, export, export_t1,"
                            + " export_t2, gas, gas_energy or water; may be repeated")
    private Map<String, String> names = Map.of();

    @Option(
            names = "--learn",
            description =
                    "let the forecast learn the house from recorded telegrams: ten times slower, and not while"
                            + " bsmr run goes on, which saves what it has learned itself")
    private boolean learn;

    @Mixin private LineEndsOption lineEnds = new LineEndsOption();

    @Mixin private FormatOption format = new FormatOption();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault, IOException {
        HomeConfig config = house.config();
        ZoneId zone = config.site().zone();
        ImportText text = new ImportText(new Texts(language.language(), zone), zone);
        List<Takes> takes = takes(reading(zone), config.site(), text);
        List<ImportReport> reports;
        Path database = config.store().file();
        if (dryRun && !Files.exists(database)) {
            try (TemporaryFolder folder = TemporaryFolder.create()) {
                reports = take(takes, folder.path().resolve("dry.db"), text);
            }
        } else {
            reports = take(takes, database, text);
        }
        System.out.println(
                format.isJson()
                        ? text.json(reports, dryRun).toString()
                        : text.text(reports, dryRun));
        for (ImportReport r : reports) {
            if (r.isUseless()) {
                throw Fault.failed(text.nothing(r));
            }
        }
        return Exit.OK;
    }

    /** How one file is taken in. */
    private interface Takes {
        ImportReport into(Path database, DoubleConsumer progress) throws IOException;
    }

    private List<ImportReport> take(List<Takes> takes, Path database, ImportText text)
            throws Fault {
        List<ImportReport> reports = new ArrayList<>();
        for (int i = 0; i < takes.size(); i++) {
            try (Progress progress = new Progress(files.get(i).toString())) {
                reports.add(takes.get(i).into(database, progress::at));
            } catch (NotTaken e) {
                throw Fault.usage(text.notTaken(files.get(i), e.why()));
            } catch (IOException e) {
                throw Fault.unavailable(e);
            }
        }
        return reports;
    }

    private ImportedReading reading(ZoneId zone) throws Fault {
        Map<String, Quantity> quantities = new TreeMap<>();
        for (Map.Entry<String, String> e : names.entrySet()) {
            quantities.put(e.getKey(), quantity(e.getValue()));
        }
        LocalDateTime hour =
                start == null
                        ? null
                        : Times.instant("--start", start, zone).atZone(zone).toLocalDateTime();
        return new ImportedReading(zone, hour, ean, quantities, of == Whose.house);
    }

    private static Quantity quantity(String name) throws Fault {
        try {
            Quantity quantity = Quantity.valueOf(name.toUpperCase(Locale.ROOT));
            if (quantity != Quantity.PEAK) {
                return quantity;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Fault.usage(
                "--as …="
                        + name
                        + " is unknown; it is import, import_t1, import_t2, export, export_t1,"
                        + " export_t2, gas, gas_energy or water");
    }

    /** All of them are looked at before the first is taken. */
    private List<Takes> takes(ImportedReading reading, SiteSettings site, ImportText text)
            throws Fault {
        List<Takes> takes = new ArrayList<>();
        RecordingImport.ImportOptions purpose =
                new RecordingImport.ImportOptions(
                        dryRun, learn, of == Whose.house, lineEnds.wish(), step -> {});
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw Fault.unavailable(file + " is a folder; name a file that was exported");
            }
            if (!Files.isReadable(file)) {
                String name = file.toString();
                throw Fault.unavailable(
                        Files.notExists(file)
                                ? new NoSuchFileException(name)
                                : new AccessDeniedException(name));
            }
            try {
                if (RecordingImport.isRecording(file)) {
                    takes.add(
                            (database, progress) ->
                                    RecordingImport.of(file, site, database, purpose, progress));
                    continue;
                }
                ExportFile export = ExportFile.open(file, reading);
                takes.add(
                        (database, progress) -> {
                            try (Imports imports = Imports.open(database, site.zone())) {
                                return Importing.of(export, site.zone(), imports, dryRun, progress);
                            }
                        });
            } catch (NotTaken e) {
                throw Fault.usage(text.notTaken(file, e.why()));
            } catch (IOException e) {
                throw Fault.unavailable(e);
            }
        }
        return takes;
    }
}
