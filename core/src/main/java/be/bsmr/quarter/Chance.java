package be.bsmr.quarter;

/** Numbers that look like chance and are the same each time: what is learned can be repeated. */
final class Chance {

    private Chance() {}

    /**
     * The {@code n}th number of the sequence (Vigna's SplitMix64).
     *
     * @return 0 to {@code bound} − 1
     */
    static long below(long n, long bound) {
        long z = n * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return Math.floorMod(z ^ (z >>> 31), bound);
    }
}
