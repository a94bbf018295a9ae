package be.bsmr.home.store;

/** What an export tells of an interval. */
public enum Quantity {
    /** Of all tariffs together, Wh, as the five that follow. */
    IMPORT(1),
    IMPORT_T1(2),
    IMPORT_T2(3),
    EXPORT(4),
    EXPORT_T1(5),
    EXPORT_T2(6),
    /** dm³. */
    GAS(7),
    /** Wh. */
    GAS_ENERGY(8),
    /** Tenths of a dm³, as water meters count. */
    WATER(9),
    /** The highest quarter-hour demand of a month, W. */
    PEAK(10);

    private final int code;

    Quantity(int code) {
        this.code = code;
    }

    /** In the database. */
    int code() {
        return code;
    }
}
