package be.bsmr.backtest;

import static be.bsmr.backtest.HouseTrial.QUARTER;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A load as it stands in a house of a trial: what it may draw and does, what it would have drawn,
 * and what withholding it in the running quarter would have saved. Changes as the house runs.
 */
final class HouseLoad {

    /** A breach of less than this is rounding. */
    private static final double SLIGHT = 0.01;

    private final ControlledLoad made;
    private final HouseTally tally;
    private final SimulatedLoad simulated;
    private Allowance allowed = Allowance.UNCONTROLLED;

    /** How it would have gone on, had it not been withheld; null while it is not. */
    private @Nullable SimulatedLoad free;

    /** When it was shed, and given back; s since 1970. */
    private long offSince = Long.MIN_VALUE / 2;

    private long onSince = Long.MIN_VALUE / 2;

    /** Last second in which it was free, s since 1970. */
    private long withheldSince;

    private long wasOffFor;
    private long shedsOn;
    private int sheds;

    // At the start of the quarter:
    private SimulatedLoad then;
    private boolean mayBeWithheld;
    private long keptOnUntil;

    /** In each second of the quarter. */
    private final double[] watts = new double[QUARTER];

    HouseLoad(ControlledLoad made, HouseTally tally) {
        this.made = made;
        this.tally = tally;
        simulated = made.simulated().copy();
        then = simulated;
    }

    ControlledLoad made() {
        return made;
    }

    boolean isOn() {
        return allowed.on();
    }

    /**
     * What it drew in a second of the last quarter of an hour, W.
     *
     * @param second s since 1970
     */
    double drew(long second) {
        return watts[ofQuarter(second)];
    }

    private static int ofQuarter(long second) {
        return (int) Math.floorMod(second, (long) QUARTER);
    }

    /** Energy that people wanted by now and did not get, J. */
    double missed() {
        return simulated.missed();
    }

    // ---- what it may draw

    /**
     * @param now s since 1970
     */
    void obey(Command command, long now) {
        change(allowance(made.load(), command), now);
    }

    /**
     * Under a way that knows no limits of the owner the load itself takes what is due: from then on
     * it is free until that way gives it back.
     */
    void claim(Moment now) {
        if (simulated.isStore()) {
            return;
        }
        if (isFree()) {
            withheldSince = now.second();
            return;
        }
        Duration longest = made.load().limits().longestShed();
        boolean timeIsUp = longest != null && now.second() - withheldSince > longest.toSeconds();
        if (timeIsUp || !simulated.isFine(now)) {
            Instant at = Instant.ofEpochSecond(now.second());
            obey(new Command.Restore(made.load().id(), at), now.second());
        }
    }

    private void change(Allowance next, long now) {
        if (next.on() != allowed.on()) {
            tally.switched();
            if (next.on()) {
                wasOffFor = now - offSince;
                onSince = now;
            } else {
                offSince = now;
                sheds++;
            }
        } else if (!next.equals(allowed)
                && made.load().actuation() instanceof Actuation.Modulating) {
            tally.set();
        }
        allowed = next;
    }

    private static Allowance allowance(Load load, Command command) {
        if (command instanceof Command.Shed) {
            return Allowance.OFF;
        }
        if (load.actuation() instanceof Actuation.Modulating m) {
            int value = command instanceof Command.Set set ? set.value() : m.max();
            return new Allowance(true, m.power(value).watts());
        }
        return new Allowance(true, Double.POSITIVE_INFINITY);
    }

    private boolean isFree() {
        return allowed.on()
                && (Double.isNaN(allowed.watts())
                        || Double.isInfinite(allowed.watts())
                        || (made.load().actuation() instanceof Actuation.Modulating m
                                && allowed.watts() >= m.power(m.max()).watts()));
    }

    // ---- what it does

    /**
     * One second passes.
     *
     * @return what it drew, W
     */
    double run(Moment now) {
        part();
        double drawn = simulated.run(now, allowed);
        watts[ofQuarter(now.second())] = drawn;
        if (free != null) {
            // Energy that comes later because the load is withheld now.
            tally.delayed(Math.max(0, free.run(now, Allowance.UNCONTROLLED) - drawn));
        }
        return drawn;
    }

    /** Whoever is withheld from now on would have gone on from here. */
    private void part() {
        if (simulated.isStore() || isFree()) {
            free = null;
        } else if (free == null) {
            free = simulated.copy();
        }
    }

    /**
     * Tells by how much people are let down in the second that has just passed.
     *
     * @param uncontrolled the same load when nobody controls
     */
    void judge(Moment now, SimulatedLoad uncontrolled) {
        double amount = simulated.breach() - uncontrolled.breach();
        if (amount < SLIGHT) {
            return;
        }
        tally.breached(
                new ControlScore.Breach(
                        made.load().id(),
                        Instant.ofEpochSecond(now.second()),
                        amount,
                        simulated.unit()));
    }

    // ---- what withholding it would have saved

    /**
     * A quarter begins.
     *
     * @param local the same moment by the clock on the wall
     */
    void begin(Moment now, ZonedDateTime local) {
        Limits limits = made.load().limits();
        if (shedsOn != now.day()) {
            shedsOn = now.day();
            sheds = 0;
        }
        then = simulated.copy();
        long longest =
                limits.longestShed() == null ? Long.MAX_VALUE : limits.longestShed().toSeconds();
        // After a long time without power it needs some with it.
        long rest = wasOffFor >= 0.9 * longest ? longest / 2 : 0;
        keptOnUntil = onSince + Math.max(limits.minOn().toSeconds(), rest);
        boolean tooLong = !allowed.on() && now.second() + QUARTER - offSince > longest;
        boolean noMore =
                allowed.on() && limits.switchesPerDay() > 0 && sheds >= limits.switchesPerDay();
        mayBeWithheld = !tooLong && !noMore && !limits.leaveAlone(local);
    }

    /**
     * Takes from a quarter's power what withholding this load from its start, as far as its limits
     * allow, would have saved; nothing when people would have been let down.
     *
     * @param now the last second of the quarter
     * @param net in each second, W
     */
    void withhold(Moment now, double[] net) {
        if (!mayBeWithheld) {
            return;
        }
        Allowance least =
                made.load().actuation() instanceof Actuation.Modulating m && !m.pausable()
                        ? new Allowance(true, m.power(m.min()).watts())
                        : Allowance.OFF;
        SimulatedLoad withheld = then.copy();
        double[] saved = new double[QUARTER];
        Moment start = now.plus(1 - QUARTER);
        for (int i = 0; i < QUARTER; i++) {
            Moment at = start.plus(i);
            boolean kept = at.second() < keptOnUntil;
            saved[i] = watts[i] - withheld.run(at, kept ? Allowance.UNCONTROLLED : least);
        }
        if (withheld.isFine(now) && withheld.breach() == 0) {
            for (int i = 0; i < QUARTER; i++) {
                net[i] -= saved[i];
            }
        }
    }
}
