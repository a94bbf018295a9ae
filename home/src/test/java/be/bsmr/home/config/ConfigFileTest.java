package be.bsmr.home.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    record House(int goalW, Web web, List<Load> loads, @Nullable String source) {}

    record Web(int port, String bind, boolean open) {
        Web {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port is 0 to 65535, not " + port);
            }
        }
    }

    record Load(String id, int minShedS) {}

    record Flat(@Inline Group group, String name, List<Item> items) {}

    record Group(int low, @Inline Inner inner, @Nullable Web web) {}

    record Inner(int high) {
        Inner {
            if (high < 0) {
                throw new IllegalArgumentException("high is below 0");
            }
        }
    }

    record Item(@Inline Inner inner, int other) {}

    private static final Flat FLAT =
            new Flat(new Group(1, new Inner(2), null), "n", List.of(new Item(new Inner(3), 4)));

    private static final House DEFAULT =
            new House(0, new Web(8080, "127.0.0.1", false), List.of(), null);

    @TempDir private Path directory;

    @Test
    void laysTheFileOverTheDefaults() throws Exception {
        House house =
                read(
                        """
                        goal_w: 3000
                        web:
                          port: 9000
                        loads:
                          - id: boiler
                          - id: car
                            min_shed_s: 300
                        """);
        assertThat(house)
                .isEqualTo(
                        new House(
                                3000,
                                new Web(9000, "127.0.0.1", false),
                                List.of(new Load("boiler", 60), new Load("car", 300)),
                                null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "goal_w: 1;web:;<tab>port: 2 | line 3: a tab; write spaces instead",
                "goal_w: 1;loads: [{id: a};source: x | line 2: the bracket [ is not closed",
                "goal_w: 1;web: {port: 2;source: x | line 2: the brace { is not closed",
                "goal_w: 1;source: ''tail:x;web:;  port: 2 | line 2: the quote is not closed",
                "goal_w: 1;  web: 2 | line 2: a second colon in a line",
                "source: a: b | line 1: a second colon in a line",
                "web:;    port: 1;  bind: x | line 3: is indented otherwise than the lines above",
                "goal_w: 1;web;source: x | line 2: a key without a colon; write key: value",
                "source: @home | line 1: no value may begin with @; put it in quotes"
            })
    void saysInPlainWordsWhatIsNoYaml(String yaml, String message) {
        String text = yaml.replace(';', '\n').replace("<tab>", "\t").replace("''", "'");
        assertThatThrownBy(() -> read(text + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesAnEmptyFileForTheDefaults() throws Exception {
        assertThat(read("# nothing yet\n")).isEqualTo(DEFAULT);
    }

    /** What the key is decides, not what the digits look like. */
    @ParameterizedTest
    @CsvSource({
        "012345678901234567890123456789012",
        "1234",
        "0100",
        "1e3",
        "1_000",
        "OFF",
        "true",
        "2025-12-31",
        "0x1F"
    })
    void takesTextAsItStandsThere(String text) throws Exception {
        assertThat(read("source: " + text + "\n").source()).isEqualTo(text);
        assertThat(read("source: '" + text + "'\n").source()).isEqualTo(text);
    }

    @Test
    void takesNumbersWithZerosBeforeAndInQuotationMarks() throws Exception {
        assertThat(read("goal_w: 0100\n").goalW()).isEqualTo(100);
        assertThat(read("goal_w: '3000'\n").goalW()).isEqualTo(3000);
    }

    @Test
    void takesNothingForAKeyThatSaysNothing() throws Exception {
        assertThat(read("source:\nweb:\n")).isEqualTo(DEFAULT);
        assertThat(read("source: ~\n")).isEqualTo(DEFAULT);
        assertThat(read("source: ''\n").source()).isEmpty();
        refused("goal_w: ''\n", 1, "goal_w: '' is not a whole number");
        refused("goal_w: ' '\n", 1, "a whole number");
    }

    @Test
    void suggestsTheKeyThatWasMeant() {
        refused(
                "goal_w: 3000\nweb:\n  prot: 9000\n",
                3,
                "unknown key 'web.prot'; did you mean 'port'?");
    }

    @Test
    void listsTheKeysWhenNoneIsNear() {
        refused("colour: red\n", 1, "unknown key 'colour'; known here: goal_w, loads, source, web");
    }

    @Test
    void findsTheLineInsideAList() {
        refused(
                "loads:\n  - id: boiler\n  - id: car\n    min_sched_s: 9\n",
                4,
                "did you mean 'min_shed_s'?");
    }

    @Test
    void saysWhatKindOfValueIsExpected() {
        refused("goal_w: much\n", 1, "goal_w: 'much' is not a whole number");
        refused("web:\n  open: perhaps\n", 2, "true or false");
        refused("goal_w: 2.5\n", 1, "goal_w");
        refused("web: 8080\n", 1, "a group of keys, indented below it");
        refused("loads: boiler\n", 1, "a list");
    }

    @Test
    void passesOnWhyAValueIsRefused() {
        refused("goal_w: 1\n\nweb:\n  port: 70000\n", 4, "port is 0 to 65535, not 70000");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        refused("goal_w: 1\ngoal_w: 2\n", 2, "goal_w");
    }

    @Test
    void refusesWhatIsNoYaml() {
        refused("goal_w: [1\nweb: }\n", 1, "the bracket [ is not closed");
        refused("just text\n", 1, "key: value");
    }

    @Test
    void refusesALineThatIsTooLongToBeRead() throws Exception {
        String most = "# " + "x".repeat(100_000 - 2) + "\n";
        assertThat(read(most)).isEqualTo(DEFAULT);
        refused("goal_w: 1\n#" + most, 2, "a line of more than 100000 characters");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThatThrownBy(
                        () ->
                                ConfigFile.read(
                                        directory.resolve("none.yaml"),
                                        "copy the sample",
                                        DEFAULT,
                                        House.class,
                                        Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml: no such file; to begin with, copy the sample");
    }

    @Test
    void keysOfAGroupStandBesideTheOthers() throws Exception {
        assertThat(flat("low: 5\nhigh: 6\nweb: {port: 7, bind: b, open: true}\nitems: [{high: 8}]"))
                .isEqualTo(
                        new Flat(
                                new Group(5, new Inner(6), new Web(7, "b", true)),
                                "n",
                                List.of(new Item(new Inner(8), 9))));
        assertThat(flat("")).isEqualTo(FLAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "high: -1 | line 1: high is below 0",
                "high: x | line 1: high: 'x' is not a whole number",
                "items: [{high: -1}] | line 1: items.0: high is below 0",
                "hihg: 1 | unknown key 'hihg'; did you mean 'high'?",
                "colour: 1 | unknown key 'colour'; known here: high, items, low, name, web",
                "group: {low: 1} | unknown key 'group'; known here: high, items, low, name, web",
                "web: {port: 1, bind: b, open: true, prot: 1} | unknown key 'web.prot'; did you mean 'port'?"
            })
    void whatIsWrongInAGroupIsNamedAsItIsWritten(String yaml, String message) {
        assertThatThrownBy(() -> flat(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1: ")
                .hasMessageContaining(message);
    }

    @Test
    void laysChangesOverARecord() {
        assertThat(ConfigFile.with(DEFAULT, Map.of("web.port", 0, "source", "x", "goal_w", "7")))
                .isEqualTo(new House(7, new Web(0, "127.0.0.1", false), List.of(), "x"));
        List<Item> items = List.of(new Item(new Inner(1), 2));
        assertThat(ConfigFile.with(FLAT, Map.of("high", 9, "items", items)))
                .isEqualTo(new Flat(new Group(1, new Inner(9), null), "n", items));
        assertThat(ConfigFile.with(FLAT, Map.of())).isEqualTo(FLAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web.prot | 1 | unknown key 'web.prot'; did you mean 'port'?",
                "wbe.port | 1 | unknown key 'wbe'; did you mean 'web'?",
                "goal_w.x | 1 | goal_w: expected a whole number",
                "web.port | x | web.port: 'x' is not a whole number",
                "web.port | 70000 | web: port is 0 to 65535, not 70000"
            })
    void refusesAChangeThatDoesNotFit(String key, String value, String message) {
        assertThatThrownBy(() -> ConfigFile.with(DEFAULT, Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private Flat flat(String yaml) throws ConfigException {
        return ConfigFile.parse(
                Path.of("bsmr.yaml"),
                yaml,
                FLAT,
                Flat.class,
                Map.of("items", new Item(new Inner(0), 9)));
    }

    private void refused(String yaml, int line, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bsmr.yaml, line " + line + ":")
                .hasMessageContaining(message);
    }

    private House read(String yaml) throws ConfigException, IOException {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(file, yaml);
        return ConfigFile.read(file, "", DEFAULT, House.class, Map.of("loads", new Load("", 60)));
    }
}
