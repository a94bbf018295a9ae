package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.Identity;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 13);
    private static final Speaker METER =
            new Speaker(0, new Identity("FLU5", null, null, null), null);

    @TempDir Path folder;
    private Database database;
    private Commit commit;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(folder.resolve("bsmr.db"));
        commit = new Commit(database, SiteSettings.BELGIUM);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatFailsLeavesNothingAndItsNumbersAreForgotten() throws Exception {
        assertThatThrownBy(
                        () ->
                                commit.transact(
                                        c -> {
                                            commit.groups(List.of(row(0)), c);
                                            throw new IOException("the disk broke");
                                        }))
                .hasMessage("the disk broke");
        assertThat(speakers()).isEmpty();
        int number = commit.numberOf(METER);
        assertThat(speakers()).containsOnlyKeys(number);
        assertThat(commit.numberOf(METER)).isEqualTo(number);
    }

    @Test
    void anImportHearsInPlainWordsThatTheDatabaseRefuses() {
        assertThatThrownBy(() -> commit.importing(c -> Database.execute(c, "INSERT INTO nothing")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write the database: ");
    }

    @Test
    void growthFollowsFromSecondsAndDaysFromQuarters() throws Exception {
        int meter = commit.numberOf(METER);
        long quarter = START.getEpochSecond();
        commit.transact(
                c -> {
                    commit.seconds(meter, quarter, seconds(quarter, 0, 450), c);
                    commit.seconds(meter, quarter, seconds(quarter, 450, 900), c);
                    commit.counted(List.of(counted(Estimator.REGISTERS, 900)), c);
                });
        assertThat(database.read(SecondsTable::count)).isEqualTo(900);
        assertThat(database.read(c -> GrowthTable.energies(quarter, quarter + 900, c)).get(0))
                .isEqualTo(89);
        List<DayTable.Day> days = database.read(c -> DayTable.read(DAY, DAY.plusDays(1), c));
        assertThat(days).singleElement().satisfies(d -> assertThat(d.peakWatts()).isEqualTo(3600L));
    }

    @Test
    void aRecordingDoesNotReplaceAQuarterThatIsKnown() throws Exception {
        QuarterDemand known = counted(Estimator.DEMAND_REGISTER, 900);
        commit.transact(c -> commit.counted(List.of(known), c));
        commit.transact(c -> commit.recorded(List.of(counted(Estimator.POWER, 800)), c));
        assertThat(quarters()).containsExactly(known);
        QuarterDemand again = counted(Estimator.REGISTERS, 700);
        commit.transact(c -> commit.counted(List.of(again), c));
        assertThat(quarters()).as("the running program knows it best").containsExactly(again);
    }

    private Map<Integer, Speaker> speakers() {
        return database.read(MeterTable::speakers);
    }

    private List<QuarterDemand> quarters() {
        return database.read(c -> QuarterTable.read(START, START.plusSeconds(900), c));
    }

    private static QuarterDemand counted(Estimator estimator, long wattHours) {
        return new QuarterDemand(
                new QuarterHour(START), Energy.ofWattHours(wattHours), 1, estimator, true);
    }

    private static ReadingRow row(int second) {
        long at = START.getEpochSecond() + second;
        return ReadingRow.recovered(at, METER, values(second));
    }

    private static SortedMap<Long, long[]> seconds(long quarter, int from, int to) {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        for (int i = from; i < to; i++) {
            seconds.put(quarter + i, values(i));
        }
        return seconds;
    }

    /** A watt-hour every ten seconds. */
    private static long[] values(int second) {
        long[] values = new long[ReadingRow.channels().size()];
        Arrays.fill(values, ReadingRow.ABSENT);
        values[ReadingRow.index("import_t1_wh")] = 1000L + second / 10;
        return values;
    }
}
