package be.bsmr.home.cli;

import be.bsmr.control.Command;
import be.bsmr.home.Home;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The main job on the simulated household, whose boiler obeys. */
final class Simulated {

    private static final int BOILER_WATTS = 2400;

    private Simulated() {}

    static void run(HomeConfig config, long seed, @Nullable String start, double speed)
            throws Fault {
        ZoneId zone = ZoneId.of(config.zone());
        Instant first =
                start == null
                        ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)
                        : Times.instant("--start", start, zone);
        SimulatedMeter meter =
                new SimulatedMeter(new Household(seed, first, zone, Grid.STAR_400), zone, speed);
        HomeConfig withBoiler = config.withLoad(Household.BOILER, "Boiler", BOILER_WATTS);
        Running.untilEnded(
                Home.of(withBoiler, meter).switching(Household.BOILER, new BoilerRelay(meter)),
                System.out);
    }

    /** The relay in the simulated cellar. */
    private static final class BoilerRelay implements Actuator {

        private final SimulatedMeter meter;
        private @Nullable Command told;

        BoilerRelay(SimulatedMeter meter) {
            this.meter = meter;
        }

        @Override
        public void order(Command command) {
            meter.allowBoiler(!(command instanceof Command.Shed));
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
