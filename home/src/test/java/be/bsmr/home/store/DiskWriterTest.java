package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.quarter.Forecaster;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, where it goes, and when it is gone from where it waited. */
class DiskWriterTest {

    /** The house begins ten minutes before a quarter does. */
    private static final int UNTIL_THE_QUARTER = 600;

    @TempDir Path folder;
    private StoreSettings settings;
    private House house;
    private StoreFiles files;
    private DiskWriter writer;

    @BeforeEach
    void open() throws IOException {
        settings = StoreSettings.of(folder.resolve("bsmr.db"), 10, 0);
        house = House.inTheEvening();
        reopen();
    }

    private void reopen() throws IOException {
        files = StoreFiles.open(settings.file(), house.clock, WriteAheadLog.MOST_PAGES, f -> f);
        writer = new DiskWriter(files, settings, house.clock, SiteSettings.BELGIUM);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private void take(int seconds) {
        for (SiteStep step : house.steps(seconds)) {
            KeptStep kept = KeptStep.of(step);
            if (kept.read() != null) {
                writer.readings().add(kept.read());
            }
            writer.events().add(kept, house.clock.instant().getEpochSecond());
        }
    }

    @Test
    void theRunningQuarterGoesToTheJournalAndWhatHasEndedToTheDatabase() throws Exception {
        take(100);
        assertThat(writer.readings().unsafe()).isEqualTo(100);
        assertThat(writer.readings().haveEnded()).isFalse();
        writer.flush();
        assertThat(writer.readings().unsafe()).isZero();
        assertThat(writer.readings().count()).as("until the quarter ends").isEqualTo(100);
        assertThat(files.database().read(SecondsTable::count)).isZero();
        take(UNTIL_THE_QUARTER);
        assertThat(writer.readings().haveEnded()).isTrue();
        writer.commit(false);
        assertThat(files.database().read(SecondsTable::count)).isEqualTo(UNTIL_THE_QUARTER);
        assertThat(writer.readings().count()).isEqualTo(100);
        assertThat(writer.health().stored()).isEqualTo(700);
        assertThat(writer.health().waiting()).isZero();
    }

    @Test
    void whatAKillLeftInTheJournalIsTakenUp() throws Exception {
        take(100);
        writer.flush();
        // The files are closed, and nothing is committed: as a kill would.
        files.close();
        reopen();
        assertThat(writer.readings().recover()).contains(House.EVENING);
        assertThat(writer.readings().count()).isEqualTo(100);
        assertThat(writer.readings().unsafe()).isZero();
        writer.commit(true);
        assertThat(files.database().read(SecondsTable::count)).isEqualTo(100);
    }

    @Test
    void aQuarterIsWorthACommitAndASecondIsNot() {
        boolean[] atOnce = new boolean[UNTIL_THE_QUARTER + 1];
        List<SiteStep> steps = house.steps(atOnce.length);
        for (int i = 0; i < atOnce.length; i++) {
            atOnce[i] = writer.events().add(KeptStep.of(steps.get(i)), i);
        }
        assertThat(atOnce[UNTIL_THE_QUARTER]).isTrue();
        assertThat(writer.events().isEmpty()).isFalse();
        writer.commit(false);
        assertThat(writer.events().isEmpty()).isTrue();
        assertThat(writer.history().counted(House.EVENING.minusSeconds(300), House.EVENING))
                .hasSize(1);
        assertThat(atOnce[1]).isFalse();
    }

    @Test
    void aSiteThatKnowsNothingReplacesNothing() {
        take(UNTIL_THE_QUARTER + 901);
        writer.commit(false);
        PeakHistory known = writer.history().peaks();
        assertThat(known.months()).isNotEmpty();
        writer.events().areOfASiteThatKnowsNothing();
        house = new House(house.clock.instant(), Grid.STAR_400);
        take(10);
        assertThat(writer.events().remembers()).isFalse();
        writer.commit(false);
        assertThat(writer.history().peaks()).isEqualTo(known);
    }

    @Test
    void goesOnWithNewFilesWhereTheOldWereDeleted() throws Exception {
        take(100);
        writer.flush();
        assertThat(files.areInPlace()).isTrue();
        for (String end : List.of("", "-wal", "-shm", "-seconds", "-lock")) {
            Files.deleteIfExists(DatabaseFiles.next(settings.file(), end));
        }
        assertThat(files.areInPlace()).isFalse();
        take(UNTIL_THE_QUARTER);
        writer.commit(false);
        assertThat(files.areInPlace()).isTrue();
        assertThat(writer.hasTrouble()).isFalse();
        assertThat(files.database().read(SecondsTable::count)).isEqualTo(UNTIL_THE_QUARTER);
    }

    @Test
    void whatTheForecastLearnedIsSavedOnceADay() {
        long second = House.EVENING.getEpochSecond();
        ForecastSaver saver = writer.forecast();
        assertThat(saver.isDue(second)).as("nothing is learned").isFalse();
        Forecaster learned = house.steps(60).get(59).state().foresight().forecaster();
        saver.take(learned, second);
        assertThat(saver.isDue(second + 86_399)).isFalse();
        assertThat(saver.isDue(second + 86_400)).isTrue();
        saver.save(second + 86_400);
        assertThat(writer.history().forecaster().memory()).isEqualTo(learned.memory());
        assertThat(saver.isDue(second + 90_000)).isFalse();
        saver.databaseIsNew(second + 90_000);
        assertThat(saver.isDue(second + 90_000)).as("the new one knows nothing").isTrue();
    }

    @Test
    void onlyWhatBothClocksCallOldIsForgotten() throws Exception {
        take(UNTIL_THE_QUARTER + 1);
        writer.commit(true);
        StoreSettings oneDay = StoreSettings.of(settings.file(), 10, 1);
        Retention retention = new Retention(oneDay, house.clock);
        files.database().write(c -> retention.forgetOld(House.EVENING.plus(Duration.ofDays(9)), c));
        assertThat(files.database().read(SecondsTable::count))
                .as("the host's clock says otherwise")
                .isEqualTo(UNTIL_THE_QUARTER + 1);
        house.clock.advance(Duration.ofDays(9));
        files.database().write(c -> retention.forgetOld(House.EVENING.plus(Duration.ofDays(9)), c));
        assertThat(files.database().read(SecondsTable::count)).isZero();
    }
}
