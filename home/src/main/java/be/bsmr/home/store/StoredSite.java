package be.bsmr.home.store;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resumes a site from its database: the month peaks and what the forecast learned are read, the
 * readings of the running quarter and of the hour before it go through the site again.
 */
public final class StoredSite {

    private static final Logger log = LoggerFactory.getLogger(StoredSite.class);

    /** For the boundary second of the first quarter, and what the forecast looks back at. */
    private static final Duration RUN_UP = Duration.ofHours(1);

    private StoredSite() {}

    /**
     * Resumes for the program that goes on to keep the site in this store. What an earlier run
     * could not write to the database but in the journal is replayed too: its quarters are counted
     * and kept now.
     *
     * @param clock the host's; silence counts from when it is resumed
     * @param each told of each step that is replayed
     * @return before the first reading that is stored, a new site with the stored month peaks
     */
    public static SiteState resume(
            Store store, SiteSettings settings, InstantSource clock, Consumer<SiteStep> each) {
        History history = store.history();
        Optional<Instant> newest = history.newest();
        if (newest.isEmpty()) {
            return remembered(history, settings);
        }
        Instant since = store.recoveredSince().filter(newest.get()::isAfter).orElse(newest.get());
        QuarterHour first = QuarterHour.of(since);
        List<QuarterDemand> counted = new ArrayList<>();
        List<MeterRead> readings = history.recall(first.start().minus(RUN_UP));
        SiteState state =
                replay(
                        history,
                        settings,
                        readings,
                        step -> {
                            step.finished()
                                    .filter(q -> !q.quarter().start().isBefore(first.start()))
                                    .ifPresent(counted::add);
                            each.accept(step);
                        });
        if (!counted.isEmpty()) {
            store.keepRecovered(counted, state.metering().peaks());
        }
        log.info(
                "continues from {} stored readings, the last of {}", readings.size(), newest.get());
        return state.resumed(settings, history.loads(), clock.instant());
    }

    /**
     * Resumes for somebody who only asks, while nobody reads the meter: what is stored may be old,
     * and the site knows it.
     *
     * @return before the first reading that is stored, a new site with the stored month peaks
     */
    public static SiteState resume(History history, SiteSettings settings, InstantSource clock) {
        Optional<Instant> newest = history.newest();
        if (newest.isEmpty()) {
            return remembered(history, settings);
        }
        Instant from = QuarterHour.of(newest.get()).start().minus(RUN_UP);
        SiteState state = replay(history, settings, history.recall(from), step -> {});
        return new Site(settings).step(state, new SiteInput.Tick(clock.instant())).state();
    }

    private static SiteState replay(
            History history,
            SiteSettings settings,
            List<MeterRead> readings,
            Consumer<SiteStep> each) {
        Site site = new Site(settings);
        SiteState state = remembered(history, settings);
        for (MeterRead read : readings) {
            SiteStep step = site.step(state, read);
            state = step.state();
            each.accept(step);
        }
        return state;
    }

    private static SiteState remembered(History history, SiteSettings settings) {
        return SiteState.initial(settings, history.peaks(), history.forecaster());
    }
}
