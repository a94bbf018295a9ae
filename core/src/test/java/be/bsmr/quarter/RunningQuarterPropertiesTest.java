package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A house whose loads come and go, a cable that loses telegrams: the truth is within each bound.
 */
class RunningQuarterPropertiesTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");
    private static final int SECONDS = 4 * 900 + 20;

    /** No more than the power that may be drawn unseen. */
    private static final int[] LOADS = {80, 350, 900, 2000, 2400, 3200};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theTruthIsWithinEachBound(long seed) {
        Random random = new Random(seed);
        boolean behind = random.nextBoolean();
        int lost = 1 + random.nextInt(30);
        boolean[] on = new boolean[LOADS.length];
        long[] joules = new long[SECONDS + 1];
        int silentUntil = -1;
        RunningQuarter running = null;
        for (int s = 1; s <= SECONDS; s++) {
            int load = random.nextInt(40 * LOADS.length);
            if (load < LOADS.length) {
                on[load] = !on[load];
            }
            int watts = watts(on);
            joules[s] = joules[s - 1] + watts;
            if (random.nextInt(1000) == 0) {
                silentUntil = s + random.nextInt(120);
            }
            if (s <= silentUntil || random.nextInt(100) < lost) {
                continue;
            }
            Sample sample = sample(s, watts, joules, behind);
            if (running == null) {
                running = RunningQuarter.startingWith(sample);
                continue;
            }
            RunningQuarter.Advance advance = running.next(sample);
            running = advance.running();
            assertThat(advance.disagreement()).as("disagreement at %d s", s).isEmpty();
            long quarter = joules[s - s % 900];
            Estimates all = running.estimates();
            within(all.demandRegister(), joules[s] - quarter, s);
            within(all.registers(), joules[s] - quarter, s);
            within(all.power(), joules[s] - quarter, s);
            if (advance.finished().isPresent() && advance.finished().get().complete()) {
                QuarterDemand q = advance.finished().get();
                int end = (int) (q.quarter().end().getEpochSecond() - START.getEpochSecond());
                long truth = joules[end] - joules[end - 900];
                assertThat(Math.abs(q.imported().joules() - truth))
                        .as("%s until %d s", q, end)
                        .isLessThanOrEqualTo(q.error().joules());
            }
        }
    }

    private static void within(@Nullable Estimate e, long truth, int second) {
        if (e != null && e.fromStart()) {
            assertThat(Math.abs(e.imported().joules() - truth))
                    .as("%s at %d s, truth %d J", e, second, truth)
                    .isLessThanOrEqualTo(e.error().joules());
        }
    }

    private static int watts(boolean[] on) {
        int watts = 60;
        for (int i = 0; i < on.length; i++) {
            watts += on[i] ? LOADS[i] : 0;
        }
        return Math.min(watts, 9200);
    }

    /** Two tariffs that change at 1300 s; counters may be a second behind. */
    private static Sample sample(int s, int watts, long[] joules, boolean behind) {
        int counted = behind ? s - 1 : s;
        long high = joules[Math.min(counted, 1300)] + 1234;
        long low = joules[counted] - joules[Math.min(counted, 1300)] + 777;
        long quarter = joules[counted - counted % 900];
        return new Sample(
                START.plusSeconds(s),
                Energy.ofWattHours(high / 3600 + low / 3600),
                new Power(watts),
                new Power((int) ((joules[counted] - quarter) / 900)));
    }
}
