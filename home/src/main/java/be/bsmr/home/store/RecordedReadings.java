package be.bsmr.home.store;

import be.bsmr.home.store.Imports.Outcome;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the telegrams of a recording into the database beside what is there: what is known stays.
 * Some hours at a time, so that a recording of years needs no more memory than one of a day, and
 * one that breaks off is kept up to there; taken again, it goes on.
 */
public final class RecordedReadings implements AutoCloseable {

    /** Four hours. */
    private static final int QUARTERS_AT_ONCE = 16;

    private final Database database;
    private final ZoneId zone;
    private final boolean dry;
    private final int clock;
    private final MeterTable meters = new MeterTable();
    private final MBusTable mbus = new MBusTable();

    private record Group(int meter, long quarter) {}

    /** What the database has of a quarter, and what is new. */
    private record Seconds(Map<Long, long[]> known, SortedMap<Long, long[]> fresh) {}

    private final Map<Group, Seconds> groups = new HashMap<>();
    private final List<ReadingRow> mbusRows = new ArrayList<>();
    private final List<QuarterDemand> quarters = new ArrayList<>();
    private PeakHistory peaks = PeakHistory.EMPTY;
    private @Nullable ReadingRow lastRow;
    private int lastMeter;

    RecordedReadings(Database database, ZoneId zone, boolean dry) {
        this.database = database;
        this.zone = zone;
        this.dry = dry;
        clock = database.read(MeterTable::clock);
    }

    /**
     * Takes what one input led to.
     *
     * @return what becomes of its telegram; nothing when it brought none that counts
     * @throws IOException when the database refuses
     */
    public Optional<Outcome> take(SiteStep step) throws IOException {
        step.finished().ifPresent(quarters::add);
        peaks = step.state().peaks();
        if (!step.progressed() || !(step.input() instanceof MeterRead read)) {
            return Optional.empty();
        }
        ReadingRow row = ReadingRow.of(read, clock, lastRow);
        if (lastRow == null || !row.speaker().equals(lastRow.speaker())) {
            lastMeter = meterOf(row);
        }
        if (lastRow == null || !row.mbus().equals(lastRow.mbus())) {
            mbusRows.add(row);
        }
        lastRow = row;
        Group group = new Group(lastMeter, row.quarter());
        Seconds seconds = groups.get(group);
        if (seconds == null) {
            if (groups.size() >= QUARTERS_AT_ONCE) {
                write();
            }
            seconds = new Seconds(known(group), new TreeMap<>());
            groups.put(group, seconds);
        }
        long[] before = seconds.known().get(row.measuredAt());
        before = before != null ? before : seconds.fresh().get(row.measuredAt());
        if (before == null) {
            seconds.fresh().put(row.measuredAt(), row.values());
            return Optional.of(Outcome.NEW);
        }
        return Optional.of(Arrays.equals(before, row.values()) ? Outcome.EQUAL : Outcome.KEPT);
    }

    /** Its number; none yet when nothing is to be written. */
    private int meterOf(ReadingRow row) throws IOException {
        if (dry) {
            return database.read(c -> MeterTable.speakers(clock, c)).entrySet().stream()
                    .filter(e -> e.getValue().equals(row.speaker()))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst()
                    .orElse(0);
        }
        int[] id = new int[1];
        change(c -> id[0] = meters.idOf(row.speaker(), c));
        return id[0];
    }

    private Map<Long, long[]> known(Group group) {
        for (Block block : database.read(c -> SecondsTable.read(group.quarter, group.quarter, c))) {
            if (block.meter() == group.meter) {
                try {
                    return block.seconds();
                } catch (DataFormatException e) {
                    // Damaged: what the recording has of it is better.
                    return Map.of();
                }
            }
        }
        return Map.of();
    }

    /**
     * Writes what is left, unless it was only to be tried.
     *
     * @throws IOException when the database refuses
     */
    public void finish() throws IOException {
        write();
    }

    private void write() throws IOException {
        if (!dry) {
            change(this::write);
        }
        groups.clear();
        mbusRows.clear();
        quarters.clear();
    }

    private void write(Connection c) throws SQLException {
        for (Map.Entry<Group, Seconds> e : groups.entrySet()) {
            if (!e.getValue().fresh().isEmpty()) {
                Group group = e.getKey();
                SecondsTable.write(group.meter, group.quarter, e.getValue().fresh(), c);
                RegisterTable.write(group.meter, group.quarter, e.getValue().fresh(), c);
            }
        }
        for (ReadingRow row : mbusRows) {
            mbus.write(row, meters.idOf(row.speaker(), c), c);
        }
        QuarterTable.add(quarters, c);
        SortedSet<LocalDate> days = new TreeSet<>();
        for (QuarterDemand q : quarters) {
            LocalDate day = q.quarter().start().atZone(zone).toLocalDate();
            days.add(day.minusDays(1));
            days.add(day);
        }
        for (LocalDate day : days) {
            DayTable.write(day, zone, c);
        }
        PeakHistory stored = PeakTable.read(c);
        PeakHistory all = stored;
        for (Map<MonthPeak.Source, MonthPeak> month : peaks.sides().values()) {
            for (MonthPeak peak : month.values()) {
                all = all.with(peak);
            }
        }
        PeakTable.write(stored, all, c);
    }

    private void change(Database.Change change) throws IOException {
        try {
            database.write(change);
        } catch (SQLException e) {
            throw new IOException("cannot write the database: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
