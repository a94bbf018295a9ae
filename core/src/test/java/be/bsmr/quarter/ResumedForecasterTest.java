package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A forecaster that is kept as bytes between two telegrams. */
class ResumedForecasterTest {

    private static final Instant START = Instant.parse("2026-01-14T15:50:00Z");
    private static final int HOUR = 3600;
    private static final int MOST_BYTES = 32 * 1024;

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("small", Forecaster.SMALL, 30 * HOUR),
                Arguments.of("full", Forecaster.EMPTY, 2 * HOUR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void goesOnAsIfNothingHadBeen(String form, Forecaster start, int seconds) {
        Random random = new Random(4);
        Household house = house(4);
        Forecaster whole = start;
        Forecaster kept = start;
        assertThat(resumed(start).whole()).isEqualTo(start.whole());
        for (int s = 0; s < seconds; s++) {
            Power net = house.next().netPower().orElseThrow();
            if (random.nextInt(4000) == 0) {
                s += random.nextInt(1200); // a silence, now and then longer than a quarter
            }
            if (s < seconds / 2 && random.nextInt(3) == 0) {
                continue;
            }
            whole = whole.observe(START.plusSeconds(s), net, net);
            kept = kept.observe(START.plusSeconds(s), net, net);
            if (random.nextInt(900) == 0) {
                kept = resumed(kept);
            }
            assertThat(kept.added(net, Duration.ofMinutes(5)))
                    .isEqualTo(whole.added(net, Duration.ofMinutes(5)));
        }
        assertThat(kept).isEqualTo(whole);
        assertThat(kept.whole()).isEqualTo(whole.whole());
        QuarterHour next = QuarterHour.of(START.plusSeconds(seconds + 900L));
        assertThat(kept.ahead(next)).isEqualTo(whole.ahead(next));
    }

    @Test
    void theSmallFormNeverTakesMoreThan32Kilobytes() {
        Household house = house(7);
        Forecaster small = Forecaster.SMALL;
        int most = 0;
        for (int s = 0; s < 4 * 24 * HOUR; s++) {
            Power net = house.next().netPower().orElseThrow();
            small = small.observe(START.plusSeconds(s), net, net);
            if (s % 31 == 0) {
                most = Math.max(most, small.whole().length);
            }
        }
        assertThat(most).isBetween(20_000, MOST_BYTES);
        assertThat(small.knowsADay()).isTrue();
    }

    @Test
    void whatIsDamagedCutOrOfAnotherVersionIsRefusedAndNeverThrows() {
        Household house = house(2);
        Forecaster small = Forecaster.SMALL;
        for (int s = 0; s < HOUR; s++) {
            Power net = house.next().netPower().orElseThrow();
            small = small.observe(START.plusSeconds(s), net, net);
        }
        byte[] bytes = small.whole();
        for (int length = 0; length < bytes.length; length += 97) {
            assertThat(Forecaster.resuming(Arrays.copyOf(bytes, length))).isEmpty();
        }
        byte[] later = bytes.clone();
        later[0]++;
        assertThat(Forecaster.resuming(later)).isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
            assertThat(Forecaster.resuming(damaged)).isNotNull();
        }
        assertThat(Forecaster.remembering(small.memory()))
                .as("the small form is no memory of the full one")
                .isEmpty();
    }

    private static Household house(long seed) {
        return new Household(seed, START, ZoneId.of("Europe/Brussels"), Grid.STAR_400);
    }

    private static Forecaster resumed(Forecaster forecaster) {
        return Forecaster.resuming(forecaster.whole()).orElseThrow();
    }
}
