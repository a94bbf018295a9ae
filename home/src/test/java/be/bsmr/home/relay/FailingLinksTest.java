package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real site and a real switch, with a device between them that comes and goes while the site runs
 * through an evening as fast as it can: in the end the load is as the site wants it, and nothing
 * that the device did late was taken for a person's hand.
 */
class FailingLinksTest {

    private static final Instant START = Instant.parse("2026-01-13T16:00:00Z");
    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2000));
    private static final SiteSettings SETTINGS = SiteSettings.DEFAULT.controlling(List.of(BOILER));
    private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

    private final Site site = new Site(SETTINGS);
    private final Device device = new Device();
    private final Queue<SiteInput> inbox = new ConcurrentLinkedQueue<>();
    private final List<Decision> decisions = new ArrayList<>();
    private SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
    private Instant now = START;
    private long joules;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theLoadEndsAsTheSiteWantsIt(long seed) {
        Random random = new Random(seed);
        try (LoadSwitch boiler = loadSwitch()) {
            boiler.start();
            boiler.control(true, true);
            second(boiler, 300);
            for (int s = 0; s < 5400; s++) {
                if (random.nextInt(150) == 0) {
                    device.away = random.nextBoolean();
                    device.silent = random.nextInt(4) == 0;
                }
                second(boiler, s / 300 % 2 == 0 ? 5000 : 300);
            }
            device.silent = false;
            device.away = false;
            long end = System.nanoTime() + LONGEST_NANOS;
            while (!isSettled() && System.nanoTime() < end) {
                second(boiler, 300);
                Thread.onSpinWait();
            }
            assertThat(isSettled()).as("%s, really on: %s", load(), device.on).isTrue();
            assertThat(decisions)
                    .extracting(Decision::what)
                    .contains(Decision.What.LOAD_SHED)
                    .doesNotContain(Decision.What.LOAD_BY_HAND);
        }
    }

    private boolean isSettled() {
        return !load().isShed()
                && load().report() == LoadState.Report.CONFIRMED
                && load().contact().isReached()
                && device.on;
    }

    private LoadNow load() {
        return state.control().loads(SETTINGS).get(0);
    }

    private void second(LoadSwitch boiler, int rest) {
        for (SiteInput input = inbox.poll(); input != null; input = inbox.poll()) {
            step(boiler, input);
        }
        int watts = rest + (device.on ? 2000 : 0);
        joules += watts;
        now = now.plusSeconds(1);
        Reading reading =
                new Reading(
                        new Identity("FLU5", "50217", null, null),
                        now,
                        null,
                        new Flow(
                                EnergyRegisters.ofTariffs(new Energy(joules), Energy.ZERO),
                                new Power(watts)),
                        new Flow(EnergyRegisters.NONE, Power.ZERO),
                        List.of(),
                        List.of(),
                        Supply.UNKNOWN);
        step(boiler, new SiteInput.MeterRead(reading, now, LinkHealth.INITIAL));
    }

    private void step(LoadSwitch boiler, SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        decisions.addAll(step.decisions());
        step.commands().forEach(boiler::put);
    }

    private LoadSwitch loadSwitch() {
        return new LoadSwitch(
                BOILER,
                List.of(device),
                Clock.fixed(START, ZoneOffset.UTC),
                inbox::add,
                new RetryTimes(
                        Duration.ofMillis(2),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        3,
                        Duration.ofMillis(2)));
    }
}
