package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.quarter.Forecaster;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSiteTest {

    private static final SiteSettings SETTINGS = SiteSettings.DEFAULT;

    private static final WhatIf.Question QUESTION =
            new WhatIf.Question(
                    new Power(2000), Duration.ofHours(1), WhatIf.Question.USUALLY_WITHIN);

    @TempDir Path folder;
    private StoreSettings settings;

    @BeforeEach
    void settings() {
        settings = StoreSettings.of(folder.resolve("bsmr.db"), 10, 0);
    }

    @Test
    void nothingStoredIsANewSite() throws IOException {
        House house = House.inTheEvening();
        SiteState fresh = SiteState.initial(SETTINGS, PeakHistory.EMPTY, Forecaster.EMPTY);
        try (Store store = Store.open(settings, house.clock, SETTINGS.zone())) {
            SiteState resumed = StoredSite.resume(store, SETTINGS, house.clock, step -> {});
            assertThat(resumed.last()).isNull();
            assertThat(resumed.metering().peaks()).isEqualTo(fresh.metering().peaks());
            assertThat(StoredSite.resume(store.history(), SETTINGS, house.clock).last()).isNull();
        }
    }

    @Test
    void theRunningQuarterAndTheHourBeforeGoThroughTheSiteAgain() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SETTINGS.zone())) {
            house.live(store, 7200);
        }
        List<SiteStep> steps = new ArrayList<>();
        try (Store store = Store.open(settings, house.clock, SETTINGS.zone())) {
            SiteState resumed = StoredSite.resume(store, SETTINGS, house.clock, steps::add);
            assertThat(resumed.metering().quarter()).isEqualTo(house.state.metering().quarter());
            assertThat(resumed.metering().peaks()).isEqualTo(house.state.metering().peaks());
        }
        // It ends at 18:49:59: from 17:45 on.
        assertThat(steps).hasSize(3600 + 300);
        assertThat(steps.get(0).input().at()).isEqualTo(Instant.parse("2026-01-13T17:45:00Z"));
    }

    @Test
    void whoOnlyAsksHearsWhatTheRunningSiteWouldSay() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SETTINGS.zone())) {
            house.live(store, 7200);
        }
        try (History history = History.open(settings.file())) {
            SiteState resumed = StoredSite.resume(history, SETTINGS, house.clock);
            assertThat(resumed.metering().quarter()).isEqualTo(house.state.metering().quarter());
            WhatIf asked = WhatIf.of(resumed, SETTINGS, QUESTION).orElseThrow();
            WhatIf running = WhatIf.of(house.state, SETTINGS, QUESTION).orElseThrow();
            assertThat(asked.at()).isEqualTo(running.at());
            assertThat(asked.target()).isEqualTo(running.target());
            assertThat(asked.silent()).isFalse();
            // Of the hour that is replayed the forecast has learned twice.
            assertThat(asked.now().breaks()).isCloseTo(running.now().breaks(), within(0.01));
        }
    }

    @Test
    void whoOnlyAsksMuchLaterIsToldThatTheMeterIsSilent() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SETTINGS.zone())) {
            house.live(store, 1200);
        }
        house.clock.advance(Duration.ofDays(3));
        try (History history = History.open(settings.file())) {
            assertThat(StoredSite.resume(history, SETTINGS, house.clock).metering().silent())
                    .isTrue();
        }
    }
}
