package be.bsmr.p1;

import java.time.Instant;

/**
 * One whole telegram whose checksum is right, or that carries none.
 *
 * @param text from {@code /} up to and including {@code !}, one character per byte
 * @param checked false when the meter sent no CRC, as DSMR 2.2 and 3.0 meters do
 * @param offset position of the {@code /} in the stream, in bytes
 * @param receivedAt host clock at the last byte
 */
public record Telegram(String text, boolean checked, long offset, Instant receivedAt)
        implements Frame {}
