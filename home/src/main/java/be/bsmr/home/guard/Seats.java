package be.bsmr.home.guard;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Places at one door: so many in all, and so many for one address, so that nobody alone takes them
 * all. Safe for many threads.
 */
public final class Seats {

    private final int most;
    private final int mostEach;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private int all;

    /**
     * @param most places in all, at least 1
     * @param mostEach places for one address, 1 to {@code most}
     * @throws IllegalArgumentException when a number is out of range
     */
    public Seats(int most, int mostEach) {
        if (mostEach < 1 || most < mostEach) {
            throw new IllegalArgumentException("no such seats: " + most + ", " + mostEach);
        }
        this.most = most;
        this.mostEach = mostEach;
    }

    /** What becomes of who asks for a place. */
    public enum Answer {
        TAKEN,
        /** Others have them all. */
        FULL,
        /** This address has its share. */
        ENOUGH
    }

    /** Takes a place, if there is one; to be given back with {@link #leave}. */
    public synchronized Answer take(InetAddress who) {
        int his = taken.getOrDefault(who, 0);
        if (his >= mostEach) {
            return Answer.ENOUGH;
        }
        if (all >= most) {
            return Answer.FULL;
        }
        taken.put(who, his + 1);
        all++;
        return Answer.TAKEN;
    }

    /**
     * Gives a place back.
     *
     * @throws IllegalStateException when {@code who} has none
     */
    public synchronized void leave(InetAddress who) {
        Integer his = taken.get(who);
        if (his == null) {
            throw new IllegalStateException("a place given back that nobody had");
        }
        all--;
        if (his == 1) {
            taken.remove(who);
        } else {
            taken.put(who, his - 1);
        }
    }
}
