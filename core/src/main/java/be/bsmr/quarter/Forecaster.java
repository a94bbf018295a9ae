package be.bsmr.quarter;

import be.bsmr.unit.Power;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Foresees where the running quarter will end, and how sure that is; learns the house as it runs.
 *
 * <p>About twice every half minute it guesses what the next minutes will draw, waits until they
 * have passed, and learns from the difference ({@link LearnedModel}). It needs no training
 * beforehand: on the first day it is a blend of means, and as sure as such a blend may be. Work
 * each second and memory are bounded; the same readings give the same forecast.
 *
 * <p>Takes import only: export later in the quarter cannot undo import. Never changes; {@link
 * #observe} gives the next.
 */
public final class Forecaster {

    /** The original system's window, and so long it takes a mean to show that a load was shed. */
    public static final Duration WINDOW = Duration.ofSeconds(30);

    /** Knows nothing yet. */
    public static final Forecaster EMPTY = starting(LearnedModel.nothing(), Long.MIN_VALUE);

    /**
     * Knows nothing yet, and never will as much as {@link #EMPTY}: what it learns takes a twentieth
     * of the memory, and a small part of the work. For one of very many houses.
     */
    public static final Forecaster SMALL = starting(LearnedLines.nothing(), Long.MIN_VALUE);

    private static final int QUARTER = (int) QuarterHour.LENGTH.toSeconds();

    /** The layout of {@link #whole}; another one is not read. */
    private static final byte WHOLE = 1;

    private static final byte MODEL = 0;
    private static final byte LINES = 1;

    /** Far more than half a minute asks for and a quarter keeps waiting. */
    private static final int MOST_WAITING = 1000;

    /** A silence up to this long is bridged with the power that ends it, s. */
    private static final long BRIDGED = 60;

    /** So often guesses are made to learn from, s. */
    private static final int LESSON = 30;

    /** A guess is made anew after so many seconds, or when the power has changed. */
    private static final int FRESH = 5;

    private static final int CHANGED_WATTS = 50;
    private static final int CHANGED_PARTS = 32;

    /** The shortest time that is learned, s; the last seconds are foreseen like the half minute. */
    private static final int SHORTEST = 30;

    /**
     * A guess whose minutes have not passed yet.
     *
     * @param due when they will have, s since 1970
     * @param joules counted at its start
     */
    private record Waiting(long due, Guess guess, double joules) {}

    /** What was foreseen a moment ago, and from what. */
    @SuppressWarnings("ArrayRecordComponent") // stays within this class and is never changed
    private record Rest(long at, int watts, double power, double[] likely, double[] evident) {}

    private final Learned learned;

    /** Nothing up to then is learned again, s since 1970. */
    private final long learnedUntil;

    private final PowerFeatures recent;
    private final long last;
    private final double joules;

    /** The first due first. */
    private final List<Waiting> waiting;

    private final @Nullable Rest rest;

    /** Of the running quarter: what was counted, and for how many seconds. */
    private final double quarterJoules;

    private final int quarterSeconds;

    private Forecaster(
            Learned learned,
            long learnedUntil,
            PowerFeatures recent,
            long last,
            double joules,
            List<Waiting> waiting,
            @Nullable Rest rest,
            double quarterJoules,
            int quarterSeconds) {
        this.learned = learned;
        this.learnedUntil = learnedUntil;
        this.recent = recent;
        this.last = last;
        this.joules = joules;
        this.waiting = waiting;
        this.rest = rest;
        this.quarterJoules = quarterJoules;
        this.quarterSeconds = quarterSeconds;
    }

    /**
     * With what an earlier run learned. Readings of then may be replayed to it: it looks at them,
     * but does not learn them twice, until {@link #resumed}.
     *
     * @param memory what {@link #memory} gave; empty when it cannot be used
     */
    public static Optional<Forecaster> remembering(byte[] memory) {
        if (memory.length < Long.BYTES) {
            return Optional.empty();
        }
        long until = ByteBuffer.wrap(memory).getLong();
        return LearnedModel.of(Arrays.copyOfRange(memory, Long.BYTES, memory.length))
                .map(learned -> starting(learned, until));
    }

    private static Forecaster starting(Learned learned, long learnedUntil) {
        return new Forecaster(
                learned,
                learnedUntil,
                new PowerFeatures(),
                Long.MIN_VALUE,
                0,
                List.of(),
                null,
                0,
                0);
    }

    /** What was learned, below 1 MB. */
    public byte[] memory() {
        byte[] what = learned.bytes();
        return ByteBuffer.allocate(Long.BYTES + what.length)
                .putLong(Math.max(last, learnedUntil))
                .put(what)
                .array();
    }

    /**
     * All of it, also what was seen last: what {@link #resuming} makes of it goes on as if nothing
     * had been. Below 32 kB in the small form.
     */
    public byte[] whole() {
        Memory to = new Memory();
        to.put(new byte[] {WHOLE, learned instanceof LearnedLines ? LINES : MODEL});
        to.putLong(learnedUntil);
        to.putLong(last);
        to.put(new double[] {joules, quarterJoules});
        to.putInt(quarterSeconds);
        recent.save(to);
        learned.habits().saveLately(to);
        to.putInt(waiting.size());
        for (Waiting w : waiting) {
            to.putLong(w.due);
            to.put(new double[] {w.joules});
            w.guess.save(to);
        }
        to.put(new byte[] {(byte) (rest == null ? 0 : 1)});
        if (rest != null) {
            to.putLong(rest.at);
            to.putInt(rest.watts);
            to.put(new double[] {rest.power});
            to.put(rest.likely);
            to.put(rest.evident);
        }
        to.put(learned.bytes());
        return to.bytes();
    }

    /**
     * Goes on where another was.
     *
     * @param whole what {@link #whole} gave; empty when it is of another version or damaged
     */
    public static Optional<Forecaster> resuming(byte[] whole) {
        ByteBuffer from = ByteBuffer.wrap(whole);
        try {
            if (from.get() != WHOLE) {
                return Optional.empty();
            }
            boolean lines = from.get() == LINES;
            long learnedUntil = from.getLong();
            long last = from.getLong();
            double[] joules = Memory.doubles(from, 2);
            int quarterSeconds = Memory.within(from.getInt(), Integer.MAX_VALUE);
            PowerFeatures recent = PowerFeatures.load(from);
            ByteBuffer lately = from.slice();
            DailyProfile.unknown().withLately(from);
            List<Waiting> waiting = new ArrayList<>();
            for (int i = Memory.within(from.getInt(), MOST_WAITING); i > 0; i--) {
                long due = from.getLong();
                double then = Memory.doubles(from, 1)[0];
                waiting.add(new Waiting(due, Guess.load(from), then));
            }
            Rest rest = from.get() == 0 ? null : rest(from);
            byte[] rested = Arrays.copyOfRange(whole, from.position(), whole.length);
            Optional<? extends Learned> known =
                    lines ? LearnedLines.of(rested) : LearnedModel.of(rested);
            return known.map(
                    learned ->
                            new Forecaster(
                                    learned.with(learned.habits().withLately(lately)),
                                    learnedUntil,
                                    recent,
                                    last,
                                    joules[0],
                                    waiting,
                                    rest,
                                    joules[1],
                                    quarterSeconds));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static Rest rest(ByteBuffer from) {
        return new Rest(
                from.getLong(),
                from.getInt(),
                Memory.doubles(from, 1)[0],
                Memory.doubles(from, DemandDistribution.size()),
                Memory.doubles(from, DemandDistribution.size()));
    }

    /** From now on everything is news, whatever the meter's clock was when it was learned. */
    public Forecaster resumed() {
        return new Forecaster(
                learned,
                Long.MIN_VALUE,
                recent,
                last,
                joules,
                waiting,
                rest,
                quarterJoules,
                quarterSeconds);
    }

    /** With what was learned only, when time has jumped: what was seen last says nothing. */
    public Forecaster interrupted() {
        return starting(learned.with(learned.habits().interrupted()), learnedUntil);
    }

    /**
     * Takes the powers of the newest telegram; one that is not later than the last changes nothing.
     *
     * @param at the meter's time
     * @param own what is to be foreseen: import minus export of the house without the loads that
     *     are controlled, as these will do what they are told
     * @param netPower import minus export of the whole house
     */
    public Forecaster observe(Instant at, Power own, Power netPower) {
        long now = at.getEpochSecond();
        if (!recent.isEmpty() && now <= last) {
            return this;
        }
        long silence = recent.isEmpty() ? 1 : now - last;
        if (silence > QUARTER) {
            return interrupted().observe(at, own, netPower);
        }
        Turn turn = new Turn(this);
        if (silence > BRIDGED) {
            turn.waiting = List.of();
            turn.quarterSeconds = 0;
            turn.quarterJoules = 0;
            silence = 1;
        }
        for (long s = now - silence + 1; s <= now; s++) {
            turn.second(s, own.watts(), netPower.watts());
        }
        return turn.end(now);
    }

    /** The seconds that one telegram brings. */
    private static final class Turn {
        private static final long NONE = Long.MIN_VALUE;

        private final Forecaster before;
        private final PowerFeatures recent;
        private Learned learned;
        private double joules;
        private List<Waiting> waiting;
        private double quarterJoules;
        private int quarterSeconds;

        /** Number of the half minute that asks for a guess to learn from. */
        private long lesson = NONE;

        Turn(Forecaster before) {
            this.before = before;
            recent = before.recent.copy();
            learned = before.learned;
            joules = before.joules;
            waiting = before.waiting;
            quarterJoules = before.quarterJoules;
            quarterSeconds = before.quarterSeconds;
        }

        void second(long at, int own, int net) {
            recent.add(at, own, net);
            int watts = recent.last();
            joules += watts;
            quarterJoules += watts;
            quarterSeconds++;
            if (Math.floorMod(at, (long) QUARTER) == 0) {
                endQuarter(at);
            }
            while (!waiting.isEmpty() && waiting.get(0).due <= at) {
                Waiting w = waiting.get(0);
                waiting = waiting.subList(1, waiting.size());
                learned = learned.with(w.guess, (joules - w.joules) / (double) w.guess.horizon());
            }
            // Not at fixed seconds: what happens at whole minutes is no habit of the house.
            long part = Math.floorDiv(at, (long) LESSON);
            if (Math.floorMod(at, (long) LESSON) == Chance.below(part, LESSON)) {
                lesson = part;
            }
        }

        private void endQuarter(long end) {
            if (end > before.learnedUntil && quarterSeconds * 10 >= QUARTER * 9) {
                learned =
                        learned.with(
                                learned.habits()
                                        .with(end - QUARTER, quarterJoules / quarterSeconds));
            }
            quarterJoules = 0;
            quarterSeconds = 0;
        }

        private void guess(long at, long lesson) {
            List<Waiting> more = new ArrayList<>(waiting);
            int turn = (int) Chance.below(-lesson, 4);
            await(more, at, turn % 2 == 0 ? 300 : 600);
            if (turn == 0) {
                await(more, at, 60);
            } else if (turn == 1) {
                await(more, at, 180);
            } else if (turn == 2) {
                await(more, at, 780);
            } else {
                await(more, at, SHORTEST);
            }
            await(more, at, 120 + (int) Chance.below(~lesson, 720));
            waiting = more;
        }

        private void await(List<Waiting> list, long at, int horizon) {
            if (at + horizon <= before.learnedUntil) {
                return;
            }
            Waiting next = new Waiting(at + horizon, learned.guess(recent, at, horizon), joules);
            int i = list.size();
            while (i > 0 && list.get(i - 1).due > next.due) {
                i--;
            }
            list.add(i, next);
        }

        Forecaster end(long now) {
            // Only now: of the seconds before, the telegram was not there yet.
            if (lesson != NONE) {
                guess(now, lesson);
            }
            int watts = recent.last();
            Rest known = before.rest;
            if (known == null
                    || now - known.at >= FRESH
                    || now / QUARTER != known.at / QUARTER
                    || Math.abs(watts - known.watts)
                            > CHANGED_WATTS + known.watts / CHANGED_PARTS) {
                int left = QUARTER - (int) Math.floorMod(now, (long) QUARTER);
                Guess guess = learned.guess(recent, now, Math.max(SHORTEST, left));
                Judgement judgement = learned.judgement();
                known =
                        new Rest(
                                now,
                                watts,
                                guess.power(),
                                judgement.likely(guess),
                                judgement.evident(guess));
            }
            return new Forecaster(
                    learned,
                    before.learnedUntil,
                    recent,
                    now,
                    joules,
                    waiting,
                    known,
                    quarterJoules,
                    quarterSeconds);
        }
    }

    /** Where {@code quarter} will end. */
    public DemandForecast forecast(RunningQuarter quarter) {
        Power soFar = quarter.soFar().imported().meanPower(QuarterHour.LENGTH);
        Power mean = watts(recent.importMean30());
        Power net = watts(recent.netMean30());
        if (rest == null) {
            return DemandForecast.certain(soFar, mean, net);
        }
        double left =
                QuarterHour.LENGTH.minus(quarter.elapsed()).toMillis()
                        / (double) QuarterHour.LENGTH.toMillis();
        double expected = soFar.watts() + left * rest.power;
        return new DemandForecast(
                after(soFar, left, expected, rest.likely),
                after(soFar, left, expected, rest.evident),
                mean,
                net);
    }

    /** Of a whole quarter of which the share {@code left} is still to come, at these powers. */
    private static DemandDistribution after(
            Power soFar, double left, double expected, double[] powers) {
        double[] quantiles = new double[powers.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = soFar.watts() + left * powers[i];
        }
        return DemandDistribution.of(expected, quantiles);
    }

    /**
     * What the loads that are controlled add to the mean import of the rest of the quarter: they
     * draw first what is exported.
     *
     * @param planned what they draw from now on, unless they switch to and fro of themselves
     * @param settled since they were last told anything
     */
    public Power added(Power planned, Duration settled) {
        return watts(recent.added(planned.watts(), settled.toSeconds()));
    }

    /**
     * The demand of a quarter that has not begun, if nothing is done: what the house usually draws
     * then, and the share of what is unusual now that tends to last so long.
     *
     * @param quarter at most a day after the newest telegram
     */
    public DemandDistribution ahead(QuarterHour quarter) {
        long start = quarter.start().getEpochSecond();
        long running = Math.floorDiv(last, (long) QUARTER);
        int lead = recent.isEmpty() ? 1 : (int) Math.max(1, start / QUARTER - running);
        return learned.habits().ahead(start, lead, recent.mean15Minutes());
    }

    /** Whether a whole day was seen; before, {@link #ahead} knows little but what is drawn now. */
    public boolean knowsADay() {
        return learned.habits().knowADay();
    }

    /** Equal if they know the same and foresee the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Forecaster f
                && last == f.last
                && Double.compare(joules, f.joules) == 0
                && waiting.size() == f.waiting.size()
                && (rest == null
                        ? f.rest == null
                        : f.rest != null && Arrays.equals(rest.likely, f.rest.likely))
                && Arrays.equals(memory(), f.memory());
    }

    @Override
    public int hashCode() {
        return Objects.hash(last, joules);
    }

    @Override
    public String toString() {
        return "Forecaster[" + (recent.isEmpty() ? "fresh" : Instant.ofEpochSecond(last)) + "]";
    }

    private static Power watts(double w) {
        return Power.ofWatts(Math.round(w));
    }
}
