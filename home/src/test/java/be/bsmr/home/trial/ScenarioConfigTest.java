package be.bsmr.home.trial;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Scenario;
import be.bsmr.site.SiteSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioConfigTest {

    private static final Path EXAMPLES = Path.of("../examples/control");

    static Stream<Path> examples() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEachExample(Path example) throws Exception {
        Scenario scenario = ScenarioConfig.read(example).scenario(SiteSettings.BELGIUM);
        assertThat(scenario.loads()).isNotEmpty();
        assertThat(scenario.grid()).isNotNull();
        assertThat(scenario.fuse()).isNotNull();
    }

    @Test
    void theExamplesHaveWhatTheySay() throws Exception {
        assertThat(ids("two-cars")).containsExactly("car", "second-car", "boiler");
        assertThat(ids("solar-battery")).contains("battery");
        assertThat(ids("wallonia")).contains("car", "heatpump");
        Scenario plugs = scenario("plugs");
        assertThat(plugs.loads()).hasSize(3).allMatch(ControlledLoad::metered);
    }

    private static Stream<String> ids(String example) throws Exception {
        return scenario(example).loads().stream().map(l -> l.load().id());
    }

    private static Scenario scenario(String example) throws Exception {
        return ScenarioConfig.read(EXAMPLES.resolve(example + ".yaml"))
                .scenario(SiteSettings.BELGIUM);
    }
}
