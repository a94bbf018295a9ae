package be.bsmr.community;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each house of a community may come to in the running quarter, so that all together stay
 * under one target.
 *
 * <p>What the houses that cannot act are expected to come to is set aside first. Each that can act,
 * that is, has flexible power and was heard lately, gets what it comes to with all its flexible
 * power off. The rest of the target is for the flexible power, until the quarter's end. A house
 * needs what it draws of it now, and a tenth of all its flexible power to go up. If all needs fit,
 * each gets what it needs, and what is left is shared in proportion to flexible power: nobody is
 * held back who goes on as now. If they do not fit, all get the same part of their flexible power,
 * as great as the target allows, but nobody more than he needs: what one does not need goes to the
 * others. Since each may go up, who was held back comes to the same part as who draws already.
 *
 * <p>Where a house's own target, its floor, is higher than its share, the floor is its share, and
 * the others have so much less. No share is below what a house has come to already; so the sum
 * passes the target when the floors, or what nobody can put off, do. Shares depend neither on the
 * order of the houses nor on what they were granted before, and are whole watts, rounded down.
 *
 * @param shares what each that can act may come to, in the order in which they were given
 * @param setAside what those that cannot act are counted with
 * @param scarce whether somebody gets less than he needs
 */
public record Sharing<K>(Map<K, Power> shares, Power setAside, boolean scarce) {

    /**
     * A house of a community, in the running quarter.
     *
     * @param expected what the quarter comes to if nothing changes; of one that was not heard
     *     lately, what it was last known to come to
     * @param soFar what it has come to already: energy imported by the length of a whole quarter
     * @param floor the owner's own target, which no share is below; null when the owner has none
     * @param flexible what it can put off or turn down, 0 or more; the part of it that is drawn now
     *     is in {@code expected}
     * @param heard whether something was heard of it lately, so that it will hear of its share
     */
    public record House(
            Power expected, Power soFar, @Nullable Power floor, Power flexible, boolean heard) {

        public House {
            if (Power.ZERO.isAbove(soFar) || Power.ZERO.isAbove(flexible)) {
                throw new IllegalArgumentException(
                        "neither what was drawn nor what is flexible is below zero: "
                                + soFar
                                + ", "
                                + flexible);
            }
            expected = expected.max(soFar);
        }

        boolean canAct() {
            return heard && flexible.isAbove(Power.ZERO);
        }

        /** What is set aside for one that cannot act: silent ones go by their own target. */
        Power counted() {
            return heard || floor == null ? expected : soFar.max(floor);
        }

        long least(long flexible) {
            return Math.max(soFar.watts(), expected.watts() - flexible);
        }

        long need(long flexible) {
            return Math.min(expected.watts() - soFar.watts(), flexible) + flexible / UPWARDS;
        }

        /** {@code flexible} is the demand that its flexible power comes to in the time left, W. */
        long share(long flexible, long part) {
            long share = least(flexible) + Math.min(need(flexible), flexible * part / WHOLE);
            return floor == null ? share : Math.max(floor.watts(), share);
        }
    }

    /** Parts of flexible power are counted in this many: whole numbers add up in any order. */
    private static final long WHOLE = 1 << 20;

    /** More than anybody needs. */
    private static final long MOST = 2 * WHOLE;

    /** A house may go up by the flexible power divided by this, though others are held back. */
    private static final long UPWARDS = 10;

    /**
     * Shares what the target leaves.
     *
     * @param target what all together are to stay under; who wants to be surer than evens takes off
     *     first how much more the sum may come to than is expected
     * @param left to the quarter's end, 0 to 15 minutes
     * @param houses by whatever they are told apart
     */
    public static <K> Sharing<K> of(Power target, Duration left, Map<K, House> houses) {
        if (left.isNegative() || left.compareTo(QuarterHour.LENGTH) > 0) {
            throw new IllegalArgumentException("a quarter-hour has 0 to 15 minutes, not " + left);
        }
        Power setAside =
                houses.values().stream()
                        .filter(h -> !h.canAct())
                        .map(House::counted)
                        .reduce(Power.ZERO, Power::plus);
        long room = (long) target.watts() - setAside.watts();
        long low = 0;
        long high = MOST;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            if (sum(houses, left, middle) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        boolean scarce = sum(houses, left, low) < sum(houses, left, MOST);
        long unused = Math.max(0, room - sum(houses, left, low));
        long flexible =
                houses.values().stream()
                        .filter(House::canAct)
                        .mapToLong(h -> h.flexible().watts())
                        .sum();
        Map<K, Power> shares = new LinkedHashMap<>();
        for (Map.Entry<K, House> e : houses.entrySet()) {
            House house = e.getValue();
            if (house.canAct()) {
                long share = house.share(inTime(house, left), low);
                long more = scarce ? 0 : unused * house.flexible().watts() / flexible;
                shares.put(e.getKey(), Power.ofWatts(share + more));
            }
        }
        return new Sharing<>(Collections.unmodifiableMap(shares), setAside, scarce);
    }

    private static long sum(Map<?, House> houses, Duration left, long part) {
        return houses.values().stream()
                .filter(House::canAct)
                .mapToLong(h -> h.share(inTime(h, left), part))
                .sum();
    }

    private static long inTime(House house, Duration left) {
        return house.flexible().watts() * left.toMillis() / QuarterHour.LENGTH.toMillis();
    }

    /** What is granted in all. */
    public Power granted() {
        return shares.values().stream().reduce(Power.ZERO, Power::plus);
    }
}
