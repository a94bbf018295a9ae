package be.bsmr.home.messages;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a part of the program does.
 *
 * @param age since it last did what it is for; null when it has not yet
 * @param trouble why it does not, in a few words; null when it does
 */
public record PartReport(@Nullable Duration age, @Nullable String trouble) {}
