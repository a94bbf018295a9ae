package be.bsmr.meter;

import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * What a meter says of one direction, import or export.
 *
 * @param registers energy counted so far
 * @param power now (import 1-0:1.7.0, export 1-0:2.7.0); null when the meter does not send it
 * @param demand of quarter-hours; of export only large users' meters send any
 */
public record Flow(EnergyRegisters registers, @Nullable Power power, DemandReading demand) {

    public static final Flow NONE = new Flow(EnergyRegisters.NONE, null);

    /** Of a meter that says nothing about quarter-hours in this direction. */
    public Flow(EnergyRegisters registers, @Nullable Power power) {
        this(registers, power, DemandReading.NONE);
    }
}
