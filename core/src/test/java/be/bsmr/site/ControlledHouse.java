package be.bsmr.site;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A house of a test's own making behind a meter: what is not controlled draws as the test says, the
 * loads draw their wish as far as the commands allow, two seconds later.
 */
final class ControlledHouse {

    private static final int DELAY = 2;

    private SiteSettings settings;
    private Site site;
    private SiteState state;
    private Instant now;
    private long joules;
    private int pace = 1;

    /** What each load would draw if it might, W. */
    private final Map<String, Integer> wishes = new HashMap<>();

    private final Map<String, Integer> allowed = new HashMap<>();
    private final Set<String> stuck = new HashSet<>();
    private final Set<String> metered = new HashSet<>();
    private final Map<String, FlakySwitch> flaky = new HashMap<>();
    private final List<Command> waiting = new ArrayList<>();
    private List<PhaseReading> phases = List.of();
    private Supply supply = Supply.UNKNOWN;

    final List<Command> commands = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<QuarterDemand> finished = new ArrayList<>();

    ControlledHouse(SiteSettings settings, Instant start) {
        this.settings = settings;
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
        now = start;
    }

    ControlledHouse wish(String load, int watts) {
        wishes.put(load, watts);
        return this;
    }

    /** The owner has other loads from the next step on. */
    ControlledHouse owning(Load... loads) {
        settings = settings.controlling(List.of(loads));
        site = new Site(settings);
        return this;
    }

    /** Its meter speaks every so many seconds. */
    ControlledHouse every(int seconds) {
        pace = seconds;
        return this;
    }

    /** Its relay does not move any more. */
    ControlledHouse stuck(String load) {
        stuck.add(load);
        return this;
    }

    /** It is told over a link that fails. */
    ControlledHouse behind(FlakySwitch link, String load) {
        flaky.put(load, link);
        return this;
    }

    /** It has a meter of its own that says every ten seconds what it draws. */
    ControlledHouse metered(String load) {
        metered.add(load);
        return this;
    }

    ControlledHouse phases(PhaseReading... now3) {
        phases = List.of(now3);
        return this;
    }

    ControlledHouse supply(Supply now) {
        supply = now;
        return this;
    }

    /** Somebody uses its own switch, and it says so. */
    ControlledHouse switchedByHand(String load, boolean on) {
        allowed.put(load, on ? Integer.MAX_VALUE : 0);
        step(new SiteInput.LoadObserved(now, load, on, null));
        return this;
    }

    /** So many seconds in which the rest of the house draws {@code watts}. */
    ControlledHouse run(int seconds, int watts) {
        return run(seconds, s -> watts);
    }

    ControlledHouse run(int seconds, IntUnaryOperator watts) {
        for (int s = 0; s < seconds; s += pace) {
            obey();
            int power = watts.applyAsInt(s) + wishes.keySet().stream().mapToInt(this::drawn).sum();
            joules += Math.max(0, power) * (long) pace;
            now = now.plusSeconds(pace);
            for (String load : metered) {
                if (s % 10 == 0) {
                    step(new SiteInput.LoadObserved(now, load, null, new Power(drawn(load))));
                }
            }
            step(new SiteInput.MeterRead(reading(power), now, LinkHealth.INITIAL));
        }
        return this;
    }

    /** No telegrams for so long. */
    ControlledHouse silence(int seconds) {
        for (int s = 0; s < seconds; s++) {
            obey();
            now = now.plusSeconds(1);
            step(new SiteInput.Tick(now));
        }
        return this;
    }

    SiteStep step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        commands.addAll(step.commands());
        for (Command c : step.commands()) {
            if (flaky.containsKey(c.load())) {
                flaky.get(c.load()).put(c, now);
            } else {
                waiting.add(c);
            }
        }
        decisions.addAll(step.decisions());
        step.finished().ifPresent(finished::add);
        return step;
    }

    /** The program ends and begins again: its relays are closed, it has what it kept. */
    ControlledHouse restart() {
        List<LoadMemory> kept = loads().stream().map(LoadNow::memory).toList();
        state = state.resumed(settings, kept, now);
        allowed.clear();
        waiting.clear();
        flaky.values().forEach(link -> link.restart(now));
        commands.clear();
        return this;
    }

    Instant now() {
        return now;
    }

    SiteState state() {
        return state;
    }

    List<LoadNow> loads() {
        return state.control().loads(settings);
    }

    LoadNow load(String id) {
        return loads().stream().filter(s -> s.load().id().equals(id)).findFirst().orElseThrow();
    }

    int drawn(String load) {
        int most = allowed.getOrDefault(load, Integer.MAX_VALUE);
        int wish = wishes.getOrDefault(load, 0);
        return most < 0 ? most : Math.min(wish, most);
    }

    List<Command> of(String load) {
        return commands.stream().filter(c -> c.load().equals(load)).toList();
    }

    long count(Decision.What what) {
        return decisions.stream().filter(d -> d.what() == what).count();
    }

    private void obey() {
        flaky.forEach(
                (load, link) -> {
                    link.second(now, this::step);
                    allowed.put(load, link.on() ? Integer.MAX_VALUE : 0);
                });
        for (Command c : List.copyOf(waiting)) {
            if (now.isBefore(c.at().plusSeconds(DELAY - 1))) {
                continue;
            }
            waiting.remove(c);
            if (!stuck.contains(c.load())) {
                allowed.put(c.load(), allowed(c));
                step(new SiteInput.LoadReport(now, c.load(), LoadState.Report.CONFIRMED));
            }
        }
    }

    private int allowed(Command c) {
        if (c instanceof Command.Shed) {
            return 0;
        }
        return c instanceof Command.Set set
                        && load(c.load()).load().actuation() instanceof Actuation.Modulating m
                ? m.power(set.value()).watts()
                : Integer.MAX_VALUE;
    }

    private Reading reading(int power) {
        return new Reading(
                new Identity("controlled", null, new MeterId("controlled"), null),
                now,
                null,
                new Flow(
                        new EnergyRegisters(new Energy(joules), null, null, null, null, null, true),
                        new Power(Math.max(0, power))),
                new Flow(EnergyRegisters.NONE, new Power(Math.max(0, -power))),
                phases,
                List.of(),
                supply);
    }
}
