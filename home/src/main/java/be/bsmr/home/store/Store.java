package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadState;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps readings, finished quarters, month peaks, decisions and what the forecast learned through
 * restarts; {@link History} reads them.
 *
 * <p>The seconds of the running quarter go to a {@link Journal} every {@link
 * StoreSettings#commitSeconds} host seconds, and packed into the database when the quarter ends. A
 * finished quarter, a peak, a decision and what hangs on the M-Bus go to the database at once. What
 * was put down is on the card: a cut of the power costs the seconds since the last commit, and
 * nothing else.
 *
 * <p>Readings go by the meter's time. When a meter's clock is set back, what follows is right and
 * wins the seconds it shares with what was stored before; the older readings that are left, stamped
 * later by the clock of then, stay in the file but are of another setting of the clock. Whoever
 * goes on from the present, with {@link History#recall} and {@link History#newest}, passes them
 * over; whoever reads a period, with {@link History#readings} or {@link History#series}, has them.
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

    private StoreLock lock;
    private final StoreSettings settings;
    private final Clock clock;
    private final ZoneId zone;
    private Journal journal;
    private final Database database;
    private final History history;
    private final ReentrantLock writing = new ReentrantLock();

    /** Not in the database; the newest {@code unsafe} of them not in the journal either. */
    private final Deque<ReadingRow> rows = new ArrayDeque<>();

    private int unsafe;

    /** Readings that had to leave the memory and are in the journal only. */
    private long spilled;

    /** Those whose M-Bus channels, or whose meter, were news. */
    private final Deque<ReadingRow> mbusRows = new ArrayDeque<>();

    private final Deque<QuarterDemand> quarters = new ArrayDeque<>();
    private final Deque<LinkTable.Count> links = new ArrayDeque<>();
    private final Deque<Decision> decisions = new ArrayDeque<>();
    private final Deque<LoadStateTable.Row> loadStates = new ArrayDeque<>();
    private final Map<String, LoadStateTable.Row> lastLoadStates = new HashMap<>();
    private final MeterTable meters = new MeterTable();
    private final MBusTable mbus = new MBusTable();
    private LinkHealth countedLink = LinkHealth.INITIAL;
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

    private boolean saidReplaced;

    /** The first second that an earlier run left in the journal only. */
    private @Nullable Long firstRecovered;

    /** Whether the site that is kept knows what was stored before. */
    private boolean remembers = true;

    private Instant lastFlush;
    private boolean closed;

    /** Quarters, decisions and the like that gave way while the disk refused. */
    private long gaveWay;

    private @Nullable String journalTrouble;
    private @Nullable String databaseTrouble;
    private volatile StoreHealth health = new StoreHealth(0, 0, 0, null, null);

    private Store(
            StoreLock lock,
            StoreSettings settings,
            Clock clock,
            ZoneId zone,
            Journal journal,
            Database database) {
        this.lock = lock;
        this.settings = settings;
        this.clock = clock;
        this.zone = zone;
        this.journal = journal;
        this.database = database;
        history = new History(settings.file(), database);
        lastFlush = clock.instant();
        storedPeaks = history.peaks();
        peaks = storedPeaks;
        meterClock = database.read(MeterTable::clock);
        newestSecond = history.newest().map(Instant::getEpochSecond).orElse(null);
        recover();
    }

    /**
     * Opens the file, or makes it. A damaged one is moved aside, with the day and the time in its
     * name, and a new one begun.
     *
     * @param clock the host's, to time commits
     * @param zone where the house stands: whose days and months count
     * @throws FileRefused when another program keeps its readings there
     * @throws IOException when the file cannot be used, with what to do about it; it is then left
     *     as it was
     */
    public static Store open(StoreSettings settings, Clock clock, ZoneId zone) throws IOException {
        return open(settings, clock, zone, Journal.MOST_PAGES);
    }

    static Store open(StoreSettings settings, Clock clock, ZoneId zone, int journalPages)
            throws IOException {
        Database.makeFolder(settings.file());
        // Beside what is no database of ours no lock is left.
        Database.refuseOthers(settings.file());
        StoreLock lock = StoreLock.ofProgram(settings.file());
        try {
            try {
                return open(lock, settings, clock, zone, journalPages);
            } catch (Database.Damaged e) {
                Path aside = DatabaseFiles.moveAside(settings.file(), "damaged", clock.instant());
                log.error(
                        "{} It is now {}: keep it if it matters, and see what bsmr restore can bring"
                                + " back. BSMR goes on with a new one",
                        e.getMessage(),
                        aside);
                return open(lock, settings, clock, zone, journalPages);
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Store open(
            StoreLock lock, StoreSettings settings, Clock clock, ZoneId zone, int journalPages)
            throws IOException {
        Database database = Database.open(settings.file());
        Journal journal = null;
        try {
            journal = Journal.open(Journal.of(settings.file()), journalPages);
            return new Store(lock, settings, clock, zone, journal, database);
        } catch (IOException e) {
            database.close();
            throw e;
        } catch (UncheckedIOException e) {
            database.close();
            if (journal != null) {
                journal.close();
            }
            throw e.getCause();
        }
    }

    /** What is stored; it goes with this store. */
    public History history() {
        return history;
    }

    /**
     * Takes what one input led to, as {@link #keep(List, Forecaster)} does. Do not give it steps
     * that replay what {@link History#recall} gave.
     */
    public void keep(SiteStep step) {
        keep(
                List.of(News.of(step)),
                step.newReading() ? step.state().foresight().forecaster() : forecaster);
    }

    /**
     * Takes what several inputs led to, in one commit if there is reason for one. Give it nothing,
     * too: that tells that time passes.
     *
     * @param newest with what was learned of the house by now; null before the first reading
     */
    public void keep(List<News> news, @Nullable Forecaster newest) {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            boolean atOnce = false;
            for (News n : news) {
                atOnce |= add(n);
            }
            if (newest != null && newestSecond != null && remembers) {
                forecaster = newest;
                learnedSecond = learnedSecond == null ? newestSecond : learnedSecond;
            }
            if ((atOnce || hasEnded()) && databaseTrouble == null) {
                commit(false);
            }
            if (isDue()) {
                flush();
            }
            if (isLearnedDue()) {
                saveLearned();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Goes on with what a site has read that began without this store: nothing that this store
     * knows of the house is replaced, until the site was told it.
     *
     * @return what it knows, to be told to the site
     */
    public SiteInput.Recalled comesLate(Instant at) {
        writing.lock();
        try {
            remembers = false;
            return new SiteInput.Recalled(
                    at, history.peaks(), history.forecaster(), history.loads());
        } finally {
            writing.unlock();
        }
    }

    /**
     * Since when the seconds that an earlier run could not write to the database are; it may not
     * have written its quarters either. Empty when it wrote all.
     */
    public Optional<Instant> recoveredSince() {
        return Optional.ofNullable(firstRecovered).map(Instant::ofEpochSecond);
    }

    /**
     * Takes what was counted from seconds that were {@linkplain #recoveredSince recovered}. What is
     * stored of a quarter stays as it is.
     *
     * @param newest the month peaks, with these quarters in them
     */
    public void keepRecovered(List<QuarterDemand> counted, PeakHistory newest) {
        writing.lock();
        try {
            for (QuarterDemand quarter : counted) {
                Instant start = quarter.quarter().start();
                if (history.quarters(start, start.plusSeconds(1)).isEmpty()) {
                    addTo(quarters, quarter, MOST_QUARTERS_WAITING);
                }
            }
            peaks = newest;
            commit(false);
        } finally {
            writing.unlock();
        }
    }

    /** How well writing goes; from any thread. */
    public StoreHealth health() {
        return health;
    }

    /** Readings lost because the disk refused them for too long. */
    public long dropped() {
        return health.dropped();
    }

    /**
     * Why not all that this store was given is on the disk, in the operator's words; empty when it
     * is. To be asked after {@link #close}.
     */
    public Optional<String> missing() {
        writing.lock();
        try {
            long lost = health.dropped() + unsafe;
            if (lost > 0) {
                return Optional.of(lost + " readings could not be written to " + settings.file());
            }
            String trouble = databaseTrouble != null ? databaseTrouble : journalTrouble;
            if (trouble != null) {
                return Optional.of("cannot write " + settings.file() + ": " + trouble);
            }
            return gaveWay == 0
                    ? Optional.empty()
                    : Optional.of(
                            gaveWay
                                    + " quarters, decisions or states could not be written to "
                                    + settings.file());
        } finally {
            writing.unlock();
        }
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
            flush();
            commit(true);
            saveLearned();
            if (unsafe > 0) {
                log.error(
                        "{} readings could not be written to {} before the end and are lost",
                        unsafe,
                        settings.file());
            }
            database.close();
            try {
                journal.close();
            } catch (IOException e) {
                log.warn("cannot close the journal of {}: {}", settings.file(), PlainWords.of(e));
            }
            lock.close();
        } finally {
            writing.unlock();
        }
    }

    /** For tests that make the disk small. */
    Database database() {
        return database;
    }

    /** What an earlier run left in the journal goes to the database. */
    private void recover() {
        Map<Integer, Speaker> speakers = database.read(MeterTable::speakers);
        for (Block block : journal.found()) {
            Speaker speaker = speakers.get(block.meter());
            try {
                if (speaker == null) {
                    throw new DataFormatException("they are of a meter that is not in it");
                }
                SortedMap<Long, long[]> seconds = block.seconds();
                if (!seconds.isEmpty()
                        && seconds.lastKey() - block.quarter() >= SecondsTable.QUARTER) {
                    throw new DataFormatException("they are of more than a quarter-hour");
                }
                seconds.forEach((at, v) -> rows.add(ReadingRow.recovered(at, speaker, v)));
            } catch (DataFormatException e) {
                log.warn(
                        "seconds in the journal of {} are left out: {}",
                        settings.file(),
                        e.getMessage());
            }
        }
        if (!rows.isEmpty()) {
            log.info("{} readings of before were in the journal", rows.size());
            firstRecovered = rows.stream().mapToLong(ReadingRow::measuredAt).min().getAsLong();
            commit(true);
        }
    }

    /** Returns whether it is worth a commit of its own. */
    private boolean add(News news) {
        remembers |= news.recalled();
        if (news.read() != null) {
            add(news.read());
        }
        if (news.finished() != null) {
            add(news.finished(), news.link());
        }
        news.decisions().forEach(this::add);
        peaks = remembers ? news.peaks() : peaks;
        boolean wanted = remember(news.loads(), news.finished() != null);
        return news.finished() != null || !news.decisions().isEmpty() || wanted;
    }

    private void add(MeterRead read) {
        long second = read.measuredAt().getEpochSecond();
        if (newestSecond != null && second < newestSecond) {
            meterClock++;
            log.info("the meter's clock was set back to {}", read.measuredAt());
        }
        newestSecond = second;
        ReadingRow row = ReadingRow.of(read, meterClock, lastRow);
        if (lastRow == null
                || !row.mbus().equals(lastRow.mbus())
                || !row.speaker().equals(lastRow.speaker())) {
            addTo(mbusRows, row, MOST_WAITING);
        }
        lastRow = row;
        long dropped = health.dropped();
        if (rows.size() == MOST_WAITING) {
            rows.removeFirst();
            if (unsafe == MOST_WAITING) {
                unsafe--;
                dropped++;
            } else {
                spilled++;
            }
        }
        rows.addLast(row);
        unsafe++;
        told(health.stored(), dropped, health.storedUntil());
    }

    private void add(QuarterDemand quarter, LinkHealth link) {
        addTo(quarters, quarter, MOST_QUARTERS_WAITING);
        addTo(
                links,
                LinkTable.Count.between(
                        countedLink, link, quarter.quarter().start().getEpochSecond()),
                MOST_QUARTERS_WAITING);
        countedLink = link;
    }

    private void add(Decision decision) {
        addTo(decisions, decision, MOST_QUARTERS_WAITING);
    }

    private <T> void addTo(Deque<T> waiting, T news, int most) {
        if (waiting.size() == most) {
            waiting.removeFirst();
            gaveWay++;
        }
        waiting.addLast(news);
    }

    /**
     * With each quarter, and when a person decides: what they draw is counted all the time. Returns
     * whether a person did.
     */
    private boolean remember(List<LoadState> states, boolean quarterEnded) {
        List<LoadMemory> now = remembers ? states.stream().map(LoadState::memory).toList() : loads;
        boolean wanted =
                !loads.isEmpty()
                        && !now.stream()
                                .map(LoadMemory::mode)
                                .toList()
                                .equals(loads.stream().map(LoadMemory::mode).toList());
        if (loads.isEmpty() || wanted || quarterEnded) {
            loads = now;
        }
        newestLoads = now;
        long at = newestSecond == null ? clock.instant().getEpochSecond() : newestSecond;
        for (LoadState state : states) {
            LoadStateTable.Row row = LoadStateTable.Row.of(at, state);
            if (!row.saysTheSameAs(lastLoadStates.put(row.load(), row))) {
                addTo(loadStates, row, MOST_QUARTERS_WAITING);
            }
        }
        return wanted;
    }

    private boolean isDue() {
        Duration since = Duration.between(lastFlush, clock.instant());
        // The host's clock may be set, too: back in time, waiting would never end.
        return since.isNegative() || since.toSeconds() >= settings.commitSeconds();
    }

    /** Whether what waits is of more than the running quarter. */
    private boolean hasEnded() {
        return !rows.isEmpty() && rows.getFirst().quarter() != rows.getLast().quarter();
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
        } catch (SQLException | IOException e) {
            log.error(
                    "cannot save in {} what the forecast has learned: {}",
                    settings.file(),
                    PlainWords.of(e));
        }
    }

    /** Puts what came since the last time on the card. */
    private void flush() {
        lastFlush = clock.instant();
        if (!mbusRows.isEmpty() || databaseTrouble != null) {
            commit(false);
        }
        if (unsafe > 0) {
            journal(unsafe);
        }
    }

    /** Puts the newest readings into the journal, or that there are none. */
    private void journal(int count) {
        List<ReadingRow> news = new ArrayList<>(rows).subList(rows.size() - count, rows.size());
        try {
            if (begunAnew()) {
                commit(false);
                return;
            }
            for (ReadingRow row : news) {
                if (!meters.knows(row.speaker(), database.writer())) {
                    database.write(c -> meters.idOf(row.speaker(), c));
                }
            }
            List<Block> blocks = new ArrayList<>();
            groups(news, database.writer())
                    .forEach((g, seconds) -> blocks.add(Block.of(g.meter, g.quarter, seconds)));
            if (journal.append(blocks)) {
                allAreSafe();
            }
        } catch (RuntimeException | Error e) {
            forgetIds();
            throw e;
        } catch (SQLException | IOException e) {
            forgetIds();
            if (journalTrouble == null) {
                log.error(
                        "cannot write the journal of {}: {}. A cut of the power can cost the"
                                + " running quarter: make room on the disk, or look whether it is"
                                + " broken",
                        settings.file(),
                        PlainWords.of(e));
            }
            journalTrouble = PlainWords.of(e);
            told(health.stored(), health.dropped(), health.storedUntil());
        }
    }

    /**
     * Writes to the database all that waits, of the readings those whose quarter has ended.
     *
     * @param all also those of the running quarter
     */
    private void commit(boolean all) {
        List<ReadingRow> packed = all ? List.copyOf(rows) : ended();
        if (packed.isEmpty()
                && mbusRows.isEmpty()
                && quarters.isEmpty()
                && decisions.isEmpty()
                && loadStates.isEmpty()
                && peaks.equals(storedPeaks)
                && loads.equals(storedLoads)) {
            return;
        }
        try {
            if (begunAnew()) {
                commit(all);
                return;
            }
            database.write(c -> write(packed, c));
        } catch (SQLException | IOException e) {
            forgetIds();
            failed(e);
            return;
        } catch (RuntimeException | Error e) {
            forgetIds();
            throw e;
        }
        succeeded(packed.size());
    }

    /**
     * Goes on with new files when those of before were deleted or replaced: what is still in memory
     * goes there, and that is all but the readings and quarters of before.
     *
     * @return whether it had to
     * @throws IOException when it cannot; the next commit tries again
     */
    private boolean begunAnew() throws SQLException, IOException {
        boolean there = database.isInPlace();
        if (there && journal.isInPlace() && lock.holds()) {
            return false;
        }
        if (!saidReplaced) {
            saidReplaced = true;
            log.error(
                    "{}, or a file that goes with it, was deleted or replaced while BSMR runs. BSMR"
                            + " goes on with what is there now, or with a new one; stop BSMR before"
                            + " you touch its files, and see bsmr restore",
                    settings.file());
        }
        boolean ours = journal.isInPlace();
        if (!there && !ours) {
            // A disk that broke can be mounted again only when nobody has files open in it.
            lock.close();
            journal.close();
            database.letGo();
        }
        Database.makeFolder(settings.file());
        if (!lock.holds()) {
            lock.close();
            lock = StoreLock.ofProgram(settings.file());
        }
        if (!there) {
            reopen();
        }
        Path path = Journal.of(settings.file());
        journal.close();
        if (!there && ours) {
            // Of meters as they were numbered in the database that is gone.
            Files.delete(path);
        }
        journal = Journal.open(path, journal.mostPages());
        List<Block> found = journal.found();
        database.write(c -> writeAll(found, c));
        told(
                Math.max(0, health.stored() - (rows.size() - unsafe)),
                health.dropped() + (found.isEmpty() ? spilled : 0),
                health.storedUntil());
        spilled = 0;
        unsafe = rows.size();
        saidReplaced = false;
        return true;
    }

    private void reopen() throws IOException {
        try {
            database.reopen();
        } catch (Database.Damaged e) {
            Path aside = DatabaseFiles.moveAside(settings.file(), "damaged", clock.instant());
            log.error("{} It is now {}", e.getMessage(), aside);
            database.reopen();
        }
        forgetIds();
        if (lastRow != null) {
            mbusRows.addLast(lastRow);
        }
        storedPeaks = history.peaks();
        storedLoads = List.of();
        meterClock = Math.max(meterClock, database.read(MeterTable::clock));
        if (newestSecond != null) {
            // What was learned of the house follows with the next news.
            learnedSecond = newestSecond - DAY_SECONDS;
        }
    }

    private static void writeAll(List<Block> blocks, Connection c) throws SQLException {
        for (Block block : blocks) {
            write(block, c);
        }
    }

    /** After a rollback: what was given in that transaction does not exist. */
    private void forgetIds() {
        meters.forget();
        mbus.forget();
    }

    /** The readings before those of the newest quarter. */
    private List<ReadingRow> ended() {
        List<ReadingRow> waiting = new ArrayList<>(rows);
        int end = waiting.size();
        while (end > 0 && waiting.get(end - 1).quarter() == rows.getLast().quarter()) {
            end--;
        }
        return waiting.subList(0, end);
    }

    private void write(List<ReadingRow> packed, Connection c) throws SQLException, IOException {
        if (spilled > 0) {
            for (Block block : journal.blocks()) {
                write(block, c);
            }
        }
        for (Map.Entry<Group, SortedMap<Long, long[]>> e : groups(packed, c).entrySet()) {
            write(e.getKey(), e.getValue(), c);
        }
        if (!packed.isEmpty()) {
            // How the registers stood when those quarters ended is said by what follows.
            List<ReadingRow> running = List.copyOf(rows).subList(packed.size(), rows.size());
            for (Map.Entry<Group, SortedMap<Long, long[]>> e : groups(running, c).entrySet()) {
                GrowthTable.begin(e.getKey().meter, e.getKey().quarter, e.getValue(), c);
            }
        }
        for (ReadingRow row : mbusRows) {
            mbus.write(row, meters.idOf(row.speaker(), c), c);
        }
        QuarterTable.write(quarters, c);
        LinkTable.write(links, c);
        DecisionTable.write(decisions, c);
        LoadStateTable.write(loadStates, c);
        PeakTable.write(storedPeaks, peaks, c);
        if (!loads.equals(storedLoads)) {
            LoadTable.write(loads, c);
        }
        DayTable.write(quarters, zone, c);
        forgetOld(c);
    }

    private static void write(Block block, Connection c) throws SQLException {
        try {
            write(new Group(block.meter(), block.quarter()), block.seconds(), c);
        } catch (DataFormatException e) {
            log.warn("seconds in the journal are left out: {}", e.getMessage());
        }
    }

    private static void write(Group group, SortedMap<Long, long[]> seconds, Connection c)
            throws SQLException {
        SortedMap<Long, long[]> all = SecondsTable.write(group.meter, group.quarter, seconds, c);
        GrowthTable.write(group.meter, group.quarter, all, c);
    }

    private record Group(int meter, long quarter) {}

    private Map<Group, SortedMap<Long, long[]>> groups(List<ReadingRow> some, Connection c)
            throws SQLException {
        Map<Group, SortedMap<Long, long[]>> groups = new LinkedHashMap<>();
        for (ReadingRow row : some) {
            groups.computeIfAbsent(
                            new Group(meters.idOf(row.speaker(), c), row.quarter()),
                            g -> new TreeMap<>())
                    .put(row.measuredAt(), row.values());
        }
        return groups;
    }

    /** Both clocks must agree that something is old: either may be wrong. */
    private void forgetOld(Connection c) throws SQLException {
        if (newestSecond == null) {
            return;
        }
        long now = Math.min(newestSecond, clock.instant().getEpochSecond());
        if (settings.keepDays() > 0) {
            SecondsTable.forget(now - settings.keepDays() * DAY_SECONDS, DAY_SECONDS, c);
        }
        if (settings.keepQuarterDays() > 0) {
            QuarterTable.forget(now - settings.keepQuarterDays() * DAY_SECONDS, c);
        }
    }

    private void succeeded(int packed) {
        if (databaseTrouble != null) {
            log.info(
                    "{} can be written again; {} readings were lost meanwhile",
                    settings.file(),
                    health.dropped());
            databaseTrouble = null;
        }
        mbusRows.clear();
        quarters.clear();
        links.clear();
        decisions.clear();
        loadStates.clear();
        storedPeaks = peaks;
        storedLoads = loads;
        if (packed == 0) {
            told(health.stored(), health.dropped(), health.storedUntil());
            return;
        }
        long last = 0;
        for (int i = 0; i < packed; i++) {
            last = rows.removeFirst().measuredAt();
        }
        int newly = Math.max(0, unsafe - rows.size());
        unsafe = Math.min(unsafe, rows.size());
        told(
                health.stored() + newly,
                health.dropped(),
                newly == 0 ? health.storedUntil() : Instant.ofEpochSecond(last));
        spilled = 0;
        journal.restart();
        journal(rows.size());
    }

    private void allAreSafe() {
        long stored = health.stored() + unsafe;
        Instant until =
                unsafe == 0
                        ? health.storedUntil()
                        : Instant.ofEpochSecond(rows.getLast().measuredAt());
        unsafe = 0;
        journalTrouble = null;
        told(stored, health.dropped(), until);
    }

    private void failed(Exception e) {
        if (databaseTrouble == null) {
            log.error(
                    "cannot write {}: {}. Readings wait in memory, {} at most, and every commit"
                            + " tries again: make room on the disk, or look whether it is broken",
                    settings.file(),
                    PlainWords.of(e),
                    MOST_WAITING);
        }
        databaseTrouble = PlainWords.of(e);
        told(health.stored(), health.dropped(), health.storedUntil());
    }

    private void told(long stored, long dropped, @Nullable Instant until) {
        health =
                new StoreHealth(
                        stored,
                        unsafe,
                        dropped,
                        until,
                        databaseTrouble != null ? databaseTrouble : journalTrouble);
    }
}
