package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadMemory;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.meter.MBusReading;
import be.bsmr.otherwise.Lived;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a {@link Store} keeps, also while another program keeps it: up to its last commit.
 *
 * <p>Every method throws {@link UncheckedIOException} when the file cannot be read.
 */
public final class History implements Past, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(History.class);

    private static final Instant LONG_AGO = Instant.parse("2000-01-02T00:00:00Z");
    private static final Instant FAR_OFF = Instant.parse("2999-12-30T00:00:00Z");

    /** Quarters, registers, gas meters, link health and decisions of a day, bytes. */
    private static final long OTHERS_PER_DAY = 50_000;

    private final Path file;
    private final Database database;

    History(Path file, Database database) {
        this.file = file;
        this.database = database;
    }

    /**
     * Opens a file to read it.
     *
     * @throws IOException when it cannot be used, with what to do about it
     */
    public static History open(Path file) throws IOException {
        return new History(file, Database.open(file));
    }

    /**
     * The stored readings from an instant of the meter's time on, oldest first, as far as they
     * belong to the present setting of the meter's clock. To go on with the running quarter, ask
     * from a minute before it began.
     */
    public List<MeterRead> recall(Instant from) {
        int clock = database.read(MeterTable::clock);
        return readings(from, Instant.MAX, c -> MeterTable.speakers(clock, c));
    }

    /** {@inheritDoc} Whatever the meter's clock was: the seconds that {@link #series} has. */
    @Override
    public List<MeterRead> readings(Instant from, Instant to) {
        return readings(from, to, MeterTable::speakers);
    }

    private List<MeterRead> readings(
            Instant from, Instant to, Database.Work<Map<Integer, Speaker>> whose) {
        List<Block> journal = journal();
        Map<Integer, Speaker> speakers = database.read(whose);
        Map<Integer, MBusChannels> channels = new HashMap<>();
        List<MeterRead> readings = new ArrayList<>();
        SecondsLog seconds =
                new SecondsLog(
                        database,
                        journal,
                        speakers::containsKey,
                        from,
                        to,
                        ReadingRow.channels().size());
        while (seconds.hasNext()) {
            SecondsLog.Second second = seconds.next();
            Speaker speaker = speakers.get(second.meter());
            if (speaker == null) {
                continue;
            }
            List<MBusReading> attached =
                    channels.computeIfAbsent(
                                    speaker.clock(),
                                    clock -> MBusChannels.between(from, to, clock, database))
                            .at(second.at());
            readings.add(
                    new MeterRead(
                            ReadingRow.reading(second.at(), second.values(), speaker, attached),
                            Instant.ofEpochSecond(second.at()),
                            LinkHealth.INITIAL));
        }
        return readings;
    }

    /**
     * The mean power of each minute that began in {@code [from, to)}, oldest first; minutes nobody
     * measured are missing.
     *
     * @param from a full minute
     */
    public List<MinuteMean> minutes(Instant from, Instant to) {
        return MinuteMean.of(seconds(from, to, 1 + ReadingRow.EXPORT_POWER));
    }

    /**
     * What the loads were told in {@code [from, to)}, oldest first, and before that what each was
     * told last before {@code from}.
     */
    public List<LoadPosition> positions(Instant from, Instant to) {
        return database.read(c -> LoadStateTable.read(from, to, c));
    }

    /** What was known of the loads: what a person wanted of them, and what they draw. */
    public List<LoadMemory> loads() {
        return database.read(LoadTable::read);
    }

    /** The month peaks that were stored, and those that were imported. */
    public PeakHistory peaks() {
        return database.read(c -> ImportedPeaks.with(PeakTable.read(c), c));
    }

    /** Those of the month peaks that were imported. */
    public List<MonthPeak> importedPeaks() {
        PeakHistory imported = database.read(c -> ImportedPeaks.with(PeakHistory.EMPTY, c));
        return List.copyOf(imported.months().values());
    }

    /**
     * The forecaster with what it had learned when it was last saved: once a day of the meter's
     * time, and at {@link Store#close}. One that knows nothing when there is none, or none that
     * this version can read.
     */
    public Forecaster forecaster() {
        Optional<byte[]> memory = database.read(ForecastTable::read);
        Optional<Forecaster> remembered = memory.flatMap(Forecaster::remembering);
        if (memory.isPresent() && remembered.isEmpty()) {
            log.warn(
                    "what the forecast had learned cannot be read from {}: it begins to learn anew",
                    file);
        }
        return remembered.orElse(Forecaster.EMPTY);
    }

    @Override
    public Optional<Instant> newest() {
        List<Block> journal = journal();
        int clock = database.read(MeterTable::clock);
        Map<Integer, Speaker> speakers = database.read(c -> MeterTable.speakers(clock, c));
        OptionalLong stored = database.read(c -> SecondsTable.newest(clock, c));
        long newest = stored.orElse(Long.MIN_VALUE);
        for (Block b : journal) {
            if (speakers.containsKey(b.meter())) {
                newest = Math.max(newest, b.newest().orElse(newest));
            }
        }
        return newest == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(newest));
    }

    /**
     * The start of the first quarter with readings that belong to the present setting of the
     * meter's clock.
     */
    public Optional<Instant> presentSince() {
        List<Block> journal = journal();
        int clock = database.read(MeterTable::clock);
        Map<Integer, Speaker> speakers = database.read(c -> MeterTable.speakers(clock, c));
        return LongStream.concat(
                        database.read(c -> SecondsTable.first(clock, c)).stream(),
                        journal.stream()
                                .filter(b -> speakers.containsKey(b.meter()))
                                .mapToLong(Block::quarter))
                .boxed()
                .min(Comparator.naturalOrder())
                .map(Instant::ofEpochSecond);
    }

    /** The latest time that any reading has, whatever the meter's clock was. */
    private Optional<Instant> latest(List<Block> journal) {
        return LongStream.concat(
                        database.read(SecondsTable::newest).stream(),
                        journal.stream().map(Block::newest).flatMapToLong(OptionalLong::stream))
                .boxed()
                .max(Comparator.naturalOrder())
                .map(Instant::ofEpochSecond);
    }

    /**
     * The quarters that started in {@code [from, to)}, oldest first: those that we counted and,
     * where we did not count the whole of it, those that were imported. Those nobody measured are
     * missing.
     */
    public List<QuarterDemand> quarters(Instant from, Instant to) {
        return database.read(
                c -> merged(QuarterTable.read(from, to, c), ImportedTable.quarters(from, to, c)));
    }

    /** One quarter, as {@link #quarters} knows it; empty when nobody measured it. */
    Optional<QuarterDemand> quarter(QuarterHour quarter) {
        return quarters(quarter.start(), quarter.end()).stream().findFirst();
    }

    /** Both oldest first. */
    static List<QuarterDemand> merged(List<QuarterDemand> counted, List<QuarterDemand> imported) {
        if (imported.isEmpty()) {
            return counted;
        }
        SortedMap<QuarterHour, QuarterDemand> quarters = new TreeMap<>();
        imported.forEach(q -> quarters.put(q.quarter(), q));
        counted.stream()
                .filter(q -> q.complete() || !quarters.containsKey(q.quarter()))
                .forEach(q -> quarters.put(q.quarter(), q));
        return List.copyOf(quarters.values());
    }

    @Override
    public List<QuarterDemand> counted(Instant from, Instant to) {
        return database.read(c -> QuarterTable.read(from, to, c));
    }

    /**
     * What was decided since {@code from}, the newest first.
     *
     * @param most 1 or more
     */
    public List<Decision> decisions(Instant from, int most) {
        return decisions(from, FAR_OFF, most);
    }

    /**
     * What is stored of {@code [from, to)}, cut to what there is.
     *
     * @param zone whose days and months count
     */
    @Override
    public Series series(Series.Resolution resolution, Instant from, Instant to, ZoneId zone) {
        SeriesReader reader = new SeriesReader(this, database, zone);
        Extent stored = span().orElse(new Extent(from, from));
        Instant first = stored.begin().isAfter(from) ? stored.begin() : from;
        Instant last = stored.end().isBefore(to) ? stored.end() : to;
        return switch (resolution) {
            case SECOND -> reader.seconds(seconds(first, last, ReadingRow.channels().size()));
            case QUARTER -> reader.quarters(first, last);
            case DAY -> reader.days(day(from, zone, false), day(to, zone, true));
            case MONTH ->
                    reader.months(
                            YearMonth.from(day(from, zone, false)),
                            YearMonth.from(day(to, zone, true).minusDays(1)).plusMonths(1));
        };
    }

    @Override
    public Series power(Instant from, Instant to, int parts) {
        return PowerParts.of(seconds(from, to, 1 + ReadingRow.EXPORT_POWER), from, to, parts);
    }

    /** The seconds of {@code [from, to)}, whichever meter told them. */
    private SecondsLog seconds(Instant from, Instant to, int channels) {
        return new SecondsLog(database, journal(), meter -> true, from, to.minusNanos(1), channels);
    }

    @Override
    public List<Decision> decisions(Instant from, Instant to, int most) {
        return database.read(c -> DecisionTable.read(from, to, most, c));
    }

    @Override
    public Lived lived(Instant from, Instant to, ZoneId zone, DoubleConsumer progress) {
        return new LivedReader(this, database, zone).read(from, to, progress);
    }

    /** What changed in {@code [from, to)}, beside the seconds. */
    public Series series(Series.Topic topic, Instant from, Instant to) {
        return database.read(
                c ->
                        switch (topic) {
                            case MBUS -> EventReader.mbus(from, to, c);
                            case LOADS -> EventReader.loads(from, to, c);
                            case LINK -> EventReader.link(from, to, c);
                        });
    }

    @Override
    public Series mbus(boolean months, Instant from, Instant to, ZoneId zone) {
        LocalDate first = day(from, zone, false);
        LocalDate end = day(to, zone, true);
        return database.read(c -> MBusAmounts.of(months, first, end, zone, c));
    }

    /** Instants far off are beyond what the tables of days know. */
    private static LocalDate day(Instant at, ZoneId zone, boolean ending) {
        if (at.isBefore(LONG_AGO)) {
            return LocalDate.of(2000, 1, 1);
        }
        if (at.isAfter(FAR_OFF)) {
            return LocalDate.of(3000, 1, 1);
        }
        return (ending ? at.minusNanos(1).atZone(zone).plusDays(1) : at.atZone(zone)).toLocalDate();
    }

    /** The first quarter of which something was measured. */
    public Optional<Instant> oldest() {
        return measured().map(Extent::begin);
    }

    /**
     * What seconds and quarters there are of, measured or imported, whatever the meter's clock was;
     * in whole quarters. Empty when there are none.
     */
    @Override
    public Optional<Extent> span() {
        return Stream.concat(measured().stream(), database.read(ImportedTable::span).stream())
                .reduce(Extent::with);
    }

    private Optional<Extent> measured() {
        return Stream.concat(
                        seconds().stream(),
                        database
                                .read(
                                        c ->
                                                inTable(
                                                        "SELECT min(start), max(start) FROM quarters",
                                                        c))
                                .stream())
                .reduce(Extent::with);
    }

    @Override
    public Optional<Extent> seconds() {
        Stream<Extent> waiting = journal().stream().map(b -> quarters(b.quarter(), b.quarter()));
        return Stream.concat(
                        waiting,
                        database
                                .read(
                                        c ->
                                                inTable(
                                                        "SELECT min(quarter), max(quarter) FROM"
                                                                + " seconds",
                                                        c))
                                .stream())
                .reduce(Extent::with);
    }

    /**
     * @param of selects the start of the first quarter and that of the last
     */
    private static Optional<Extent> inTable(String of, Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(of)) {
            long first = r.getLong(1);
            return r.wasNull() ? Optional.empty() : Optional.of(quarters(first, r.getLong(2)));
        }
    }

    /** From the start of one to the end of another. */
    private static Extent quarters(long first, long last) {
        return new Extent(
                Instant.ofEpochSecond(first), Instant.ofEpochSecond(last + SecondsTable.QUARTER));
    }

    /** What is in the file, checked from end to end: a while for a large one. */
    public StoreInfo info() {
        List<Block> journal = journal();
        long seconds = database.read(SecondsTable::count);
        for (Block b : journal) {
            seconds += b.count();
        }
        long readings = seconds;
        Optional<Instant> newest = latest(journal);
        Optional<Instant> oldest = oldest();
        String integrity = database.integrity();
        OptionalLong perDay = database.read(SecondsTable::bytesPerDay);
        try {
            return new StoreInfo(
                    size(file)
                            + size(DatabaseFiles.next(file, "-wal"))
                            + size(WriteAheadLog.of(file)),
                    readings,
                    database.read(QuarterTable::count),
                    perDay.isEmpty() ? null : (Long) (perDay.getAsLong() + OTHERS_PER_DAY),
                    oldest.orElse(null),
                    newest.orElse(null),
                    integrity,
                    free(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Bytes that we may still write beside a file; null when the system does not tell. Not {@link
     * Files#getFileStore}: it wants the mount point of the file, which a container or chroot hides.
     */
    static @Nullable Long free(File file) {
        return file.getTotalSpace() == 0 ? null : (Long) file.getUsableSpace();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public void close() {
        database.close();
    }

    /** Read before the database: what is moved there meanwhile is seen twice, not never. */
    private List<Block> journal() {
        try {
            return WriteAheadLog.read(WriteAheadLog.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
