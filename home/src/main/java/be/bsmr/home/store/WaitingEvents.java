package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadNow;
import be.bsmr.control.ManualOverride;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.tariff.PeakHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is not in the database yet beside readings: quarters that ended, how the cable did in
 * them, decisions, what loads were told, month peaks and what is known of the loads.
 */
final class WaitingEvents {

    /** A quarter lasts, so these reach for months. */
    private static final int MOST = 10_000;

    private final BoundedRows<QuarterDemand> quarters = new BoundedRows<>(MOST);
    private final BoundedRows<LinkTable.Count> links = new BoundedRows<>(MOST);
    private final BoundedRows<Decision> decisions = new BoundedRows<>(MOST);
    private final BoundedRows<LoadStateTable.Row> loadStates = new BoundedRows<>(MOST);
    private final Map<String, LoadStateTable.Row> lastLoadStates = new HashMap<>();
    private LinkHealth countedLink = LinkHealth.INITIAL;
    private PeakHistory peaks;
    private PeakHistory storedPeaks;

    /** What is known of the loads by now; below, what is to be written, and what was written. */
    private List<LoadMemory> newestLoads = List.of();

    private List<LoadMemory> loads = List.of();
    private List<LoadMemory> storedLoads = List.of();
    private boolean remembers = true;

    /**
     * @param stored the month peaks that the database has
     */
    WaitingEvents(PeakHistory stored) {
        storedPeaks = stored;
        peaks = stored;
    }

    /** Whether the site that is kept knows what was stored before. */
    boolean remembers() {
        return remembers;
    }

    /** The site does not know it until a step says that it was told. */
    void areOfASiteThatKnowsNothing() {
        remembers = false;
    }

    /**
     * @param second when it was, seconds since 1970
     * @return whether it is worth a commit of its own
     */
    boolean add(KeptStep step, long second) {
        remembers |= step.recalled();
        QuarterDemand quarter = step.finished();
        if (quarter != null) {
            quarters.add(quarter);
            long start = quarter.quarter().start().getEpochSecond();
            links.add(LinkTable.Count.between(countedLink, step.link(), start));
            countedLink = step.link();
        }
        step.decisions().forEach(decisions::add);
        peaks = remembers ? step.peaks() : peaks;
        boolean wanted = remember(step.loads(), quarter != null, second);
        return quarter != null || !step.decisions().isEmpty() || wanted;
    }

    /**
     * With each quarter, and when a person decides: what they draw is counted all the time. Returns
     * whether a person did.
     */
    private boolean remember(List<LoadNow> told, boolean quarterEnded, long second) {
        List<LoadMemory> now = remembers ? told.stream().map(LoadNow::memory).toList() : loads;
        boolean wanted = !loads.isEmpty() && !modes(now).equals(modes(loads));
        if (loads.isEmpty() || wanted || quarterEnded) {
            loads = now;
        }
        newestLoads = now;
        for (LoadNow load : told) {
            LoadStateTable.Row row = LoadStateTable.Row.of(second, load);
            if (!row.saysTheSameAs(lastLoadStates.put(row.load(), row))) {
                loadStates.add(row);
            }
        }
        return wanted;
    }

    private static List<ManualOverride> modes(List<LoadMemory> loads) {
        return loads.stream().map(LoadMemory::mode).toList();
    }

    /** Takes what was counted from readings that an earlier run left. */
    void add(List<QuarterDemand> counted, PeakHistory newest) {
        counted.forEach(quarters::add);
        peaks = newest;
    }

    /** No step follows: what is known of the loads is as good as it gets. */
    void end() {
        loads = newestLoads;
    }

    boolean isEmpty() {
        return quarters.isEmpty()
                && decisions.isEmpty()
                && loadStates.isEmpty()
                && peaks.equals(storedPeaks)
                && loads.equals(storedLoads);
    }

    /** Writes all of it, in a transaction of a commit, after the seconds. */
    void write(Commit commit, Connection c) throws SQLException {
        commit.counted(quarters.waiting(), c);
        LinkTable.write(links.waiting(), c);
        DecisionTable.write(decisions.waiting(), c);
        LoadStateTable.write(loadStates.waiting(), c);
        PeakTable.write(storedPeaks, peaks, c);
        if (!loads.equals(storedLoads)) {
            LoadTable.write(loads, c);
        }
    }

    /** All of it is in the database now. */
    void written() {
        quarters.clear();
        links.clear();
        decisions.clear();
        loadStates.clear();
        storedPeaks = peaks;
        storedLoads = loads;
    }

    /**
     * The database is another one.
     *
     * @param stored the month peaks that it has
     */
    void databaseIsNew(PeakHistory stored) {
        storedPeaks = stored;
        storedLoads = List.of();
    }

    /** How many gave way because the database refused them for too long. */
    long gaveWay() {
        return quarters.gaveWay() + links.gaveWay() + decisions.gaveWay() + loadStates.gaveWay();
    }
}
