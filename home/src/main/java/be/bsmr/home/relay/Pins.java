package be.bsmr.home.relay;

/** The pins of a Raspberry Pi's 40-pin header. */
final class Pins {

    /** 0 and 1 belong to the memory of an add-on board; 0 is also what a missing key reads as. */
    private static final int LOWEST = 2;

    private static final int HIGHEST = 27;

    private Pins() {}

    static void check(String key, int pin) {
        if (pin < LOWEST || pin > HIGHEST) {
            throw new IllegalArgumentException(
                    key
                            + " is a BCM number of "
                            + LOWEST
                            + " to "
                            + HIGHEST
                            + " (pinout.xyz), "
                            + (pin == 0 ? "and must be written" : "not " + pin));
        }
    }
}
