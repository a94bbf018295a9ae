package be.bsmr.home.messages;

import org.jspecify.annotations.Nullable;

/** What a value is counted in; a key ends in it. */
public enum Unit {
    NONE("", null),
    WATT("W", "power"),
    WATT_HOUR("Wh", "energy"),
    VOLT("V", "voltage"),
    AMPERE("A", "current"),
    VOLT_AMPERE("VA", "apparent_power"),
    HERTZ("Hz", "frequency"),
    SECOND("s", "duration"),
    BYTE("bytes", "data_size"),
    SHARE("0…1", null),
    EURO("€", "monetary"),
    EURO_PER_KWH("€/kWh", null),
    EURO_PER_MWH("€/MWh", null),
    TIME("ISO 8601", "timestamp");

    private final String symbol;
    private final @Nullable String deviceClass;

    Unit(String symbol, @Nullable String deviceClass) {
        this.symbol = symbol;
        this.deviceClass = deviceClass;
    }

    /** How people write it, such as {@code Wh}; empty for a number or a word without unit. */
    public String symbol() {
        return symbol;
    }

    /**
     * The device class that Home Assistant gives to sensors of this unit
     * (developers.home-assistant.io/docs/core/entity/sensor); null when it has none.
     */
    public @Nullable String deviceClass() {
        return deviceClass;
    }
}
