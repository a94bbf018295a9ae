package be.bsmr.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be known of a load after a restart.
 *
 * @param load its id
 * @param name what people call it
 * @param mode the override that a person has set, if any
 * @param handsOffUntil until when it is left alone because it was switched by hand; null when it
 *     was not
 * @param learned see {@link LoadPower}
 */
public record LoadMemory(
        String load,
        String name,
        ManualOverride mode,
        @Nullable Instant handsOffUntil,
        List<Integer> learned,
        Day day) {

    public LoadMemory {
        learned = List.copyOf(learned);
    }
}
