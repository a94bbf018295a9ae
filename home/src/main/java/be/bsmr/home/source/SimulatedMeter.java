package be.bsmr.home.source;

import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The simulated household as a source of bytes, so that it takes the same path as a real meter.
 * Never ends.
 */
public final class SimulatedMeter extends PacedSource {

    /** What it is called wherever a source is named. */
    public static final String NAME = "simulator";

    private final Household household;
    private final TelegramWriter writer;
    private final Map<String, Allowance> allowed = new ConcurrentHashMap<>();
    private @Nullable Instant measuredAt;

    /**
     * @param speed telegrams a second
     */
    public SimulatedMeter(Household household, ZoneId zone, double speed) {
        super(speed);
        this.household = household;
        writer = new TelegramWriter(zone);
    }

    /** What the actuator of a simulated load does, by the load's id. From any thread. */
    public void allow(String load, Allowance allowance) {
        allowed.put(load, allowance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open() {}

    @Override
    void release() {}

    @Override
    byte[] nextPiece() {
        allowed.forEach(household::allow);
        Reading reading = household.next();
        measuredAt = reading.measuredAt();
        return writer.write(reading);
    }

    @Override
    Optional<Instant> due() {
        return Optional.ofNullable(measuredAt);
    }
}
