package be.bsmr.home.source;

import java.io.IOException;

/**
 * A stream of bytes from a meter. Opened, read and closed on one thread; {@link #close} may come
 * from another.
 */
public interface ByteSource extends AutoCloseable {

    /** What {@link #read} gives at the end of a source that has one. */
    int END = -1;

    /** For people: {@code serial:/dev/ttyUSB0}. */
    String name();

    /**
     * Opens the source, or opens it again after it broke.
     *
     * @throws IOException when it cannot be had now; the message says what to do
     */
    void open() throws IOException;

    /**
     * Waits up to about a second for bytes.
     *
     * @return how many were put in {@code buffer}, 0 when none came, {@link #END} when there will
     *     be no more
     * @throws IOException when the source broke
     */
    int read(byte[] buffer) throws IOException;

    /**
     * Whether a meter speaks now: then its clock can be compared with ours. Not so when telegrams
     * were recorded, or are made at a pace of their own.
     */
    default boolean isLive() {
        return true;
    }

    /**
     * Whether what is not read now can be read later, as of a file or a pipe: then it may be read
     * as slowly as the disk takes it. A meter does not wait.
     */
    default boolean canWait() {
        return false;
    }

    /** Ends a waiting {@link #read} and lets go of the source. May be called more than once. */
    @Override
    void close();
}
