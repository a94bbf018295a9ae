package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.MonthPeak.Source;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordedPeaksTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;
    private static final YearMonth NOVEMBER = YearMonth.of(2025, 11);
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    @Test
    void whatTheMeterWasHeardToSayOfAMonthStays() {
        PeakHistory known = peaks(3569, "2025-11-08T18:15:00Z");
        for (int told : new int[] {103_569, 2000}) {
            RecordedPeaks recorded = beside(known, "2026-01-13T18:00:00Z");
            recorded.heard(peaks(told, "2025-11-08T18:15:00Z"), at("2026-01-13T17:00:00Z"));
            assertThat(recorded.taken()).isEmpty();
            assertThat(recorded.changed()).isEmpty();
            assertThat(recorded.contradicted())
                    .containsExactly(
                            new Imports.Contradicted(
                                    peak(told, "2025-11-08T18:15:00Z"),
                                    peak(3569, "2025-11-08T18:15:00Z")));
        }
    }

    @Test
    void aMonthThatTheMeterWasNotHeardOfIsTaken() {
        RecordedPeaks recorded = beside(PeakHistory.EMPTY, null);
        recorded.heard(peaks(3569, "2025-11-08T18:15:00Z"), at("2026-01-13T17:00:00Z"));
        assertThat(recorded.changed()).hasSize(1);
        assertThat(recorded.changed().get(0).month()).isEqualTo(NOVEMBER);
        assertThat(recorded.changed().get(0).ofMonth()).isEqualTo(30 * 96);
        assertThat(recorded.contradicted()).isEmpty();
    }

    @Test
    void aRecordingThatGoesOnKnowsMoreOfTheRunningMonth() {
        RecordedPeaks recorded =
                beside(peaks(3000, "2026-01-05T18:15:00Z"), "2026-01-10T12:00:00Z");
        recorded.heard(peaks(5000, "2026-01-20T18:15:00Z"), at("2026-01-31T17:00:00Z"));
        assertThat(recorded.changed()).extracting(Imports.Month::month).containsExactly(JANUARY);
        assertThat(recorded.contradicted()).isEmpty();
    }

    @Test
    void anEarlierPieceThatHadNotSeenThePeakContradictsNothing() {
        RecordedPeaks recorded =
                beside(peaks(5000, "2026-01-20T18:15:00Z"), "2026-01-31T12:00:00Z");
        recorded.heard(peaks(3000, "2026-01-05T18:15:00Z"), at("2026-01-10T17:00:00Z"));
        assertThat(recorded.changed()).isEmpty();
        assertThat(recorded.contradicted()).isEmpty();
    }

    @Test
    void ofPiecesInAnyOrderTheWordSaidLastHolds() {
        RecordedPeaks recorded = beside(PeakHistory.EMPTY, null);
        recorded.heard(peaks(5000, "2026-01-20T18:15:00Z"), at("2026-01-31T17:00:00Z"));
        recorded.heard(peaks(3000, "2026-01-05T18:15:00Z"), at("2026-01-10T17:00:00Z"));
        assertThat(recorded.taken()).containsExactly(peak(5000, "2026-01-20T18:15:00Z"));
    }

    @Test
    void whatAnotherMeterRemembersStandsBesideTheOnesHeard() {
        RecordedPeaks recorded =
                beside(peaks(2000, "2026-01-25T18:15:00Z"), "2026-01-31T12:00:00Z");
        recorded.areOfAnotherMeter();
        recorded.heard(peaks(4000, "2026-01-05T18:15:00Z"), at("2026-01-10T17:00:00Z"));
        assertThat(recorded.contradicted()).isEmpty();
        assertThat(recorded.changed().get(0).peak())
                .isEqualTo(
                        new MonthPeak(
                                JANUARY,
                                Power.ofWatts(4000),
                                at("2026-01-05T18:15:00Z"),
                                Source.METER_BEFORE));
    }

    private static RecordedPeaks beside(PeakHistory known, @Nullable String heardUntil) {
        return new RecordedPeaks(known, heardUntil == null ? null : at(heardUntil), ZONE);
    }

    private static PeakHistory peaks(int watts, String quarterEnd) {
        return PeakHistory.EMPTY.with(peak(watts, quarterEnd));
    }

    private static MonthPeak peak(int watts, String quarterEnd) {
        Instant end = at(quarterEnd);
        return new MonthPeak(
                YearMonth.from(end.atZone(ZONE)), Power.ofWatts(watts), end, Source.METER);
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
