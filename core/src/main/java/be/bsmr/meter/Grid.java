package be.bsmr.meter;

import java.util.List;
import java.util.Optional;

/** How the house is connected. {@link #label} is the name used in topics and JSON. */
public enum Grid {
    SINGLE_PHASE("1x230"),
    /**
     * Three wires of 230 V without neutral, common in Flanders. The meter measures with two
     * wattmeters: U2 and P2 read zero while I2 is real, and P = P1 + P3. That is no fault.
     */
    DELTA_230("3x230"),
    /** Three phases of 230 V to the neutral, 400 V between them. */
    STAR_400("3n400");

    private static final double LOWEST_STAR_VOLTAGE = 180;

    private final String label;

    Grid(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /**
     * What the phases of one reading say of the grid, for meters older than version 50221, which do
     * not declare it. Empty when this reading alone cannot tell (U2 = 0 while no current flows
     * there).
     */
    static Optional<Grid> inferredFrom(List<PhaseReading> phases) {
        int voltages = 0;
        int ofStar = 0;
        int ofDelta = 0;
        for (PhaseReading p : phases) {
            if (p.voltage() != null) {
                double volts = p.voltage().volts();
                voltages++;
                ofStar += volts >= LOWEST_STAR_VOLTAGE ? 1 : 0;
                ofDelta += volts > 100 && volts < LOWEST_STAR_VOLTAGE ? 1 : 0;
            }
        }
        if (voltages == 0) {
            return Optional.empty();
        }
        if (phases.size() == 1) {
            return Optional.of(SINGLE_PHASE);
        }
        if (phases.size() < 3) {
            return Optional.empty();
        }
        PhaseReading second = phases.get(1);
        if (second.voltage() != null && second.voltage().isZero()) {
            boolean currentFlows = second.current() != null && !second.current().isZero();
            return currentFlows ? Optional.of(DELTA_230) : Optional.empty();
        }
        // Iskra meters on 3×230 V show each wire against the star point: 230/√3 = 133 V.
        return ofStar == phases.size()
                ? Optional.of(STAR_400)
                : ofDelta == phases.size() ? Optional.of(DELTA_230) : Optional.empty();
    }
}
