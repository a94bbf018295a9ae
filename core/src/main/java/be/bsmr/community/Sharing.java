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
 * power off, and then the same part of its flexible power as everybody else for the rest of the
 * quarter: as great a part as the target allows. Nobody gets more than he can use while another
 * gets less than that. Where a house's own target, its floor, is higher than its share, the floor
 * is its share, and the others have so much less. When everybody gets what he can use, what is left
 * is shared in proportion to flexible power too, so that a share restricts nobody.
 *
 * <p>No share is below what a house has come to already, so the sum passes the target when the
 * floors, or what nobody can put off, do. Shares depend neither on the order of the houses nor on
 * what they were granted before, and are whole watts, rounded down.
 *
 * @param shares what each that can act may come to, in the order in which they were given
 * @param setAside what those that cannot act are counted with
 * @param scarce whether somebody gets less than he can use
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

        long most(long flexible) {
            return expected.watts() + flexible;
        }

        /** {@code flexible} is the demand that its flexible power comes to in the time left, W. */
        long share(long flexible, long part) {
            long share = Math.min(most(flexible), least(flexible) + flexible * part / WHOLE);
            return floor == null ? share : Math.max(floor.watts(), share);
        }
    }

    /** Parts of flexible power are counted in this many: whole numbers add up in any order. */
    private static final long WHOLE = 1 << 20;

    /** A house whose flexible power is off can use what it draws now and all of that besides. */
    private static final long MOST = 2 * WHOLE;

    /**
     * Shares what the target leaves.
     *
     * @param target what all together are to stay under; who wants to be surer than evens takes off
     *     first how much more the sum may come to than is expected
     * @param left to the quarter's end
     * @param houses by whatever they are told apart
     */
    public static <K> Sharing<K> of(Power target, Duration left, Map<K, House> houses) {
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
