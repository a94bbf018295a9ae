package be.bsmr.home.relay;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * What a load says of itself.
 *
 * @param on whether it is switched on; null when it does not say
 * @param value what it is set to, in its own unit; null when it does not say
 * @param power what it draws; null when it does not say, or has not since it was last asked
 * @param held what a battery can still give; null when it does not say, and of all others
 */
public record Sight(
        @Nullable Boolean on,
        @Nullable Integer value,
        @Nullable Power power,
        @Nullable Energy held) {

    /** Of one that does not say what it holds. */
    public Sight(@Nullable Boolean on, @Nullable Integer value, @Nullable Power power) {
        this(on, value, power, null);
    }

    /** A load that says nothing. */
    public static final Sight NOTHING = new Sight(null, null, null);

    /** What {@code other} adds to it. */
    Sight and(Sight other) {
        return new Sight(
                on != null ? on : other.on,
                value != null ? value : other.value,
                power != null ? power : other.power,
                held != null ? held : other.held);
    }
}
