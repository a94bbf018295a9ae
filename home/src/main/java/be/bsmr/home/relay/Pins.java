package be.bsmr.home.relay;

/** The pins of a Raspberry Pi's 40-pin header. */
final class Pins {

    private static final int HIGHEST = 27;

    private Pins() {}

    static void check(String key, int pin) {
        if (pin < 0 || pin > HIGHEST) {
            throw new IllegalArgumentException(
                    key + " is a BCM number of 0 to " + HIGHEST + " (pinout.xyz), not " + pin);
        }
    }
}
