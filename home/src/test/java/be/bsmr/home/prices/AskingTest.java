package be.bsmr.home.prices;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.site.SiteSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskingTest {

    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoeverAsksInVainAsksAFewTimesAnHourAtMost(long seed) {
        Asking asking = new Asking(new SplittableRandom(seed));
        int asked = 0;
        int inTheFirstHour = 0;
        for (Duration t = Duration.ZERO;
                t.compareTo(Duration.ofHours(24)) < 0;
                t = t.plusMinutes(1)) {
            if (asking.mayAsk(START.plus(t))) {
                asked++;
                inTheFirstHour += t.toHours() < 1 ? 1 : 0;
                asking.asked(START.plus(t), false);
            }
        }
        assertThat(inTheFirstHour).isBetween(3, 4);
        assertThat(asked).isBetween(18, 28);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tomorrowIsAskedForFromOneOClockOnButNotByAllAtOnce(long seed) {
        Asking asking = new Asking(new SplittableRandom(seed));
        LocalDate today = LocalDate.of(2026, 11, 27);
        assertThat(asking.last(local("2026-11-27T12:59:59"))).isEqualTo(today);
        assertThat(asking.last(local("2026-11-27T13:10:00"))).isEqualTo(today.plusDays(1));
        assertThat(asking.last(local("2026-11-28T00:00:00"))).isEqualTo(today.plusDays(1));
    }

    @Test
    void anAnswerEndsTheLongPauses() {
        Asking asking = new Asking(new SplittableRandom(6));
        for (int i = 0; i < 9; i++) {
            asking.asked(START, false);
        }
        assertThat(asking.mayAsk(START.plus(Duration.ofMinutes(59)))).isFalse();
        asking.asked(START, true);
        asking.asked(START, false);
        assertThat(asking.mayAsk(START.plus(Duration.ofMinutes(7)))).isTrue();
    }

    private static ZonedDateTime local(String time) {
        return LocalDateTime.parse(time).atZone(SiteSettings.BELGIUM);
    }
}
