package be.bsmr.home.guard;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Places at one door: so many in all, and so many for one {@linkplain Network address}, so that
 * nobody alone takes them all. Who finds none is refused ({@link #take}), or gets that of another
 * ({@link #squeeze}). Safe for many threads.
 *
 * @param <S> what takes a place, such as a connection; by its identity, or equality if it has one
 */
public final class Seats<S> {

    private final int most;
    private final ToIntFunction<InetAddress> mostEach;
    private final Map<S, String> taken = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<S> kept = new HashSet<>();

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
        this.mostEach = from -> mostEach;
    }

    /**
     * @param most places in all, at least 1
     * @param mostEach places for an address, which may be that of many, 1 to {@code most}
     */
    public Seats(int most, ToIntFunction<InetAddress> mostEach) {
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
    public synchronized Answer take(S who, InetAddress from) {
        if (taken.containsKey(who)) {
            return Answer.TAKEN;
        }
        String network = Network.of(from);
        if (counts.getOrDefault(network, 0) >= mostEach.applyAsInt(from)) {
            return Answer.ENOUGH;
        }
        if (taken.size() >= most) {
            return Answer.FULL;
        }
        sit(who, network);
        return Answer.TAKEN;
    }

    /**
     * Takes a place, if need be that of who has one longest: of the same address when that has its
     * share, else of the address that has most.
     *
     * @return who has to go for it and has no place any more; the newcomer when all others {@link
     *     #keep} theirs; mostly nobody
     */
    public synchronized Optional<S> squeeze(S who, InetAddress from) {
        String network = Network.of(from);
        Answer answer = take(who, from);
        if (answer == Answer.TAKEN) {
            return Optional.empty();
        }
        String most =
                answer == Answer.ENOUGH
                        ? network
                        : Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        Optional<S> oldest =
                taken.entrySet().stream()
                        .filter(seat -> seat.getValue().equals(most))
                        .map(Map.Entry::getKey)
                        .filter(one -> !kept.contains(one))
                        .findFirst();
        if (oldest.isEmpty()) {
            return Optional.of(who);
        }
        leave(oldest.get());
        sit(who, network);
        return oldest;
    }

    /** From now on nobody gets the place of this one. */
    public synchronized void keep(S who) {
        if (taken.containsKey(who)) {
            kept.add(who);
        }
    }

    /** Gives a place back; false when there was none. */
    public synchronized boolean leave(S who) {
        String network = taken.remove(who);
        if (network == null) {
            return false;
        }
        kept.remove(who);
        counts.computeIfPresent(network, (n, his) -> his == 1 ? null : his - 1);
        return true;
    }

    /** Gives back the places of those who are gone. */
    public void leaveIf(Predicate<? super S> gone) {
        all().stream().filter(gone).forEach(this::leave);
    }

    /** Who has a place, the oldest first. */
    public synchronized List<S> all() {
        return new ArrayList<>(taken.keySet());
    }

    /** How many places are taken. */
    public synchronized int size() {
        return taken.size();
    }

    private void sit(S who, String network) {
        taken.put(who, network);
        counts.merge(network, 1, Integer::sum);
    }
}
