package be.bsmr.control;

/**
 * How much a load matters now against the others, 1 or more: its priority, up to three times that
 * as the turn of a withheld load comes near. For a load that has something due it is the share of
 * its time that this needs.
 */
final class Rank {

    /** What is due gets no more than this share of what the quarter may come to. */
    private static final double DUE_SHARE = 0.7;

    /** A load whose turn has come matters so much more than when it was withheld. */
    private static final double AT_ITS_TURN = 2;

    private final OwnersLimits owner;
    private final Turns turns;
    private final double target;

    /**
     * @param target what the quarter may come to, W
     */
    Rank(OwnersLimits owner, Turns turns, double target) {
        this.owner = owner;
        this.turns = turns;
        this.target = target;
    }

    double of(LoadNow s) {
        double due = owner.dueWatts(s);
        if (due > 0) {
            double most = Math.min(s.most().watts(), DUE_SHARE * target);
            return Math.max(1, Load.MOST_PRIORITY * due / most);
        }
        double pressing = turns.pressing(s);
        return s.load().priority() * (1 + AT_ITS_TURN * pressing * pressing);
    }
}
