package be.bsmr.home.gridmeter;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The registers of an Eastron SDM630 ("SDM630 Modbus protocol"), which people write into their own
 * set-ups. All are floating point numbers of 32 bits, high word first; what is not known is not a
 * number.
 */
record Sdm630() implements RegisterMap {

    private static final int REGISTERS = 382;

    @Override
    public Words words(JsonNode values) {
        Words words = new Words().block(0, REGISTERS, 0);
        for (int address = 0; address < REGISTERS; address += 2) {
            words.real(address, Double.NaN);
        }
        for (int i = 0; i < 3; i++) {
            String l = "_l" + (i + 1);
            put(words, 2 * i, values.path("voltage" + l + "_v"), 1);
            put(words, 6 + 2 * i, values.path("current" + l + "_a"), 1);
            put(words, 12 + 2 * i, values.path("power" + l + "_w"), 1);
            put(words, 18 + 2 * i, values.path("apparent_power" + l + "_va"), 1);
            put(words, 30 + 2 * i, values.path("power_factor" + l), 1);
        }
        put(words, 48, values.path("current_a"), 1);
        put(words, 52, values.path("power_w"), 1);
        put(words, 56, values.path("apparent_power_va"), 1);
        put(words, 70, values.path("frequency_hz"), 1);
        put(words, 72, values.path("import_total_wh"), 1000);
        put(words, 74, values.path("export_total_wh"), 1000);
        return words;
    }

    private static void put(Words words, int address, JsonNode value, int divisor) {
        if (!value.isMissingNode()) {
            words.real(address, value.doubleValue() / divisor);
        }
    }
}
