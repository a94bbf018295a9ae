package be.bsmr.home.uplink;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Store;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A simulated house with its site and its store, in which a second goes by when a test says so. */
final class LivingHouse implements AutoCloseable {

    final Path database;
    final LatestState latest = new LatestState();
    final ProgramHealth health = new ProgramHealth();
    final Queue<SiteInput> inbox = new ConcurrentLinkedQueue<>();

    private final Household household;
    private final Site site = new Site(SiteSettings.DEFAULT);
    private final Store store;
    private final List<Consumer<SiteStep>> listeners = new ArrayList<>();
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private volatile Instant now;
    private boolean storing = true;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }
            };

    /**
     * @param meterAhead by how much the meter's clock is ahead of the host's
     */
    LivingHouse(Path folder, Instant start, Duration meterAhead) throws IOException {
        database = folder.resolve("house.db");
        household = new Household(3, start.plus(meterAhead), SiteSettings.BELGIUM, Grid.STAR_400);
        now = start;
        store =
                Store.open(
                        HomeConfig.DEFAULT.with("store.file", database.toString()).store(),
                        clock,
                        SiteSettings.BELGIUM);
    }

    /** From now on nothing is stored. */
    LivingHouse withoutStore() {
        storing = false;
        return this;
    }

    void hearing(Consumer<SiteStep> listener) {
        listeners.add(listener);
    }

    /** The meter speaks each second. */
    void lives(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            now = now.plusSeconds(1);
            for (SiteInput input = inbox.poll(); input != null; input = inbox.poll()) {
                take(input);
            }
            take(new MeterRead(household.next(), now, LinkHealth.INITIAL));
        }
    }

    /** The cable is out. */
    void isSilent(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            household.next();
        }
        now = now.plus(time);
    }

    private void take(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        if (storing) {
            store.keep(step);
        }
        latest.show(step);
        listeners.forEach(listener -> listener.accept(step));
    }

    Instant now() {
        return now;
    }

    SiteState state() {
        return state;
    }

    History history() {
        return store.history();
    }

    SiteAccess access() {
        return new SiteAccess(
                Set.of(),
                clock,
                inbox::add,
                () -> inbox::add,
                latest,
                health,
                () -> storing ? Optional.of(store.history()) : Optional.empty());
    }

    @Override
    public void close() {
        store.close();
    }
}
