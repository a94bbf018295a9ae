package be.bsmr.home.source;

import java.io.IOException;

/** A source of which somebody else hears every byte, the broken ones too. */
public record Tapped(ByteSource source, Tap tap) implements ByteSource {

    /** Who hears along, on the thread that reads. */
    @FunctionalInterface
    public interface Tap {

        /** Takes the first {@code count} bytes, which are another's afterwards; must not wait. */
        void hear(byte[] bytes, int count);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void open() throws IOException {
        source.open();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int count = source.read(buffer);
        if (count > 0) {
            tap.hear(buffer, count);
        }
        return count;
    }

    @Override
    public boolean canWait() {
        return source.canWait();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public void close() {
        source.close();
    }
}
