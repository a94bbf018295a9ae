package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.store.Imports.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarterSecondsTest {

    private static final long QUARTER = 1_768_323_600;

    @Test
    void whatIsKnownStays() {
        QuarterSeconds seconds =
                new QuarterSeconds(1, QUARTER, Map.of(QUARTER, new long[] {500, 1}));
        assertThat(seconds.take(QUARTER, new long[] {500, 1})).isEqualTo(Verdict.EQUAL);
        assertThat(seconds.take(QUARTER, new long[] {600, 1})).isEqualTo(Verdict.KEPT);
        assertThat(seconds.fresh()).isEmpty();
    }

    @Test
    void theFirstOfWhatIsNewWins() {
        QuarterSeconds seconds = new QuarterSeconds(1, QUARTER, Map.of());
        assertThat(seconds.take(QUARTER + 899, new long[] {500})).isEqualTo(Verdict.NEW);
        assertThat(seconds.take(QUARTER + 1, new long[] {400})).isEqualTo(Verdict.NEW);
        assertThat(seconds.take(QUARTER + 899, new long[] {501})).isEqualTo(Verdict.KEPT);
        assertThat(seconds.fresh()).containsOnlyKeys(QUARTER + 1, QUARTER + 899);
        assertThat(seconds.fresh().get(QUARTER + 899)).containsExactly(500);
    }
}
