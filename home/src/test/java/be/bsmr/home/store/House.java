package be.bsmr.home.store;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulated household with a real site, whose steps go to a store. One second at a time. */
final class House {

    static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    private final Site site;
    private final Household household;
    private boolean started;

    /** What this meter makes of a reading. */
    UnaryOperator<Reading> meter = UnaryOperator.identity();

    final HandClock clock;
    final List<MeterRead> reads = new ArrayList<>();
    final List<QuarterDemand> finished = new ArrayList<>();
    SiteState state;

    House(Instant start, Grid grid) {
        this(start, grid, SiteSettings.DEFAULT);
    }

    House(Instant start, Grid grid, SiteSettings settings) {
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
        household = new Household(5, start, SiteSettings.BELGIUM, grid);
        clock = new HandClock(start);
    }

    static House inTheEvening() {
        return new House(EVENING, Grid.STAR_400);
    }

    /** So many seconds of readings, each kept by {@code store}. */
    House live(Store store, int seconds) {
        for (int i = 0; i < seconds; i++) {
            store.keep(read(meter.apply(household.next())));
        }
        return this;
    }

    /** The steps of so many seconds of readings, for who keeps them otherwise. */
    List<SiteStep> steps(int seconds) {
        List<SiteStep> steps = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            steps.add(read(meter.apply(household.next())));
        }
        return steps;
    }

    /** So many seconds without a program that runs. */
    House miss(int seconds) {
        for (int i = 0; i < seconds; i++) {
            household.next();
            clock.advance(Duration.ofSeconds(1));
        }
        return this;
    }

    /** A telegram, a second after the last. */
    SiteStep read(Reading reading) {
        if (started) {
            clock.advance(Duration.ofSeconds(1));
        }
        started = true;
        SiteStep step = replay(new MeterRead(reading, clock.instant(), LinkHealth.INITIAL));
        reads.add((MeterRead) step.input());
        return step;
    }

    /** An input that is no news to the store. */
    SiteStep replay(SiteInput read) {
        SiteStep step = site.step(state, read);
        state = step.state();
        step.finished().ifPresent(finished::add);
        return step;
    }
}
