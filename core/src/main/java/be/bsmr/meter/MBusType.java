package be.bsmr.meter;

/** The kind of meter on an M-Bus channel (0-n:24.1.0, device types of EN 13757-3). */
public enum MBusType {
    ELECTRICITY(2),
    GAS(3),
    HEAT(4),
    COOLING(10),
    WATER(7),
    WARM_WATER(6),
    OTHER(0);

    private final int code;

    MBusType(int code) {
        this.code = code;
    }

    /** The usual code of this type. */
    public int code() {
        return code;
    }

    public static MBusType of(int code) {
        return switch (code) {
            case 2 -> ELECTRICITY;
            case 3 -> GAS;
            case 4, 12, 13 -> HEAT; // measured at the outlet, at the inlet, together with cooling
            case 10, 11 -> COOLING;
            case 7, 22 -> WATER; // of any kind, cold
            case 6, 21 -> WARM_WATER; // below, from 90 °C
            default -> OTHER;
        };
    }
}
