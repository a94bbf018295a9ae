package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.control.LoadState;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All relays of one load. Turns commands into switching, and what came of it into a report. One
 * thread.
 */
public final class LoadSwitch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoadSwitch.class);

    private final String load;
    private final List<Relay> relays;
    private final Clock clock;
    private final Consumer<SiteInput> inbox;

    public LoadSwitch(String load, List<Relay> relays, Clock clock, Consumer<SiteInput> inbox) {
        this.load = load;
        this.relays = List.copyOf(relays);
        this.clock = clock;
        this.inbox = inbox;
    }

    /** Switches every relay, also when one of them fails, and reports. */
    public void apply(Command command) {
        boolean failed = false;
        for (Relay relay : relays) {
            try {
                relay.shed(command instanceof Command.Shed);
            } catch (IOException e) {
                failed = true;
                log.error("{} failed: {}", command, e.getMessage());
            } catch (RuntimeException e) {
                // A defect of one relay must neither stop the others nor pass for done.
                failed = true;
                log.error("{} failed", command, e);
            }
        }
        LoadState.Report report = failed ? LoadState.Report.FAILED : LoadState.Report.CONFIRMED;
        inbox.accept(new SiteInput.LoadReport(clock.instant(), load, report));
    }

    /** Gives the load back on every relay. */
    @Override
    public void close() {
        for (Relay relay : relays) {
            try {
                relay.close();
            } catch (RuntimeException e) {
                log.error("load {} may still be shed", load, e);
            }
        }
    }
}
