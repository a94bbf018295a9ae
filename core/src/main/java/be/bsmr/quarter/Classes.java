package be.bsmr.quarter;

/** Numbers sorted into classes by their upper limits. */
final class Classes {

    private Classes() {}

    /**
     * 0 up to the first limit, 1 up to the second …, as many as there are limits above the last.
     */
    static int of(int value, int[] limits) {
        int c = 0;
        while (c < limits.length && value > limits[c]) {
            c++;
        }
        return c;
    }
}
