package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadState;
import be.bsmr.meter.MBusReading;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps readings, finished quarters, month peaks, decisions and what the forecast learned through
 * restarts. Readings wait in memory for one commit every {@link StoreSettings#commitSeconds} host
 * seconds; the end of a quarter and {@link #close} commit at once.
 *
 * <p>Readings go by the meter's time. When a meter's clock is set back, what follows is right and
 * wins the seconds it shares with what was stored before; the older rows that are left, stamped
 * later by the clock of then, stay in the file but are of another setting of the clock, and {@link
 * #recall} and {@link #newest} pass them over.
 *
 * <p>A disk that is full or broken never throws at {@link #keep}: readings wait, the oldest give
 * way after {@value #MOST_WAITING}, and every commit tries again.
 */
public final class Store implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Store.class);

    /** Two hours at one a second. */
    static final int MOST_WAITING = 7200;

    /** A quarter lasts, so these reach for months. */
    private static final int MOST_QUARTERS_WAITING = 10_000;

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final StoreSettings settings;
    private final Clock clock;
    private final Database database;
    private final ReentrantLock writing = new ReentrantLock();

    private final Deque<ReadingRow> rows = new ArrayDeque<>();
    private final Deque<QuarterDemand> quarters = new ArrayDeque<>();
    private final Deque<Decision> decisions = new ArrayDeque<>();
    private final MeterTable meters = new MeterTable();
    private final MBusTable mbus = new MBusTable();
    private PeakHistory peaks;
    private PeakHistory storedPeaks;
    private int meterClock;
    private @Nullable Long newestSecond;
    private @Nullable ReadingRow lastRow;

    /** As they are now, as they are to be written, as they were written. */
    private List<LoadMemory> newestLoads = List.of();

    private List<LoadMemory> loads = List.of();
    private List<LoadMemory> storedLoads = List.of();
    private @Nullable Forecaster forecaster;
    private @Nullable Long learnedSecond;
    private Instant lastCommit;
    private boolean closed;
    private volatile StoreHealth health = new StoreHealth(0, 0, 0, null, null);

    private Store(StoreSettings settings, Clock clock, Database database) {
        this.settings = settings;
        this.clock = clock;
        this.database = database;
        lastCommit = clock.instant();
        storedPeaks = peaks();
        peaks = storedPeaks;
        meterClock = database.read(MeterTable::clock);
        newestSecond = newest().map(Instant::getEpochSecond).orElse(null);
    }

    /**
     * Opens the file, or makes it.
     *
     * @param clock the host's, to time commits
     * @throws IOException when the file cannot be used, with what to do about it; it is then left
     *     as it was
     */
    public static Store open(StoreSettings settings, Clock clock) throws IOException {
        Database database = Database.open(settings.file());
        try {
            return new Store(settings, clock, database);
        } catch (UncheckedIOException e) {
            database.close();
            throw e.getCause();
        }
    }

    /**
     * Takes what one input led to: give it every step, also those without a reading, since they
     * tell that time passes. Do not give it steps that replay what {@link #recall} gave.
     */
    public void keep(SiteStep step) {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            if (step.progressed() && step.input() instanceof MeterRead read) {
                add(read);
            }
            step.finished().ifPresent(this::add);
            step.decisions().forEach(this::add);
            peaks = step.state().peaks();
            remember(step);
            if (step.progressed()) {
                forecaster = step.state().forecaster();
                learnedSecond = learnedSecond == null ? newestSecond : learnedSecond;
            }
            if (step.finished().isPresent() || isDue()) {
                commit();
            }
            if (isLearnedDue()) {
                saveLearned();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * The stored readings from an instant of the meter's time on, oldest first, as far as they
     * belong to the present setting of the meter's clock. To go on with the running quarter, ask
     * from a minute before it began.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public List<MeterRead> recall(Instant from) {
        return recall(from, Instant.MAX);
    }

    /**
     * The stored readings of {@code [from, to]}, otherwise as {@link #recall(Instant)}.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public List<MeterRead> recall(Instant from, Instant to) {
        return database.read(c -> readings(QuarterTable.ceiling(from), to.getEpochSecond(), c));
    }

    /**
     * What was known of the loads: what a person wanted of them, and what they draw.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public List<LoadMemory> loads() {
        return database.read(LoadTable::read);
    }

    /**
     * The month peaks that were stored.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public PeakHistory peaks() {
        return database.read(PeakTable::read);
    }

    /**
     * The forecaster with what it had learned when it was last saved: once a day of the meter's
     * time, and at {@link #close}. One that knows nothing when there is none, or none that this
     * version can read.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public Forecaster forecaster() {
        Optional<byte[]> memory = database.read(ForecastTable::read);
        Optional<Forecaster> remembered = memory.flatMap(Forecaster::remembering);
        if (memory.isPresent() && remembered.isEmpty()) {
            log.warn(
                    "what the forecast had learned cannot be read from {}: it begins to learn anew",
                    settings.file());
        }
        return remembered.orElse(Forecaster.EMPTY);
    }

    /**
     * The meter's time of the newest reading that was stored.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public Optional<Instant> newest() {
        return database.read(
                c -> {
                    try (PreparedStatement s =
                            c.prepareStatement(
                                    "SELECT measured_at FROM readings JOIN meter ON id = meter"
                                            + " WHERE clock = ? ORDER BY measured_at DESC"
                                            + " LIMIT 1")) {
                        s.setInt(1, MeterTable.clock(c));
                        try (ResultSet r = s.executeQuery()) {
                            return r.next()
                                    ? Optional.of(Instant.ofEpochSecond(r.getLong(1)))
                                    : Optional.empty();
                        }
                    }
                });
    }

    /**
     * The quarters that started in {@code [from, to)}, oldest first; those nobody measured are
     * missing.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    public List<QuarterDemand> quarters(Instant from, Instant to) {
        return database.read(c -> QuarterTable.read(from, to, c));
    }

    /**
     * What was decided since {@code from}, the newest first.
     *
     * @param most 1 or more
     * @throws UncheckedIOException when the file cannot be read
     */
    public List<Decision> decisions(Instant from, int most) {
        return database.read(c -> DecisionTable.read(from, most, c));
    }

    /** How well writing goes; from any thread. */
    public StoreHealth health() {
        return health;
    }

    /** Readings lost because the disk refused them for too long. */
    public long dropped() {
        return health.dropped();
    }

    /** Commits what waits and closes the file. Call it when nobody keeps or reads any more. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            loads = newestLoads;
            commit();
            saveLearned();
            if (!rows.isEmpty()) {
                log.error(
                        "{} readings could not be written to {} before the end and are lost",
                        rows.size(),
                        settings.file());
            }
            database.close();
        } finally {
            writing.unlock();
        }
    }

    /** For tests that make the disk small. */
    Database database() {
        return database;
    }

    private void add(MeterRead read) {
        long second = read.measuredAt().getEpochSecond();
        if (newestSecond != null && second < newestSecond) {
            meterClock++;
            log.info("the meter's clock was set back to {}", read.measuredAt());
        }
        newestSecond = second;
        lastRow = ReadingRow.of(read, meterClock, lastRow);
        long dropped = health.dropped();
        if (rows.size() == MOST_WAITING) {
            rows.removeFirst();
            dropped++;
        }
        rows.addLast(lastRow);
        health =
                new StoreHealth(
                        health.stored(),
                        rows.size(),
                        dropped,
                        health.storedUntil(),
                        health.trouble());
    }

    private void add(QuarterDemand quarter) {
        if (quarters.size() == MOST_QUARTERS_WAITING) {
            quarters.removeFirst();
        }
        quarters.addLast(quarter);
    }

    private void add(Decision decision) {
        if (decisions.size() == MOST_QUARTERS_WAITING) {
            decisions.removeFirst();
        }
        decisions.addLast(decision);
    }

    /** With each quarter, and when a person decides: what they draw is counted all the time. */
    private void remember(SiteStep step) {
        List<LoadMemory> now = step.state().loads().stream().map(LoadState::memory).toList();
        boolean wanted =
                !now.stream()
                        .map(LoadMemory::mode)
                        .toList()
                        .equals(loads.stream().map(LoadMemory::mode).toList());
        if (wanted || step.finished().isPresent()) {
            loads = now;
        }
        newestLoads = now;
    }

    private boolean isDue() {
        Duration since = Duration.between(lastCommit, clock.instant());
        // The host's clock may be set, too: back in time, waiting would never end.
        return since.isNegative() || since.toSeconds() >= settings.commitSeconds();
    }

    /** Large and slow to change: a card need not bear it each minute. */
    private boolean isLearnedDue() {
        return newestSecond != null
                && learnedSecond != null
                && Math.abs(newestSecond - learnedSecond) >= DAY_SECONDS;
    }

    /** By itself: on a disk that is almost full, readings have precedence. */
    private void saveLearned() {
        if (forecaster == null || learnedSecond == null) {
            return;
        }
        learnedSecond = newestSecond;
        byte[] memory = forecaster.memory();
        try {
            database.write(c -> ForecastTable.write(memory, c));
        } catch (SQLException e) {
            log.error(
                    "cannot save in {} what the forecast has learned: {}",
                    settings.file(),
                    e.getMessage());
        }
    }

    private void commit() {
        if (rows.isEmpty()
                && quarters.isEmpty()
                && decisions.isEmpty()
                && peaks.equals(storedPeaks)
                && loads.equals(storedLoads)
                && !isLearnedDue()) {
            return;
        }
        lastCommit = clock.instant();
        try {
            database.write(this::write);
        } catch (SQLException e) {
            meters.forget();
            mbus.forget();
            failed(e);
            return;
        }
        succeeded();
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ReadingRow.INSERT)) {
            for (ReadingRow row : rows) {
                int meter = meters.idOf(row.speaker(), connection);
                row.bind(insert, meter);
                insert.executeUpdate();
                mbus.write(row, meter, connection);
            }
        }
        QuarterTable.write(quarters, connection);
        DecisionTable.write(decisions, connection);
        PeakTable.write(storedPeaks, peaks, connection);
        if (!loads.equals(storedLoads)) {
            LoadTable.write(loads, connection);
        }
        forgetOld(connection);
    }

    /**
     * Removes one day of readings when a day of them is too old, so that pages are freed whole and
     * used again. Both clocks must agree that it is old: either may be wrong.
     */
    private void forgetOld(Connection connection) throws SQLException {
        if (settings.keepDays() == 0 || newestSecond == null) {
            return;
        }
        long now = Math.min(newestSecond, clock.instant().getEpochSecond());
        long keepFrom = now - settings.keepDays() * DAY_SECONDS;
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT min(measured_at) FROM readings")) {
            long oldest = r.getLong(1);
            if (r.wasNull() || oldest + DAY_SECONDS > keepFrom) {
                return;
            }
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM readings WHERE measured_at < ?")) {
                delete.setLong(1, oldest + DAY_SECONDS);
                delete.executeUpdate();
            }
        }
    }

    private void succeeded() {
        if (health.trouble() != null) {
            log.info(
                    "{} can be written again; {} readings were lost meanwhile",
                    settings.file(),
                    health.dropped());
        }
        Instant until =
                rows.isEmpty()
                        ? health.storedUntil()
                        : Instant.ofEpochSecond(rows.getLast().measuredAt());
        health = new StoreHealth(health.stored() + rows.size(), 0, health.dropped(), until, null);
        rows.clear();
        quarters.clear();
        decisions.clear();
        storedPeaks = peaks;
        storedLoads = loads;
    }

    private void failed(SQLException e) {
        if (health.trouble() == null) {
            log.error(
                    "cannot write {}: {}. Readings wait in memory, {} at most, and every commit"
                            + " tries again: make room on the disk, or look whether it is broken",
                    settings.file(),
                    e.getMessage(),
                    MOST_WAITING);
        }
        health =
                new StoreHealth(
                        health.stored(),
                        rows.size(),
                        health.dropped(),
                        health.storedUntil(),
                        String.valueOf(e.getMessage()));
    }

    private static List<MeterRead> readings(long from, long to, Connection connection)
            throws SQLException {
        int clock = MeterTable.clock(connection);
        Map<Integer, Speaker> speakers = MeterTable.speakers(clock, connection);
        SortedMap<Integer, MBusReading> channels = MBusTable.at(from, clock, connection);
        Deque<MBusTable.Change> changes =
                new ArrayDeque<>(MBusTable.changes(from, clock, connection));
        List<MBusReading> attached = List.copyOf(channels.values());
        List<MeterRead> readings = new ArrayList<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT * FROM readings WHERE measured_at BETWEEN ? AND ?"
                                + " ORDER BY measured_at")) {
            s.setLong(1, from);
            s.setLong(2, to);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Speaker speaker = speakers.get(r.getInt("meter"));
                    if (speaker == null) {
                        continue; // of a setting of the clock that no longer holds
                    }
                    Instant at = Instant.ofEpochSecond(r.getLong("measured_at"));
                    while (!changes.isEmpty()
                            && changes.getFirst().measuredAt() <= at.getEpochSecond()) {
                        apply(changes.removeFirst(), channels);
                        attached = List.copyOf(channels.values());
                    }
                    readings.add(
                            new MeterRead(
                                    ReadingRow.read(r, speaker, attached), at, LinkHealth.INITIAL));
                }
            }
        }
        return readings;
    }

    private static void apply(MBusTable.Change change, SortedMap<Integer, MBusReading> channels) {
        channels.remove(change.channel());
        change.reading().ifPresent(m -> channels.put(change.channel(), m));
    }
}
