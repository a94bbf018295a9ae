package be.bsmr.quarter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The three estimates side by side; each is null when its estimator has nothing to go by.
 *
 * <p>Believed is the one with the smallest bound. One that is believed already stays so until
 * another is clearly better, so that the choice does not flap from second to second; of equals, the
 * first counts. Estimates from the quarter's start go before those that missed its beginning.
 */
public record Estimates(
        @Nullable Estimate demandRegister, @Nullable Estimate registers, Estimate power) {

    /** Another is clearly better when its bound is below this share of the believed one's. */
    private static final double CLEARLY_BETTER = 0.8;

    /** The estimate to believe, after {@code before} was believed; null before the first choice. */
    public Estimate best(@Nullable Estimator before) {
        Estimate best = null;
        for (Estimator by : ALL) {
            Estimate e = of(by);
            if (e != null && !standsAlone(e) && (best == null || isBetter(e, best, before))) {
                best = e;
            }
        }
        return best == null ? power : best;
    }

    /** Two that cannot both be true: the one to believe first, then the first that contradicts. */
    public Optional<Disagreement> disagreement(Estimate believed) {
        for (Estimator by : ALL) {
            Estimate e = of(by);
            if (e != null && !believed.agreesWith(e)) {
                return Optional.of(new Disagreement(believed, e));
            }
        }
        return Optional.empty();
    }

    /** Two estimates further apart than the sum of their bounds. */
    public record Disagreement(Estimate believed, Estimate other) {}

    /** The estimate of one estimator; null when it has nothing to go by. */
    public @Nullable Estimate of(Estimator by) {
        return switch (by) {
            case DEMAND_REGISTER -> demandRegister;
            case REGISTERS -> registers;
            case POWER -> power;
        };
    }

    private static final Estimator[] ALL = Estimator.values();

    private static boolean isBetter(Estimate e, Estimate best, @Nullable Estimator before) {
        if (e.fromStart() != best.fromStart()) {
            return e.fromStart();
        }
        double handicap =
                e.by() == before ? 1 / CLEARLY_BETTER : best.by() == before ? CLEARLY_BETTER : 1;
        return e.error().joules() < handicap * best.error().joules();
    }

    /** Whether both others are there and contradict it. */
    private boolean standsAlone(Estimate e) {
        int against = 0;
        for (Estimator by : ALL) {
            Estimate other = of(by);
            if (other != null && !e.agreesWith(other)) {
                against++;
            }
        }
        if (against < 2) {
            return false;
        }
        // All three apart: nobody is the odd one out.
        for (Estimator by : ALL) {
            for (Estimator with : ALL) {
                Estimate a = of(by);
                Estimate b = of(with);
                if (by != with && by != e.by() && with != e.by() && a != null && b != null) {
                    return a.agreesWith(b);
                }
            }
        }
        return false;
    }
}
