package be.bsmr.meter;

import be.bsmr.unit.Power;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the meter's 13-month peak history (0-0:98.1.0).
 *
 * @param capturedAt first instant of the month <em>after</em> the one the peak belongs to
 * @param quarterEnd end of the peak's quarter; null when the meter shows a placeholder
 */
public record HistoricPeak(Instant capturedAt, @Nullable Instant quarterEnd, Power demand) {}
