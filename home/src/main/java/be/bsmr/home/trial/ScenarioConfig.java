package be.bsmr.home.trial;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Scenario;
import be.bsmr.control.Load;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.home.settings.SimulatedSettings;
import be.bsmr.meter.Grid;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of loads for {@code evaluate control}: the same loads as in the configuration, each with
 * its physics, and the house around them.
 *
 * @param seed of all that is left to chance: another seed is another family
 * @param grid {@code 1x230}, {@code 3x230} or {@code 3n400}; null = the meter tells nothing of the
 *     phases
 * @param fuseA the main fuse, A per wire; 0 = none is watched
 * @param shares of the trace on each of the three circuits
 */
public record ScenarioConfig(
        long seed,
        @Nullable String grid,
        double fuseA,
        List<Double> shares,
        List<LoadSettings> loads) {

    private static final ScenarioConfig DEFAULT =
            new ScenarioConfig(1, null, 0, List.of(0.4, 0.35, 0.25), List.of());

    public ScenarioConfig {
        shares = List.copyOf(shares);
        loads = List.copyOf(loads);
        Object unused = scenario(seed, grid, fuseA, shares, loads, SiteSettings.BELGIUM);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException saying file, line and what to write instead
     */
    public static ScenarioConfig read(Path file) throws ConfigException {
        ScenarioConfig read =
                ConfigFile.read(
                        file,
                        "copy one of examples/control/",
                        DEFAULT,
                        ScenarioConfig.class,
                        Map.of("loads", LoadSettings.DEFAULT));
        if (read.loads.isEmpty()) {
            throw new ConfigException(
                    file, 0, "has no loads; examples/control/ has files to begin with");
        }
        return read;
    }

    /** This house with another family. */
    public ScenarioConfig withSeed(long other) {
        return new ScenarioConfig(other, grid, fuseA, shares, loads);
    }

    /**
     * What is tried.
     *
     * @param zone of days and months
     */
    public Scenario scenario(ZoneId zone) {
        return scenario(seed, grid, fuseA, shares, loads, zone);
    }

    private static Scenario scenario(
            long seed,
            @Nullable String grid,
            double fuseA,
            List<Double> shares,
            List<LoadSettings> loads,
            ZoneId zone) {
        List<ControlledLoad> controlled = new ArrayList<>();
        List<Load> plain = new ArrayList<>();
        for (LoadSettings settings : loads) {
            Load load = settings.load();
            SimulatedSettings simulated = settings.simulated();
            if (simulated == null) {
                throw new IllegalArgumentException(
                        "load '"
                                + load.id()
                                + "' has no physics; write a group simulated: with boiler:,"
                                + " heat_pump:, car:, battery: or dryer:");
            }
            plain.add(load);
            controlled.add(TrialLoads.of(simulated, load, seed * 101 + controlled.size()));
        }
        // Two of one id, or a need that is not there, are refused as in the configuration.
        Object unused = SiteSettings.DEFAULT.controlling(plain);
        return new Scenario(
                zone,
                grid == null ? null : grid(grid),
                shares,
                fuseA == 0 ? null : Current.ofAmperes(fuseA),
                seed,
                controlled);
    }

    private static Grid grid(String label) {
        return Arrays.stream(Grid.values())
                .filter(g -> g.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "grid is one of "
                                                + Arrays.stream(Grid.values())
                                                        .map(Grid::label)
                                                        .collect(Collectors.joining(", "))
                                                + ", not '"
                                                + label
                                                + "'"));
    }
}
