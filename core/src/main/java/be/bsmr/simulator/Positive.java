package be.bsmr.simulator;

/** A number that makes no sense below zero, or at it. */
final class Positive {

    private Positive() {}

    static void check(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " is above 0, not " + value);
        }
    }
}
