package be.bsmr.otherwise;

import be.bsmr.simulator.Battery;
import be.bsmr.unit.Power;

/** What might have been otherwise. */
public sealed interface Question {

    /** A battery had been there. */
    record Stored(Battery.Make battery) implements Question {

        /** What comes out of what goes in, where nothing is said of it. */
        public static final double USUAL_EFFICIENCY = 0.9;

        private static final double MOST_KWH = 1000;
        private static final double USUAL_HOURS = 2;

        /** The power of a battery of which nothing else is said: it is empty after two hours, W. */
        public static double usualWatts(double kwh) {
            return kwh * 1000 / USUAL_HOURS;
        }

        /**
         * @throws IllegalArgumentException when no house has such a battery
         */
        public Stored {
            if (battery.kwh() > MOST_KWH || battery.watts() > Power.MOST_SHOWN.watts()) {
                throw new IllegalArgumentException(
                        "a battery has at most "
                                + (int) MOST_KWH
                                + " kWh and "
                                + Power.MOST_SHOWN.watts()
                                + " W");
            }
        }
    }

    /** Another target had been kept to. */
    record Aimed(Power target) implements Question {

        /**
         * @throws IllegalArgumentException when no house could keep to it
         */
        public Aimed {
            if (target.watts() < 1 || target.isAbove(Power.MOST_SHOWN)) {
                throw new IllegalArgumentException(
                        "a target is 1 to "
                                + Power.MOST_SHOWN.watts()
                                + " W, not "
                                + target.watts());
            }
        }
    }

    /** Nothing had held a load back. */
    record Uncontrolled() implements Question {}

    /**
     * A battery or another target, through the very same site in each second of the last days that
     * are kept.
     *
     * @param of {@link Stored} or {@link Aimed}; what had been without control, the journal knows
     * @param days how many
     */
    record EachSecond(Question of, int days) implements Question {

        /** So many days where nothing is said of it. */
        public static final int USUAL_DAYS = 14;

        public static final int MOST_DAYS = 366;

        /**
         * @throws IllegalArgumentException when it cannot be asked
         */
        public EachSecond {
            if (!(of instanceof Stored || of instanceof Aimed)) {
                throw new IllegalArgumentException(
                        "every second is for a battery or a target: without BSMR the journal tells");
            }
            if (days < 1 || days > MOST_DAYS) {
                throw new IllegalArgumentException("days are 1 to " + MOST_DAYS + ", not " + days);
            }
        }
    }
}
