package be.bsmr.fleet.bridge;

/**
 * Which dongles one of several bridges takes over MQTT: a dongle is always the same bridge's, for a
 * block is made of a whole minute and blocks of one meter must keep their order.
 *
 * @param number 1 to {@code of}
 * @param of how many bridges take dongles, at least 1
 */
public record DonglePart(int number, int of) {

    /** One bridge takes them all. */
    public static final DonglePart ALL = new DonglePart(1, 1);

    public DonglePart {
        if (number < 1 || of < number) {
            throw new IllegalArgumentException(
                    "no bridge takes part "
                            + number
                            + " of "
                            + of
                            + " of the dongles: write 1 of 2 for the first bridge and 2 of 2 for"
                            + " the second");
        }
    }

    boolean takes(String dongle) {
        return Math.floorMod(dongle.hashCode(), of) == number - 1;
    }
}
