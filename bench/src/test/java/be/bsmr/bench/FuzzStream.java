package be.bsmr.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * A fuzz target: any bytes in any pieces. The reader never throws, keeps no more than a telegram,
 * and says the same whatever the pieces.
 */
public final class FuzzStream {

    private static final int LONGEST_PIECE = 400;

    private FuzzStream() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        // By lot, yet the same for the same input, so that a finding can be repeated.
        Random random = new Random(Arrays.hashCode(input));
        boolean lenient = random.nextBoolean();
        Heard whole = Heard.of(input, lenient, left -> left);
        Heard pieces =
                Heard.of(input, lenient, left -> Math.min(left, random.nextInt(LONGEST_PIECE)));
        Heard.demand(whole.words.equals(pieces.words), "the pieces change what is read");
    }
}
