package be.bsmr.home.store;

import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps readings, finished quarters, month peaks, decisions and what the forecast learned through
 * restarts; {@link History} reads them.
 *
 * <p>The seconds of the running quarter go to a {@link WriteAheadLog} every {@link
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

    /** Readings that wait for a disk: two hours at one a second. */
    static final int MOST_WAITING = WaitingReadings.MOST;

    private final StoreSettings settings;
    private final Clock clock;
    private final DiskWriter writer;
    private final WaitingReadings readings;
    private final WaitingEvents events;
    private final ForecastSaver forecast;
    private final ReentrantLock writing = new ReentrantLock();
    private final @Nullable Instant firstRecovered;
    private Instant lastFlush;
    private boolean closed;

    private Store(StoreFiles files, StoreSettings settings, Clock clock, ZoneId zone) {
        this.settings = settings;
        this.clock = clock;
        writer = new DiskWriter(files, settings, clock, zone);
        readings = writer.readings();
        events = writer.events();
        forecast = writer.forecast();
        lastFlush = clock.instant();
        firstRecovered = readings.recover().orElse(null);
        if (firstRecovered != null) {
            writer.commit(true);
        }
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
        return open(settings, clock, zone, WriteAheadLog.MOST_PAGES);
    }

    static Store open(StoreSettings settings, Clock clock, ZoneId zone, int journalPages)
            throws IOException {
        return StoreFiles.open(
                settings.file(),
                clock,
                journalPages,
                files -> new Store(files, settings, clock, zone));
    }

    /** What is stored; it goes with this store. */
    public History history() {
        return writer.history();
    }

    /**
     * Takes what one input led to, with what was learned from it, and commits if there is reason
     * to. Do not give it steps that replay what {@link History#recall} gave.
     */
    public void keep(SiteStep step) {
        keep(
                List.of(KeptStep.of(step)),
                step.newReading() ? step.state().foresight().forecaster() : forecast.newest());
    }

    /**
     * Takes what several inputs led to, in one commit if there is reason for one. None of them,
     * too, tells that time passes.
     *
     * @param newest with what was learned of the house by now; null before the first reading
     */
    public void keep(List<KeptStep> steps, @Nullable Forecaster newest) {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            boolean atOnce = false;
            for (KeptStep step : steps) {
                atOnce |= add(step);
            }
            Long second = readings.newest();
            if (newest != null && second != null && events.remembers()) {
                forecast.take(newest, second);
            }
            if ((atOnce || readings.haveEnded()) && !writer.hasTrouble()) {
                writer.commit(false);
            }
            if (isDue()) {
                flush();
            }
            if (forecast.isDue(second)) {
                forecast.save(second);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Whether it is worth a commit of its own. */
    private boolean add(KeptStep step) {
        if (step.read() != null) {
            readings.add(step.read());
            writer.tell();
        }
        Long newest = readings.newest();
        return events.add(step, newest == null ? clock.instant().getEpochSecond() : newest);
    }

    /**
     * Goes on with what a site has read that began without this store. What it returns is to be
     * told to the site; until then nothing that this store knows of the house is replaced.
     */
    public SiteInput.Recalled comesLate(Instant at) {
        writing.lock();
        try {
            events.areOfASiteThatKnowsNothing();
            History h = history();
            return new SiteInput.Recalled(at, h.peaks(), h.forecaster(), h.loads());
        } finally {
            writing.unlock();
        }
    }

    /**
     * Since when the seconds that an earlier run could not write to the database are; it may not
     * have written its quarters either. Empty when it wrote all.
     */
    public Optional<Instant> recoveredSince() {
        return Optional.ofNullable(firstRecovered);
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
            List<QuarterDemand> unknown = new ArrayList<>(counted);
            unknown.removeIf(q -> history().quarter(q.quarter()).isPresent());
            events.add(unknown, newest);
            writer.commit(false);
        } finally {
            writing.unlock();
        }
    }

    /** How well writing goes; from any thread. */
    public StoreHealth health() {
        return writer.health();
    }

    /** Readings lost because the disk refused them for too long. */
    public long dropped() {
        return health().dropped();
    }

    /**
     * Why not all that this store was given is on the disk, in the operator's words; empty when it
     * is. To be asked after {@link #close}.
     */
    public Optional<String> missing() {
        writing.lock();
        try {
            return writer.missing();
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
            events.end();
            flush();
            writer.commit(true);
            forecast.save(readings.newest());
            writer.close();
        } finally {
            writing.unlock();
        }
    }

    /** For tests that make the disk small. */
    Database database() {
        return writer.database();
    }

    /** The host's clock may be set, too: back in time, waiting would never end. */
    private boolean isDue() {
        Duration since = Duration.between(lastFlush, clock.instant());
        return since.isNegative() || since.toSeconds() >= settings.commitSeconds();
    }

    /** Puts what came since the last time on the card. */
    private void flush() {
        lastFlush = clock.instant();
        writer.flush();
    }
}
