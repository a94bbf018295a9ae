package be.bsmr.meter;

import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything one telegram says. An absent value is null or an empty list: a meter sends what its
 * version knows, in any order.
 *
 * @param measuredAt the meter's own clock, which decides quarter and month; null for old meters
 *     without one
 * @param activeTariff number of the tariff that counts now (0-0:96.14.0)
 * @param importPower 1-0:1.7.0; not both this and export are above zero, the meter nets the phases
 *     every instant
 * @param exportPower 1-0:2.7.0
 * @param phases L1, or L1 to L3; empty when the meter tells nothing per phase
 * @param mbus attached meters by channel
 * @param unknown lines that we have no name for, kept as sent
 * @param unreadable lines that we know but of which a value, or a part of it, makes no sense, or
 *     which say again, and otherwise, what an earlier line says; kept as sent
 * @param exportDemand as {@code demand}, of export; absent but from large users' meters
 * @param further what is only shown
 */
public record Reading(
        Identity identity,
        @Nullable Instant measuredAt,
        @Nullable Integer activeTariff,
        EnergyRegisters imported,
        EnergyRegisters exported,
        @Nullable Power importPower,
        @Nullable Power exportPower,
        DemandReading demand,
        List<PhaseReading> phases,
        List<MBusReading> mbus,
        Supply supply,
        List<String> unknown,
        List<String> unreadable,
        DemandReading exportDemand,
        Further further) {

    /** What a household's meter says. */
    public Reading(
            Identity identity,
            @Nullable Instant measuredAt,
            @Nullable Integer activeTariff,
            EnergyRegisters imported,
            EnergyRegisters exported,
            @Nullable Power importPower,
            @Nullable Power exportPower,
            DemandReading demand,
            List<PhaseReading> phases,
            List<MBusReading> mbus,
            Supply supply,
            List<String> unknown,
            List<String> unreadable) {
        this(
                identity,
                measuredAt,
                activeTariff,
                imported,
                exported,
                importPower,
                exportPower,
                demand,
                phases,
                mbus,
                supply,
                unknown,
                unreadable,
                DemandReading.NONE,
                Further.NONE);
    }

    public Reading {
        phases = List.copyOf(phases);
        mbus = List.copyOf(mbus);
        unknown = List.copyOf(unknown);
        unreadable = List.copyOf(unreadable);
    }

    /** This reading without the meter's time, when its clock is not to be believed. */
    public Reading withoutTime() {
        return new Reading(
                identity,
                null,
                activeTariff,
                imported,
                exported,
                importPower,
                exportPower,
                demand,
                phases,
                mbus,
                supply,
                unknown,
                unreadable);
    }

    /** Import minus export power; empty when the meter sends neither. */
    public Optional<Power> netPower() {
        if (importPower == null && exportPower == null) {
            return Optional.empty();
        }
        Power in = importPower == null ? Power.ZERO : importPower;
        Power out = exportPower == null ? Power.ZERO : exportPower;
        return Optional.of(in.minus(out));
    }

    /** The grid as declared or, for older meters, as far as this one reading shows it. */
    public Optional<Grid> grid() {
        return supply.declaredGrid() != null
                ? Optional.of(supply.declaredGrid())
                : Grid.inferredFrom(phases);
    }

    /** The attached meters of one kind. */
    public List<MBusReading> mbus(MBusType type) {
        return mbus.stream().filter(m -> m.type() == type).toList();
    }
}
