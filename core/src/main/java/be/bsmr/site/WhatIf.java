package be.bsmr.site;

import be.bsmr.control.Costs.Price;
import be.bsmr.control.Outlook;
import be.bsmr.control.Plan;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What starting one more load would do: now, and at the moment of the next hours that costs least.
 *
 * <p>Of the running quarter the forecast counts, of later ones what the house usually draws then.
 * What the rest of the month will bring is not foreseen: should a higher peak come of itself, the
 * load's own has cost nothing. The cost is therefore the most to be expected. Where the price of
 * energy is known it counts too: the cheapest start is the one at which both together cost least.
 *
 * @param at the meter's time that this was asked at
 * @param target the running month's
 * @param knownFromStart whether the running quarter is; if not, it may come to more
 * @param knownDay whether the house has been seen for a whole day; if not, later hours are guessed
 *     from what is drawn now
 * @param silent whether the meter has been silent too long: then this is of the past
 * @param now the load started at {@code at}
 * @param cheapest the start that costs least, the earliest of equals
 */
public record WhatIf(
        Question question,
        Instant at,
        Power target,
        boolean knownFromStart,
        boolean knownDay,
        boolean silent,
        Start now,
        Start cheapest) {

    /** Besides now, a load may start at each whole five minutes. */
    private static final long STEP_SECONDS = 300;

    /** Starts that differ by less than this are equal, €: what is said is whole cents. */
    private static final double SAME_EURO = 0.005;

    /** Starts that differ by less than this are equal where the rate is not known, W. */
    private static final double SAME_WATTS = 1;

    /**
     * What somebody wants to start.
     *
     * @param load what it draws, 1 W to {@link Power#MOST_SHOWN}, all the time
     * @param length how long it stays on, 1 s to 24 h
     * @param within so far ahead a better moment is looked for, at most 24 h; zero = only now
     */
    public record Question(Power load, Duration length, Duration within) {

        public static final Duration USUALLY_WITHIN = Duration.ofHours(12);

        private static final Duration A_DAY = Duration.ofHours(24);

        /**
         * @throws IllegalArgumentException saying what is out of range
         */
        public Question {
            if (load.watts() < 1 || load.isAbove(Power.MOST_SHOWN)) {
                throw new IllegalArgumentException(
                        "a load is 1 to " + Power.MOST_SHOWN.watts() + " W, not " + load.watts());
            }
            if (length.toSeconds() < 1 || length.compareTo(A_DAY) > 0) {
                throw new IllegalArgumentException(
                        "a load runs 1 second to 24 hours, not " + length.toSeconds() + " s");
            }
            if (within.isNegative() || within.compareTo(A_DAY) > 0) {
                throw new IllegalArgumentException(
                        "a moment is looked for within 0 to 24 hours, not "
                                + within.toSeconds()
                                + " s");
            }
        }
    }

    /**
     * What one start leads to. The quarters meant are those in which the load is on.
     *
     * @param at the meter's time
     * @param breaks the probability that at least one quarter passes its month's target, 0…1
     * @param breaksAnyway the probability that at least one quarter passes its month's target
     *     without the load; at most {@code breaks}
     * @param addedWatts by how much the load is expected to raise the month's peak, W; over the end
     *     of a month, both months' together
     * @param costs whether that costs anything
     * @param euro what it is expected to cost over a year, VAT included; empty when that is not
     *     known, zero when no peak is billed
     * @param energy what the load's own energy comes to, €, taxes in; empty when a price in its
     *     time is not known
     */
    public record Start(
            Instant at,
            double breaks,
            double breaksAnyway,
            double addedWatts,
            Costs costs,
            Optional<BigDecimal> euro,
            Optional<BigDecimal> energy) {

        /** The probability that a quarter passes the target because of the load. */
        public double breaksByIt() {
            return breaks - breaksAnyway;
        }
    }

    /** Whether peaks cost. */
    public enum Costs {
        BILLED,
        /** Not in this area. */
        NOT_BILLED,
        /** This year's rate is not known. */
        UNKNOWN;

        /** The name used in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Answers {@code question}.
     *
     * @return empty before the first telegram: nothing is foreseen yet
     */
    public static Optional<WhatIf> of(SiteState state, SiteSettings settings, Question question) {
        Outlook outlook = state.foresight().outlook();
        if (outlook == null) {
            return Optional.empty();
        }
        QuarterHour running = outlook.soFar().quarter();
        Plan plan = state.control().quarterControl().plan();
        House house =
                new House(
                        outlook.at(),
                        new Known(
                                state.metering().quarter() != null
                                        && state.metering().quarter().knownFromStart(),
                                state.foresight().forecaster().knowsADay(),
                                state.metering().silent()),
                        quarter ->
                                quarter.compareTo(running) > 0
                                        ? state.foresight()
                                                .forecaster()
                                                .ahead(quarter)
                                                .plus(plan.drawn(quarter))
                                        : outlook.forecast().likely(),
                        Power.ZERO.max(Power.ZERO.minus(outlook.forecast().meanNet())),
                        plan,
                        state.control()::price,
                        state.metering().peaks(),
                        settings.aim().target(),
                        settings.zone());
        return Optional.of(of(house, settings.tariff(), question));
    }

    /**
     * What must be known of a house.
     *
     * @param likely what a quarter comes to without the load
     * @param exported what flows to the grid now, not negative
     * @param plan of the coming day, which is in {@code likely}: what is due makes way
     * @param prices of energy
     */
    record House(
            Instant at,
            Known known,
            Function<QuarterHour, DemandDistribution> likely,
            Power exported,
            Plan plan,
            Function<QuarterHour, Optional<Price>> prices,
            PeakHistory peaks,
            PeakTarget target,
            ZoneId zone) {

        YearMonth month(Instant time) {
            return YearMonth.from(time.atZone(zone));
        }

        Power target(YearMonth month) {
            return target.in(month, peaks);
        }
    }

    /**
     * What is known of a house.
     *
     * @param fromStart whether the running quarter is
     * @param day whether a whole day is
     * @param silent whether the meter has been silent too long
     */
    record Known(boolean fromStart, boolean day, boolean silent) {}

    static WhatIf of(House house, CapacityTariff tariff, Question question) {
        Trial trial = new Trial(house, tariff, question);
        List<Start> starts = new ArrayList<>();
        Instant last = house.at().plus(question.within());
        for (Instant at = house.at(); !at.isAfter(last); at = next(at)) {
            starts.add(trial.start(at));
        }
        return new WhatIf(
                question,
                house.at(),
                house.target(house.month(house.at())),
                house.known().fromStart(),
                house.known().day(),
                house.known().silent(),
                starts.get(0),
                cheapest(starts));
    }

    private static Instant next(Instant at) {
        long steps = Math.floorDiv(at.getEpochSecond(), STEP_SECONDS) + 1;
        return Instant.ofEpochSecond(steps * STEP_SECONDS);
    }

    private static Start cheapest(List<Start> all) {
        // Where the price of energy is known now, what has none yet cannot be compared with it.
        boolean priced = all.get(0).energy().isPresent();
        List<Start> starts = all.stream().filter(s -> !priced || s.energy().isPresent()).toList();
        // Where one rate is missing, all go by watts: they cannot be compared with euros.
        boolean known = starts.stream().allMatch(s -> s.euro().isPresent());
        ToDoubleFunction<Start> burden =
                known ? s -> euro(s.euro()) + euro(s.energy()) : Start::addedWatts;
        double least = starts.stream().mapToDouble(burden).min().orElseThrow();
        double same = least + (known ? SAME_EURO : SAME_WATTS);
        return starts.stream()
                .filter(s -> burden.applyAsDouble(s) < same)
                .findFirst()
                .orElseThrow();
    }

    private static double euro(Optional<BigDecimal> amount) {
        return amount.map(BigDecimal::doubleValue).orElse(0.0);
    }

    /** The starts of one question; what was foreseen of a quarter is looked up once. */
    private static final class Trial {

        private static final Power KILOWATT = new Power(1000);

        private final House house;
        private final CapacityTariff tariff;
        private final Question question;
        private final QuarterHour running;
        private final Map<QuarterHour, DemandDistribution> foreseen = new HashMap<>();

        Trial(House house, CapacityTariff tariff, Question question) {
            this.house = house;
            this.tariff = tariff;
            this.question = question;
            running = QuarterHour.of(house.at());
        }

        Start start(Instant at) {
            List<Highest.Part> all = new ArrayList<>();
            SortedMap<YearMonth, List<Highest.Part>> months = new TreeMap<>();
            added(at)
                    .forEach(
                            (quarter, added) -> {
                                YearMonth month = house.month(quarter.start());
                                Highest.Part part =
                                        new Highest.Part(
                                                foreseen.computeIfAbsent(quarter, house.likely()),
                                                added,
                                                house.target(month));
                                months.computeIfAbsent(month, m -> new ArrayList<>()).add(part);
                                all.add(part);
                            });
            double added = 0;
            BigDecimal euro = BigDecimal.ZERO;
            Costs costs = Costs.NOT_BILLED;
            for (Map.Entry<YearMonth, List<Highest.Part>> e : months.entrySet()) {
                YearMonth month = e.getKey();
                Highest with = new Highest(e.getValue(), true);
                Highest without = new Highest(e.getValue(), false);
                Power paid = paid(month);
                double raised = Math.max(0, with.expectedAbove(paid) - without.expectedAbove(paid));
                added += raised;
                Optional<BigDecimal> kilowatt =
                        tariff.addedPerYear(month, paid, paid.plus(KILOWATT));
                costs = worse(costs, costs(month, kilowatt));
                euro =
                        euro.add(
                                kilowatt.orElse(BigDecimal.ZERO)
                                        .multiply(BigDecimal.valueOf(raised / KILOWATT.watts())));
            }
            double anyway = new Highest(all, false).breaks();
            return new Start(
                    at,
                    Math.max(anyway, new Highest(all, true).breaks()),
                    anyway,
                    added,
                    costs,
                    costs == Costs.UNKNOWN ? Optional.empty() : Optional.of(euro),
                    energy(at));
        }

        /** What the load's energy comes to, €; what is exported now it takes first. */
        private Optional<BigDecimal> energy(Instant at) {
            Instant end = at.plus(question.length());
            double euro = 0;
            for (QuarterHour q = QuarterHour.of(at);
                    q.start().isBefore(end);
                    q = new QuarterHour(q.end())) {
                Optional<Price> price = house.prices().apply(q);
                if (price.isEmpty()) {
                    return Optional.empty();
                }
                double hours = on(q, at, end).toMillis() / 3_600_000.0;
                double bought = bought(q).watts();
                double own = question.load().watts() - bought;
                euro +=
                        (bought * price.get().imported() + own * price.get().exported())
                                * hours
                                / KILOWATT.watts();
            }
            return Optional.of(BigDecimal.valueOf(euro));
        }

        /**
         * What a start at {@code at} adds to each quarter: the load itself, less what is due and
         * makes way for it, and what of that is drawn at other times instead.
         */
        private SortedMap<QuarterHour, Power> added(Instant at) {
            Instant end = at.plus(question.length());
            SortedMap<QuarterHour, Power> added = new TreeMap<>();
            QuarterHour quarter = QuarterHour.of(at);
            while (quarter.start().isBefore(end)) {
                added.put(quarter, drawn(quarter, at, end));
                quarter = new QuarterHour(quarter.end());
            }
            Plan before = house.plan();
            Map<QuarterHour, Power> load = Map.copyOf(added);
            Plan beside = before.beside(q -> load.getOrDefault(q, Power.ZERO));
            for (QuarterHour q : before.quarters()) {
                Power moved = beside.drawn(q).minus(before.drawn(q));
                if (q.equals(running)) {
                    // What it has drawn so far it has drawn.
                    Duration left = Duration.between(house.at(), q.end());
                    moved =
                            moved.max(
                                    Power.ZERO.minus(
                                            before.drawn(q)
                                                    .during(left)
                                                    .meanPower(QuarterHour.LENGTH)));
                }
                if (q.compareTo(running) >= 0 && !moved.equals(Power.ZERO)) {
                    added.merge(q, moved, Power::plus);
                }
            }
            return added;
        }

        private Power drawn(QuarterHour quarter, Instant at, Instant end) {
            return bought(quarter).during(on(quarter, at, end)).meanPower(QuarterHour.LENGTH);
        }

        private static Duration on(QuarterHour quarter, Instant at, Instant end) {
            return quarter.elapsed(end).minus(quarter.elapsed(at));
        }

        /**
         * What the load draws from the grid: it first takes what is exported. Nobody knows how long
         * the sun stays: it is trusted to the end of this quarter and no longer.
         */
        private Power bought(QuarterHour quarter) {
            return quarter.equals(running)
                    ? Power.ZERO.max(question.load().minus(house.exported()))
                    : question.load();
        }

        /** The demand that the month is billed for already. */
        private Power paid(YearMonth month) {
            Power floor =
                    tariff.sheet(month.getYear())
                            .flatMap(sheet -> Optional.ofNullable(sheet.capacity()))
                            .map(TariffSheet.Capacity::floor)
                            .orElse(PeakTarget.BILLED_MINIMUM);
            return house.peaks().of(month).map(MonthPeak::demand).orElse(Power.ZERO).max(floor);
        }

        private Costs costs(YearMonth month, Optional<BigDecimal> kilowatt) {
            if (kilowatt.isPresent()) {
                return Costs.BILLED;
            }
            return tariff.sheet(month.getYear()).isPresent() ? Costs.NOT_BILLED : Costs.UNKNOWN;
        }

        private static Costs worse(Costs a, Costs b) {
            if (a == Costs.UNKNOWN || b == Costs.UNKNOWN) {
                return Costs.UNKNOWN;
            }
            return a == Costs.BILLED ? a : b;
        }
    }
}
