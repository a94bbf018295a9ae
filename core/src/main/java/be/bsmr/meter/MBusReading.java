package be.bsmr.meter;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an attached meter last reported. Bind by {@link #type}, never by channel: channels move, and
 * two gas meters can appear after a swap.
 *
 * @param channel 1…4
 * @param type {@link MBusType#OTHER} when the meter does not say
 * @param id null when absent or empty
 * @param ean 0-n:96.1.2; null when absent
 * @param valve 0-n:24.4.0; null when the meter has none or does not say
 * @param measuredAt when the attached meter was read; null for a meter that was never linked
 * @param value null when no value was sent, or an unreadable one
 * @param unit {@code m3}, {@code GJ}, …; null when the line has none
 */
public record MBusReading(
        int channel,
        MBusType type,
        @Nullable String id,
        @Nullable String ean,
        @Nullable Breaker valve,
        @Nullable Instant measuredAt,
        @Nullable BigDecimal value,
        @Nullable String unit) {}
