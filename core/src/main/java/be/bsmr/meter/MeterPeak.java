package be.bsmr.meter;

import be.bsmr.unit.Power;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The highest quarter-hour demand of the running month as the meter keeps it (1-0:1.6.0).
 *
 * @param quarterEnd end of that quarter; null when the meter shows a placeholder instead of a date
 */
public record MeterPeak(@Nullable Instant quarterEnd, Power demand) {}
