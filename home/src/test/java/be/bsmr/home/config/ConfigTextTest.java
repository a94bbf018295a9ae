package be.bsmr.home.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTextTest {

    private static final Path FILE = Path.of("bsmr.yaml");
    private static final Path SAMPLE = Path.of("../docs/bsmr.yaml");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "goal_w: 3000   # ours\\n|goal_w|3500|goal_w: 3500   # ours\\n",
                "goal_w: 3000|goal_w|3500|goal_w: 3500",
                "# first\\ngoal_w: 1\\n\\n# last\\n|tariff.area|imewo|# first\\ngoal_w: 1\\ntariff:\\n  area: imewo\\n\\n# last\\n",
                "tariff: {area: imewo}\\n|tariff.area|iveka|tariff: {area: iveka}\\n",
                "tariff: {area: imewo}\\n|tariff.volume_kwh|3500|tariff: {area: imewo, volume_kwh: 3500}\\n",
                "tariff: {}\\n|tariff.area|imewo|tariff: {area: imewo}\\n",
                "tariff:\\n  area: imewo # here\\ngoal_w: 0\\n|tariff.volume_kwh|3500|tariff:\\n  area: imewo # here\\n  volume_kwh: 3500\\ngoal_w: 0\\n",
                "tariff:\\n# none\\ngoal_w: 0\\n|tariff.area|imewo|tariff:\\n  area: imewo\\n# none\\ngoal_w: 0\\n",
                "tariff:\\n  area:\\n|tariff.area|imewo|tariff:\\n  area: imewo\\n",
                "mqtt:\\n    broker:\\n        port: 1883\\n|mqtt.broker.bind|0.0.0.0|mqtt:\\n    broker:\\n        port: 1883\\n        bind: 0.0.0.0\\n",
                "mqtt: {host: nas}\\n|mqtt.broker.port|1884|mqtt: {host: nas, broker: {port: 1884}}\\n",
                "|goal_w|3000|goal_w: 3000\\n",
                "# nothing yet\\n|goal_w|3000|# nothing yet\\ngoal_w: 3000\\n",
                "goal_w: 3000\\r\\nzone: x\\r\\n|limit_w|1|goal_w: 3000\\r\\nzone: x\\r\\nlimit_w: 1\\r\\n",
                "loads:\\n  - {id: a}\\n  - id: b\\n    power_w: 2\\n# end\\n|goal_w|1|loads:\\n  - {id: a}\\n  - id: b\\n    power_w: 2\\ngoal_w: 1\\n# end\\n",
                "web:\\n  user: ann\\n|web.user|jan de b: 'x'|web:\\n  user: 'jan de b: ''x'''\\n",
                "web:\\n  user: \"ann\"\\n|web.user|bob|web:\\n  user: bob\\n"
            })
    void changesTheValueAndNothingElse(String before, String key, String value, String after)
            throws ConfigException {
        String text = before == null ? "" : unescaped(before);
        assertThat(new ConfigText(FILE, text).with(key, value).text()).isEqualTo(unescaped(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "goal_w: 3000 # ours\\nzone: x\\n|goal_w|zone: x\\n",
                "tariff:\\n  area: imewo\\n  volume_kwh: 1\\n|tariff.area|tariff:\\n  volume_kwh: 1\\n",
                "tariff: {area: imewo, volume_kwh: 1}\\n|tariff.area|tariff: {area: ~, volume_kwh: 1}\\n",
                "zone: x\\n|goal_w|zone: x\\n"
            })
    void takesAKeyAway(String before, String key, String after) throws ConfigException {
        assertThat(new ConfigText(FILE, unescaped(before)).with(key, null).text())
                .isEqualTo(unescaped(after));
    }

    @Test
    void refusesWhatItCannotChangeAlone() {
        ConfigText text = new ConfigText(FILE, "loads:\n  - {id: a}\nweb: {port: 1}\n");
        assertThatThrownBy(() -> text.with("loads", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("list");
        assertThatThrownBy(() -> text.with("web", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigText(FILE, "a: [").with("b", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bsmr.yaml, line 1");
    }

    /** The sample has every key, in every way in which people write. */
    @Test
    void leavesEveryOtherLineOfTheSampleAsItIs() throws Exception {
        String sample = Files.readString(SAMPLE);
        List<String> keys =
                Written.of(SAMPLE, sample).lines().keySet().stream()
                        .filter(k -> !k.matches(".*/\\d+(/.*)?"))
                        .map(Written::dotted)
                        .sorted()
                        .toList();
        Random random = new Random(7);
        int changed = 0;
        for (String key : keys) {
            String value =
                    "v" + random.nextInt(1000) + (random.nextBoolean() ? " # no: 'comment'" : "");
            ConfigText after;
            try {
                after = new ConfigText(SAMPLE, sample).with(key, value);
            } catch (IllegalArgumentException group) {
                continue;
            }
            changed++;
            List<String> was = sample.lines().toList();
            List<String> is = after.text().lines().toList();
            assertThat(is).as(key).hasSameSizeAs(was);
            long others = 0;
            for (int i = 0; i < was.size(); i++) {
                others += was.get(i).equals(is.get(i)) ? 0 : 1;
            }
            assertThat(others).as(key).isEqualTo(1);
        }
        assertThat(changed).isGreaterThan(35);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
