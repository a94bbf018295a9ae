package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns readings of registers into what the intervals between them came to. */
final class RegisterSteps {

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
     * @return nothing for the first reading, and for one off the clock's quarter-hours
     * @throws BadRow.NotCounted when another meter speaks
     */
    Optional<ImportedAmount> step(Quantity quantity, Instant at, long amount)
            throws BadRow.NotCounted {
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
        if (seconds == 0) {
            return Optional.empty();
        }
        if (difference < 0 || difference > seconds * FASTEST) {
            throw new BadRow.NotCounted(Why.of(Why.Kind.LEAP));
        }
        return Optional.of(
                new ImportedAmount(first.at(), seconds, quantity, difference, Quality.READ));
    }

    /**
     * The steps of several registers at one time.
     *
     * @throws BadRow.NotCounted when another meter speaks
     */
    List<ImportedAmount> steps(Instant at, Map<Quantity, Long> amounts) throws BadRow.NotCounted {
        List<ImportedAmount> steps = new ArrayList<>();
        BadRow.NotCounted another = null;
        for (Map.Entry<Quantity, Long> e : amounts.entrySet()) {
            try {
                step(e.getKey(), at, e.getValue()).ifPresent(steps::add);
            } catch (BadRow.NotCounted swapped) {
                another = swapped;
            }
        }
        if (another != null && steps.isEmpty()) {
            throw another;
        }
        return steps;
    }
}
