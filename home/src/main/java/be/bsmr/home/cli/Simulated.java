package be.bsmr.home.cli;

import be.bsmr.control.Command;
import be.bsmr.home.Home;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.store.History;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The main job on the simulated household, whose boiler obeys. */
final class Simulated {

    private static final int BOILER_WATTS = 2400;

    private Simulated() {}

    static Home home(HomeConfig config, long seed, @Nullable String start, double speed)
            throws Fault {
        ZoneId zone = ZoneId.of(config.zone());
        Household house = house(config, seed, start, zone);
        SimulatedMeter meter = new SimulatedMeter(house, zone, speed);
        HomeConfig withBoiler = config.withLoad(Household.BOILER, "Boiler", BOILER_WATTS);
        return Home.of(withBoiler, meter).switching(Household.BOILER, new BoilerRelay(meter));
    }

    /**
     * It goes on from where it was, with its registers: at a speed of 600 that may be in the days
     * to come. With a start of its own it begins anew.
     */
    static Household house(HomeConfig config, long seed, @Nullable String start, ZoneId zone)
            throws Fault {
        if (start != null) {
            return new Household(seed, Times.instant("--start", start, zone), zone, Grid.STAR_400);
        }
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Reading> last = last(config);
        Instant next =
                last.map(Reading::measuredAt).map(at -> at.plusSeconds(1)).orElse(Instant.MIN);
        Household house = new Household(seed, next.isAfter(now) ? next : now, zone, Grid.STAR_400);
        last.ifPresent(house::goOnFrom);
        return house;
    }

    /** The newest reading that is kept, if it is of a simulated house. */
    private static Optional<Reading> last(HomeConfig config) {
        if (!Files.exists(config.store().file())) {
            return Optional.empty();
        }
        try (History history = History.open(config.store().file())) {
            return history.newest().map(history::recall).stream()
                    .flatMap(List::stream)
                    .map(SiteInput.MeterRead::reading)
                    .filter(r -> Household.METER.equals(r.identity().meter()))
                    .reduce((before, after) -> after);
        } catch (IOException e) {
            // Whoever opens it to write says what is wrong with it.
            return Optional.empty();
        }
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
