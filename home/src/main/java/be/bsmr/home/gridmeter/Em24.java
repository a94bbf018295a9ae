package be.bsmr.home.gridmeter;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The registers of a Carlo Gavazzi EM24 Ethernet ("EM24 Ethernet, communication protocol"), which
 * Victron's GX looks for and evcc has a template of. Numbers of 32 bits have their low word first.
 * It has no word for what is not known, so that reads 0: on 3×230 V all of L2, the frequency, the
 * voltage between wires, and the energy of each wire.
 */
record Em24(Serial serial) implements RegisterMap {

    /** In the place of the high word of the voltage between L3 and L1. */
    private static final int MODEL = 0x000B;

    /** EM24DINAV23XE1PFB. */
    private static final int MODEL_CODE = 1650;

    private static final int APPLICATION = 0xA000;

    /** The one that lets the meter be read in full; clients set it. */
    private static final int APPLICATION_H = 7;

    private static final int WIRING_STAR = 0;
    private static final int WIRING_SINGLE = 3;
    private static final int WIRING_DELTA = 4;

    /** Any but locked. */
    private static final int SWITCH = 1;

    @Override
    public Words words(JsonNode values) {
        Words words =
                new Words()
                        .block(0x0000, 0x0058, 0)
                        .block(0x0302, 3, 0)
                        .block(0x1002, 1, wiring(values))
                        .block(0x5000, 7, 0)
                        .block(APPLICATION, 1, APPLICATION_H)
                        .block(0xA100, 1, SWITCH)
                        .text(0x5000, 7, serial.digits())
                        .put(0x0302, 0x1000)
                        .put(0x0304, 0x1000)
                        .put(MODEL, MODEL_CODE)
                        .lowFirst(0x0028, Words.scaled(values.path("power_w"), 1))
                        .put(0x0033, Words.scaled(values.path("frequency_hz"), 1))
                        .lowFirst(0x0034, tenthsOfKilowattHours(values, "import_total_wh"))
                        .lowFirst(0x004E, tenthsOfKilowattHours(values, "export_total_wh"));
        for (int i = 0; i < 3; i++) {
            String l = "_l" + (i + 1);
            words.lowFirst(2 * i, Words.scaled(values.path("voltage" + l + "_v"), 1))
                    .lowFirst(0x000C + 2 * i, Words.scaled(values.path("current" + l + "_a"), 3))
                    .lowFirst(0x0012 + 2 * i, Words.scaled(values.path("power" + l + "_w"), 1))
                    .put(0x002E + i, Words.scaled(values.path("power_factor" + l), 3));
        }
        return words;
    }

    @Override
    public boolean takes(int address, int value) {
        return address == APPLICATION && value == APPLICATION_H;
    }

    private static int wiring(JsonNode values) {
        return switch (values.path("grid").asText()) {
            case "1x230" -> WIRING_SINGLE;
            case "3x230" -> WIRING_DELTA;
            default -> WIRING_STAR;
        };
    }

    private static int tenthsOfKilowattHours(JsonNode values, String key) {
        return Words.scaled(values.path(key), -2);
    }
}
