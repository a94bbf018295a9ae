package be.bsmr.home.json;

import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.PhaseReading;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the values of the field are written, whoever says them. What is absent is left out; numbers
 * are plain, never {@code 1E+2}.
 */
final class Fields {

    private final ZoneId zone;

    Fields(ZoneId zone) {
        this.zone = zone;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** ISO 8601 to the second, with offset: {@code 2022-11-27T18:00:00+01:00}. */
    String time(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    void putTime(ObjectNode node, String key, @Nullable Instant at) {
        if (at != null) {
            node.put(key, time(at));
        }
    }

    ObjectNode mbus(MBusReading m) {
        ObjectNode node = object();
        node.put("channel", m.channel());
        node.put("type", lower(m.type()));
        put(node, "id", m.id());
        putTime(node, "time", m.measuredAt());
        if (m.value() != null) {
            node.put("value", plain(m.value()));
        }
        put(node, "unit", m.unit());
        return node;
    }

    /**
     * @param phase 1…3
     */
    static void putPhase(ObjectNode node, int phase, PhaseReading p) {
        if (p.voltage() != null) {
            node.put("voltage_l" + phase + "_v", thousandths(p.voltage().millivolts()));
        }
        put(node, "current_l" + phase + "_a", p.current());
        put(node, "import_power_l" + phase + "_w", p.importPower());
        put(node, "export_power_l" + phase + "_w", p.exportPower());
    }

    /**
     * @param direction {@code import} or {@code export}
     */
    static void put(ObjectNode node, String direction, EnergyRegisters registers) {
        if (registers.total() != null) {
            node.put(direction + "_wh", wattHours(registers.total()));
        }
        registers
                .byTariff()
                .forEach((t, energy) -> node.put(direction + "_t" + t + "_wh", wattHours(energy)));
    }

    static void put(ObjectNode node, String key, @Nullable Power power) {
        if (power != null) {
            node.put(key, power.watts());
        }
    }

    static void put(ObjectNode node, String key, @Nullable Current current) {
        if (current != null) {
            node.put(key, thousandths(current.milliamperes()));
        }
    }

    static void put(ObjectNode node, String key, @Nullable Object text) {
        if (text != null) {
            node.put(key, text.toString());
        }
    }

    static BigDecimal wattHours(Energy energy) {
        return plain(energy.exactWattHours());
    }

    private static BigDecimal thousandths(int value) {
        return plain(BigDecimal.valueOf(value, 3));
    }

    /** Without trailing zeros, and never as 1E+2. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
