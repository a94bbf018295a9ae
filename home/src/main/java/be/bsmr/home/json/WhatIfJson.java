package be.bsmr.home.json;

import be.bsmr.site.WhatIf;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;

/** Turns the answer to a what-if question into JSON, for the command and the call over REST. */
public final class WhatIfJson {

    private final Fields fields;

    public WhatIfJson(ZoneId zone) {
        fields = new Fields(zone);
    }

    /** The question, then the start now and the cheapest one. */
    public ObjectNode answer(WhatIf answer) {
        ObjectNode node = Fields.object();
        node.put("time", fields.time(answer.at()));
        Fields.put(node, "load_w", answer.question().load());
        node.put("for_s", answer.question().length().toSeconds());
        node.put("within_s", answer.question().within().toSeconds());
        Fields.put(node, "target_w", answer.target());
        node.put("from_start", answer.knownFromStart());
        node.put("day_known", answer.knownDay());
        node.put("silent", answer.silent());
        node.set("now", start(answer.now()));
        node.set("cheapest", start(answer.cheapest()));
        return node;
    }

    private ObjectNode start(WhatIf.Start start) {
        ObjectNode node = Fields.object();
        node.put("start", fields.time(start.at()));
        node.put("break_probability", chance(start.breaks()));
        node.put("break_probability_anyway", chance(start.breaksAnyway()));
        node.put("break_probability_added", chance(start.breaksByIt()));
        node.put("added_peak_w", Math.round(start.addedWatts()));
        node.put("costs", start.costs().label());
        start.euro().ifPresent(e -> node.put("eur_per_year", e.setScale(2, RoundingMode.HALF_UP)));
        start.energy().ifPresent(e -> node.put("energy_eur", e.setScale(2, RoundingMode.HALF_UP)));
        return node;
    }

    /** Only what is certain is 0 or 1. */
    private static BigDecimal chance(double probability) {
        double said =
                probability <= 0 || probability >= 1
                        ? probability
                        : Math.max(0.0001, Math.min(0.9999, probability));
        return Fields.plain(BigDecimal.valueOf(said).setScale(4, RoundingMode.HALF_UP));
    }
}
