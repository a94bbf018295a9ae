package be.bsmr.meter;

import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the grid.
 *
 * @param breaker null when not sent
 * @param relays state of the meter's own relays (0-n:96.3.10) by number, from version 50221
 * @param limiter 0-0:17.0.0; null when not sent or off (999.9 kW, from version 50221 99.999 kW)
 * @param fuse 1-0:31.4.0; null when not sent or off (999 A)
 * @param declaredGrid 1-0:94.32.1, from version 50221; null before
 * @param message text from the grid operator (0-0:96.13.0), decoded; empty when there is none
 * @param messageCode its code (0-0:96.13.1), decoded; empty when there is none
 */
public record Supply(
        @Nullable Breaker breaker,
        SortedMap<Integer, Breaker> relays,
        @Nullable Power limiter,
        @Nullable Current fuse,
        @Nullable Grid declaredGrid,
        String message,
        String messageCode,
        SupplyQuality quality) {

    public static final Supply UNKNOWN = of(null, null);

    /** A connection of which no more is known. */
    public static Supply of(@Nullable Breaker breaker, @Nullable Grid declaredGrid) {
        return new Supply(
                breaker, new TreeMap<>(), null, null, declaredGrid, "", "", SupplyQuality.UNKNOWN);
    }

    public Supply {
        relays =
                relays.isEmpty()
                        ? Collections.emptySortedMap()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(relays));
    }
}
