package be.bsmr.home.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a load was told.
 *
 * @param at from when on, the meter's time
 * @param load its id
 * @param shed whether it was cut off
 * @param value what a modulating load was set to, in its unit; null for one that is on or off
 */
public record LoadPosition(Instant at, String load, boolean shed, @Nullable Integer value) {}
