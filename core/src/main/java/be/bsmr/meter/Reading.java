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
 * @param fromGrid what it says of import
 * @param toGrid what it says of export; not both this and import have power above zero, the meter
 *     nets the phases every instant
 * @param phases L1, or L1 to L3; empty when the meter tells nothing per phase
 * @param mbus attached meters by channel
 * @param further what is only shown
 * @param unread lines that did not become a value
 */
public record Reading(
        Identity identity,
        @Nullable Instant measuredAt,
        @Nullable Integer activeTariff,
        Flow fromGrid,
        Flow toGrid,
        List<PhaseReading> phases,
        List<MBusReading> mbus,
        Supply supply,
        Further further,
        Unread unread) {

    /** What a household's meter says, with every line read. */
    public Reading(
            Identity identity,
            @Nullable Instant measuredAt,
            @Nullable Integer activeTariff,
            Flow fromGrid,
            Flow toGrid,
            List<PhaseReading> phases,
            List<MBusReading> mbus,
            Supply supply) {
        this(
                identity,
                measuredAt,
                activeTariff,
                fromGrid,
                toGrid,
                phases,
                mbus,
                supply,
                Further.NONE,
                Unread.NONE);
    }

    public Reading {
        phases = List.copyOf(phases);
        mbus = List.copyOf(mbus);
    }

    /** This reading without the meter's time, when its clock is not to be believed. */
    public Reading withoutTime() {
        return new Reading(
                identity,
                null,
                activeTariff,
                fromGrid,
                toGrid,
                phases,
                mbus,
                supply,
                further,
                unread);
    }

    public EnergyRegisters imported() {
        return fromGrid.registers();
    }

    public EnergyRegisters exported() {
        return toGrid.registers();
    }

    public @Nullable Power importPower() {
        return fromGrid.power();
    }

    public @Nullable Power exportPower() {
        return toGrid.power();
    }

    /** Quarter-hours of import, which are billed. */
    public DemandReading demand() {
        return fromGrid.demand();
    }

    public DemandReading exportDemand() {
        return toGrid.demand();
    }

    public List<String> unknown() {
        return unread.unknown();
    }

    public List<String> unreadable() {
        return unread.unreadable();
    }

    /** Import minus export power; empty when the meter sends neither. */
    public Optional<Power> netPower() {
        Power in = fromGrid.power();
        Power out = toGrid.power();
        if (in == null && out == null) {
            return Optional.empty();
        }
        return Optional.of((in == null ? Power.ZERO : in).minus(out == null ? Power.ZERO : out));
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
