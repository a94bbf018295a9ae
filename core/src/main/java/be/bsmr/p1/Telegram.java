package be.bsmr.p1;

import java.time.Instant;

/**
 * One whole telegram.
 *
 * @param text from {@code /} up to and including {@code !}, one character per byte
 * @param checksum never {@link Checksum#BAD} from a framer that is not lenient
 * @param offset position of the {@code /} in the stream, in bytes
 * @param receivedAt host clock at the last byte
 */
public record Telegram(String text, Checksum checksum, long offset, Instant receivedAt)
        implements Frame {}
