package be.bsmr.home.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.unit.Power;
import be.bsmr.wire.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house whose meter's clock is three minutes ahead of its own. */
class SharesTest {

    private static final Instant START = Instant.parse("2026-06-13T11:02:00Z");
    private static final Power GRANTED = new Power(1500);

    @TempDir private Path folder;
    private LivingHouse house;
    private Shares shares;
    private Power own;

    @BeforeEach
    void begin() throws Exception {
        house = new LivingHouse(folder, START, Duration.ofMinutes(3));
        house.lives(Duration.ofSeconds(5));
        own = target();
        shares = new Shares(house.access());
    }

    @AfterEach
    void end() {
        house.close();
    }

    private Power target() {
        return Objects.requireNonNull(house.state().foresight().outlook()).target();
    }

    /** For how many seconds the target is what was granted. */
    private int holds() {
        int seconds = 0;
        house.lives(Duration.ofSeconds(1));
        while (target().equals(GRANTED)) {
            seconds++;
            house.lives(Duration.ofSeconds(1));
        }
        assertThat(target()).isEqualTo(own);
        return seconds;
    }

    private void granted(Duration at, Duration until) {
        Instant now = house.now();
        shares.take(new Share(GRANTED, now.plus(at), now.plus(until)).bytes());
    }

    @Test
    void aShareIsTheTargetAsLongAsItHoldsByOurClockThenTheOwnersIs() {
        granted(Duration.ofSeconds(-30), Duration.ofSeconds(90));
        assertThat(holds()).isBetween(88, 90);
    }

    @Test
    void aFleetWhoseClockIsAheadGrantsNoLongerThanAShareHolds() {
        granted(Duration.ofHours(1), Duration.ofHours(1).plus(Share.VALID));
        assertThat(holds()).isBetween(118, 120);
        granted(Duration.ZERO, Duration.ofSeconds(60));
        assertThat(holds()).as("when its clock is right again").isBetween(58, 60);
    }

    @Test
    void noMomentIsTooFarOff() {
        shares.take(new Share(GRANTED, Instant.MIN, Instant.MAX).bytes());
        assertThat(holds()).isBetween(118, 120);
        shares.take(new Share(GRANTED, Instant.MAX, Instant.MIN).bytes());
        assertThat(shares.notFollowed()).isEqualTo(1);
    }

    @Test
    void whatIsDamagedOlderOrOverIsCountedAndToldOnceOfEachKind() {
        try (LogLines log = new LogLines(Shares.class)) {
            granted(Duration.ofSeconds(-1), Duration.ofSeconds(60));
            granted(Duration.ofSeconds(-1), Duration.ofSeconds(60));
            assertThat(shares.notFollowed()).as("a repeat is nothing wrong").isZero();
            house.inbox.clear();
            for (int i = 0; i < 3; i++) {
                shares.take(new byte[] {1, 2, 3});
                granted(Duration.ofSeconds(-10), Duration.ofSeconds(110));
                granted(Duration.ofSeconds(1), Duration.ZERO);
            }
            assertThat(shares.notFollowed()).isEqualTo(9);
            assertThat(house.inbox).isEmpty();
            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("cannot be read"),
                            line -> assertThat(line).contains("is older than one"),
                            line -> assertThat(line).contains("was over at"));
        }
        assertThat(holds()).isZero();
    }
}
