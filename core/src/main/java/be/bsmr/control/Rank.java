package be.bsmr.control;

/**
 * How much a load matters now, against the others: its priority; withheld, the more the nearer its
 * turn is; and what is due, by how much of its time that needs.
 */
final class Rank {

    /** Of what the quarter may come to, what is due gets no more. */
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

    double of(LoadState s) {
        double due = owner.dueWatts(s);
        if (due > 0) {
            double most = Math.min(s.most().watts(), DUE_SHARE * target);
            return Math.max(1, Load.MOST_PRIORITY * due / most);
        }
        double pressing = turns.pressing(s);
        return s.load().priority() * (1 + AT_ITS_TURN * pressing * pressing);
    }
}
