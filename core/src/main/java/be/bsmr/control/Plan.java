package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the coming day is meant to go, quarter by quarter: what the rest of the house is foreseen to
 * draw, what each load is to draw beside it, and up to which demand what is due fills the quarters.
 * It is made anew when a quarter begins. What a load does each second depends on what the house
 * truly draws ({@link LoadController}), so a plan is no promise.
 *
 * @param first the quarter in which it was made; null in {@link #NONE}
 * @param level the demand aimed for in {@code first} where the target cannot be kept; zero when
 *     there is no need
 * @param aim where {@code level} rises to by and by
 * @param fill up to which demand what is due is to fill the coming quarters; zero when nothing is
 *     due and nothing is indivisible
 * @param because id of the load that asks for most of the level; null when the level is zero
 * @param house what the rest of the house comes to, {@code first} first, a day of quarters
 * @param loads in the order of the configuration; without batteries, which follow the house
 * @param duties what is due
 * @param priced what prices have to do with it
 * @param told what people were told of it
 */
public record Plan(
        @Nullable QuarterHour first,
        Power level,
        Power aim,
        Power fill,
        @Nullable String because,
        List<Power> house,
        List<OfLoad> loads,
        List<Duty> duties,
        Priced priced,
        Told told) {

    /** Before the first quarter, or without loads. */
    public static final Plan NONE =
            new Plan(
                    null,
                    Power.ZERO,
                    Power.ZERO,
                    Power.ZERO,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Priced.NONE,
                    Told.NOTHING);

    /** A load whose mean in a quarter is less than this is not said to draw in it, W. */
    private static final double LEAST = 50;

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    public Plan {
        house = List.copyOf(house);
        loads = List.copyOf(loads);
        duties = List.copyOf(duties);
    }

    /**
     * What one load is to draw.
     *
     * @param turns in which it draws what is due; empty when nothing is, and then {@code quarters}
     *     are what it draws on average
     * @param quarters of each quarter the mean
     */
    public record OfLoad(String load, List<Turn> turns, List<Power> quarters) {

        public OfLoad {
            turns = List.copyOf(turns);
            quarters = List.copyOf(quarters);
        }
    }

    /**
     * A stretch in which a load draws what is due.
     *
     * @param mean over the stretch
     * @param begun whether the time of day that it belongs to is now
     */
    public record Turn(Instant from, Instant until, Power mean, boolean begun) {}

    /**
     * What prices have to do with a plan: what is due is put into the cheapest quarters that stay
     * below what they may come to.
     *
     * @param prices of each quarter, {@code first} first; empty when they make no difference: none
     *     is known, or what is due needs all the room that there is
     * @param most what a quarter may come to for it
     * @param saves € on what is due, against drawing it evenly
     * @param peak € a year that {@code most} costs beyond the target, VAT included; null when it
     *     does not lie above, as nearly always
     */
    public record Priced(
            List<Costs.Price> prices, Power most, double saves, @Nullable BigDecimal peak) {

        static final Priced NONE = new Priced(List.of(), Power.ZERO, 0, null);

        public Priced {
            prices = List.copyOf(prices);
        }

        Priced saving(double euro) {
            return new Priced(prices, most, euro, peak);
        }

        /** Whether they say when what is due is drawn. */
        public boolean isKnown() {
            return !prices.isEmpty();
        }
    }

    /**
     * What people were told.
     *
     * @param day from noon to noon, of {@code level}; null when no level was told
     * @param level the highest that was told on that day
     * @param ends of each load that is due, until when it was said to draw
     */
    public record Told(@Nullable LocalDate day, Power level, Map<String, Instant> ends) {

        static final Told NOTHING = new Told(null, Power.ZERO, Map.of());

        public Told {
            ends = Map.copyOf(ends);
        }
    }

    /**
     * The plan for the quarter that begins and the day from there.
     *
     * @param view with the plan of the quarter before
     */
    static Plan of(List<LoadNow> loads, View view) {
        Coming coming = new Coming(loads, view);
        Level.Aim aim = Level.of(loads, view, coming);
        List<Power> house = new ArrayList<>();
        for (int i = 0; i < Coming.QUARTERS; i++) {
            house.add(watts(coming.house(i)));
        }
        List<OfLoad> others = new ArrayList<>();
        for (LoadNow s : loads) {
            if (!s.load().isStore()) {
                others.add(other(s, coming));
            }
        }
        Plan nothingDue =
                new Plan(
                        coming.quarter(0),
                        aim.now(),
                        aim.wanted(),
                        aim.wanted(),
                        aim.because(),
                        house,
                        others,
                        Duty.ofADay(loads, view, coming),
                        Priced.NONE,
                        view.plan().told());
        Plan plan = nothingDue.priced(view).beside(Plan::nothing);
        return plan.isRaisedForPrice() ? plan.at(plan.level.max(plan.priced.most())) : plan;
    }

    /** This plan with what prices have to do with it, as far as they are known. */
    private Plan priced(View view) {
        List<Costs.Price> prices = Cheapest.prices(quarters(), view.costs());
        if (prices.isEmpty() || duties.isEmpty()) {
            return this;
        }
        Power target = view.outlook().target().max(level);
        return with(
                new Cheapest(quarter(0), base(Plan::nothing), duties, prices)
                        .worth(target, view.costs()));
    }

    private static Power nothing(QuarterHour quarter) {
        return Power.ZERO;
    }

    private static OfLoad other(LoadNow s, Coming coming) {
        List<Power> quarters = new ArrayList<>();
        for (int i = 0; i < Coming.QUARTERS; i++) {
            quarters.add(watts(coming.other(s, i)));
        }
        return new OfLoad(s.load().id(), List.of(), quarters);
    }

    /**
     * This plan if the house drew {@code more} in each quarter: what is due makes way as far as it
     * can.
     */
    public Plan beside(Function<QuarterHour, Power> more) {
        if (first == null || duties.isEmpty()) {
            return this;
        }
        double[] base = base(more);
        Filling filling = new Filling(first, base, duties);
        double evenFill = filling.least(aim.watts());
        double[][] even = filling.upTo(evenFill);
        Cheapest cheapest = new Cheapest(first, base, duties, priced.prices());
        Optional<double[][]> cheap =
                priced.isKnown() ? cheapest.upTo(priced.most().watts()) : Optional.empty();
        double[][] drawn = cheap.orElse(even);
        Power newFill = cheap.isPresent() ? priced.most() : watts(evenFill);
        List<OfLoad> all = loads.stream().map(l -> isDue(l) ? due(l.load(), drawn) : l).toList();
        Priced newPriced =
                cheap.map(c -> priced.saving(cheapest.euro(even) - cheapest.euro(c)))
                        .orElse(Priced.NONE);
        return new Plan(first, level, aim, newFill, because, house, all, duties, newPriced, told);
    }

    /** What each quarter comes to without what is due, W. */
    private double[] base(Function<QuarterHour, Power> more) {
        double[] base = new double[house.size()];
        for (int i = 0; i < base.length; i++) {
            base[i] = house.get(i).plus(more.apply(quarter(i))).watts();
        }
        for (OfLoad load : loads) {
            for (int i = 0; i < base.length && !isDue(load); i++) {
                base[i] += load.quarters().get(i).watts();
            }
        }
        return base;
    }

    /** Whether a load waits in the first quarter: what is due of it comes cheaper later. */
    boolean waits(String load) {
        return isPriced(load) && now(load).watts() < LEAST;
    }

    /** When a load that waits is to draw what is due; empty when it is not planned to. */
    Optional<Instant> next(String load) {
        return loads.stream()
                .filter(l -> l.load().equals(load))
                .flatMap(l -> l.turns().stream())
                .map(Turn::from)
                .findFirst();
    }

    /** Whether prices say when a load draws what is due at this moment. */
    boolean isPriced(String load) {
        return priced.isKnown()
                && duties.stream().anyMatch(d -> d.load().equals(load) && hasBegun(d));
    }

    /** Whether the first quarter may pass the target for its price. */
    boolean isRaisedForPrice() {
        return priced.peak() != null
                && duties.stream().anyMatch(d -> hasBegun(d) && !waits(d.load()));
    }

    private Power now(String load) {
        return loads.stream()
                .filter(l -> l.load().equals(load))
                .findFirst()
                .map(l -> l.quarters().get(0))
                .orElse(Power.ZERO);
    }

    private boolean hasBegun(Duty duty) {
        return duty.from().isBefore(quarter(0).end());
    }

    private boolean isDue(OfLoad load) {
        return duties.stream().anyMatch(d -> d.load().equals(load.load()));
    }

    private OfLoad due(String load, double[][] drawn) {
        double[] joules = new double[house.size()];
        List<Turn> turns = new ArrayList<>();
        for (int d = 0; d < duties.size(); d++) {
            if (duties.get(d).load().equals(load)) {
                for (int i = 0; i < joules.length; i++) {
                    joules[i] += drawn[d][i];
                }
                turn(duties.get(d), drawn[d]).ifPresent(turns::add);
            }
        }
        List<Power> quarters = Arrays.stream(joules).mapToObj(j -> watts(j / QUARTER)).toList();
        return new OfLoad(load, turns, quarters);
    }

    private Optional<Turn> turn(Duty duty, double[] joules) {
        int[] drawing =
                IntStream.range(0, joules.length)
                        .filter(i -> joules[i] > LEAST * QUARTER)
                        .toArray();
        if (drawing.length == 0) {
            return Optional.empty();
        }
        int from = drawing[0];
        int last = drawing[drawing.length - 1];
        double mean = Arrays.stream(joules).sum() / QUARTER / (last + 1 - from);
        return Optional.of(
                new Turn(quarter(from).start(), quarter(last).end(), watts(mean), hasBegun(duty)));
    }

    private static Power watts(double watts) {
        return Power.ofWatts(Math.round(watts));
    }

    Plan telling(Told newTold) {
        return new Plan(first, level, aim, fill, because, house, loads, duties, priced, newTold);
    }

    /** No plan; the level, and what people were told, stay. */
    public Plan forgotten() {
        return NONE.at(level).telling(told);
    }

    private Plan with(Priced newPriced) {
        return new Plan(first, level, aim, fill, because, house, loads, duties, newPriced, told);
    }

    /** This plan with another level. */
    Plan at(Power newLevel) {
        return new Plan(first, newLevel, aim, fill, because, house, loads, duties, priced, told);
    }

    /** What all loads together are to draw in a quarter; zero outside of the plan. */
    public Power drawn(QuarterHour quarter) {
        int i = index(quarter);
        return i < 0
                ? Power.ZERO
                : new Power(loads.stream().mapToInt(l -> l.quarters().get(i).watts()).sum());
    }

    /** The quarters that are planned. */
    public List<QuarterHour> quarters() {
        return IntStream.range(0, house.size()).mapToObj(this::quarter).toList();
    }

    private QuarterHour quarter(int later) {
        return Objects.requireNonNull(first).later(later);
    }

    private int index(QuarterHour quarter) {
        if (first == null) {
            return -1;
        }
        long i = Duration.between(first.start(), quarter.start()).dividedBy(QuarterHour.LENGTH);
        return i < 0 || i >= house.size() ? -1 : (int) i;
    }
}
