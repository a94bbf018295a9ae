package be.bsmr.control;

import java.time.Instant;

/**
 * An action whose effect the meter has not shown yet.
 *
 * @param at when it was commanded
 * @param net what the meter showed then, import minus export, W
 * @param from what the load drew then, W
 * @param to what it should draw, W
 * @param sure whether it was known to draw; if not, nothing is foreseen from it
 * @param again whether it was commanded a second time already
 */
public record PendingEffect(Instant at, int net, int from, int to, boolean sure, boolean again) {

    /**
     * This effect, still to be seen, after {@code other} has been seen: the change of the house
     * that was due to that does not count for this one.
     */
    PendingEffect after(PendingEffect other) {
        return new PendingEffect(at, net + other.expected(), from, to, sure, again);
    }

    /** By how much the house's power should change, W; negative when something was shed. */
    int expected() {
        return to - from;
    }
}
