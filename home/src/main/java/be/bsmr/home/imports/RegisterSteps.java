package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns readings of registers into what the intervals between them came to. */
final class RegisterSteps {

    /** One that stood still longer says little of when. */
    private static final long LONGEST_SECONDS = Duration.ofDays(31).toSeconds();

    /** What runs faster than this, Wh or dm³ per second, was another meter. */
    private static final long FASTEST = 100;

    private final long least;
    private final Map<Quantity, Standing> last = new EnumMap<>(Quantity.class);

    private record Standing(Instant at, long amount) {}

    /**
     * @param least seconds of the shortest interval that is told; readings within are passed over
     */
    RegisterSteps(long least) {
        this.least = least;
    }

    /**
     * The step to a reading, earlier or later than the one before.
     *
     * @param amount Wh or dm³
     * @return nothing for the first reading, for one off the clock's quarter-hours, and when
     *     another meter speaks
     */
    Optional<ImportedAmount> step(Quantity quantity, Instant at, long amount) {
        if (at.getEpochSecond() % least != 0) {
            return Optional.empty();
        }
        Standing now = new Standing(at, amount);
        Standing before = last.put(quantity, now);
        if (before == null) {
            return Optional.empty();
        }
        boolean forward = at.isAfter(before.at());
        Standing first = forward ? before : now;
        Standing second = forward ? now : before;
        long seconds = second.at().getEpochSecond() - first.at().getEpochSecond();
        long difference = second.amount() - first.amount();
        if (seconds == 0
                || seconds > LONGEST_SECONDS
                || difference < 0
                || difference > seconds * FASTEST) {
            return Optional.empty();
        }
        return Optional.of(
                new ImportedAmount(first.at(), seconds, quantity, difference, Quality.READ));
    }

    /** The steps of several registers at one time. */
    List<ImportedAmount> steps(Instant at, Map<Quantity, Long> amounts) {
        List<ImportedAmount> steps = new ArrayList<>();
        amounts.forEach((quantity, amount) -> step(quantity, at, amount).ifPresent(steps::add));
        return steps;
    }
}
