package be.bsmr.home.prices;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When the exchange is asked: for tomorrow from about one o'clock on, when its auction is over, and
 * after an answer that was not all of it only after a pause, each longer than the one before. Not
 * all houses ask at the same moment.
 */
final class Asking {

    /** The auction's results are published between 12:45 and 13:00. */
    private static final LocalTime PUBLISHED = LocalTime.of(13, 0);

    private static final int SPREAD_S = 600;

    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(60));

    private final RandomGenerator random;
    private final LocalTime forTomorrow;
    private @Nullable Instant notBefore;
    private int inVain;

    Asking(RandomGenerator random) {
        this.random = random;
        forTomorrow = PUBLISHED.plusSeconds(random.nextInt(SPREAD_S));
    }

    /** The last day that there should be prices of, today or tomorrow. */
    LocalDate last(ZonedDateTime now) {
        return now.toLocalDate().plusDays(now.toLocalTime().isBefore(forTomorrow) ? 0 : 1);
    }

    /**
     * @param steady a clock that nobody sets
     */
    boolean mayAsk(Instant steady) {
        return notBefore == null || !steady.isBefore(notBefore);
    }

    /**
     * @param steady a clock that nobody sets
     * @param all whether all is known now
     */
    void asked(Instant steady, boolean all) {
        Duration pause = PAUSES.get(Math.min(inVain, PAUSES.size() - 1));
        inVain = all ? 0 : inVain + 1;
        long jitter = random.nextLong(pause.toSeconds() / 4 + 1);
        notBefore = steady.plus(pause).plusSeconds(jitter);
    }
}
