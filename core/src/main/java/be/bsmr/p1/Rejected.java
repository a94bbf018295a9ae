package be.bsmr.p1;

import java.util.Locale;

/**
 * A telegram that cannot be trusted.
 *
 * @param offset position of its first byte in the stream
 * @param length in bytes
 */
public record Rejected(Cause cause, long offset, int length) implements Frame {

    public enum Cause {
        /** The checksum is not that of the content. */
        CRC,
        /**
         * The checksum is that of the same content with CR LF line ends: something took the CRs
         * away.
         */
        LINE_ENDS,
        /** The next telegram began before this one ended. */
        CUT,
        /** No end within {@link TelegramFramer#MAX_BYTES}. */
        OVERSIZED,
        /** Framed well, but no line in it could be read. */
        EMPTY;

        /** The name used in reports, topics and metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
