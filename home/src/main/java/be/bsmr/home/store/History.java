package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadMemory;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.meter.MBusReading;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a {@link Store} keeps, also while another program keeps it: up to its last commit.
 *
 * <p>Every method throws {@link UncheckedIOException} when the file cannot be read.
 */
public final class History implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(History.class);

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
        return recall(from, Instant.MAX);
    }

    /** The stored readings of {@code [from, to]}, otherwise as {@link #recall(Instant)}. */
    public List<MeterRead> recall(Instant from, Instant to) {
        List<Block> journal = journal();
        int clock = database.read(MeterTable::clock);
        Map<Integer, Speaker> speakers = database.read(c -> MeterTable.speakers(clock, c));
        long first = QuarterTable.ceiling(from);
        SortedMap<Integer, MBusReading> channels =
                database.read(c -> MBusTable.at(first, clock, c));
        Deque<MBusTable.Change> changes =
                new ArrayDeque<>(database.read(c -> MBusTable.changes(first, clock, c)));
        List<MBusReading> attached = List.copyOf(channels.values());
        List<MeterRead> readings = new ArrayList<>();
        Seconds seconds = new Seconds(database, journal, speakers::containsKey, from, to);
        while (seconds.hasNext()) {
            Seconds.Second second = seconds.next();
            Speaker speaker = speakers.get(second.meter());
            if (speaker == null) {
                continue;
            }
            while (!changes.isEmpty() && changes.getFirst().measuredAt() <= second.at()) {
                apply(changes.removeFirst(), channels);
                attached = List.copyOf(channels.values());
            }
            readings.add(
                    new MeterRead(
                            ReadingRow.reading(second.at(), second.values(), speaker, attached),
                            Instant.ofEpochSecond(second.at()),
                            LinkHealth.INITIAL));
        }
        return readings;
    }

    /** What was known of the loads: what a person wanted of them, and what they draw. */
    public List<LoadMemory> loads() {
        return database.read(LoadTable::read);
    }

    /** The month peaks that were stored. */
    public PeakHistory peaks() {
        return database.read(PeakTable::read);
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

    /** The meter's time of the newest reading that was stored. */
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
     * The quarters that started in {@code [from, to)}, oldest first; those nobody measured are
     * missing.
     */
    public List<QuarterDemand> quarters(Instant from, Instant to) {
        return database.read(c -> QuarterTable.read(from, to, c));
    }

    /**
     * What was decided since {@code from}, the newest first.
     *
     * @param most 1 or more
     */
    public List<Decision> decisions(Instant from, int most) {
        return database.read(c -> DecisionTable.read(from, most, c));
    }

    @Override
    public void close() {
        database.close();
    }

    /** Read before the database: what is moved there meanwhile is seen twice, not never. */
    private List<Block> journal() {
        try {
            return Journal.read(Journal.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void apply(MBusTable.Change change, SortedMap<Integer, MBusReading> channels) {
        channels.remove(change.channel());
        change.reading().ifPresent(m -> channels.put(change.channel(), m));
    }
}
