package be.bsmr.home.setup;

import be.bsmr.home.source.ByteSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where telegrams come from before anybody has said so: nothing comes. */
public final class NoMeter implements ByteSource {

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String name() {
        return "no source";
    }

    @Override
    public void open() {}

    @Override
    public int read(byte[] buffer) {
        try {
            return closed.await(1, TimeUnit.SECONDS) ? END : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
