package be.bsmr.meter;

import org.jspecify.annotations.Nullable;

/**
 * Who is speaking.
 *
 * @param header the telegram's first line without its slash, for example {@code FLU5\253000000_A}
 * @param version 0-0:96.1.4 or, for the Dutch meters, 1-3:0.2.8, as sent; null when the meter sends
 *     neither
 * @param meter null when the meter sends no identifier, or an empty one
 * @param ean the connection's EAN (0-0:96.1.2); null when absent, which is usual
 */
public record Identity(
        String header, @Nullable String version, @Nullable MeterId meter, @Nullable String ean) {}
