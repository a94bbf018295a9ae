package be.bsmr.home.cli;

import be.bsmr.control.Decision;
import be.bsmr.home.json.DecisionWords;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was decided, and why. */
@Command(
        name = "journal",
        description = "Say what was decided and why, with its numbers, the newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr journal --lang nl",
            "  bsmr journal --config bsmr.yaml --last 500 --format json",
            "  bsmr journal --demo                       of the simulated house"
        })
final class JournalCommand implements Callable<Integer> {

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "so many decisions (default: ${DEFAULT-VALUE})",
            defaultValue = "50")
    private int last = 50;

    @Mixin private StoredMeter house = new StoredMeter();

    @Mixin private FormatOption format = new FormatOption();

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        if (last < 1) {
            throw Fault.usage("--last is 1 or more, not " + last);
        }
        HomeConfig config = house.config();
        Path file = config.store().file();
        if (!Files.exists(file)) {
            throw Fault.unavailable(
                    "nothing has been decided yet: there is no database "
                            + file.toAbsolutePath()
                            + "; start bsmr run");
        }
        List<Decision> decisions;
        Map<String, String> names;
        try (History history = History.open(config.store().file())) {
            decisions = history.decisions(Instant.EPOCH, last);
            names = names(history, config);
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        ZoneId zone = config.site().zone();
        Language spoken = language.language();
        Texts texts = new Texts(spoken, zone);
        if (decisions.isEmpty()) {
            System.err.println(texts.text("journal.empty"));
            return Exit.OK;
        }
        DecisionWords words = new DecisionWords(zone);
        SiteJson json = new SiteJson(zone);
        for (Decision d : decisions) {
            String load = d.load();
            String name = load == null ? null : names.getOrDefault(load, load);
            String text = words.text(d, spoken, name);
            if (format.isJson()) {
                ObjectNode node = json.decision(d);
                System.out.println(node.put("text", text));
            } else {
                System.out.println(texts.time(d.at()) + "  " + text);
            }
        }
        return Exit.OK;
    }

    /**
     * What the program that decided called the loads, unless the configuration says otherwise now.
     */
    private static Map<String, String> names(History history, HomeConfig config) {
        Map<String, String> names = new HashMap<>();
        history.loads().forEach(m -> names.put(m.load(), m.name()));
        config.site().loads().forEach(l -> names.put(l.id(), l.name()));
        return names;
    }
}
