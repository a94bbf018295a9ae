package be.bsmr.home.push;

import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.series.Bookmark;
import be.bsmr.home.series.Past;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated house whose seconds are in a real database, and whose clock goes with its meter. */
final class StoredHouse implements AutoCloseable {

    final Path database;

    /** What the meter said, by its clock. */
    final SortedMap<Instant, Reading> said = new TreeMap<>();

    private final Household household;
    private final Site site = new Site(SiteSettings.DEFAULT);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private volatile Instant now;
    private History history;

    StoredHouse(Path folder, Instant start) {
        database = folder.resolve("house.db");
        household = new Household(3, start, SiteSettings.BELGIUM, Grid.STAR_400);
        now = start;
    }

    static SiteJson json() {
        return new SiteJson(SiteSettings.BELGIUM);
    }

    Instant now() {
        return now;
    }

    /** The meter speaks each second, and all of it is stored. */
    void lives(Duration time) throws IOException {
        try (RecordedReadings readings =
                Imports.ofRecording(database, SiteSettings.BELGIUM, false, false)) {
            for (long s = 0; s < time.toSeconds(); s++) {
                Reading reading = household.next();
                now = Objects.requireNonNull(reading.measuredAt());
                said.put(now, reading);
                SiteStep step = site.step(state, new MeterRead(reading, now, LinkHealth.INITIAL));
                state = step.state();
                readings.take(step.counted());
            }
            readings.finish();
        }
    }

    /** The cable is out: nothing is stored. */
    void isSilent(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            household.next();
        }
        now = now.plus(time);
    }

    /** Days go by in which the program does not run. */
    void isLeftAlone(Duration time) {
        now = now.plus(time);
    }

    /** One that has not been started: the test says when it looks. */
    CatchUp to(Outlet outlet) {
        return new CatchUp(outlet, this::past, this::now, new Bookmark(database, outlet.name()));
    }

    private Optional<Past> past() {
        try {
            if (history == null) {
                history = History.open(database);
            }
            return Optional.of(history);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (history != null) {
            history.close();
        }
    }
}
