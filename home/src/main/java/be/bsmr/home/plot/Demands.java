package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.util.Comparator;

/** How demands are compared and drawn. */
final class Demands {

    /** Its maximum is the highest; of several alike the first. */
    static final Comparator<QuarterDemand> BY_HEIGHT =
            Comparator.<QuarterDemand>comparingInt(q -> q.demand().watts())
                    .thenComparing(q -> q.quarter().start(), Comparator.reverseOrder());

    private Demands() {}

    static double kilowatts(QuarterDemand quarter) {
        return quarter.demand().watts() / 1000.0;
    }
}
