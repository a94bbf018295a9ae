package be.bsmr.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.backtest.ControlScore.Breach;
import be.bsmr.backtest.ControlScore.Period;
import be.bsmr.backtest.ControlScore.Toll;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class HouseTallyTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T18:00:00Z");
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final LocalDate DAY = LocalDate.of(2026, 1, 13);
    private static final double KWH = 3.6e6;
    private static final Power UNAVOIDABLE = new Power(9999);

    private final HouseTally tally =
            new HouseTally(PeakGoal.of(PeakGoal.Span.DAY), SiteSettings.BELGIUM);

    @Test
    void theTargetFollowsThePeakOfItsPeriodAndFallsBackWithTheNext() {
        tally.begin(EVENING, 0);
        assertThat(tally.target()).isEqualTo(new Power(2500));
        tally.bill(new Power(3100));
        tally.begin(EVENING.plusSeconds(900), 0);
        assertThat(tally.target()).isEqualTo(new Power(3100));
        tally.begin(EVENING.plusSeconds(24 * 3600), 0);
        assertThat(tally.target()).isEqualTo(new Power(2500));
    }

    @Test
    void aQuarterThatIsBilledAndNotEndedIsNotScored() {
        tally.begin(EVENING, 0);
        tally.bill(new Power(3100));
        assertThat(tally.score(0).monthPeaks()).isEmpty();
        assertThat(tally.score(0).periods()).isEmpty();
        assertThat(tally.score(0).overTarget()).isZero();
    }

    @Test
    void aQuarterOverItsTargetIsAvoidableWhenWithholdingWouldHaveKeptItUnder() {
        quarter(EVENING, new Power(3000), Power.ZERO, new Power(2500));
        assertThat(tally.score(0).overTarget()).isEqualTo(1);
        assertThat(tally.score(0).avoidable()).isEqualTo(1);
        quarter(EVENING.plusSeconds(900), new Power(3500), Power.ZERO, new Power(3001));
        assertThat(tally.score(0).overTarget()).isEqualTo(2);
        assertThat(tally.score(0).avoidable()).isEqualTo(1);
    }

    @Test
    void aLevelAboveTheTargetIsARaiseAndTheDemandBelowItIsNotOver() {
        quarter(EVENING, new Power(3300), new Power(3400), UNAVOIDABLE);
        quarter(EVENING.plusSeconds(900), new Power(3300), Power.ZERO, UNAVOIDABLE);
        ControlScore.Of of = tally.score(0);
        assertThat(of.overTarget()).isZero();
        assertThat(of.raised()).isEqualTo(1);
        assertThat(of.raisedWatts()).isEqualTo(900);
        assertThat(of.monthPeaks())
                .containsOnlyKeys(JANUARY)
                .containsEntry(JANUARY, new Power(3300));
    }

    @Test
    void eachPeriodHasTheTollOfItsOwnQuarters() {
        tally.begin(EVENING, 0);
        tally.switched();
        tally.set();
        tally.delayed(2 * KWH);
        tally.overFuse();
        end(EVENING, new Power(2000), KWH);
        Instant next = EVENING.plusSeconds(24 * 3600);
        tally.begin(next, KWH);
        tally.switched();
        tally.switched();
        tally.delayed(KWH);
        end(next, new Power(1000), 4 * KWH);
        end(next.plusSeconds(900), new Power(1500), 4 * KWH);
        ControlScore.Of of = tally.score(4 * KWH);
        assertThat(of.toll()).isEqualTo(new Toll(3, 1, 3, 4, 1));
        assertThat(of.periods())
                .containsEntry(DAY, new Period(1, new Power(2000), new Toll(1, 1, 2, 1, 1)))
                .containsEntry(
                        DAY.plusDays(1), new Period(2, new Power(1500), new Toll(2, 0, 1, 3, 0)));
    }

    @Test
    void keepsTheMostSeriousBreachTheFirstOfEquals() {
        assertThat(tally.score(0).worst()).isNull();
        Breach aDegree = new Breach("boiler", EVENING, 1, "K");
        tally.breached(aDegree);
        tally.breached(new Breach("dryer", EVENING, 10, "min"));
        assertThat(tally.score(0).worst()).isEqualTo(aDegree);
        Breach twelveMinutes = new Breach("dryer", EVENING, 12, "min");
        tally.breached(twelveMinutes);
        assertThat(tally.score(0).worst()).isEqualTo(twelveMinutes);
    }

    private void quarter(Instant start, Power demand, Power level, Power least) {
        tally.begin(start, 0);
        tally.bill(demand);
        tally.end(start.plusSeconds(899), demand, level, () -> least, 0);
    }

    private void end(Instant start, Power demand, double missed) {
        tally.end(start.plusSeconds(899), demand, Power.ZERO, () -> UNAVOIDABLE, missed);
    }
}
