package be.bsmr.home.gridmeter;

import be.bsmr.home.config.Inline;
import be.bsmr.home.config.OpenDoor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As which other meters the house's meter is to be read; each is off by default.
 *
 * @param homewizard a HomeWizard P1 meter, over HTTP
 * @param shelly a Shelly Pro 3EM, over HTTP and UDP
 * @param modbus a meter on Modbus TCP
 * @param victron the topic that a driver for Victron's Venus OS reads, through the broker
 */
public record GridMeterSettings(
        HomeWizardSettings homewizard,
        ShellySettings shelly,
        ModbusSettings modbus,
        VictronSettings victron) {

    public static final GridMeterSettings DEFAULT =
            new GridMeterSettings(
                    new HomeWizardSettings(false, OpenDoor.here(80), true),
                    new ShellySettings(false, OpenDoor.here(80), true, List.of(1010, 2220)),
                    new ModbusSettings(false, OpenDoor.here(502), 1, Registers.em24),
                    new VictronSettings(false));

    /** Whether the meter is to be read as any other. */
    public boolean wanted() {
        return homewizard.enabled() || shelly.enabled() || modbus.enabled() || victron.enabled();
    }

    /**
     * A HomeWizard P1 meter.
     *
     * @param enabled whether the meter is read as one
     * @param announce whether it is announced on the network (mDNS), where it listens beyond
     *     loopback
     */
    public record HomeWizardSettings(boolean enabled, @Inline OpenDoor door, boolean announce) {

        static final String KEY = "grid_meter.homewizard";

        public HomeWizardSettings {
            door.require(KEY);
        }
    }

    /**
     * A Shelly Pro 3EM.
     *
     * @param enabled whether the meter is read as one
     * @param announce whether it is announced on the network (mDNS), where it listens beyond
     *     loopback
     * @param udpPorts on which it answers batteries, 0…65535; none = over HTTP only
     */
    public record ShellySettings(
            boolean enabled, @Inline OpenDoor door, boolean announce, List<Integer> udpPorts) {

        static final String KEY = "grid_meter.shelly";

        public ShellySettings {
            door.require(KEY);
            udpPorts = List.copyOf(udpPorts);
            for (int port : udpPorts) {
                if (port < 0 || port > 65_535) {
                    throw new IllegalArgumentException(
                            KEY
                                    + ".udp_ports has "
                                    + port
                                    + ": write ports between 1 and 65535, such as [1010, 2220]");
                }
            }
        }
    }

    /**
     * A meter on Modbus TCP.
     *
     * @param enabled whether the meter is read as one
     * @param unit that it answers to, 1…247
     * @param registers whose registers it has
     */
    public record ModbusSettings(
            boolean enabled, @Inline OpenDoor door, int unit, Registers registers) {

        static final String KEY = "grid_meter.modbus";

        private static final int MOST_UNIT = 247;

        public ModbusSettings {
            door.require(KEY);
            if (unit < 1 || unit > MOST_UNIT) {
                throw new IllegalArgumentException(
                        KEY + ".unit is 1 to " + MOST_UNIT + ", not " + unit);
            }
            given(registers);
        }

        private static void given(@Nullable Registers registers) {
            if (registers == null) {
                throw new IllegalArgumentException(KEY + ".registers is em24, sdm630 or sunspec");
            }
        }
    }

    /**
     * The topic {@code victron}.
     *
     * @param enabled whether it is filled
     */
    public record VictronSettings(boolean enabled) {}

    /** Whose registers are served. */
    public enum Registers {
        /** Carlo Gavazzi EM24 Ethernet. */
        em24,
        /** Eastron SDM630. */
        sdm630,
        /** SunSpec, model 203: a three-phase meter. */
        sunspec
    }
}
