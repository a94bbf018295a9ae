package be.bsmr.fleet.web;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the page of a fleet says: its own words, in the files beside this class, and some of the
 * house's, so that one thing is called one thing.
 */
final class FleetWords {

    /** Those of the house's pages that this page says, too. */
    static final List<String> SHARED =
            List.of(
                    "language",
                    "expected",
                    "target",
                    "likely",
                    "chance",
                    "verdict_calm",
                    "verdict_maybe",
                    "verdict_alarm",
                    "now",
                    "thisQuarter",
                    "forecast",
                    "monthPeak",
                    "lost");

    private FleetWords() {}

    static ObjectNode of(Language language) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        Words house = Words.in(language);
        SHARED.forEach(key -> all.put(key, house.section("page").get(key)));
        Words.beside(FleetWords.class, language).section("fleet").forEach(all::put);
        return all;
    }
}
