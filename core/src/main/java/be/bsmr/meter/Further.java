package be.bsmr.meter;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a meter says beyond what this program works with. It is shown, and neither counted nor kept.
 *
 * @param measured in a fixed order, whatever order the meter sends
 * @param told in a fixed order too
 */
public record Further(List<Measured> measured, List<Told> told) {

    public static final Further NONE = new Further(List.of(), List.of());

    public Further {
        measured = List.copyOf(measured);
        told = List.copyOf(told);
    }

    /** What is measured (value group C of its code, IEC 62056-6-1). */
    public enum Quantity {
        /** Active power, or energy, taken from the grid. */
        IMPORT("W"),
        EXPORT("W"),
        REACTIVE_IMPORT("var"),
        REACTIVE_EXPORT("var"),
        /** Reactive by quadrant: inductive and importing. */
        REACTIVE_Q1("var"),
        REACTIVE_Q2("var"),
        REACTIVE_Q3("var"),
        REACTIVE_Q4("var"),
        APPARENT_IMPORT("VA"),
        APPARENT_EXPORT("VA"),
        /** Import and export added. */
        BOTH("W"),
        /** Import minus export. */
        NET("W"),
        CURRENT("A"),
        CURRENT_SUM("A"),
        NEUTRAL_CURRENT("A"),
        VOLTAGE("V"),
        POWER_FACTOR(""),
        FREQUENCY("Hz"),
        /** The current from which on the meter cuts off. */
        LIMITER("A"),
        FUSE("A"),
        /** How often the meter has closed a billing period. */
        BILLING_PERIODS(""),
        MEASUREMENT_PERIOD("s"),
        CURRENT_TRANSFORMER_RATIO(""),
        VOLTAGE_TRANSFORMER_RATIO("");

        private final String unit;

        Quantity(String unit) {
            this.unit = unit;
        }

        /** Without prefix, such as {@code var}; empty when it has none. */
        public String unit() {
            return unit;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it can be counted to an energy. */
        public boolean isPower() {
            return this.compareTo(NET) <= 0;
        }
    }

    /** What is made of a quantity (value group D of its code). */
    public enum Kind {
        NOW,
        COUNTER,
        /** Of the running interval so far. */
        MEAN,
        /** Of the interval before. */
        LAST_MEAN,
        /** Of the third kind of interval, as long as its maker says. */
        MEAN_3,
        LOWEST,
        SAG_LENGTH,
        SAG_DEPTH,
        SWELL_LENGTH,
        SWELL_HEIGHT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a value is of.
     *
     * @param phase 1…3; 0 for all of them
     * @param tariff 1…63; 0 for all of them
     */
    public record Item(Quantity quantity, Kind kind, int phase, int tariff)
            implements Comparable<Item> {

        private static final Comparator<Item> ORDER =
                Comparator.comparing(Item::quantity)
                        .thenComparing(Item::kind)
                        .thenComparing(Item::phase)
                        .thenComparing(Item::tariff);

        @Override
        public int compareTo(Item other) {
            return ORDER.compare(this, other);
        }

        /** Without prefix, such as {@code varh}; empty when it has none. */
        public String unit() {
            return switch (kind) {
                case COUNTER -> quantity.unit + (quantity.isPower() ? "h" : "");
                case SAG_LENGTH, SWELL_LENGTH -> "s";
                default -> quantity.unit;
            };
        }

        /** The name used in JSON, with its unit: {@code reactive_import_power_l1_var}. */
        public String label() {
            StringBuilder s = new StringBuilder(quantity.label());
            boolean power = quantity.isPower() && kind != Kind.COUNTER;
            s.append(power ? "_power" : "");
            if (kind != Kind.NOW && kind != Kind.COUNTER) {
                s.append('_').append(kind.label());
            }
            s.append(phase == 0 ? "" : "_l" + phase).append(tariff == 0 ? "" : "_t" + tariff);
            s.append(unit().isEmpty() ? "" : "_" + unit().toLowerCase(Locale.ROOT));
            return s.toString();
        }
    }

    /**
     * A number.
     *
     * @param value in the item's unit, without prefix
     */
    public record Measured(Item item, BigDecimal value) {}

    /** What a text is. */
    public enum Text {
        /** The meter's logical device name (0-0:42.0.0). */
        DEVICE_NAME,
        FIRMWARE,
        FIRMWARE_CHECKSUM,
        /** Of the module for metrology or communication, on channel 1. */
        MODULE_FIRMWARE,
        MODULE_FIRMWARE_CHECKSUM,
        /** From the grid operator, besides the one that all meters have. */
        MESSAGE_2,
        MESSAGE_3,
        MESSAGE_4,
        MESSAGE_5,
        /** State of the breaker in the meter's own word, as Hungarian meters send it. */
        BREAKER_STATE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A text.
     *
     * @param text decoded; never blank
     */
    public record Told(Text what, String text) {}
}
