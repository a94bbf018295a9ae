package be.bsmr.meter;

import java.util.Arrays;

/** The kind of meter on an M-Bus channel (0-n:24.1.0, device types of EN 13757-3). */
public enum MBusType {
    ELECTRICITY(2),
    GAS(3),
    HEAT(4),
    WATER(7),
    OTHER(0);

    private final int code;

    MBusType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static MBusType of(int code) {
        return Arrays.stream(values()).filter(t -> t.code == code).findFirst().orElse(OTHER);
    }
}
