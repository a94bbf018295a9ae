package be.bsmr.p1;

import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Further.Item;
import be.bsmr.meter.Further.Kind;
import be.bsmr.meter.Further.Measured;
import be.bsmr.meter.Further.Quantity;
import be.bsmr.meter.Further.Text;
import be.bsmr.meter.Further.Told;
import be.bsmr.meter.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What meters of Belgium's large users and of the neighbours send and this program only shows. The
 * codes are those of IEC 62056-6-1: value group C names the quantity (20 further for each phase), D
 * what is made of it, E the tariff.
 */
final class FurtherRegisters {

    private static final int PHASES = 3;

    /** Up to here a tariff is a part of the whole; others count the same energy another way. */
    private static final int LAST_PART = 9;

    /** Fuses of 999 A are off. */
    private static final int OFF = 999;

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private final Set<String> known;
    private final List<Register> registers = new ArrayList<>();

    private FurtherRegisters(Set<String> known) {
        this.known = known;
    }

    /**
     * @param known codes of which more is made elsewhere
     */
    static List<Register> all(Set<String> known) {
        FurtherRegisters table = new FurtherRegisters(known);
        table.addPower(1, Quantity.IMPORT);
        table.addPower(2, Quantity.EXPORT);
        table.addPower(3, Quantity.REACTIVE_IMPORT);
        table.addPower(4, Quantity.REACTIVE_EXPORT);
        table.addPower(5, Quantity.REACTIVE_Q1);
        table.addPower(6, Quantity.REACTIVE_Q2);
        table.addPower(7, Quantity.REACTIVE_Q3);
        table.addPower(8, Quantity.REACTIVE_Q4);
        table.addPower(9, Quantity.APPARENT_IMPORT);
        table.addPower(10, Quantity.APPARENT_EXPORT);
        table.addPower(15, Quantity.BOTH);
        table.addPower(16, Quantity.NET);
        table.addByPhase(11, 7, Quantity.CURRENT, Kind.NOW);
        table.addByPhase(11, 5, Quantity.CURRENT, Kind.LAST_MEAN);
        table.addByPhase(11, 24, Quantity.CURRENT, Kind.MEAN_3);
        table.addByPhase(12, 7, Quantity.VOLTAGE, Kind.NOW);
        table.addByPhase(12, 5, Quantity.VOLTAGE, Kind.LAST_MEAN);
        table.addByPhase(12, 24, Quantity.VOLTAGE, Kind.MEAN_3);
        table.addByPhase(12, 33, Quantity.VOLTAGE, Kind.SAG_LENGTH);
        table.addByPhase(12, 34, Quantity.VOLTAGE, Kind.SAG_DEPTH);
        table.addByPhase(12, 37, Quantity.VOLTAGE, Kind.SWELL_LENGTH);
        table.addByPhase(12, 38, Quantity.VOLTAGE, Kind.SWELL_HEIGHT);
        table.addByPhase(13, 7, Quantity.POWER_FACTOR, Kind.NOW);
        table.addByPhase(13, 3, Quantity.POWER_FACTOR, Kind.LOWEST);
        table.add("1-0:14.7.0", of(Quantity.FREQUENCY));
        table.add("1-0:90.7.0", of(Quantity.CURRENT_SUM));
        table.add("1-0:91.7.0", of(Quantity.NEUTRAL_CURRENT));
        table.add("1-0:51.4.0", new Item(Quantity.FUSE, Kind.NOW, 2, 0));
        table.add("1-0:71.4.0", new Item(Quantity.FUSE, Kind.NOW, 3, 0));
        table.add("0-0:0.1.0", of(Quantity.BILLING_PERIODS));
        table.add("1-0:0.4.2", of(Quantity.CURRENT_TRANSFORMER_RATIO));
        table.add("1-0:0.4.3", of(Quantity.VOLTAGE_TRANSFORMER_RATIO));
        table.add("1-0:0.8.0", new Item(Quantity.MEASUREMENT_PERIOD, Kind.MEAN, 0, 0));
        table.add("1-0:0.8.2", new Item(Quantity.MEASUREMENT_PERIOD, Kind.MEAN_3, 0, 0));
        table.add("0-0:42.0.0", Text.DEVICE_NAME);
        table.add("1-0:0.2.0", Text.FIRMWARE);
        table.add("1-0:0.2.8", Text.FIRMWARE_CHECKSUM);
        table.add("1-1:0.2.0", Text.MODULE_FIRMWARE);
        table.add("1-1:0.2.8", Text.MODULE_FIRMWARE_CHECKSUM);
        table.add("0-0:96.13.2", Text.MESSAGE_2);
        table.add("0-0:96.13.3", Text.MESSAGE_3);
        table.add("0-0:96.13.4", Text.MESSAGE_4);
        table.add("0-0:96.13.5", Text.MESSAGE_5);
        table.add("0-0:96.50.68", Text.BREAKER_STATE);
        return table.registers;
    }

    /** The values of a line about this item; null when the reading does not have it. */
    static @Nullable String write(Reading reading, Item item) {
        for (Measured m : reading.further().measured()) {
            if (m.item().equals(item)) {
                String unit = item.unit().isEmpty() ? "" : "*" + item.unit();
                return "(" + m.value().toPlainString() + unit + ")";
            }
        }
        return null;
    }

    static Item of(Quantity quantity) {
        return new Item(quantity, Kind.NOW, 0, 0);
    }

    private void addPower(int c, Quantity quantity) {
        addByPhase(c, 7, quantity, Kind.NOW);
        addByPhase(c, 4, quantity, Kind.MEAN);
        addByPhase(c, 5, quantity, Kind.LAST_MEAN);
        addByPhase(c, 24, quantity, Kind.MEAN_3);
        addByPhase(c, 8, quantity, Kind.COUNTER);
        int tariffs = c <= 2 ? ElectricityRegisters.MOST_TARIFFS : LAST_PART;
        for (int tariff = 1; tariff <= tariffs; tariff++) {
            add("1-0:" + c + ".8." + tariff, new Item(quantity, Kind.COUNTER, 0, tariff));
        }
    }

    private void addByPhase(int c, int d, Quantity quantity, Kind kind) {
        for (int phase = 0; phase <= PHASES; phase++) {
            String code = "1-0:" + (c + 20 * phase) + "." + d + ".0";
            add(code, new Item(quantity, kind, phase, 0));
        }
    }

    private void add(String code, Item item) {
        if (!known.contains(code)) {
            registers.add(
                    new Register(
                            code,
                            (line, d, c) -> line.enter() && read(line, d, item),
                            (r, c) -> write(r, item)));
        }
    }

    private void add(String code, Text what) {
        registers.add(
                new Register(
                        code,
                        (line, d, c) -> line.next() && read(line, d, what),
                        (r, c) -> write(r, what)));
    }

    private static boolean read(Line line, ReadingDraft d, Item item) {
        boolean many = item.quantity().isPower();
        BigDecimal value = line.measured(unit(item), many ? Line.KILO : 0);
        if (value != null && item.quantity() == Quantity.POWER_FACTOR) {
            value = factor(value);
        }
        if (value == null) {
            return false;
        }
        boolean off = item.quantity() == Quantity.FUSE && value.intValue() == OFF;
        d.further.put(item, off ? null : value);
        boolean part =
                item.kind() == Kind.COUNTER
                        && item.tariff() > EnergyRegisters.TARIFFS
                        && item.tariff() <= LAST_PART;
        if (part && item.quantity() == Quantity.IMPORT) {
            d.imported.isNotAll(item.tariff());
        } else if (part && item.quantity() == Quantity.EXPORT) {
            d.exported.isNotAll(item.tariff());
        }
        return true;
    }

    /** At most 1; Lithuanian meters write thousandths without a point. Null when it is neither. */
    private static @Nullable BigDecimal factor(BigDecimal value) {
        BigDecimal size = value.abs();
        if (size.compareTo(BigDecimal.ONE) <= 0) {
            return value;
        }
        boolean thousandths = size.scale() == 0 && size.compareTo(THOUSAND) <= 0;
        return thousandths ? value.divide(THOUSAND).stripTrailingZeros() : null;
    }

    private static Line.Unit unit(Item item) {
        return switch (item.unit()) {
            case "W" -> Line.Unit.WATT;
            case "Wh" -> Line.Unit.WATT_HOUR;
            case "var" -> Line.Unit.VAR;
            case "varh" -> Line.Unit.VAR_HOUR;
            case "VA" -> Line.Unit.VOLT_AMPERE;
            case "VAh" -> Line.Unit.VOLT_AMPERE_HOUR;
            case "A" -> Line.Unit.AMPERE;
            case "V" -> Line.Unit.VOLT;
            case "Hz" -> Line.Unit.HERTZ;
            case "s" -> Line.Unit.SECOND;
            default -> Line.Unit.NONE;
        };
    }

    private static boolean read(Line line, ReadingDraft d, Text what) {
        d.further.put(what, Values.hexText(line));
        if (what == Text.DEVICE_NAME) {
            d.who.changes();
            d.who.deviceName = Values.hexText(line);
        }
        return true;
    }

    private static @Nullable String write(Reading reading, Text what) {
        for (Told t : reading.further().told()) {
            if (t.what() == what) {
                return Values.hex(t.text());
            }
        }
        return null;
    }
}
