package be.bsmr.home.source;

import java.io.IOException;

/** A source of which a hub hears every byte, the broken ones too. */
public record Tapped(ByteSource source, Hub hub) implements ByteSource {

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
            hub.send(buffer, count);
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
