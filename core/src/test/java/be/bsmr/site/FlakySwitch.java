package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.Contact;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The switch of a load and its relay, second by second, over a link that fails: what {@code
 * LoadSwitch} does in threads and real time. Some links keep what was sent while they were down and
 * deliver it later, in order.
 */
final class FlakySwitch {

    private static final int ATTEMPTS = 5;
    private static final int[] PAUSES = {4, 5, 7, 11, 63};
    private static final int LOOK = 10;

    /** So long after the link is back everything must be as the site wants it, s. */
    static final int SETTLED = 63 + LOOK;

    private final Load load;
    private boolean up = true;
    private boolean keeps;
    private boolean on = true;
    private final List<Command> underWay = new ArrayList<>();

    private @Nullable Command wish;
    private @Nullable Command open;
    private @Nullable Instant until;
    private boolean gently;
    private boolean lost;
    private Instant lastContact;
    private int failures;
    private Instant due;
    private @Nullable Boolean lastOn;

    FlakySwitch(Load load, Instant start) {
        this.load = load;
        lastContact = start;
        due = start;
        restart(start);
    }

    boolean on() {
        return on;
    }

    boolean isUp() {
        return up;
    }

    /**
     * @param keepsWhatIsSent whether orders under way arrive when it is up again
     */
    void down(boolean keepsWhatIsSent) {
        up = false;
        keeps = keepsWhatIsSent;
    }

    void up() {
        up = true;
        underWay.forEach(this::obey);
        underWay.clear();
    }

    /** Its power fails: it comes back in a position of its own. */
    void reboots(boolean nowOn) {
        on = nowOn;
        underWay.clear();
    }

    /** The program begins to control it anew. */
    void restart(Instant now) {
        put(load.safely(now), now);
        gently = true;
    }

    void put(Command command, Instant now) {
        boolean more = open != null && open.getClass() == command.getClass() && failures < ATTEMPTS;
        failures = more ? failures : 0;
        wish = command;
        open = command;
        Duration worth = command instanceof Command.Shed shed ? shed.worth() : null;
        until = worth == null ? null : now.plus(worth);
        gently = false;
        lastOn = null;
        due = now;
    }

    void second(Instant now, Consumer<SiteInput> site) {
        if (now.isBefore(due)) {
            return;
        }
        Command order = open;
        if (order == null) {
            look(now, site);
        } else if (until != null && !now.isBefore(until)) {
            open = null;
            due = now.plusSeconds(LOOK);
            site.accept(new SiteInput.LoadReport(now, load.id(), Report.FAILED, order.at()));
        } else if (up) {
            done(order, now, site);
        } else {
            failed(order, now, site);
        }
    }

    private void done(Command order, Instant now, Consumer<SiteInput> site) {
        if (!gently || on == order instanceof Command.Shed) {
            obey(order);
        }
        contact(true, now, site);
        open = null;
        until = null;
        due = now.plusSeconds(LOOK);
        lastOn = on;
        site.accept(new SiteInput.LoadReport(now, load.id(), Report.CONFIRMED, order.at()));
        site.accept(new SiteInput.LoadObserved(now, load.id(), on, null));
    }

    private void failed(Command order, Instant now, Consumer<SiteInput> site) {
        if (keeps) {
            underWay.add(order);
        }
        contact(false, now, site);
        due = now.plusSeconds(PAUSES[Math.min(failures, ATTEMPTS - 1)]);
        failures++;
        if (failures == ATTEMPTS) {
            site.accept(new SiteInput.LoadReport(now, load.id(), Report.FAILED, order.at()));
        }
    }

    private void look(Instant now, Consumer<SiteInput> site) {
        due = now.plusSeconds(LOOK);
        boolean found = up && lost;
        contact(up, now, site);
        if (found && wish != null) {
            open = wish;
            gently = true;
            failures = 0;
            due = now;
        } else if (up && (lastOn == null || on != lastOn)) {
            lastOn = on;
            site.accept(new SiteInput.LoadObserved(now, load.id(), on, null));
        }
    }

    private void contact(boolean reached, Instant now, Consumer<SiteInput> site) {
        if (reached) {
            lastContact = now;
        }
        if (lost == reached) {
            lost = !reached;
            site.accept(
                    new SiteInput.LoadContact(
                            now, load.id(), lost ? Contact.lost(lastContact) : Contact.REACHED));
        }
    }

    private void obey(Command order) {
        on = !(order instanceof Command.Shed);
    }
}
