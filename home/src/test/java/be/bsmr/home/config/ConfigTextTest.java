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
        assertThat(new ConfigText(FILE, unescaped(before)).with(key, (String) null).text())
                .isEqualTo(unescaped(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // One at the end, in the way in which the others are written.
                "goal_w: 1\\n|loads[b].name|B|goal_w: 1\\nloads:\\n  - id: b\\n    name: B\\n",
                "# none yet\\n|loads[b].mqtt.device|b|# none yet\\nloads:\\n  - id: b\\n    mqtt:\\n      device: b\\n",
                "loads:\\ngoal_w: 1\\n|loads[b].name|B|loads:\\n  - id: b\\n    name: B\\ngoal_w: 1\\n",
                "loads: []  # none\\n|loads[b].name|B|loads:  # none\\n  - id: b\\n    name: B\\n",
                "loads:\\n  - id: a # first\\n    name: A\\n    # due: later\\n\\n# end\\n|loads[b].name|B|loads:\\n  - id: a # first\\n    name: A\\n    # due: later\\n  - id: b\\n    name: B\\n\\n# end\\n",
                "loads:\\n- {id: a}\\ngoal_w: 1\\n|loads[b].name|B|loads:\\n- {id: a}\\n- id: b\\n  name: B\\ngoal_w: 1\\n",
                "loads: [{id: a}]\\n|loads[b].mqtt.device|x y|loads: [{id: a}, {id: b, mqtt: {device: 'x y'}}]\\n",
                "{goal_w: 1}\\n|loads[b].name|B|{goal_w: 1, loads: [{id: b, name: B}]}\\n",
                "loads:\\r\\n  - id: a\\r\\n|loads[b].name|B|loads:\\r\\n  - id: a\\r\\n  - id: b\\r\\n    name: B\\r\\n",
                // A key inside one.
                "loads:\\n  - id: a\\n    name: A # ours\\n  - id: b\\n|loads[a].name|C|loads:\\n  - id: a\\n    name: C # ours\\n  - id: b\\n",
                "loads:\\n  - name: A\\n    id: a\\n  - id: b\\n|loads[a].power_w|9|loads:\\n  - name: A\\n    id: a\\n    power_w: 9\\n  - id: b\\n",
                "loads:\\n  - {id: a, mqtt: {device: x}}\\n|loads[a].mqtt.preset|shelly|loads:\\n  - {id: a, mqtt: {device: x, preset: shelly}}\\n",
                "loads:\\n  - id: a\\n    mqtt:\\n      device: x\\n|loads[a].http.address|nas|loads:\\n  - id: a\\n    mqtt:\\n      device: x\\n    http:\\n      address: nas\\n",
            })
    void changesAnItemOfAListByItsId(String before, String key, String value, String after)
            throws ConfigException {
        assertThat(new ConfigText(FILE, unescaped(before)).with(key, value).text())
                .isEqualTo(unescaped(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "loads:\\n  # The boiler.\\n  - id: a\\n    name: A\\n    # due: 3\\n  # The car.\\n  - id: b\\n|loads[a]|loads:\\n  # The car.\\n  - id: b\\n",
                "loads:\\n  - id: a\\n  # The car.\\n  - id: b\\n    mqtt: {device: x}\\n\\n# end\\n|loads[b]|loads:\\n  - id: a\\n\\n# end\\n",
                "loads:\\n  # The boiler.\\n  - id: a\\n    name: A\\ngoal_w: 1\\n|loads[a]|loads: []\\ngoal_w: 1\\n",
                "loads:   # all\\n  - id: a|loads[a]|loads: []   # all\\n",
                "loads: [{id: a}, {id: b}, {id: c}]\\n|loads[a]|loads: [{id: b}, {id: c}]\\n",
                "loads: [{id: a}, {id: b}]\\n|loads[b]|loads: [{id: a}]\\n",
                "loads: [{id: a}]\\n|loads[a]|loads: []\\n",
                "loads:\\n  - id: a\\n|loads[z]|loads:\\n  - id: a\\n",
                "loads:\\n  - id: a\\n    mqtt: # plug\\n      device: x\\n      # power: y\\n    name: A\\n|loads[a].mqtt|loads:\\n  - id: a\\n    name: A\\n",
                "loads:\\n  - mqtt:\\n      device: x\\n    id: a\\n|loads[a].mqtt|loads:\\n  - mqtt: ~\\n    id: a\\n",
                "notify:\\n  ntfy: {topic: x}\\n  mqtt: false\\n|notify.ntfy|notify:\\n  mqtt: false\\n",
            })
    void takesAnItemOrAGroupAwayWithItsComments(String before, String key, String after)
            throws ConfigException {
        assertThat(new ConfigText(FILE, unescaped(before)).with(key, (String) null).text())
                .isEqualTo(unescaped(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quiet: []|quiet: [a, 'b c']",
                "quiet: [\"x\"] # ours|quiet: [a, 'b c'] # ours",
                "quiet:\\n  - x # one\\n  - y # two\\nzone: z|quiet: [a, 'b c'] # two\\nzone: z",
            })
    void writesAListOfWords(String before, String after) throws ConfigException {
        assertThat(
                        new ConfigText(FILE, unescaped(before))
                                .with("quiet", List.of("a", "b c"))
                                .text())
                .isEqualTo(unescaped(after));
    }

    @Test
    void knowsInWhichLineAKeyStands() throws ConfigException {
        ConfigText text =
                new ConfigText(FILE, "goal_w: 1\nloads:\n  - id: a\n  - id: b\n    name: B\n");
        assertThat(text.lineOf("goal_w")).isEqualTo(1);
        assertThat(text.lineOf("loads[b]")).isEqualTo(4);
        assertThat(text.lineOf("loads[b].name")).isEqualTo(5);
        assertThat(text.lineOf("loads[a].name")).isZero();
        assertThat(text.lineOf("loads[c].name")).isZero();
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
