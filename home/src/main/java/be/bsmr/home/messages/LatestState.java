package be.bsmr.home.messages;

import be.bsmr.control.Decision;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest step of the site and what was decided lately, for all who ask; from any thread. */
public final class LatestState {

    /** So many decisions are kept. */
    public static final int DECISIONS_KEPT = 200;

    private final Deque<Decision> decisions = new ArrayDeque<>();
    private @Nullable SiteStep step;
    private long shownNanos;
    private long recalls;

    /** Takes the newest step. */
    public synchronized void show(SiteStep newest) {
        step = newest;
        shownNanos = System.nanoTime();
        for (Decision decision : newest.decisions()) {
            decisions.addFirst(decision);
            if (decisions.size() > DECISIONS_KEPT) {
                decisions.removeLast();
            }
        }
    }

    /** What was decided before this start, the newest first. */
    public synchronized void remember(List<Decision> earlier) {
        recalls++;
        earlier.stream().limit(DECISIONS_KEPT - decisions.size()).forEach(decisions::addLast);
    }

    /** How often something of before was brought: who tells changes only must tell all again. */
    public synchronized long recalls() {
        return recalls;
    }

    /** Empty before the first step. */
    public synchronized Optional<SiteStep> step() {
        return Optional.ofNullable(step);
    }

    /** Empty before the first step. */
    public Optional<SiteState> state() {
        return step().map(SiteStep::state);
    }

    public boolean hasReading() {
        return state().map(SiteState::last).isPresent();
    }

    /** The newest first, {@value #DECISIONS_KEPT} at most. */
    public synchronized List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** Since the newest telegram; empty before the first. */
    public synchronized Optional<Duration> age() {
        Instant heard = step == null ? null : step.state().metering().link().lastAcceptedAt();
        if (heard == null || step == null) {
            return Optional.empty();
        }
        // Replayed recordings have a clock of their own: only what passed since is ours.
        Duration since = Duration.ofNanos(System.nanoTime() - shownNanos);
        Duration age = Duration.between(heard, step.input().at()).plus(since);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }
}
