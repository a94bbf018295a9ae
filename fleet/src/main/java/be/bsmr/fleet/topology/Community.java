package be.bsmr.fleet.topology;

import be.bsmr.community.Awaited;
import be.bsmr.community.GroupForecast;
import be.bsmr.community.Sharing;
import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import be.bsmr.wire.Share;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One community: what its houses said, and what follows from it by the clock. One thread uses it;
 * each of its parts that changes is kept by whoever changed it.
 */
final class Community {

    /** So long after a house was heard last it is silent. */
    static final Duration HEARD = Duration.ofMinutes(3);

    /** What a silent house foresaw last says so long what it comes to. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** A share is said again after so long: well before the one before ends. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** Sooner when it has changed by more than this part of it. */
    private static final int MUCH = 20;

    /**
     * How sure it is to be that the target is kept when shares are worked out: three times in four.
     */
    private static final double SURE = 0.75;

    private static final byte VERSION = 1;

    private final SortedMap<String, House> houses = new TreeMap<>();
    private final NavigableMap<QuarterHour, QuarterSum> sums = new TreeMap<>();

    /** What was foreseen of quarters that are not learned from yet. */
    private final NavigableMap<QuarterHour, Awaited> awaited = new TreeMap<>();

    /** Since the program started, as it is no loss to say them again. */
    private final Map<String, Share> shares = new LinkedHashMap<>();

    private @Nullable Agreement agreement;
    private GroupForecast forecast = GroupForecast.unlearned();

    /** It and all before were said to have ended; null before the first look at the clock. */
    private @Nullable QuarterHour closed;

    /**
     * What follows by the clock.
     *
     * @param ended quarters to be said
     * @param now null when it has no houses
     * @param shares by meter
     * @param past quarters that nobody asks for any more
     * @param changed whether {@link Community#bytes} is another now
     */
    record Turn(
            List<CommunitySaid.Ended> ended,
            CommunitySaid.@Nullable Now now,
            Map<String, Share> shares,
            List<QuarterHour> past,
            boolean changed) {}

    void agree(@Nullable Agreement newAgreement) {
        agreement = newAgreement;
    }

    /** Without a house, it has left. */
    void put(String meter, @Nullable House house) {
        House before = house == null ? houses.remove(meter) : houses.put(meter, house);
        shares.keySet().retainAll(houses.keySet());
        if ((before == null) != (house == null)) {
            // What was foreseen is not what will be summed.
            awaited.clear();
        }
    }

    @Nullable House house(String meter) {
        return houses.get(meter);
    }

    QuarterSum sum(QuarterHour quarter) {
        return sums.getOrDefault(quarter, QuarterSum.NOTHING);
    }

    void put(QuarterHour quarter, QuarterSum sum) {
        sums.put(quarter, sum);
    }

    boolean isNothing() {
        return houses.isEmpty() && sums.isEmpty() && agreement == null;
    }

    /**
     * @param now the fleet's clock
     * @param patience so long after its end a quarter is waited for, unless all have spoken before
     */
    Turn turn(Instant now, Duration patience) {
        GroupForecast known = forecast;
        QuarterHour until = closed;
        Map<QuarterHour, Awaited> waiting = Map.copyOf(awaited);
        List<CommunitySaid.Ended> ended = ended(now, patience);
        List<QuarterHour> past =
                List.copyOf(sums.headMap(QuarterHour.of(now.minus(Arrived.LATE))).keySet());
        past.forEach(sums::remove);
        awaited.headMap(QuarterHour.of(now).later(-2)).clear();
        CommunitySaid.Now state = houses.isEmpty() ? null : now(now);
        Map<String, Share> granted = state == null ? Map.of() : share(now, state);
        CommunitySaid.Now said = state == null ? null : sharing(state);
        boolean changed =
                !known.equals(forecast)
                        || !Objects.equals(until, closed)
                        || !waiting.equals(awaited);
        return new Turn(ended, said, granted, past, changed);
    }

    private List<CommunitySaid.Ended> ended(Instant now, Duration patience) {
        QuarterHour oldest = QuarterHour.of(now.minus(Arrived.LATE));
        QuarterHour last = closed == null ? QuarterHour.of(now).later(-1) : closed;
        QuarterHour next = (last.compareTo(oldest) < 0 ? oldest : last).later(1);
        while (!houses.isEmpty() && isDue(next, now, patience)) {
            put(next, sum(next).due());
            last = next;
            next = next.later(1);
        }
        closed = houses.isEmpty() ? QuarterHour.of(now).later(-1) : last;
        List<CommunitySaid.Ended> ended = new ArrayList<>();
        for (Map.Entry<QuarterHour, QuarterSum> e : sums.headMap(last.later(1)).entrySet()) {
            if (e.getValue().changed()) {
                e.setValue(e.getValue().said());
                learn(e.getKey(), e.getValue());
                ended.add(ended(e.getKey(), e.getValue()));
            }
        }
        return ended;
    }

    private boolean isDue(QuarterHour quarter, Instant now, Duration patience) {
        return !now.isBefore(quarter.end())
                && (sum(quarter).known() >= houses.size()
                        || !now.isBefore(quarter.end().plus(patience)));
    }

    private CommunitySaid.Ended ended(QuarterHour quarter, QuarterSum sum) {
        return new CommunitySaid.Ended(
                quarter, sum.version(), sum.imported(), houses.size(), sum.complete(), sum.known());
    }

    private void learn(QuarterHour quarter, QuarterSum sum) {
        Awaited foreseen = awaited.get(quarter);
        if (foreseen != null && sum.complete() == houses.size()) {
            forecast = forecast.learned(foreseen, sum.imported().meanPower(QuarterHour.LENGTH));
            awaited.remove(quarter);
        }
    }

    private CommunitySaid.Now now(Instant now) {
        QuarterHour quarter = QuarterHour.of(now);
        Duration left = Duration.between(now, quarter.end());
        List<DemandDistribution> demands = new ArrayList<>();
        int heard = 0;
        int foreseeing = 0;
        long watts = 0;
        for (House house : houses.values()) {
            House.Foreseen newest = house.newest();
            if (newest == null || newest.at().plus(REMEMBERED).isBefore(now)) {
                continue;
            }
            demands.add(newest.demandIn(quarter));
            if (isHeard(newest, now)) {
                heard++;
                foreseeing += newest.forecast().quarter().equals(quarter) ? 1 : 0;
                Power power = newest.forecast().power();
                watts += power == null ? 0 : power.watts();
            }
        }
        if (foreseeing == houses.size()) {
            awaited.merge(
                    quarter,
                    Awaited.NOTHING.with(left, demands),
                    (before, first) -> before.with(left, demands));
        }
        Power target = agreement == null ? null : agreement.target();
        DemandDistribution expected = demands.isEmpty() ? null : forecast.sum(left, demands);
        return new CommunitySaid.Now(
                quarter,
                now,
                houses.size(),
                heard,
                Power.ofWatts(watts),
                expected,
                target,
                target == null || expected == null ? 0 : expected.probabilityAbove(target),
                Power.ZERO);
    }

    private static boolean isHeard(House.Foreseen newest, Instant now) {
        return newest.at().plus(HEARD).isAfter(now);
    }

    /**
     * What is to be said of what is granted now: what is new, and what was not said for a while.
     */
    private Map<String, Share> share(Instant now, CommunitySaid.Now state) {
        Power target = state.target();
        DemandDistribution expected = state.expected();
        if (target == null || expected == null) {
            shares.clear();
            return Map.of();
        }
        Map<String, Sharing.House> sharing = new LinkedHashMap<>();
        houses.forEach((meter, house) -> sharing.put(meter, sharing(house, now)));
        Power more = expected.quantile(SURE).minus(expected.expected()).max(Power.ZERO);
        Duration left = Duration.between(now, state.quarter().end());
        Map<String, Power> granted =
                Sharing.of(target.minus(more).max(Power.ZERO), left, sharing).shares();
        shares.keySet().retainAll(granted.keySet());
        Map<String, Share> said = new LinkedHashMap<>();
        granted.forEach(
                (meter, demand) -> {
                    Share before = shares.get(meter);
                    if (before == null || isNews(demand, before, now)) {
                        Share share = new Share(demand, now, now.plus(Share.VALID));
                        shares.put(meter, share);
                        said.put(meter, share);
                    }
                });
        return said;
    }

    private static boolean isNews(Power demand, Share before, Instant now) {
        int change = Math.abs(demand.minus(before.demand()).watts());
        return !now.isBefore(before.at().plus(AGAIN)) || change > before.demand().watts() / MUCH;
    }

    private static Sharing.House sharing(House house, Instant now) {
        House.Foreseen newest = house.newest();
        boolean heard = newest != null && isHeard(newest, now);
        boolean running = newest != null && newest.forecast().quarter().equals(QuarterHour.of(now));
        return new Sharing.House(
                newest == null ? Power.ZERO : newest.demandIn(QuarterHour.of(now)).expected(),
                newest == null || !running ? Power.ZERO : newest.soFar().max(Power.ZERO),
                house.member().floor(),
                house.member().flexible(),
                heard);
    }

    private CommunitySaid.Now sharing(CommunitySaid.Now now) {
        long watts = shares.values().stream().mapToLong(s -> s.demand().watts()).sum();
        return new CommunitySaid.Now(
                now.quarter(),
                now.at(),
                now.members(),
                now.heard(),
                now.power(),
                now.expected(),
                now.target(),
                now.breaks(),
                Power.ofWatts(Math.min(watts, Integer.MAX_VALUE)));
    }

    /** Itself, for {@link #take}: without its houses and sums. */
    byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.maybe(agreement, agreed -> to.block(agreed.bytes()));
        to.block(forecast.bytes());
        to.maybe(closed, quarter -> to.instant(quarter.start()));
        to.each(
                awaited.entrySet(),
                e -> {
                    to.instant(e.getKey().start());
                    e.getValue().write(to);
                });
        return to.checked();
    }

    /** Goes on where {@link #bytes} was written; where these cannot be read, begins anew. */
    void take(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return;
            }
            byte[] agreed = from.maybe(from::block);
            agreement = agreed == null ? null : Stored.agreement(agreed).orElse(null);
            forecast = GroupForecast.of(from.block()).orElse(forecast);
            Instant start = from.maybe(from::instant);
            closed = start == null ? null : new QuarterHour(start);
            from.each(() -> awaited.put(new QuarterHour(from.instant()), Awaited.read(from)));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            awaited.clear();
        }
    }
}
