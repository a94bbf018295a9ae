package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.Member;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommunityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final QuarterHour FIRST = QuarterHour.of(Said.START);
    private static final Instant END = FIRST.end();

    private final Community community = new Community();

    private void join(String meter, int flexible) {
        Member member = new Member("tower", meter, null, Power.ofWatts(flexible));
        community.put(meter, new House(member, null));
    }

    private void foresees(String meter, Instant at, int watts) {
        double[] quantiles = new double[DemandDistribution.size()];
        Arrays.setAll(quantiles, i -> watts + 50.0 * (i - quantiles.length / 2));
        ForecastSent forecast =
                new ForecastSent(
                        QuarterHour.of(at),
                        at,
                        Power.ofWatts(watts),
                        DemandDistribution.of(watts, quantiles));
        Member member = Objects.requireNonNull(community.house(meter)).member();
        House.Foreseen newest = new House.Foreseen(at, forecast, Power.ofWatts(watts / 10));
        community.put(meter, new House(member, newest));
    }

    private static QuarterDemand quarter(int number, long joules, boolean complete) {
        return new QuarterDemand(
                FIRST.later(number), new Energy(joules), 1, Estimator.REGISTERS, complete);
    }

    private void ended(QuarterDemand quarter, QuarterDemand before) {
        community.put(quarter.quarter(), community.sum(quarter.quarter()).with(quarter, before));
    }

    private List<CommunitySaid.Ended> endedAt(Instant now) {
        return community.turn(now, PATIENCE).ended();
    }

    @Test
    void itsQuarterEndsWhenAllHaveSpoken() {
        join("a", 0);
        join("b", 0);
        assertThat(endedAt(END.minusSeconds(10))).isEmpty();
        ended(quarter(0, 1000, true), null);
        assertThat(endedAt(END.plusSeconds(2))).isEmpty();
        ended(quarter(0, 500, false), null);

        assertThat(endedAt(END.plusSeconds(3)))
                .containsExactly(new CommunitySaid.Ended(FIRST, 1, new Energy(1500), 2, 1, 2));
        assertThat(endedAt(END.plusSeconds(200))).isEmpty();
    }

    @Test
    void aSilentHouseHoldsUpNobodyAndWhenItSpeaksItIsAnotherVersion() {
        join("a", 0);
        join("b", 0);
        endedAt(END.minusSeconds(10));
        ended(quarter(0, 1000, true), null);
        assertThat(endedAt(END.plusSeconds(89))).isEmpty();
        assertThat(endedAt(END.plusSeconds(90)))
                .containsExactly(new CommunitySaid.Ended(FIRST, 1, new Energy(1000), 2, 1, 1));
        QuarterDemand part = quarter(0, 400, false);
        ended(part, null);
        assertThat(endedAt(END.plusSeconds(100)))
                .containsExactly(new CommunitySaid.Ended(FIRST, 2, new Energy(1400), 2, 1, 2));
        ended(quarter(0, 700, true), part);
        assertThat(endedAt(END.plusSeconds(110)))
                .containsExactly(new CommunitySaid.Ended(FIRST, 3, new Energy(1700), 2, 2, 2));
    }

    @Test
    void quartersInWhichNobodySpokeEndAsWell() {
        join("a", 0);
        endedAt(Said.START);
        assertThat(endedAt(END.plus(Duration.ofMinutes(31))))
                .extracting(CommunitySaid.Ended::quarter)
                .containsExactly(FIRST, FIRST.later(1));
    }

    @Test
    void aMadQuarterIsPassedOver() {
        join("a", 0);
        join("b", 0);
        endedAt(Said.START);
        ended(quarter(0, 1000, true), null);
        ended(quarter(0, Long.MAX_VALUE, true), null);
        assertThat(endedAt(END.plusSeconds(90)))
                .containsExactly(new CommunitySaid.Ended(FIRST, 1, new Energy(1000), 2, 1, 1));
    }

    @Test
    void itSaysHowItDoesNow() {
        join("a", 0);
        join("b", 0);
        join("silent", 0);
        Instant now = Said.START.plusSeconds(300);
        foresees("a", now.minusSeconds(20), 2000);
        foresees("b", now.minusSeconds(50), 3000);
        community.agree(new Agreement("Tower", Power.ofWatts(4500)));

        CommunitySaid.Now said = Objects.requireNonNull(community.turn(now, PATIENCE).now());
        assertThat(said.members()).isEqualTo(3);
        assertThat(said.heard()).isEqualTo(2);
        assertThat(said.power()).isEqualTo(Power.ofWatts(5000));
        assertThat(Objects.requireNonNull(said.expected()).expected())
                .isEqualTo(Power.ofWatts(5000));
        assertThat(said.breaks()).isBetween(0.9, 1.0);
    }

    @Test
    void whatIsGrantedKeepsTheTargetAndIsSaidAgainBeforeItEnds() {
        join("a", 3000);
        join("b", 3000);
        community.agree(new Agreement("Tower", Power.ofWatts(4000)));
        Instant now = Said.START.plusSeconds(300);
        foresees("a", now, 3000);
        foresees("b", now, 3000);

        Community.Turn turn = community.turn(now, PATIENCE);
        assertThat(turn.shares()).containsOnlyKeys("a", "b");
        assertThat(turn.shares().values())
                .allSatisfy(share -> assertThat(share.until()).isEqualTo(now.plus(Share.VALID)));
        int granted = turn.shares().values().stream().mapToInt(s -> s.demand().watts()).sum();
        assertThat(granted).isBetween(3000, 4000);
        assertThat(Objects.requireNonNull(turn.now()).shared()).isEqualTo(Power.ofWatts(granted));

        assertThat(community.turn(now.plusSeconds(1), PATIENCE).shares()).isEmpty();
        assertThat(community.turn(now.plusSeconds(30), PATIENCE).shares())
                .containsOnlyKeys("a", "b");
        community.agree(null);
        assertThat(community.turn(now.plusSeconds(60), PATIENCE).shares()).isEmpty();
    }

    @Test
    void itGoesOnWhereItWas() {
        join("a", 0);
        community.agree(new Agreement("Tower", Power.ofWatts(4500)));
        foresees("a", Said.START.plusSeconds(300), 2000);
        assertThat(community.turn(Said.START.plusSeconds(300), PATIENCE).changed()).isTrue();
        Community again = new Community();
        again.put(
                "a", House.of(Objects.requireNonNull(community.house("a")).bytes()).orElseThrow());
        again.take(community.bytes());

        assertThat(again.bytes()).isEqualTo(community.bytes());
        assertThat(again.turn(END.plusSeconds(90), PATIENCE))
                .isEqualTo(community.turn(END.plusSeconds(90), PATIENCE));
    }

    @Test
    void whatIsOlderThanThreeDaysIsForgotten() {
        join("a", 0);
        endedAt(Said.START);
        ended(quarter(0, 1000, true), null);
        endedAt(END.plusSeconds(90));
        assertThat(community.turn(END.plus(Duration.ofHours(74)), PATIENCE).past()).contains(FIRST);
        assertThat(community.sum(FIRST)).isEqualTo(QuarterSum.NOTHING);
    }
}
