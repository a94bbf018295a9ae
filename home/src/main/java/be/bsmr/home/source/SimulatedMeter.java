package be.bsmr.home.source;

import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The simulated household as a source of bytes, so that it takes the same path as a real meter.
 * Never ends.
 */
public final class SimulatedMeter implements ByteSource {

    private final Household household;
    private final TelegramWriter writer;
    private final Pace pace;
    private final AtomicBoolean boilerAllowed = new AtomicBoolean(true);
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] telegram = new byte[0];
    private int given;

    /**
     * @param speed telegrams a second
     */
    public SimulatedMeter(Household household, ZoneId zone, double speed) {
        this.household = household;
        writer = new TelegramWriter(zone);
        pace = new Pace(speed);
    }

    /** What the relay of the simulated boiler does. From any thread. */
    public void allowBoiler(boolean allowed) {
        boilerAllowed.set(allowed);
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public void open() {}

    @Override
    public int read(byte[] buffer) throws IOException {
        if (given == telegram.length) {
            household.allowBoiler(boilerAllowed.get());
            Reading reading = household.next();
            telegram = writer.write(reading);
            given = 0;
            if (reading.measuredAt() != null
                    && isClosedWithin(pace.untilDue(reading.measuredAt()))) {
                return END;
            }
        }
        int count = Math.min(buffer.length, telegram.length - given);
        System.arraycopy(telegram, given, buffer, 0, count);
        given += count;
        return count;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean isClosedWithin(long nanos) {
        try {
            return closed.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
