package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.control.Contact;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.site.SiteInput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * Brings one load to where it was last commanded, on a thread of its own, so that a slow one keeps
 * no other waiting. Only the newest command counts. It is sent until the load says that it is so,
 * at growing pauses, and then given up loudly: the site is told, and answers with another command
 * when it does not want this one any more. From then on the newest is tried now and then. What is
 * worth beginning for a while only is not sent after that.
 *
 * <p>Until it may control it touches nothing, and remembers what it would have done.
 */
public final class LoadSwitch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoadSwitch.class);

    /** How often the load is told to be safe when we go. */
    private static final int LAST_ATTEMPTS = 2;

    /** So often in the time that it has to confirm, a load is asked whether it is done. */
    private static final int ASKED = 4;

    private final Load load;
    private final Actuators actuators;
    private final InstantSource clock;
    private final Consumer<SiteInput> inbox;
    private final RetryTimes pace;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Order wish;
    private boolean byHand;
    private boolean controlling;
    private boolean keptSafe;
    private boolean closing;
    private boolean heard;
    private boolean pending;

    /** Meanwhile the broker has told the load something in our place. */
    private boolean spokenFor;

    private long turn;

    // What follows belongs to the thread.
    private long served;
    private @Nullable Order open;
    private int failures;

    /** The load may yet answer what it was told before the open order, by us or in our place. */
    private boolean follows;

    /** Until when it may. */
    private @Nullable Long lateUntil;

    private boolean disobeyed;
    private boolean reached;
    private boolean missed;
    private @Nullable Instant lastContact;
    private @Nullable Boolean lastOn;
    private long dueAt;
    private long lookAt;

    /**
     * What is to be done.
     *
     * @param gently whether what is so already is left alone: a charger's mode may be a person's
     *     choice
     * @param until nanoseconds of {@link System#nanoTime} after which it is not begun any more;
     *     null = it always is
     */
    private record Order(Command command, boolean gently, @Nullable Long until) {

        static Order of(Command command) {
            Duration worth = command instanceof Command.Shed shed ? shed.worth() : null;
            return new Order(
                    command, false, worth == null ? null : System.nanoTime() + worth.toNanos());
        }

        /** Sent whatever the load says, or only if it is not so. */
        Order sent(boolean newGently) {
            return new Order(command, newGently, until);
        }

        /** It was obeyed: it holds until there is another. */
        Order begun() {
            return new Order(command, gently, null);
        }

        boolean isOver() {
            return until != null && System.nanoTime() - until >= 0;
        }
    }

    /**
     * A switch that does not yet run.
     *
     * @param actuators told in this order; they are closed with the switch
     * @param inbox takes what came of commands, and what the load says
     */
    public LoadSwitch(
            Load load,
            List<Actuator> actuators,
            InstantSource clock,
            Consumer<SiteInput> inbox,
            RetryTimes pace) {
        this.load = load;
        this.actuators = new Actuators(load.id(), actuators);
        this.clock = clock;
        this.inbox = inbox;
        this.pace = pace;
        thread = new Thread(this::run, "load-" + load.id());
    }

    /** Begins, hands off until it is told to {@link #control}. */
    public void start() {
        lookIn(pace.confirm());
        actuators.begin(this::heard, this::reconnected);
        reached = actuators.haveAnswered();
        if (!reached || actuators.areToldOnly()) {
            inbox.accept(new SiteInput.LoadContact(clock.instant(), load.id(), contact()));
        }
        thread.start();
    }

    /** Leaves a command and returns at once. One that was not yet obeyed gives way. */
    public void put(Command command) {
        turn(
                () -> {
                    wish = Order.of(command);
                    byHand = false;
                });
    }

    /**
     * Whether we may touch the load at all: not while another program controls it.
     *
     * @param safeFirst whether the load is made safe, unless a command has come meanwhile: who
     *     begins to control does not know how the last one left it
     */
    public void control(boolean allowed, boolean safeFirst) {
        turn(
                () -> {
                    if (!allowed) {
                        wish = null;
                    } else if (!controlling && wish == null && safeFirst) {
                        wish = new Order(safely(), true, null);
                    }
                    controlling = allowed;
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
                    wish = wish == null ? null : wish.sent(false);
                });
    }

    /**
     * A connection that was lost is back. Meanwhile the broker has put the load in its fail-safe:
     * any other wish is sent again, unless a person's hand came after it, and so is one that could
     * not be sent. Who has just begun waits for what the load says first.
     */
    public void reconnected() {
        lock.lock();
        try {
            Order order = wish;
            if (order == null || byHand) {
                return;
            }
            if ((pending && !order.gently()) || !Actuator.same(order.command(), safely())) {
                spokenFor = true;
                again(false);
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
        if (controlling && wish != null && !leftSafe()) {
            log.error(
                    "load {} may not be left as its fail-safe says: {}",
                    load.id(),
                    actuators.trouble());
        }
        actuators.close();
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
            if (!isControlling()) {
                actuators.letGo();
            }
            if (open != null && isDue()) {
                attempt(open);
            } else if (open != null && actuators.areDone(open.command())) {
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
            while (!closing && turn == served && !heard && untilNext() > 0) {
                sleep(untilNext());
            }
            heard = false;
            if (turn != served) {
                served = turn;
                Order before = open;
                open = next();
                boolean more =
                        before != null
                                && open != null
                                && Actuator.same(before.command(), open.command());
                follows = spokenFor || (before != null && !more);
                spokenFor = false;
                lateUntil = null;
                // The same once more makes nobody wait longer to hear that it fails.
                failures = more && failures < pace.attempts() ? failures : 0;
                lastOn = null;
                dueIn(Duration.ZERO);
            }
            pending = open != null;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: what is to be done now; null = nothing. */
    private @Nullable Order next() {
        if (!controlling || wish == null) {
            return null;
        }
        return keptSafe ? Order.of(safely()) : byHand ? null : wish;
    }

    private void attempt(Order order) {
        if (order.isOver()) {
            open = null;
            failures = pace.attempts();
            givenUp(order.command(), "its time is over");
            return;
        }
        if (order.gently()) {
            boolean unused = await(() -> brokenOff() || !actuators.areYetToSay());
        }
        if (isSent(order.command(), order.gently())
                && awaitDone(order.command(), this::brokenOff)) {
            done(order);
        } else if (!brokenOff()) {
            failed(order.command());
        }
    }

    private void failed(Command command) {
        failures++;
        dueIn(pace.pauseAfter(failures));
        if (failures == pace.attempts()) {
            givenUp(command, actuators.trouble());
        }
    }

    /**
     * What the load said before it was told counts no more: it may yet obey, late, and must not be
     * taken to be as it was.
     */
    private void givenUp(Command command, String why) {
        if (!disobeyed) {
            log.error(
                    "load {} does not obey, to be {} ({}); trying again now and then",
                    load.id(),
                    words(command),
                    why);
        }
        disobeyed = true;
        actuators.doubt();
        report(command, LoadState.Report.FAILED);
    }

    private static String words(Command command) {
        return command instanceof Command.Set set
                ? "set to " + set.value()
                : command instanceof Command.Shed ? "shed" : "restored";
    }

    private void done(Order order) {
        if (disobeyed) {
            log.info("load {} obeys again: it is {}", load.id(), words(order.command()));
        }
        disobeyed = false;
        lateUntil = follows ? Long.valueOf(System.nanoTime() + pace.confirm().toNanos()) : null;
        follows = false;
        Sight sight = looked();
        open = null;
        lock.lock();
        try {
            if (order.equals(wish)) {
                wish = order.begun();
            }
        } finally {
            lock.unlock();
        }
        report(order.command(), LoadState.Report.CONFIRMED);
        tell(sight);
    }

    /** The site that does not move would keep us waiting. */
    private void report(Command command, LoadState.Report report) {
        if (!isKeptSafe()) {
            inbox.accept(
                    new SiteInput.LoadReport(clock.instant(), load.id(), report, command.at()));
        }
    }

    /** Of one that has said nothing yet, it is no news that it could be asked. */
    private void contact(boolean now) {
        if (now && !actuators.haveAnswered()) {
            return;
        }
        if (now == missed) {
            missed = !now;
            if (missed) {
                log.warn("load {} cannot be reached: {}", load.id(), actuators.trouble());
            } else {
                log.info("load {} can be reached again", load.id());
            }
        }
        if (now) {
            lastContact = clock.instant();
        }
        if (now == reached) {
            return;
        }
        reached = now;
        inbox.accept(new SiteInput.LoadContact(clock.instant(), load.id(), contact()));
        if (reached && open == null) {
            // It may have lost its memory with its power.
            again(true);
        }
    }

    private Contact contact() {
        if (reached) {
            return actuators.areToldOnly() ? Contact.TOLD_ONLY : Contact.REACHED;
        }
        return lastContact == null ? Contact.NOT_YET : Contact.lost(lastContact);
    }

    /**
     * What is wished is sent once more, unless a person's hand came after it.
     *
     * @param gently only if it is not so
     */
    private void again(boolean gently) {
        lock.lock();
        try {
            Order order = wish;
            if (order != null && !byHand) {
                turn(() -> wish = order.sent(gently));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether it is on is said once, and not while it is being switched, by us or in our place:
     * what it says then is how it was. What another program does with it is not ours to tell.
     */
    private void tell(Sight sight) {
        if (isKeptSafe()) {
            return;
        }
        boolean settled =
                open == null && isControlling() && !brokenOff() && !actuators.areSpokenFor();
        boolean news = settled && !Objects.equals(sight.on(), lastOn);
        Boolean on = news ? sight.on() : null;
        if (settled && isLate()) {
            again(false);
            return;
        }
        if (on != null) {
            lastOn = on;
            notice(on);
        }
        if (on != null || sight.power() != null || sight.held() != null) {
            inbox.accept(
                    new SiteInput.LoadObserved(
                            clock.instant(), load.id(), on, sight.power(), sight.held()));
        }
    }

    /**
     * Whether what it says answers the order before the last: it was taken to be as the last one
     * wants because it was so before both.
     */
    private boolean isLate() {
        if (lateUntil == null || System.nanoTime() - lateUntil >= 0) {
            return false;
        }
        Order order = wished();
        return order != null && !actuators.areDone(order.command());
    }

    private @Nullable Order wished() {
        lock.lock();
        try {
            return wish;
        } finally {
            lock.unlock();
        }
    }

    /** After a person's hand our wish holds no more, until there is another. */
    private void notice(boolean on) {
        lock.lock();
        try {
            byHand = turn == served && wish != null && on == wish.command() instanceof Command.Shed;
        } finally {
            lock.unlock();
        }
    }

    // ---- the actuators

    private boolean isSent(Command command, boolean gently) {
        boolean sent = actuators.order(command, gently);
        if (!actuators.areReached()) {
            contact(false);
        }
        return sent;
    }

    private Sight looked() {
        lookIn(pace.look());
        Sight sight = actuators.look();
        contact(actuators.areReached());
        return sight;
    }

    private boolean awaitDone(Command command, BooleanSupplier brokenOff) {
        return await(() -> brokenOff.getAsBoolean() || actuators.areDone(command))
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

    private boolean isControlling() {
        lock.lock();
        try {
            return controlling;
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

    private void lookIn(Duration pause) {
        lookAt = System.nanoTime() + pause.toNanos();
    }

    /** Nanoseconds to the next attempt or look. */
    private long untilNext() {
        long look = lookAt - System.nanoTime();
        return open == null ? look : Math.min(look, dueAt - System.nanoTime());
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
