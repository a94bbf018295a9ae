package be.bsmr.home.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * What becomes of the ends of lines. Meters end them with CR LF and count both in the checksum;
 * editors, mail and readers that think in lines leave the LF alone, and then no checksum is right.
 */
public enum LineEnds {
    /** Line ends are left as they come. */
    keep,
    /** A CR before each LF that has none. */
    fix;

    /** Gives {@code in} these line ends. */
    public InputStream of(InputStream in) {
        return this == keep ? in : new Fixed(in);
    }

    /** Not a filter: what is skipped must be counted as it is read. */
    private static final class Fixed extends InputStream {

        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int limit;
        private int last;

        Fixed(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        /** What is there, as soon as there is anything. */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == limit) {
                limit = Math.max(0, in.read(buffer));
                at = 0;
                if (limit == 0) {
                    return -1;
                }
            }
            int count = 0;
            while (at < limit && count < length) {
                boolean bare = buffer[at] == '\n' && last != '\r';
                last = bare ? '\r' : buffer[at++];
                bytes[offset + count++] = (byte) last;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
