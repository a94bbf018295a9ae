package be.bsmr.fleet.bridge;

/**
 * Which senders one of several bridges takes. A sender is always the same bridge's, so that what it
 * says keeps its order.
 *
 * @param number 1 to {@code of}
 * @param of how many bridges there are, at least 1
 */
public record Part(int number, int of) {

    /** One bridge takes all. */
    public static final Part ALL = new Part(1, 1);

    public Part {
        if (number < 1 || of < number) {
            throw new IllegalArgumentException(
                    "no bridge takes part "
                            + number
                            + " of "
                            + of
                            + ": write 1 of 2 for the first bridge and 2 of 2 for the second");
        }
    }

    boolean takes(String sender) {
        return Math.floorMod(sender.hashCode(), of) == number - 1;
    }
}
