package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SiteTest {

    /** A winter evening in the simulated house, when the boiler and the kitchen meet. */
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    private static final Load BOILER =
            new Load(
                    Household.BOILER,
                    "Boiler",
                    new Power(2400),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120));

    private static final SiteSettings SETTINGS =
            new SiteSettings(
                    SiteSettings.BELGIUM,
                    PeakTarget.WITHOUT_GOAL,
                    Optional.empty(),
                    AlarmLine.ORIGINAL,
                    List.of(BOILER),
                    Duration.ofSeconds(60));

    private final Site site = new Site(SETTINGS);
    private SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
    private final List<QuarterDemand> finished = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @Test
    void finishesAQuarterOnTheMetersClock() {
        live(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400), 2000, false);
        assertThat(finished).hasSize(2);
        assertThat(finished.get(0).quarter().start())
                .isEqualTo(Instant.parse("2026-01-13T16:45:00Z"));
        assertThat(finished.get(1).complete()).isTrue();
        assertThat(finished.get(1).estimator()).isEqualTo(Estimator.DEMAND_REGISTER);
    }

    @Test
    void keepsQuartersUnderTheTargetThatTheBoilerAloneWouldBreak() {
        int evening = 4 * 3600;
        Power without = highest(evening, false);
        Power with = highest(evening, true);
        assertThat(without.watts()).as("without control").isGreaterThan(2600);
        assertThat(with).as("with control").isLessThan(without);
        assertThat(commands).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(commands).hasAtLeastOneElementOfType(Command.Restore.class);
    }

    @Test
    void passesOverRepeatsAndStragglers() {
        Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
        Reading first = house.next();
        Reading second = house.next();
        step(read(first));
        step(read(second));
        SiteStep repeated = step(read(second));
        SiteStep straggler = step(read(first));
        assertThat(repeated.progressed()).isFalse();
        assertThat(straggler.progressed()).isFalse();
        assertThat(state.last().reading()).isEqualTo(second);
    }

    @Test
    void startsAfreshWhenTheMetersClockIsSetBack() {
        live(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400), 100, false);
        Instant earlier = EVENING.minusSeconds(3600);
        live(new Household(5, earlier, SiteSettings.BELGIUM, Grid.STAR_400), 30, false);
        assertThat(state.last().measuredAt()).isEqualTo(earlier.plusSeconds(29));
    }

    @Test
    void saysOnceThatTheMeterIsSilentAndGivesTheLoadsBack() {
        step(read(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400).next()));
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, LoadState.Mode.AUTO));
        for (int s = 1; s <= 200; s++) {
            step(new SiteInput.Tick(EVENING.plusSeconds(s)));
        }
        assertThat(decisions)
                .extracting(Decision::what)
                .containsOnlyOnce(Decision.What.METER_SILENT);
        assertThat(state.silent()).isTrue();
        Household later =
                new Household(5, EVENING.plusSeconds(300), SiteSettings.BELGIUM, Grid.STAR_400);
        step(read(later.next()));
        assertThat(state.silent()).isFalse();
        assertThat(decisions).extracting(Decision::what).contains(Decision.What.METER_BACK);
    }

    @Test
    void noticesSilenceBehindBrokenTelegrams() {
        step(read(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400).next()));
        step(
                new SiteInput.LinkReport(
                        EVENING.plusSeconds(61),
                        LinkHealth.INITIAL.rejected(
                                new LinkHealth.Rejection("crc", 0, EVENING.plusSeconds(61)))));
        assertThat(decisions)
                .extracting(Decision::what)
                .containsExactly(Decision.What.METER_SILENT);
        assertThat(state.link().rejectedBy()).containsEntry("crc", 1L);
    }

    @Test
    void obeysAPerson() {
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, LoadState.Mode.ALWAYS_SHED));
        assertThat(commands).containsExactly(new Command.Shed(Household.BOILER, EVENING));
        assertThat(state.loads().get(0).isShed()).isTrue();
    }

    @Test
    void forgetsWhichLoadsWereShedWhenItResumes() {
        step(read(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400).next()));
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, LoadState.Mode.ALWAYS_SHED));
        SiteState resumed = state.resumed(SETTINGS, EVENING.plusSeconds(500));
        assertThat(resumed.loads()).noneMatch(LoadState::isShed);
        assertThat(resumed.quarter()).isEqualTo(state.quarter());
        SiteStep tick = site.step(resumed, new SiteInput.Tick(EVENING.plusSeconds(501)));
        assertThat(tick.decisions()).as("silence counts from the start").isEmpty();
    }

    @Test
    void saysOnceThatARelayFails() {
        step(new SiteInput.LoadReport(EVENING, Household.BOILER, LoadState.Report.FAILED));
        step(new SiteInput.LoadReport(EVENING, Household.BOILER, LoadState.Report.FAILED));
        assertThat(decisions).extracting(Decision::what).containsExactly(Decision.What.LOAD_FAILED);
    }

    @Test
    void remembersTheGridWhileOneReadingCannotTell() {
        Reading delta = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.DELTA_230).next();
        step(read(delta));
        assertThat(state.grid()).isEqualTo(Grid.DELTA_230);
    }

    @Test
    void givesTheSameStateForTheSameInputs() {
        live(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400), 500, false);
        SiteState once = state;
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        live(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400), 500, false);
        assertThat(state).isEqualTo(once);
    }

    private Power highest(int seconds, boolean obey) {
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        finished.clear();
        live(new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400), seconds, obey);
        return finished.stream()
                .filter(QuarterDemand::complete)
                .map(QuarterDemand::demand)
                .max(Power::compareTo)
                .orElseThrow();
    }

    private void live(Household house, int seconds, boolean obey) {
        for (int i = 0; i < seconds; i++) {
            SiteStep step = step(read(house.next()));
            if (obey) {
                step.commands().forEach(c -> house.allowBoiler(c instanceof Command.Restore));
            }
        }
    }

    private SiteStep step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        step.finished().ifPresent(finished::add);
        commands.addAll(step.commands());
        decisions.addAll(step.decisions());
        return step;
    }

    private static SiteInput.MeterRead read(Reading reading) {
        return new SiteInput.MeterRead(reading, reading.measuredAt(), LinkHealth.INITIAL);
    }
}
