package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.messages.SiteValue;
import be.bsmr.home.messages.SiteValues;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page shows what {@link SiteValues} has a row for, decisions, modes, and what the answers to
 * its questions name in {@code docs/}: a key that it invents would be shown as unknown for ever.
 */
class PageValuesTest {

    private static final Path PAGE = Path.of("src/main/resources/be/bsmr/home/web");

    /**
     * A key as {@code .import_power_w} or {@code 'import_wh'}: only these are in snake case; not
     * words.
     */
    private static final Pattern KEY =
            Pattern.compile("(?<!'bill)(?<!'journal)[.']([a-z0-9]+(?:_[a-z0-9]+)+)\\b");

    private static final Pattern ANSWERED = Pattern.compile("[`\"]([a-z0-9]+(?:_[a-z0-9]+)+)[`\"]");

    @Test
    void eachValueOnThePageHasARow() throws IOException {
        Set<String> known = new TreeSet<>();
        SiteValues.ALL.forEach(
                table -> table.rows().stream().map(SiteValue::key).forEach(known::add));
        for (Decision.What what : Decision.What.values()) {
            known.add(what.name().toLowerCase(Locale.ROOT));
        }
        for (ManualOverride mode : ManualOverride.values()) {
            known.add(mode.name().toLowerCase(Locale.ROOT));
        }
        // What is said stands in the words, which are compared with the page elsewhere.
        known.addAll(Words.in(Language.en).section("page").keySet());
        for (String page : List.of("http.md", "mqtt.md")) {
            ANSWERED.matcher(Files.readString(Path.of("../docs", page)))
                    .results()
                    .map((MatchResult m) -> m.group(1))
                    .forEach(known::add);
        }
        Map<String, Path> shown = shown();
        assertThat(shown).containsKeys("import_power_w", "forecast_wh", "power_w");
        assertThat(shown)
                .allSatisfy((key, module) -> assertThat(known).as("%s", module).contains(key));
    }

    private static Map<String, Path> shown() throws IOException {
        Map<String, Path> keys = new TreeMap<>();
        try (Stream<Path> files = Files.walk(PAGE)) {
            List<Path> modules =
                    files.filter(f -> f.toString().endsWith(".js"))
                            // Their keys are those of the configuration.
                            .filter(f -> !f.endsWith("settings-keys.js"))
                            .filter(f -> !f.endsWith("start-others.js"))
                            .toList();
            for (Path module : modules) {
                KEY.matcher(Files.readString(module))
                        .results()
                        .forEach((MatchResult m) -> keys.put(m.group(1), PAGE.relativize(module)));
            }
        }
        return keys;
    }
}
