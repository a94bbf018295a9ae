package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.CountedQuarter.By;
import be.bsmr.fleet.topology.MeterState.Told;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a house led to. It depends on the messages of that house alone, and on when
 * they arrived: who reads them again from the beginning comes to the same, to the byte.
 *
 * @param next what is to be remembered
 * @param quarters that ended, or are known better now
 * @param peaks of months, that changed
 * @param forecast the house's own; null when the message is none
 * @param counted what each reading led to, of those that count
 * @param refused why the message was passed over; null when it was not
 */
record MeterStep(
        MeterState next,
        List<QuarterNews> quarters,
        List<MonthPeak> peaks,
        @Nullable ForecastSent forecast,
        List<MeteringStep> counted,
        @Nullable String refused) {

    /** A block is a minute: two, and the quarter's last one has come. */
    private static final Duration NEARLY = Duration.ofMinutes(2);

    /**
     * A quarter to be said.
     *
     * @param before what its community knew of it; null when it knew nothing
     */
    record QuarterNews(CountedQuarter quarter, @Nullable CountedQuarter before) {}

    /**
     * @param meter its pseudonym
     * @param inCommunity whether its quarters are of interest to a community
     */
    static MeterStep of(String meter, MeterState before, Arrived arrived, boolean inCommunity) {
        MeterState.Pace pace = before.pace().and(arrived.at());
        if (pace.messages() > Arrived.MOST_A_MINUTE) {
            // Said once a minute: a flood is not to become one of dead letters.
            boolean first = pace.messages() == Arrived.MOST_A_MINUTE + 1;
            return first
                    ? refused(
                            before.with(pace),
                            "flood: more than " + Arrived.MOST_A_MINUTE + " messages a minute")
                    : unchanged(before);
        }
        Turn turn = new Turn(before.with(pace), arrived.at(), inCommunity);
        try {
            return turn.hear(meter, arrived);
        } catch (DataFormatException | RuntimeException e) {
            // Whoever holds a house's key can write any number; none may stop the other meters.
            return refused(before.with(pace), "damaged: cannot be counted: " + e.getMessage());
        }
    }

    private static MeterStep refused(MeterState next, String why) {
        return new MeterStep(next, List.of(), List.of(), null, List.of(), why);
    }

    private static MeterStep unchanged(MeterState state) {
        return new MeterStep(state, List.of(), List.of(), null, List.of(), null);
    }

    /** One message on its way. */
    private static final class Turn {

        private final Instant at;
        private final boolean inCommunity;
        private final List<QuarterNews> quarters = new ArrayList<>();
        private final List<MeteringStep> counted = new ArrayList<>();
        private MeterState state;

        Turn(MeterState state, Instant at, boolean inCommunity) {
            this.state = state;
            this.at = at;
            this.inCommunity = inCommunity;
        }

        MeterStep hear(String meter, Arrived arrived) throws DataFormatException {
            if (arrived.message() instanceof SecondsBlock block) {
                return hear(meter, block);
            }
            return arrived.message() instanceof QuarterSent sent
                    ? hear(sent.demand())
                    : hear((ForecastSent) arrived.message());
        }

        private MeterStep hear(String meter, SecondsBlock block) throws DataFormatException {
            MeterId id = new MeterId(meter);
            List<Reading> readings = block.readings(id);
            if (readings.isEmpty() || readings.size() > SecondsBlock.MOST) {
                return refused(state, "damaged: " + readings.size() + " readings in one block");
            }
            List<MeterRead> reads =
                    readings.stream().map(r -> new MeterRead(r, at, LinkHealth.INITIAL)).toList();
            String wrong =
                    outOfBounds(
                            reads.get(0).measuredAt(), reads.get(reads.size() - 1).measuredAt());
            if (wrong != null) {
                return refused(state, wrong);
            }
            Metering before = state.metering();
            SiteSettings settings = SiteSettings.DEFAULT.following(id);
            Metering metering = before;
            for (MeterRead read : reads) {
                MeterRead last = metering.last();
                // Comes twice, as MQTT may have it, or was overtaken by a later block.
                if (last != null && !read.measuredAt().isAfter(last.measuredAt())) {
                    continue;
                }
                MeteringStep step = metering.step(read, settings);
                metering = step.metering();
                if (step.newReading()) {
                    counted.add(step);
                }
                step.finished().ifPresent(this::finished);
            }
            state = state.with(metering);
            letGoOfWhatIsPast();
            List<MonthPeak> peaks = new ArrayList<>();
            for (MonthPeak peak : metering.peaks().months().values()) {
                if (!Optional.of(peak).equals(before.peaks().of(peak.month()))) {
                    peaks.add(peak);
                }
            }
            return new MeterStep(state, quarters, peaks, null, counted, null);
        }

        private @Nullable String outOfBounds(Instant first, Instant last) {
            if (last.isAfter(at.plus(Arrived.AHEAD))) {
                return "future: stamped %s, %s before that".formatted(last, at);
            }
            return first.isBefore(at.minus(Arrived.LATE))
                    ? "too-old: stamped %s, more than %d h before it arrived at %s"
                            .formatted(first, Arrived.LATE.toHours(), at)
                    : null;
        }

        /** The fleet's own count of a quarter, beside what the house said of it before. */
        private void finished(QuarterDemand own) {
            QuarterDemand house = state.held();
            CountedQuarter best = new CountedQuarter(own, By.FLEET);
            if (house != null && house.quarter().equals(own.quarter())) {
                state = state.holding(null);
                best = isBetter(house, own) ? new CountedQuarter(house, By.HOUSE) : best;
            }
            Told known = state.told(own.quarter());
            if (known == null || !isBetter(known.quarter().demand(), best.demand())) {
                say(best, known);
            }
        }

        private void letGoOfWhatIsPast() {
            QuarterDemand house = state.held();
            RunningQuarter running = state.metering().quarter();
            if (house != null
                    && running != null
                    && running.quarter().compareTo(house.quarter()) > 0) {
                letGo(house);
            }
        }

        private void letGo(QuarterDemand held) {
            state = state.holding(null);
            say(new CountedQuarter(held, By.HOUSE), state.told(held.quarter()));
        }

        /** The house's own count: used where the fleet's is missing, or incomplete and worse. */
        private MeterStep hear(QuarterDemand house) {
            QuarterHour quarter = house.quarter();
            String wrong = outOfBounds(quarter.end(), quarter.end());
            if (wrong == null && !isPlausible(house)) {
                wrong =
                        "implausible: no house draws "
                                + house.imported()
                                + " in a quarter of an hour";
            }
            Told known = state.told(quarter);
            if (wrong == null && known == null && state.hasForgotten(quarter)) {
                wrong = "superseded: of " + quarter.start() + ", others were said since";
            }
            if (wrong != null) {
                return refused(state, wrong);
            }
            QuarterDemand held = state.held();
            if (held != null && held.quarter().compareTo(quarter) < 0) {
                letGo(held);
            }
            if (known != null) {
                if (isBetter(house, known.quarter().demand())) {
                    say(new CountedQuarter(house, By.HOUSE), known);
                }
            } else if (isNearlyCounted(quarter)) {
                state = state.holding(house);
            } else {
                say(new CountedQuarter(house, By.HOUSE), null);
            }
            return new MeterStep(state, quarters, List.of(), null, List.of(), null);
        }

        /** Whether the seconds that end it are on their way. */
        private boolean isNearlyCounted(QuarterHour quarter) {
            RunningQuarter running = state.metering().quarter();
            return running != null
                    && running.quarter().equals(quarter)
                    && !running.at().isBefore(quarter.end().minus(NEARLY));
        }

        private MeterStep hear(ForecastSent forecast) {
            Instant foreseen = forecast.at();
            String wrong = outOfBounds(foreseen, foreseen);
            QuarterHour quarter = forecast.quarter();
            if (wrong == null
                    && (foreseen.isBefore(quarter.start()) || foreseen.isAfter(quarter.end()))) {
                wrong = "damaged: of " + quarter.start() + ", foreseen at " + foreseen;
            }
            if (wrong == null && !isPlausible(forecast)) {
                wrong = "implausible: no house draws what it foresees";
            }
            return wrong != null
                    ? refused(state, wrong)
                    : new MeterStep(
                            state.foresaw(at), List.of(), List.of(), forecast, List.of(), null);
        }

        private void say(CountedQuarter quarter, @Nullable Told known) {
            CountedQuarter before = known == null || !known.known() ? null : known.quarter();
            quarters.add(new QuarterNews(quarter, before));
            state = state.telling(new Told(quarter, inCommunity));
        }
    }

    /** Whether {@code one} says more of a quarter than {@code other}, which then is incomplete. */
    private static boolean isBetter(QuarterDemand one, QuarterDemand other) {
        return !other.complete() && (one.complete() || one.coverage() > other.coverage());
    }

    /** Whether a meter could show it. */
    static boolean isPlausible(QuarterDemand demand) {
        return demand.imported().joules() >= 0
                && !demand.imported().isAbove(Power.MOST_SHOWN.during(QuarterHour.LENGTH));
    }

    private static boolean isPlausible(ForecastSent forecast) {
        Power power = forecast.power();
        double[] quantiles = forecast.demand().quantiles();
        return (power == null || isShown(power.watts()))
                && isShown(forecast.demand().expected().watts())
                && isShown(quantiles[0])
                && isShown(quantiles[quantiles.length - 1]);
    }

    private static boolean isShown(double watts) {
        return Math.abs(watts) <= Power.MOST_SHOWN.watts();
    }
}
