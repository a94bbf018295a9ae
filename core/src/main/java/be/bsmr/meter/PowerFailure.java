package be.bsmr.meter;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A long power failure as the meter logged it (1-0:99.97.0).
 *
 * @param endedAt null when the meter shows a placeholder
 */
public record PowerFailure(@Nullable Instant endedAt, Duration length) {}
