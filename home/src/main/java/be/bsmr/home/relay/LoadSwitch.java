package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All actuators of one load, on a thread of their own, so that a slow one keeps no other load
 * waiting. Only the newest command counts. It is sent until the load says that it is so, at growing
 * pauses, and then given up loudly: the site is told, and from then on it is tried now and then.
 *
 * <p>Until it may steer it touches nothing, and remembers what it would have done.
 */
public final class LoadSwitch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoadSwitch.class);

    /** How often the load is told to be safe when we go. */
    private static final int LAST_ATTEMPTS = 2;

    /** So often in the time that it has to confirm, a load is asked whether it is done. */
    private static final int ASKED = 4;

    private final Load load;
    private final List<Actuator> actuators;
    private final Clock clock;
    private final Consumer<SiteInput> inbox;
    private final Pace pace;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Command wish;
    private boolean mayBeSo;
    private boolean steering;
    private boolean keptSafe;
    private boolean closing;
    private boolean heard;
    private boolean pending;
    private long turn;

    // What follows belongs to the thread.
    private long served;
    private @Nullable Command open;
    private boolean gently;
    private int failures;
    private @Nullable String trouble;
    private boolean defectTold;
    private @Nullable Boolean lastOn;
    private long dueAt;

    /**
     * A switch that does not yet run.
     *
     * @param actuators told in this order; they are closed with the switch
     * @param inbox takes what came of commands, and what the load says
     */
    public LoadSwitch(
            Load load,
            List<Actuator> actuators,
            Clock clock,
            Consumer<SiteInput> inbox,
            Pace pace) {
        this.load = load;
        this.actuators = List.copyOf(actuators);
        this.clock = clock;
        this.inbox = inbox;
        this.pace = pace;
        thread = new Thread(this::run, "load-" + load.id());
    }

    /** Begins, hands off until it is told to {@link #steer}. */
    public void start() {
        dueIn(pace.look());
        actuators.forEach(a -> a.begin(this::heard, this::reconnected));
        thread.start();
    }

    /** Leaves a command and returns at once. One that was not yet obeyed gives way. */
    public void put(Command command) {
        turn(
                () -> {
                    wish = command;
                    mayBeSo = false;
                });
    }

    /**
     * Whether we may touch the load at all: not while another program steers it.
     *
     * @param safeFirst whether the load is made safe, unless a command has come meanwhile: who
     *     begins to steer does not know how the last one left it
     */
    public void steer(boolean allowed, boolean safeFirst) {
        turn(
                () -> {
                    if (!allowed) {
                        wish = null;
                    } else if (!steering && wish == null && safeFirst) {
                        wish = safely();
                        mayBeSo = true;
                    }
                    steering = allowed;
                });
    }

    /**
     * Puts the load in its fail-safe, whatever the site wants, because the site does not move; or
     * lets the site have its way again.
     */
    public void keepSafe(boolean safe) {
        turn(
                () -> {
                    keptSafe = safe;
                    mayBeSo = false;
                });
    }

    /**
     * A connection that was lost is back. Meanwhile the broker has put the load in its fail-safe:
     * any other wish is sent again, and so is one that could not be sent. Who has just begun waits
     * for what the load says first.
     */
    public void reconnected() {
        lock.lock();
        try {
            if ((pending && !mayBeSo) || (wish != null && !Actuator.same(wish, safely()))) {
                turn(() -> mayBeSo = false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The load has said something: it is looked at now. */
    public void heard() {
        lock.lock();
        try {
            heard = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the load in its fail-safe, if we ever told it anything, and lets go of it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (steering && wish != null && !leftSafe()) {
            log.error("load {} may not be left as its fail-safe says: {}", load.id(), trouble);
        }
        for (Actuator actuator : actuators) {
            try {
                actuator.close();
            } catch (RuntimeException e) {
                log.error("load {}: an actuator does not close", load.id(), e);
            }
        }
    }

    private void turn(Runnable change) {
        lock.lock();
        try {
            change.run();
            turn++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Command safely() {
        return load.safely(clock.instant());
    }

    private boolean leftSafe() {
        Command safe = safely();
        for (int i = 0; i < LAST_ATTEMPTS; i++) {
            if (isSent(safe, true) && awaitDone(safe, () -> false)) {
                return true;
            }
        }
        return false;
    }

    // ---- the thread

    private void run() {
        while (awaitWork()) {
            if (!isSteering()) {
                actuators.forEach(Actuator::letGo);
            }
            if (open == null) {
                tell(looked());
                dueIn(pace.look());
            } else if (isDue()) {
                attempt(open);
            } else if (isDone(open)) {
                done(open);
            } else {
                tell(looked());
            }
        }
    }

    /** Waits for a command, a word of the load, or the next look or attempt; false when closing. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closing && turn == served && !heard && !isDue()) {
                sleep(dueAt - System.nanoTime());
            }
            heard = false;
            if (turn != served) {
                served = turn;
                open = !steering || wish == null ? null : keptSafe ? safely() : wish;
                gently = mayBeSo;
                failures = 0;
                lastOn = null;
                dueIn(Duration.ZERO);
            }
            pending = open != null;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private void attempt(Command command) {
        trouble = "it does not say that it is so";
        if (gently) {
            boolean unused =
                    await(() -> brokenOff() || actuators.stream().noneMatch(Actuator::isYetToSay));
        }
        if (isSent(command, gently) && awaitDone(command, this::brokenOff)) {
            done(command);
        } else if (!brokenOff()) {
            failed(command);
        }
    }

    private void failed(Command command) {
        failures++;
        dueIn(pace.pauseAfter(failures));
        if (failures == pace.attempts()) {
            log.error(
                    "load {} does not obey: {} failed {} times ({}); trying again now and then",
                    load.id(),
                    command,
                    failures,
                    trouble);
            report(LoadState.Report.FAILED);
        }
    }

    private void done(Command command) {
        if (failures >= pace.attempts()) {
            log.info("load {} obeys again: {}", load.id(), command);
        }
        open = null;
        report(LoadState.Report.CONFIRMED);
        tell(looked());
        dueIn(pace.look());
    }

    /** The site that does not move would keep us waiting. */
    private void report(LoadState.Report report) {
        if (!isKeptSafe()) {
            inbox.accept(new SiteInput.LoadReport(clock.instant(), load.id(), report));
        }
    }

    /**
     * Whether it is on is said once, and not while it is being switched: what it says then is how
     * it was. What another program does with it is not ours to tell.
     */
    private void tell(Sight sight) {
        if (isKeptSafe()) {
            return;
        }
        boolean news = open == null && isSteering() && !Objects.equals(sight.on(), lastOn);
        Boolean on = news ? sight.on() : null;
        if (on != null) {
            lastOn = on;
        }
        if (on != null || sight.power() != null) {
            inbox.accept(new SiteInput.LoadSeen(clock.instant(), load.id(), on, sight.power()));
        }
    }

    // ---- the actuators

    /**
     * Tells every actuator, also when one of them fails.
     *
     * @param gently whether what is so already is left alone: a charger's mode may be a person's
     *     choice
     */
    private boolean isSent(Command command, boolean gently) {
        boolean sent = true;
        for (Actuator actuator : actuators) {
            try {
                if (!gently || !actuator.isDone(command)) {
                    actuator.order(command);
                }
            } catch (IOException e) {
                sent = false;
                trouble = e.getMessage();
            } catch (RuntimeException e) {
                // A defect of one must neither stop the others nor pass for done.
                sent = false;
                defect(e);
            }
        }
        return sent;
    }

    private boolean isDone(Command command) {
        for (Actuator actuator : actuators) {
            try {
                if (!actuator.isDone(command)) {
                    return false;
                }
            } catch (IOException e) {
                trouble = e.getMessage();
                return false;
            } catch (RuntimeException e) {
                defect(e);
                return false;
            }
        }
        return true;
    }

    private Sight looked() {
        Sight all = Sight.NOTHING;
        for (Actuator actuator : actuators) {
            try {
                all = all.and(actuator.look());
            } catch (IOException e) {
                // One that cannot be asked says nothing; that counts when it is told something.
                trouble = e.getMessage();
            } catch (RuntimeException e) {
                defect(e);
            }
        }
        return all;
    }

    private void defect(RuntimeException e) {
        trouble = e.toString();
        if (!defectTold) {
            defectTold = true;
            log.error("load {}: a defect of an actuator", load.id(), e);
        }
    }

    private boolean awaitDone(Command command, BooleanSupplier brokenOff) {
        return await(() -> brokenOff.getAsBoolean() || isDone(command))
                && !brokenOff.getAsBoolean();
    }

    // ---- waiting

    /** Asks until it is so, for as long as a load may take to confirm. */
    private boolean await(BooleanSupplier so) {
        long end = System.nanoTime() + pace.confirm().toNanos();
        while (!so.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            lock.lock();
            try {
                if (!heard) {
                    sleep(Math.min(left, pace.confirm().toNanos() / ASKED));
                }
                heard = false;
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    private boolean brokenOff() {
        lock.lock();
        try {
            return closing || turn != served;
        } finally {
            lock.unlock();
        }
    }

    private boolean isKeptSafe() {
        lock.lock();
        try {
            return keptSafe;
        } finally {
            lock.unlock();
        }
    }

    private boolean isSteering() {
        lock.lock();
        try {
            return steering;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return System.nanoTime() - dueAt >= 0;
    }

    private void dueIn(Duration pause) {
        dueAt = System.nanoTime() + pause.toNanos();
    }

    /** With the lock held; the callers look again at what they wait for. */
    @SuppressWarnings("WaitNotInLoop")
    private void sleep(long nanos) {
        try {
            var unused = changed.awaitNanos(Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
        } catch (InterruptedException e) {
            // The thread ends by a flag.
            log.debug("load {}: interrupted", load.id());
        }
    }
}
