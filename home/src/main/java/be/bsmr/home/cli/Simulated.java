package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.relay.Relay;
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
    private record BoilerRelay(SimulatedMeter meter) implements Relay {

        @Override
        public void shed(boolean shed) {
            meter.allowBoiler(!shed);
        }

        @Override
        public void close() {
            shed(false);
        }
    }
}
