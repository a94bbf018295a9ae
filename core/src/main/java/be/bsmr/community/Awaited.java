package be.bsmr.community;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was foreseen of one quarter and waits for what it comes to: a few sums, each from another
 * time before the end. One for each quarter of a community that is not closed; {@link
 * GroupForecast#learned} takes it once the demand of all its members is known.
 *
 * @param foreseen at most one for each of {@link GroupForecast#HORIZONS}
 */
public record Awaited(List<Foreseen> foreseen) {

    /** Of a quarter that begins. */
    public static final Awaited NOTHING = new Awaited(List.of());

    public Awaited {
        foreseen = List.copyOf(foreseen);
    }

    /**
     * To be called whenever the sum is foreseen; most times nothing is to be kept.
     *
     * @param left to the end of the quarter, 0 to 15 minutes
     * @param members what the quarter of each member may come to; must be the members whose demands
     *     will be summed when it ends
     */
    public Awaited with(Duration left, List<DemandDistribution> members) {
        int horizon = horizon(left);
        if (members.isEmpty()
                || horizon < 0
                || foreseen.stream().anyMatch(f -> horizon(f.left()) == horizon)) {
            return this;
        }
        List<Foreseen> more = new ArrayList<>(foreseen);
        more.add(Foreseen.of(left, members));
        return new Awaited(more);
    }

    /** The shortest horizon that is not shorter than this; −1 when all are. */
    private static int horizon(Duration left) {
        int i = GroupForecast.HORIZONS.size() - 1;
        while (i >= 0 && GroupForecast.HORIZONS.get(i).compareTo(left) < 0) {
            i--;
        }
        return i;
    }

    /** What {@link #read} reads. */
    public void write(PackedWriter to) {
        to.each(foreseen, f -> f.write(to));
    }

    /** What {@link #write} wrote. */
    public static Awaited read(PackedReader from) {
        return new Awaited(from.each(() -> Foreseen.read(from)));
    }
}
