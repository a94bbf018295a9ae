package be.bsmr.meter;

/**
 * A meter's equipment identifier (0-0:96.1.1), as printed on the meter, for example {@code
 * 1SIM2200000001}.
 *
 * @param value never blank
 */
public record MeterId(String value) {

    public MeterId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a meter id cannot be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
