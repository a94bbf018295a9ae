package be.bsmr.home.cli;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Load;
import be.bsmr.home.Home;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.store.History;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** The main job on the simulated household, whose car, boiler and heat pump obey. */
final class Simulated {

    /** Ids of the loads that the house has. */
    static final Set<String> LOADS = Set.of(Household.CAR, Household.BOILER, Household.HEAT_PUMP);

    private Simulated() {}

    /** The main job on a house; its loads that the configuration names obey. */
    static Home home(HomeConfig config, Household house, double speed) {
        SimulatedMeter meter = new SimulatedMeter(house, ZoneId.of(config.zone()), speed);
        Home home = Home.of(config, meter);
        for (LoadSettings load : config.loadControl().loads()) {
            if (LOADS.contains(load.id())) {
                home = home.switching(load.id(), new SimulatedActuator(meter, load.load()));
            }
        }
        return home;
    }

    /**
     * The house of the demo, with its past in the store. It goes on from where it was, with its
     * registers: at a speed of 600 that may be in the days to come. With a start that lies before
     * that it begins anew.
     *
     * @param progress told how much of the past is lived through, 0…1
     */
    static Household house(
            HomeConfig config, long seed, @Nullable String start, DoubleConsumer progress)
            throws Fault {
        ZoneId zone = ZoneId.of(config.zone());
        Instant at = start == null ? now() : Times.instant("--start", start, zone);
        try {
            return new SimulatedPast(config, seed, progress)
                    .upTo(at, start == null)
                    .orElseGet(() -> newHouse(seed, at, zone));
        } catch (IOException e) {
            // Whoever opens the store to keep what comes says what is wrong with it.
            return newHouse(seed, at, zone);
        }
    }

    /** A house without a past that goes on with its registers, if some of it is kept. */
    static Household houseOfNow(HomeConfig config) {
        ZoneId zone = ZoneId.of(config.zone());
        Optional<Reading> last = last(config);
        Instant next =
                last.map(Reading::measuredAt).map(at -> at.plusSeconds(1)).orElse(Instant.MIN);
        Household house = newHouse(1, next.isAfter(now()) ? next : now(), zone);
        last.ifPresent(house::goOnFrom);
        return house;
    }

    private static Optional<Reading> last(HomeConfig config) {
        if (!Files.exists(config.store().file())) {
            return Optional.empty();
        }
        try (History history = History.open(config.store().file())) {
            return SimulatedPast.last(history).map(SiteInput.MeterRead::reading);
        } catch (IOException e) {
            // Whoever opens it to write says what is wrong with it.
            return Optional.empty();
        }
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Household newHouse(long seed, Instant now, ZoneId zone) {
        return Household.withCarAndHeatPump(seed, now, zone, Grid.STAR_400);
    }

    /** What a command leaves a load of the house. */
    static Allowance allowance(Command command, Load load) {
        if (command instanceof Command.Shed) {
            return Allowance.OFF;
        }
        return command instanceof Command.Set set
                        && load.actuation() instanceof Actuation.Modulating modulating
                ? new Allowance(true, modulating.power(set.value()).watts())
                : Allowance.UNCONTROLLED;
    }

    /** The relay in the simulated cellar, or the charger in the simulated garage. */
    private static final class SimulatedActuator implements Actuator {

        private final SimulatedMeter meter;
        private final Load load;
        private @Nullable Command told;

        SimulatedActuator(SimulatedMeter meter, Load load) {
            this.meter = meter;
            this.load = load;
        }

        @Override
        public void order(Command command) {
            meter.allow(load.id(), allowance(command, load));
            told = command;
        }

        @Override
        public boolean isDone(Command command) {
            return Actuator.same(told, command);
        }

        @Override
        public void close() {}
    }
}
