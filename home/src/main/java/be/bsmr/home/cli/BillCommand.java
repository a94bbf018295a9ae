package be.bsmr.home.cli;

import static java.util.Comparator.naturalOrder;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.home.words.Texts;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.Reconciliation;
import be.bsmr.tariff.TariffSheet;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the peaks of a year cost. */
@Command(
        name = "bill",
        description = {
            "Say what the month peaks of a year cost: the months and who knows them, their mean, and each line of the network bill.",
            "A rate that is not known is said to be unknown."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr bill --area imewo --volume 3500",
            "  bsmr bill --area antwerpen --year 2026 --format json",
            "  bsmr bill --reconcile                     our number, the meter's, the grid operator's",
            "  bsmr bill --demo                          of the simulated house"
        })
final class BillCommand implements Callable<Integer> {

    @Option(
            names = "--area",
            paramLabel = "AREA",
            description = "distribution area, such as imewo, or wallonia (default: tariff.area)")
    private @Nullable String area;

    @Option(
            names = "--year",
            paramLabel = "YEAR",
            description = "default: that of the newest month that is known")
    private @Nullable Integer year;

    @Option(
            names = "--volume",
            paramLabel = "KWH",
            description = "import of a year, for the part per kWh (default: tariff.volume_kwh)")
    private @Nullable BigDecimal volume;

    @Option(
            names = "--reconcile",
            description =
                    "instead: each month's peak by our count, by the meter and by the grid operator's file, and"
                            + " why they differ")
    private boolean reconcile;

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private FormatOption format = new FormatOption();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        HomeConfig config = house.config();
        if (volume != null && volume.signum() < 0) {
            throw Fault.usage("--volume is kWh of a year, not " + volume);
        }
        if (reconcile) {
            return reconciled(config);
        }
        TariffSheets sheets = sheets(config);
        String where = where(config, sheets);
        CapacityTariff tariff = tariff(where, sheets);
        ZoneId zone = config.site().zone();
        PeakHistory peaks = PeakHistory.EMPTY;
        YearMonth running = YearMonth.now(zone);
        if (Files.exists(config.store().file())) {
            try (History history = History.open(config.store().file())) {
                peaks = history.peaks();
                running = running(history, peaks, zone);
            } catch (IOException e) {
                throw Fault.unavailable(e);
            }
        }
        ObjectNode bill =
                new BillJson(zone, where, tariff, volume(config))
                        .bill(peaks, last(running), running);
        System.out.println(
                format.isJson()
                        ? bill.toString()
                        : new BillReport(new Texts(language.language(), zone)).text(bill));
        return Exit.OK;
    }

    /** Of the twelve months up to the newest, or to the end of the year. */
    private int reconciled(HomeConfig config) throws Fault {
        ZoneId zone = config.site().zone();
        List<Reconciliation> months = new ArrayList<>();
        try (History history = StoredMeter.open(config)) {
            PeakHistory peaks = history.peaks();
            YearMonth last = last(running(history, peaks, zone));
            for (YearMonth m = last.minusMonths(11); !m.isAfter(last); m = m.plusMonths(1)) {
                Instant from = m.atDay(1).atStartOfDay(zone).toInstant();
                Instant to = m.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
                Reconciliation.of(m, peaks, history.counted(from, to)).ifPresent(months::add);
            }
        }
        ArrayNode json = BillJson.reconciled(zone, months);
        System.out.println(
                format.isJson()
                        ? json.toString()
                        : new ReconcileReport(new Texts(language.language(), zone)).text(json));
        return Exit.OK;
    }

    /** The newest month of which something is known, by a reading or by an import. */
    private static YearMonth running(History history, PeakHistory peaks, ZoneId zone) {
        return Stream.concat(
                        history.newest().map(n -> month(n, zone)).stream(),
                        peaks.months().keySet().stream())
                .max(naturalOrder())
                .orElseGet(() -> YearMonth.now(zone));
    }

    private static TariffSheets sheets(HomeConfig config) throws Fault {
        try {
            return TariffSheets.of(config.tariff());
        } catch (ConfigException e) {
            throw Fault.of(e);
        }
    }

    private String where(HomeConfig config, TariffSheets sheets) throws Fault {
        String where = area != null ? area : config.tariff().area();
        if (where == null) {
            throw Fault.usage(
                    "which distribution area? --area, or tariff.area in the configuration: one of "
                            + String.join(", ", sheets.areas())
                            + "; a bill names it, or fluvius.be by postal code");
        }
        return where;
    }

    private static CapacityTariff tariff(String where, TariffSheets sheets) throws Fault {
        try {
            return sheets.required(where);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A year that has ended has its December; the running one goes up to now. */
    private YearMonth last(YearMonth running) throws Fault {
        if (year == null || year == running.getYear()) {
            return running;
        }
        if (year > running.getYear()) {
            throw Fault.usage(
                    "--year "
                            + year
                            + ": the newest month is "
                            + running
                            + "; nothing is known later");
        }
        if (year < TariffSheet.FIRST_YEAR) {
            throw Fault.usage(
                    "--year "
                            + year
                            + ": peaks are billed since "
                            + TariffSheet.FIRST_YEAR
                            + "; history --resolution month shows those before");
        }
        return YearMonth.of(year, 12);
    }

    private @Nullable BigDecimal volume(HomeConfig config) {
        return volume != null ? volume : config.tariff().volume();
    }

    private static YearMonth month(Instant at, ZoneId zone) {
        return YearMonth.from(at.atZone(zone));
    }
}
