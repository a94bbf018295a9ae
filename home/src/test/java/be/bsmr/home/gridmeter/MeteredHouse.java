package be.bsmr.home.gridmeter;

import be.bsmr.control.ControlMode;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A simulated house whose clock stands still but for what it lives through. */
final class MeteredHouse {

    /** Sun on the panels, so that a house exports. */
    static final Instant NOON = Instant.parse("2026-06-13T11:00:00Z");

    static final Instant EVENING = Instant.parse("2026-01-13T17:23:00Z");

    private static final SiteSettings SETTINGS =
            new SiteSettings(
                    SiteSettings.BELGIUM,
                    SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                    List.of(),
                    ControlMode.OFF,
                    SiteSettings.Rating.UNSAID,
                    SiteSettings.Listening.TO_ANY,
                    CapacityTariff.UNKNOWN);

    private final Household household;
    private final UnaryOperator<Reading> meter;
    private final Site site = new Site(SETTINGS);
    private SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
    private Consumer<SiteStep> listener = step -> {};
    private volatile Instant now;
    private Reading last;

    private MeteredHouse(Grid grid, Instant start, UnaryOperator<Reading> meter) {
        household = new Household(5, start, SiteSettings.BELGIUM, grid);
        this.meter = meter;
        now = start;
    }

    static MeteredHouse of(Grid grid, Instant start) {
        return new MeteredHouse(grid, start, reading -> reading);
    }

    /** Without panels there is nothing in the export registers; nothing hangs on the M-Bus. */
    static MeteredHouse bare(Grid grid, Instant start) {
        return new MeteredHouse(
                grid,
                start,
                r ->
                        new Reading(
                                r.identity(),
                                r.measuredAt(),
                                r.activeTariff(),
                                r.fromGrid(),
                                Flow.NONE,
                                r.phases(),
                                List.of(),
                                r.supply()));
    }

    /** An address of this machine that others on its network would use; empty without network. */
    static Optional<InetAddress> ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .findFirst();
    }

    SiteAccess access() {
        return new SiteAccess(
                Set.of(),
                () -> now,
                input -> {},
                () -> input -> {},
                new LatestState(),
                new ProgramHealth(),
                Optional::empty);
    }

    static SiteJson json() {
        return new SiteJson(SiteSettings.BELGIUM);
    }

    /** From now on each step is told there. */
    MeteredHouse tells(Consumer<SiteStep> to) {
        listener = to;
        return this;
    }

    /** So many telegrams, one a second. */
    MeteredHouse speaks(int telegrams) {
        for (int i = 0; i < telegrams; i++) {
            last = meter.apply(household.next());
            now = Objects.requireNonNull(last.measuredAt());
            step(new SiteInput.MeterRead(last, now, LinkHealth.INITIAL.opened()));
        }
        return this;
    }

    /** As long as it takes until the panels give more than the house draws. */
    MeteredHouse speaksUntilItExports() {
        do {
            speaks(1);
        } while (last.netPower().orElseThrow().watts() >= 0);
        return this;
    }

    /** Seconds of which there is no telegram. */
    MeteredHouse sleeps(int seconds) {
        for (int i = 0; i < seconds; i++) {
            household.next();
        }
        return this;
    }

    /** Time passes, and the meter says nothing. */
    MeteredHouse isSilentFor(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plusSeconds(1);
            step(new SiteInput.Tick(now));
        }
        return this;
    }

    /** What the meter said last. */
    Reading last() {
        return last;
    }

    SiteState state() {
        return state;
    }

    private void step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        listener.accept(step);
    }
}
