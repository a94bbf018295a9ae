package be.bsmr.home.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one {@linkplain Network address} may come to a door for nothing: so many at once, then
 * so many a second. Who asked for what is to be had there comes as often as he likes ({@link
 * #cameForSomething}). Of many addresses those that came last are remembered. One thread.
 */
public final class Arrivals {

    static final int MOST_ADDRESSES = 1024;

    private final double atOnce;
    private final double aSecond;
    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);

    /** What an address has left. */
    private record Allowance(double left, Instant at) {}

    /**
     * @param atOnce at least 1
     * @param aSecond more than 0
     * @throws IllegalArgumentException when a number is out of range
     */
    public Arrivals(double atOnce, double aSecond) {
        if (!(atOnce >= 1) || !(aSecond > 0)) {
            throw new IllegalArgumentException("no such pace: " + atOnce + ", " + aSecond);
        }
        this.atOnce = atOnce;
        this.aSecond = aSecond;
    }

    /**
     * Whether one more may come in from there.
     *
     * @param now of a clock that nobody sets
     */
    public boolean mayCome(InetAddress from, Instant now) {
        String network = Network.of(from);
        Allowance before = allowances.getOrDefault(network, new Allowance(atOnce, now));
        double since = Duration.between(before.at, now).toNanos() / 1e9;
        double left = Math.min(atOnce, before.left + Math.max(0, since) * aSecond);
        boolean may = left >= 1;
        allowances.put(network, new Allowance(may ? left - 1 : left, now));
        if (allowances.size() > MOST_ADDRESSES) {
            allowances.remove(allowances.keySet().iterator().next());
        }
        return may;
    }

    /** One that came in from there asked as it should: as if it had not come. */
    public void cameForSomething(InetAddress from) {
        allowances.computeIfPresent(
                Network.of(from),
                (network, a) -> new Allowance(Math.min(atOnce, a.left + 1), a.at));
    }
}
