package be.bsmr.home.pictures;

import be.bsmr.home.notify.Picture;
import be.bsmr.home.notify.Yearbook;
import be.bsmr.home.plot.MonthPlot;
import be.bsmr.home.plot.Sheet;
import be.bsmr.home.plot.Theme;
import be.bsmr.home.plot.YearPlot;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.History;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the months and years came to, out of the database, with a picture. What cannot be read is
 * not known; that is no reason to say nothing.
 */
public final class StoredYearbook implements Yearbook {

    private static final Logger log = LoggerFactory.getLogger(StoredYearbook.class);

    private final Path database;
    private final SiteSettings site;
    private final Sheet sheet;

    public StoredYearbook(Path database, SiteSettings site, Language language) {
        this.database = database;
        this.site = site;
        sheet = new Sheet(site.zone(), language.locale(), Theme.LIGHT);
    }

    @Override
    public Entry month(YearMonth month) {
        return entry(
                month, month, (plots, file) -> new MonthPlot(sheet).draw(plots.month(month), file));
    }

    @Override
    public Entry year(Year year) {
        YearMonth first = year.atMonth(1);
        return entry(
                first,
                year.atMonth(12),
                (plots, file) -> new YearPlot(sheet).draw(plots.year(first), file));
    }

    /** Draws into a file. */
    private interface Drawn {
        void draw(StoredPlots plots, Path file) throws IOException;
    }

    private Entry entry(YearMonth first, YearMonth last, Drawn drawn) {
        try (History history = History.open(database)) {
            Series months =
                    history.series(
                            Series.Resolution.MONTH,
                            start(first),
                            start(last.plusMonths(1)),
                            site.zone());
            List<String> names = months.columns().stream().map(Series.Column::name).toList();
            Long imported = null;
            Long exported = null;
            while (months.rows().hasNext()) {
                List<@Nullable Object> month = months.rows().next();
                imported = sum(imported, month.get(names.indexOf("import_wh")));
                exported = sum(exported, month.get(names.indexOf("export_wh")));
            }
            return new Entry(imported, exported, picture(new StoredPlots(history, site), drawn));
        } catch (IOException | RuntimeException e) {
            log.warn("a summary lacks what is stored: {}", PlainWords.of(e));
            return Entry.UNKNOWN;
        }
    }

    private static @Nullable Long sum(@Nullable Long sum, @Nullable Object wattHours) {
        return wattHours instanceof Long more ? (Long) ((sum == null ? 0 : sum) + more) : sum;
    }

    private static Optional<Picture> picture(StoredPlots plots, Drawn drawn) throws IOException {
        Path file = Files.createTempFile("bsmr-", ".png");
        try {
            drawn.draw(plots, file);
            return Optional.of(new Picture(Files.readAllBytes(file)));
        } catch (IllegalArgumentException nothing) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(site.zone()).toInstant();
    }
}
