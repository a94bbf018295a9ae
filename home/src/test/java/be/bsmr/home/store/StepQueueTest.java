package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepQueueTest {

    private static final Duration NO_PAUSE = Duration.ofMillis(1);

    private final Site site = new Site(SiteSettings.DEFAULT);
    private final Household household =
            new Household(
                    5, Instant.parse("2026-01-13T16:59:50Z"), SiteSettings.BELGIUM, Grid.STAR_400);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private Instant now = Instant.parse("2026-01-13T16:59:50Z");
    private final StepQueue queue = new StepQueue();

    private SiteStep step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        now = now.plusSeconds(1);
        return step;
    }

    private void read(int seconds) {
        for (int i = 0; i < seconds; i++) {
            queue.put(step(new SiteInput.MeterRead(household.next(), now, LinkHealth.INITIAL)));
        }
    }

    @Test
    void stepsThatOnlySayHowThingsAreBecomeOne() {
        for (int i = 0; i < 5; i++) {
            queue.put(step(new SiteInput.Tick(now)));
        }
        assertThat(queue.size()).isEqualTo(1);
        read(2);
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void readingsGiveWayBeforeAQuarter() {
        // The first quarter ends after ten seconds.
        read(StepQueue.CAPACITY + 100);
        assertThat(queue.lostReadings()).isEqualTo(100);
        assertThat(queue.lostOthers()).isZero();
        List<KeptStep> all = new ArrayList<>();
        while (queue.size() > 0) {
            all.addAll(queue.take(true, NO_PAUSE).steps());
        }
        assertThat(all).hasSize(StepQueue.CAPACITY);
        assertThat(all.stream().filter(s -> s.finished() != null)).hasSize(4 + 1);
        assertThat(all.get(0).finished()).as("older than all that gave way").isNotNull();
    }

    @Test
    void nothingIsTakenWhereNobodyCanKeepIt() {
        read(3);
        StepQueue.Batch none = queue.take(false, NO_PAUSE);
        assertThat(none.steps()).isEmpty();
        assertThat(none.isLast()).isFalse();
        StepQueue.Batch all = queue.take(true, NO_PAUSE);
        assertThat(all.steps()).hasSize(3);
        assertThat(all.forecaster()).isSameAs(state.foresight().forecaster());
    }

    @Test
    void theLastBatchComesWhenItIsClosedAndEmpty() {
        read(1);
        queue.close();
        assertThat(queue.take(true, NO_PAUSE).isLast()).isFalse();
        assertThat(queue.take(true, NO_PAUSE).isLast()).isTrue();
    }
}
