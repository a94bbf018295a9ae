package be.bsmr.home.mqtt.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What flows on the three wires, with the sign that chargers and batteries expect. */
final class Wires {

    static final int COUNT = 3;

    private Wires() {}

    /**
     * The meter tells currents without a sign: they get that of the wire's power, and flow in where
     * none is told, as on L2 of 3x230 V.
     *
     * @return A of L1, L2, L3, below zero what flows out; 0 for a wire that is not there; null when
     *     the meter tells no current at all
     */
    static double @Nullable [] currents(JsonNode reading) {
        if (IntStream.rangeClosed(1, COUNT).noneMatch(w -> reading.has("current_l" + w + "_a"))) {
            return null;
        }
        return IntStream.rangeClosed(1, COUNT)
                .mapToDouble(
                        w -> {
                            double amperes = reading.path("current_l" + w + "_a").asDouble();
                            boolean out = reading.path("net_power_l" + w + "_w").asDouble() < 0;
                            return out ? -amperes : amperes;
                        })
                .toArray();
    }
}
