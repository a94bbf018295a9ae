package be.bsmr.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses which loads to shed: the set with the least discomfort that suffices, not the first in
 * line.
 */
final class Relief {

    /** So many are weighed against each other; of more, the ones that draw most. */
    static final int MOST = 12;

    /** Each switching is a discomfort of its own, as bad as withholding so much, J. */
    private static final double SWITCHING = 100_000;

    /**
     * A load that may be shed.
     *
     * @param rank how much it matters
     * @param joules what shedding it now saves in this quarter
     */
    record Candidate(LoadNow state, double rank, double joules) {

        double discomfort() {
            return rank * (joules + SWITCHING);
        }
    }

    private Relief() {}

    /**
     * The best set that saves at least {@code needed}, and as little more as it can.
     *
     * @param needed J
     * @return all that can be shed when that does not suffice; empty when there is none
     */
    static List<Candidate> of(List<Candidate> candidates, double needed) {
        List<Candidate> weighed =
                candidates.size() <= MOST
                        ? candidates
                        : candidates.stream()
                                .sorted(Comparator.comparingDouble(c -> -c.joules()))
                                .limit(MOST)
                                .toList();
        List<Candidate> best = weighed;
        double least = Double.POSITIVE_INFINITY;
        for (int set = 1; set < 1 << weighed.size(); set++) {
            double joules = 0;
            double discomfort = 0;
            for (int i = 0; i < weighed.size(); i++) {
                if ((set >> i & 1) != 0) {
                    joules += weighed.get(i).joules();
                    discomfort += weighed.get(i).discomfort();
                }
            }
            if (joules >= needed && discomfort < least) {
                least = discomfort;
                best = chosen(weighed, set);
            }
        }
        return best;
    }

    private static List<Candidate> chosen(List<Candidate> all, int set) {
        List<Candidate> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((set >> i & 1) != 0) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }
}
