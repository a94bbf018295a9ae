package be.bsmr.otherwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Actuation;
import be.bsmr.control.Day;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.ManualOverride;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Eighteen hours of a simulated house, the last twelve of which count. */
class SecondBySecondTest {

    private static final int QUARTER = 900;
    private static final Instant START = Instant.parse("2026-01-13T05:00:00Z");
    private static final Instant COUNTED = START.plusSeconds(6 * 3600);
    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2400));

    private static final List<MeterRead> TRACE = new ArrayList<>();
    private static final List<Lived.Quarter> QUARTERS = new ArrayList<>();

    @BeforeAll
    static void live() {
        Household house = new Household(7, START, SiteSettings.BELGIUM, Grid.STAR_400);
        // Without export, so that import is all that is drawn.
        house.panels(0);
        long joules = 0;
        for (int s = 0; s <= 18 * 3600; s++) {
            Instant at = START.plusSeconds(s);
            MeterRead read = new MeterRead(house.next(), at, LinkHealth.INITIAL);
            TRACE.add(read);
            if (s > 0) {
                joules += Math.max(0, read.reading().netPower().orElseThrow().watts());
            }
            if (s > 0 && s % QUARTER == 0) {
                QUARTERS.add(
                        new Lived.Quarter(
                                new QuarterHour(at.minusSeconds(QUARTER)),
                                new Energy(joules),
                                Energy.ZERO,
                                true));
                joules = 0;
            }
        }
    }

    @Test
    void aBatteryKeepsTheTarget() {
        Relived relived =
                relive(
                        SecondBySecond.withBattery(
                                SiteSettings.DEFAULT, new Battery.Make(10, 5000, 0.9), COUNTED));

        Month month = relived.months().get(0);
        assertThat(relived.quarters()).isEqualTo(48);
        assertThat(month.was().watts()).isEqualTo(highest()).isGreaterThan(3000);
        assertThat(month.would().watts()).isBetween(2000, 2600);
        assertThat(relived.given()).isGreaterThan(Energy.ZERO);
        // Half full at first, a tenth lost on the way.
        double most = (Energy.ofWattHours(5000).joules() + 0.95 * relived.taken().joules()) * 0.95;
        assertThat((double) relived.given().joules()).isLessThan(most);
    }

    @Test
    void withholdsUnderALowerTargetAndGivesBack() {
        Relived relived =
                relive(
                        SecondBySecond.under(
                                new Power(2800), lived(), controlling(BOILER), COUNTED));

        Relived.Waits waits = relived.waits();
        assertThat(waits.unmodelled()).isEmpty();
        assertThat(waits.above()).isPositive();
        assertThat(waits.stillAbove()).isLessThan(waits.above());
        assertThat(waits.times()).isPositive();
        assertThat(waits.moved()).isGreaterThan(Energy.ZERO);
        assertThat(relived.months().get(0).would()).isLessThan(relived.months().get(0).was());
    }

    /** Whatever waits when counting begins: here all counts, from the first whole quarter on. */
    @Test
    void whatWaitedIsDrawnLater() {
        Relived relived =
                relive(SecondBySecond.under(new Power(2800), lived(), controlling(BOILER), START));

        Relived.Waits waits = relived.waits();
        Energy later = relived.importBefore().minus(relived.importAfter());
        assertThat(waits.left().joules()).isCloseTo(later.joules(), within(1L));
        assertThat(waits.left()).isBetween(Energy.ZERO, waits.moved());
        assertThat(waits.moved()).isBetween(Energy.ofWattHours(500), waits.wished());
        assertThat(waits.longest()).isBetween(Duration.ofMinutes(5), Duration.ofHours(18));
    }

    @Test
    void whatWaitsWhenCountingBeginsIsStillDrawn() {
        RelivedTally tally =
                new RelivedTally(SiteSettings.BELGIUM, PeakTarget.fixed(new Power(2800)));
        tally.drawn(2000, 0, false);
        tally.end(START.getEpochSecond());
        assertThat(tally.result(List.of()).waits().left()).isEqualTo(new Energy(2000));
        tally.drawn(0, 2000, true);
        tally.end(START.getEpochSecond() + 1);

        Relived.Waits waits = tally.result(List.of()).waits();
        assertThat(waits.left()).isEqualTo(Energy.ZERO);
        assertThat(waits.moved()).as("before it counted").isEqualTo(Energy.ZERO);
        assertThat(waits.longest()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void nothingChangesUnderATargetThatWasKept() {
        Relived relived =
                relive(
                        SecondBySecond.under(
                                new Power(20_000), lived(), controlling(BOILER), COUNTED));

        assertThat(relived.months()).allMatch(m -> m.was().equals(m.would())).isNotEmpty();
        assertThat(relived.importAfter()).isEqualTo(relived.importBefore());
        assertThat(relived.waits().moved()).isEqualTo(Energy.ZERO);
        assertThat(relived.waits().wished()).isGreaterThan(Energy.ZERO);
    }

    @Test
    void namesTheLoadsItCannotModel() {
        Load unknown = Load.onOff("pool", "Pool", new Power(1000));
        Load battery =
                new Load(
                        "store",
                        "Store",
                        1,
                        new Power(3000),
                        new Actuation.Modulating(Actuation.Unit.WATT, -3000, 3000, 1, 1, false),
                        Set.of(),
                        Limits.USUAL,
                        List.of(),
                        new Load.FailSafe.On());

        SecondBySecond second =
                SecondBySecond.under(
                        new Power(2800), lived(), controlling(unknown, BOILER, battery), COUNTED);

        assertThat(second.result().waits().unmodelled()).containsExactly("pool", "store");
    }

    @Test
    void aHoleIsNoQuarter() {
        SecondBySecond second =
                SecondBySecond.withBattery(
                        SiteSettings.DEFAULT, new Battery.Make(10, 5000, 0.9), START);
        TRACE.subList(0, 2000).forEach(second::take);
        TRACE.subList(2800, 3601).forEach(second::take);

        assertThat(second.result().quarters()).isEqualTo(2);
        assertThat(second.result().leftOut()).isEqualTo(2);
    }

    private static Relived relive(SecondBySecond second) {
        TRACE.forEach(second::take);
        return second.result();
    }

    private static SiteSettings controlling(Load... loads) {
        return SiteSettings.DEFAULT.controlling(List.of(loads));
    }

    private static int highest() {
        return QUARTERS.stream()
                .filter(q -> !q.quarter().start().isBefore(COUNTED))
                .mapToInt(q -> q.demand().watts())
                .max()
                .orElseThrow();
    }

    /** The boiler draws six kilowatt-hours a day. */
    private static Lived lived() {
        return new Lived(
                SiteSettings.BELGIUM,
                QUARTERS,
                PeakHistory.EMPTY,
                Lived.Control.NONE,
                List.of(
                        new LoadMemory(
                                "boiler",
                                "Boiler",
                                ManualOverride.AUTO,
                                null,
                                List.of(),
                                new Day(null, 0, 0, null, 0, 250, 0))));
    }
}
