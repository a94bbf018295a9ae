package be.bsmr.home.gridmeter;

import be.bsmr.home.gridmeter.GridMeterSettings.Registers;
import com.fasterxml.jackson.databind.JsonNode;

/** The registers of a meter on Modbus. */
interface RegisterMap {

    /** The map that the settings ask for. */
    static RegisterMap of(Registers registers, Serial serial) {
        return switch (registers) {
            case em24 -> new Em24(serial);
            case sdm630 -> new Sdm630();
            case sunspec -> new SunSpec(serial);
        };
    }

    /** What stands in them while the site says {@code values}. */
    Words words(JsonNode values);

    /** Whether a client may write this there; it changes nothing. */
    default boolean takes(int address, int value) {
        return false;
    }
}
