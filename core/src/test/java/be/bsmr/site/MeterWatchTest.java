package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.control.Decision.What;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose telegrams count, and what time they are of. */
class MeterWatchTest {

    /** Ten seconds before a quarter, on the host's clock and on a meter's that is right. */
    private static final Instant START = Instant.parse("2026-01-13T16:59:50Z");

    private static final int TO_THE_END = 10 + 15 * 60;
    private static final String HOUSE = "1SIM2200000001";
    private static final String OTHER = "1SIM2200000002";
    private static final Instant NEVER_SET = Instant.parse("2000-01-01T00:00:00Z");

    private SiteSettings settings = SiteSettings.DEFAULT;
    private Metering metering = Metering.initial(PeakHistory.EMPTY);
    private final List<QuarterDemand> finished = new ArrayList<>();
    private final List<What> said = new ArrayList<>();

    // ---- the same once more, or late

    @ParameterizedTest(name = "{0} times")
    @ValueSource(ints = {2, 10, 11, 12, 60, 500})
    void aTelegramThatIsTheSameToTheByteIsARepeatHoweverOften(int times) {
        for (int s = 0; s <= TO_THE_END; s += 10) {
            for (int i = 0; i < times; i++) {
                live(reading(HOUSE, START.plusSeconds(s), s), s);
            }
        }
        assertWholeQuarter(3600);
        assertThat(said).isEmpty();
    }

    @Test
    void whatASecondWayToTheMeterBringsLateIsPassedOver() {
        for (int s = 0; s <= TO_THE_END; s++) {
            // From the third minute on everything comes five minutes late, for five minutes.
            int late = s < 180 || s >= 480 ? s : s - 300;
            live(reading(HOUSE, START.plusSeconds(late), late), s);
        }
        assertThat(finished).hasSize(2).last().matches(QuarterDemand::complete);
        assertThat(said).doesNotContain(What.CLOCK_SET_BACK, What.CLOCK_STANDS_STILL);
    }

    // ---- set back

    @ParameterizedTest(name = "by {0} s")
    @ValueSource(ints = {1, 9, 10, 11, 29, 30})
    void aClockThatIsCorrectedALittleCostsNoQuarter(int seconds) {
        for (int s = 0; s <= TO_THE_END + seconds; s++) {
            live(reading(HOUSE, START.plusSeconds(s < 300 ? s : s - seconds), s), s);
        }
        assertThat(finished).hasSize(2).last().matches(QuarterDemand::complete);
        assertThat(said).doesNotContain(What.CLOCK_SET_BACK, What.CLOCK_STANDS_STILL);
    }

    @ParameterizedTest(name = "by {0} s")
    @ValueSource(ints = {35, 61, 900, 901, 3600, 26 * 365 * 86400})
    void aClockThatIsSetBackFarIsToldOnceAndCountedAnew(int seconds) {
        for (int s = 0; s < 600; s++) {
            live(reading(HOUSE, START.plusSeconds(s < 300 ? s : s - seconds), s), s);
        }
        assertThat(said).containsExactly(What.CLOCK_SET_BACK);
        assertThat(lastTime()).isEqualTo(START.plusSeconds(599L - seconds));
        assertThat(finished).noneMatch(QuarterDemand::complete);
    }

    @Test
    void anOlderPartOfARecordingIsCountedToo() {
        for (int s = 0; s < 300; s++) {
            recorded(reading(HOUSE, START.plusSeconds(s), 100_000 + s));
        }
        for (int s = 0; s < 300; s++) {
            recorded(reading(HOUSE, START.minusSeconds(86_400 - s), s));
        }
        assertThat(lastTime()).isEqualTo(START.minusSeconds(86_400 - 299));
        assertThat(said).containsExactly(What.CLOCK_SET_BACK);
    }

    // ---- standing still

    @Test
    void aClockThatStandsStillIsToldOnceAndTheHostsCounts() {
        for (int s = -60; s <= TO_THE_END; s++) {
            live(reading(HOUSE, NEVER_SET, s + 60), s);
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL);
        assertWholeQuarter(3600);
        assertThat(metering.watch().clock().believed()).isFalse();
    }

    @Test
    void goesOnWithinTheQuarterWhenAClockThatWasRightStops() {
        for (int s = 0; s <= TO_THE_END; s++) {
            live(reading(HOUSE, START.plusSeconds(Math.min(s, 300)), s), s);
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL);
        assertWholeQuarter(3600);
    }

    @Test
    void believesAClockAgainThatGoesOn() {
        for (int s = 0; s < 600; s++) {
            live(reading(HOUSE, s < 300 ? NEVER_SET : START.plusSeconds(s), s), s);
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL, What.CLOCK_RUNS);
        assertThat(lastTime()).isEqualTo(START.plusSeconds(599));
        assertThat(metering.last().reading().measuredAt()).isNotNull();
    }

    @Test
    void aClockThatJumpsAmongAFewStampsStandsStill() {
        for (int s = -60; s <= TO_THE_END; s++) {
            live(reading(HOUSE, NEVER_SET.plusSeconds(Math.floorMod(s, 5)), s + 60), s);
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL);
        assertWholeQuarter(3600);
    }

    @ParameterizedTest(name = "every {0} s")
    @ValueSource(ints = {40, 70, 300, 1000})
    void aClockThatStartsAgainAndAgainIsNotToldAgainAndAgain(int period) {
        int day = 86_400;
        for (int s = 0; s <= day; s += 5) {
            live(reading(HOUSE, NEVER_SET.plusSeconds(s % period), s), s);
        }
        assertThat(said).contains(What.CLOCK_STANDS_STILL).hasSizeLessThan(12);
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {2, 5, 10})
    void aClockWithoutSecondsGoes(int step) {
        for (int s = 0; s <= TO_THE_END; s++) {
            live(reading(HOUSE, START.plusSeconds(s - s % step), s), s);
        }
        assertThat(said).isEmpty();
        assertThat(finished.get(1).complete()).isTrue();
    }

    @Test
    void aClockThatOnlyShowsMinutesIsToldOnce() {
        for (int s = 0; s <= TO_THE_END; s++) {
            live(reading(HOUSE, START.plusSeconds(s - s % 60), s), s);
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL);
        assertWholeQuarter(3600);
    }

    @Test
    void inARecordingAClockThatStandsStillIsToldOnceAndCountsNothing() {
        for (int s = 0; s < 900; s++) {
            recorded(reading(HOUSE, NEVER_SET, s));
        }
        assertThat(said).containsExactly(What.CLOCK_STANDS_STILL);
        assertThat(finished).isEmpty();
        assertThat(lastTime()).isEqualTo(NEVER_SET);
    }

    // ---- who speaks

    @ParameterizedTest(name = "{0} telegrams in turn")
    @ValueSource(ints = {1, 2, 3, 10, 29, 60, 100})
    void ofTwoMetersOneIsFollowedAndThatIsToldOnce(int bundle) {
        for (int s = 0; s < 4 * 3600; s++) {
            boolean house = s / bundle % 2 == 0;
            Instant stamp = START.plusSeconds(s);
            live(reading(house ? HOUSE : OTHER, stamp, house ? s : s / 3), s);
        }
        assertThat(said).containsOnlyOnce(What.TWO_METERS);
        assertThat(said.stream().filter(What.METER_SWAPPED::equals).count())
                .isLessThanOrEqualTo(bundle < 30 ? 0 : 1);
        assertThat(metering.watch().speakers().others()).hasSize(1);
    }

    @Test
    void theQuartersOfTheFollowedMeterAreWhole() {
        for (int s = 0; s <= TO_THE_END; s += 5) {
            live(reading(HOUSE, START.plusSeconds(s), s), s);
            live(reading(OTHER, START.plusSeconds(s), s / 3), s);
        }
        assertWholeQuarter(3600);
        assertThat(said).containsExactly(What.TWO_METERS);
    }

    @Test
    void aMeterThatSpeaksOnceAMinuteIsNotTakenForOneThatIsGone() {
        for (int s = 0; s <= TO_THE_END; s += 60) {
            live(reading(HOUSE, START.plusSeconds(s), s), s);
            live(reading(OTHER, START.plusSeconds(s + 40), s), s + 40);
        }
        assertThat(said).containsExactly(What.TWO_METERS);
        assertThat(metering.watch().speakers().followed()).isEqualTo(new MeterId(HOUSE));
    }

    @Test
    void aMeterThatIsReplacedIsOneChange() {
        for (int s = 0; s < 300; s++) {
            live(reading(HOUSE, START.plusSeconds(s), 5_000_000 + s), s);
        }
        for (int s = 900; s < 1200; s++) {
            live(reading(OTHER, START.plusSeconds(s), s), s);
        }
        assertThat(said).containsExactly(What.METER_SWAPPED);
        assertThat(lastTime()).isEqualTo(START.plusSeconds(1199));
    }

    @Test
    void aMeterThatComesBackAfterYearsIsAnotherChange() {
        int years = 3 * 365 * 86_400;
        for (int time : new int[] {0, years, 2 * years}) {
            String meter = time == years ? OTHER : HOUSE;
            for (int s = 0; s < 100; s++) {
                recorded(reading(meter, START.plusSeconds(time + s), time / 100 + s));
            }
        }
        assertThat(said).containsExactly(What.METER_SWAPPED, What.METER_SWAPPED);
    }

    @Test
    void theMeterThatTheOwnerNamedIsFollowedThoughAnotherSpoke() {
        following(HOUSE);
        for (int s = 0; s <= TO_THE_END; s++) {
            live(reading(OTHER, START.plusSeconds(s), s / 3), s);
            live(reading(HOUSE, START.plusSeconds(s), s), s);
        }
        assertThat(said).isEmpty();
        assertWholeQuarter(3600);
    }

    @Test
    void saysOnceThatOnlyAnotherMeterSpeaksThanTheOwnerNamed() {
        following("1SIM9900000009");
        for (int s = 0; s <= 300; s++) {
            live(reading(s % 2 == 0 ? OTHER : HOUSE, START.plusSeconds(s), s), s);
        }
        assertThat(said).containsExactly(What.OTHER_METER);
        assertThat(metering.last()).isNull();
    }

    // ---- silence

    @ParameterizedTest(name = "every {0} s")
    @ValueSource(ints = {1, 10, 30, 59, 60, 61, 90, 120})
    void aMeterIsNotSilentBetweenTelegramsThatComeAsSeldomAsEver(int interval) {
        for (int s = 0; s < 7200; s++) {
            if (s % interval == 0) {
                live(reading(HOUSE, START.plusSeconds(s), s), s);
            }
            step(new SiteInput.Tick(START.plusSeconds(s).plusMillis(300)));
        }
        // What its habit is, is known from its second telegram on.
        assertThat(said.stream().filter(What.METER_SILENT::equals).count())
                .isEqualTo(interval > 60 ? 1 : 0);
        long allowed = Math.max(60, interval * 5 / 2);
        Instant heard = metering.last().at();
        step(new SiteInput.Tick(heard.plusSeconds(allowed - 1)));
        assertThat(metering.silent()).isFalse();
        step(new SiteInput.Tick(heard.plusSeconds(allowed + 1)));
        assertThat(metering.silent()).isTrue();
    }

    // ----

    private void following(String meter) {
        settings = SiteSettings.DEFAULT.following(new MeterId(meter));
        metering = Metering.initial(PeakHistory.EMPTY);
    }

    private void assertWholeQuarter(int watts) {
        assertThat(finished)
                .filteredOn(q -> q.quarter().start().equals(START.plusSeconds(10)))
                .singleElement()
                .satisfies(
                        q -> {
                            assertThat(q.complete()).isTrue();
                            assertThat(q.demand().watts()).isEqualTo(watts);
                        });
    }

    private Instant lastTime() {
        assertThat(metering.last()).isNotNull();
        return metering.last().measuredAt();
    }

    /**
     * @param second on the host's clock, from {@link #START}
     */
    private void live(Reading reading, int second) {
        Instant at = START.plusSeconds(second);
        step(
                new SiteInput.MeterRead(
                        reading, at, LinkHealth.INITIAL.accepted(at, reading.measuredAt())));
    }

    private void recorded(Reading reading) {
        step(new SiteInput.MeterRead(reading, reading.measuredAt(), LinkHealth.INITIAL));
    }

    private void step(SiteInput input) {
        MeteringStep step = metering.step(input, settings);
        metering = step.metering();
        step.finished().ifPresent(finished::add);
        step.decisions().stream()
                .map(Decision::what)
                .filter(w -> w != What.METER_BACK && !w.name().matches("(ALARM|PEAK)_.*"))
                .forEach(said::add);
    }

    /** 3.6 kW by the register when it counts seconds. */
    private static Reading reading(String meter, Instant stamp, long wattHours) {
        return new Reading(
                new Identity("test", "50216", new MeterId(meter), null),
                stamp,
                1,
                new Flow(
                        EnergyRegisters.ofTariffs(Energy.ofWattHours(wattHours), Energy.ZERO),
                        new Power(3600)),
                new Flow(EnergyRegisters.NONE, Power.ZERO),
                List.of(),
                List.of(),
                Supply.of(null, null));
    }
}
