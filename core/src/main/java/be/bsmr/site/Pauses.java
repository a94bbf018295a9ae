package be.bsmr.site;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a meter speaks, so that one that speaks seldom is not taken for silent: meters speak
 * every second or every ten, some bridges once a minute.
 *
 * @param heardAt null before the first time
 * @param last the newest pauses; what comes in a bundle is one
 */
public record Pauses(@Nullable Instant heardAt, List<Duration> last) {

    public static final Pauses NONE = new Pauses(null, List.of());

    /** One long pause, or two, are no habit. */
    private static final int HABIT = 3;

    private static final Duration BUNDLE = Duration.ofMillis(500);

    /** A meter that speaks less often than this is silent in between. */
    private static final Duration LONGEST_HABIT = Duration.ofMinutes(2);

    public Pauses {
        last = List.copyOf(last);
    }

    /** After something was heard; on any clock, but always the same. */
    public Pauses heard(Instant at) {
        if (heardAt == null) {
            return new Pauses(at, last);
        }
        Duration pause = Duration.between(heardAt, at).abs();
        if (pause.compareTo(BUNDLE) < 0) {
            return new Pauses(at, last);
        }
        if (last.size() == HABIT && isHabit(pause)) {
            return new Pauses(at, last);
        }
        List<Duration> more = new ArrayList<>(last);
        more.add(pause);
        return new Pauses(at, more.size() > HABIT ? more.subList(1, more.size()) : more);
    }

    private boolean isHabit(Duration pause) {
        for (int i = 0; i < last.size(); i++) {
            if (!pause.equals(last.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * How long the next word may take: {@code allowed}, or two and a half times the shortest of the
     * last pauses when that is more.
     */
    public Duration patience(Duration allowed) {
        Duration habit = last.stream().min(Duration::compareTo).orElse(Duration.ZERO);
        Duration counted = habit.compareTo(LONGEST_HABIT) > 0 ? LONGEST_HABIT : habit;
        Duration enough = counted.multipliedBy(5).dividedBy(2);
        return enough.compareTo(allowed) > 0 ? enough : allowed;
    }
}
