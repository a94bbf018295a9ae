package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WatchScreenTest {

    private static final String HOUSE = "http://127.0.0.1:8080/";

    private static final String EVENING =
            """
            {"age_s": 1, "control": "active", "silent": false,
             "reading": {"time": "2026-01-13T18:23:19+01:00", "import_power_w": 2742, "export_power_w": 0},
             "quarter": {"start": "2026-01-13T18:15:00+01:00", "elapsed_s": 450, "import_wh": 600,
               "forecast_wh": 1200, "forecast_demand_w": 4800, "low80_w": 3711, "high80_w": 5260,
               "break_probability": 0.892, "certainty": "open", "target_w": 3744, "limit_wh": 936,
               "mean_net_power_w": 5975, "from_start": true, "alarm": true, "verdict": "alarm"},
             "points": {"elapsed_s": [225, 450], "import_wh": [300, 600]},
             "loads": [
               {"id": "boiler", "name": "Boiler", "power_w": 2400, "mode": "auto", "state": "shed"},
               {"id": "car", "name": "Auto \uD83D\uDE97 車\u001B[2J", "power_w": 7400, "mode": "always_on",
                "state": "connected", "value": 16, "unit": "ampere"},
               {"id": "pump", "name": "Een warmtepomp met een heel erg lange naam", "power_w": 1500,
                "mode": "always_shed", "state": "unknown", "relay": "failed"}]}
            """;

    private static final String DECISIONS =
            """
            [{"time": "2026-01-13T18:22:19+01:00", "what": "load_shed", "text_nl": "afgeschakeld",
              "text_fr": "délesté", "text_de": "abgeschaltet",
              "text_en": "Boiler shed: 2.40 kW less, 4.80 kW expected, target 3.74 kW (89 % to pass it), and so on"}]
            """;

    private final AtomicLong now = new AtomicLong(TimeUnit.DAYS.toNanos(1));
    private final WatchState state = new WatchState(now::get);

    @Test
    void saysAllOfTheEveningOn80By24() {
        hear("snapshot", EVENING);
        hear("decisions", DECISIONS);
        List<String> rows = rows(Language.en, 80, 24);
        assertThat(rows).hasSize(24);
        assertThat(rows.get(0)).startsWith("BSMR  " + HOUSE).endsWith("Control acts · 18:23:19");
        assertThat(rows.get(1)).isEqualTo("Expected demand");
        assertThat(rows.subList(2, 5))
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("█ █   █▀█ █▀█").contains("On course to"),
                        row ->
                                assertThat(row)
                                        .contains("target 3.74 kW")
                                        .endsWith("89 % chance of passing the target"),
                        row -> assertThat(row).contains("kW").endsWith("sure: 3.71 to 5.26 kW"));
        assertThat(rows.get(6)).contains("Import 2.74 kW", "Export 0.00 kW", "net 5.98 kW");
        assertThat(rows)
                .anyMatch(r -> r.contains("So far 600 Wh") && r.contains("Forecast 1,200 Wh"))
                .anyMatch(r -> r.matches(" 1 Boiler +Shed +2.40 kW · automatic"))
                .anyMatch(
                        r ->
                                r.matches(
                                        " 2 Auto \\? \\?\\[2J +On +7.40 kW · 16 A · kept on by hand"))
                .anyMatch(r -> r.matches(" 3 Een warmte.*… +Unknown +1.50 kW · the switch does.*"))
                .anyMatch(r -> r.startsWith("18:22  Boiler shed: 2.40 kW less") && r.endsWith("…"));
        assertThat(rows.get(23)).isEqualTo("1–9 a load · c control · q quit");
    }

    @Test
    void theBarsClimbToWhatIsImportedAndShadeToWhereItWillEnd() {
        hear("snapshot", EVENING);
        List<String> rows = rows(Language.en, 80, 24);
        int legend = legend(rows);
        String bottom = rows.get(legend - 1);
        assertThat(bottom.substring(0, 40)).matches("[ ▁-█]+█+").doesNotContain("░");
        assertThat(bottom.substring(40)).isEqualTo("░".repeat(40));
        assertThat(rows.subList(8, legend))
                .as("the limit, where no bar stands before it")
                .anyMatch(row -> row.contains("─".repeat(30)) && row.endsWith("░"));
        assertThat(rows.get(8)).as("above the forecast's start").startsWith(" ".repeat(60));

        hear("quarter", quarter(460, 615));
        assertThat(rows(Language.en, 80, 24).get(legend)).contains("So far 615 Wh");
        hear("quarter", quarter(1, 2).replace("18:15", "18:30"));
        assertThat(rows(Language.en, 80, 24).get(legend - 1)).matches(" +░+");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "40, 12", "200, 60", "1, 1", "20, 3", "100, 24"})
    void noRowIsWiderAndThereAreNoMoreThanTheScreenHas(int width, int height) {
        hear("snapshot", EVENING);
        hear("decisions", DECISIONS);
        for (Language language : Language.values()) {
            for (Integer chosen : new Integer[] {null, 0, 2}) {
                assertThat(rows(language, width, height, chosen, false))
                        .hasSize(height)
                        .allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(width))
                        .allSatisfy(row -> assertThat(row).doesNotContainPattern("\\p{Cntrl}"));
                assertThat(rows(language, width, height, chosen, true).stream().map(this::bare))
                        .isEqualTo(rows(language, width, height, chosen, false));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsCutOffInAnyLanguageOn80By24(Language language) {
        hear("snapshot", EVENING);
        List<String> rows = rows(language, 80, 24);
        assertThat(rows).filteredOn(row -> !row.startsWith(" 3 ")).noneMatch(r -> r.contains("…"));
        assertThat(rows.get(legend(rows))).endsWith("+15 min");
        assertThat(rows.get(0)).endsWith("18:23:19");
        assertThat(rows(language, 80, 24, 0, false).get(23))
                .startsWith("Boiler")
                .doesNotEndWith("…");
    }

    @Test
    void nineLoadsAllHaveTheirKey() {
        hear("snapshot", EVENING);
        for (int i = 1; i <= 12; i++) {
            hear("load/x" + i, "{\"id\":\"x" + i + "\",\"name\":\"X\",\"state\":\"connected\"}");
        }
        assertThat(rows(Language.en, 80, 24))
                .hasSize(24)
                .anyMatch(row -> row.startsWith(" 9 X"))
                .noneMatch(row -> row.startsWith(" 10"));
    }

    @Test
    void saysWhatTheNextKeyIsFor() {
        hear("snapshot", EVENING);
        List<String> rows = rows(Language.en, 80, 24, 0, false);
        assertThat(rows.get(23)).startsWith("Boiler: a automatic · o on · f off");
        assertThat(rows).anyMatch(row -> row.startsWith("▶1 Boiler"));
    }

    @Test
    void saysThatTheProgramIsAwayOrTheMeterSilentOrAWishRefused() {
        assertThat(heading()).isEqualTo("Waiting for the first telegram");
        state.trouble("");
        assertThat(heading()).isEqualTo("No connection to " + HOUSE + ": trying again.");
        state.trouble(null);
        hear("snapshot", EVENING);
        assertThat(heading()).isEqualTo("Expected demand");
        now.addAndGet(TimeUnit.SECONDS.toNanos(20));
        hear(
                "link",
                "{\"connected\": false, \"trouble\": \"it is gone\", \"trouble_nl\": \"weg\"}");
        assertThat(heading()).isEqualTo("No telegram for 21 s. These numbers are old. it is gone");
        assertThat(rows(Language.nl, 80, 24).get(1)).endsWith("Deze cijfers zijn oud. weg");
        hear("reading", "{\"time\": \"2026-01-13T18:23:40+01:00\"}");
        assertThat(heading()).isEqualTo("Expected demand");
        hear("status", "\"offline\"");
        assertThat(heading()).startsWith("No connection");
        hear("refused", "\"there is no load\"");
        assertThat(heading()).isEqualTo("Not taken: there is no load");
    }

    /** Over MQTT the broker keeps what was so, nobody knows when. */
    @Test
    void whatABrokerKeptIsNotLive() {
        JsonNode reading = json("{\"time\": \"2026-01-13T18:23:40+01:00\"}");
        state.hear("reading", reading, false);
        assertThat(state.condition()).isEqualTo(WatchState.Condition.WAITING);
        state.hear("reading", reading, true);
        assertThat(state.condition()).isEqualTo(WatchState.Condition.LIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "passed, The target is passed",
        "maybe, May still pass the target",
        "calm, Stays under the target"
    })
    void saysTheVerdictInWords(String verdict, String words) {
        state.hear("quarter", json("{\"verdict\": \"%s\"}".formatted(verdict)), true);
        assertThat(String.join("\n", rows(Language.en, 80, 24))).contains(words);
    }

    private String heading() {
        return rows(Language.en, 80, 24).get(1);
    }

    private static int legend(List<String> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).startsWith("18:")) {
                return i;
            }
        }
        throw new AssertionError(rows);
    }

    private static String quarter(int elapsed, int wh) {
        return "{\"start\":\"2026-01-13T18:15:00+01:00\",\"elapsed_s\":"
                + elapsed
                + ",\"import_wh\":"
                + wh
                + ",\"forecast_wh\":1200,\"limit_wh\":936}";
    }

    private List<String> rows(Language language, int width, int height) {
        return rows(language, width, height, null, false);
    }

    private List<String> rows(
            Language language, int width, int height, Integer chosen, boolean colours) {
        Texts texts = new Texts(language, ZoneId.of("Europe/Brussels"));
        return new WatchScreen(texts, HOUSE, colours).rows(state, chosen, width, height);
    }

    private String bare(String row) {
        return row.replaceAll("\u001B\\[[\\d;]*m", "");
    }

    private void hear(String topic, String body) {
        state.hear(topic, json(body), true);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace("\u001B", "\\u001B"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
