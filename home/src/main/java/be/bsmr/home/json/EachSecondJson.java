package be.bsmr.home.json;

import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.LowerTarget;
import be.bsmr.otherwise.Month;
import be.bsmr.otherwise.Question;
import be.bsmr.otherwise.Relived;
import be.bsmr.otherwise.WithBattery;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of a past that went through the site second by second, said in JSON. */
public final class EachSecondJson {

    private final SiteSettings settings;
    private final Fields fields;

    public EachSecondJson(SiteSettings settings) {
        this.settings = settings;
        fields = new Fields(settings.zone());
    }

    /** No seconds are kept, or too few to say anything. */
    public static ObjectNode nothing(Question.EachSecond question) {
        ObjectNode node = Fields.object();
        node.set("question", OtherwiseJson.question(question));
        return node.put("status", "nothing_known");
    }

    /**
     * @param learned from when on the forecast learned
     * @param lived the quarters of the time that counts, for the answer that goes by them
     */
    public ObjectNode answer(
            Question.EachSecond question,
            Instant learned,
            Instant counted,
            Lived lived,
            Relived relived) {
        if (relived.quarters() == 0 || lived.quarters().isEmpty()) {
            return nothing(question);
        }
        ObjectNode node = Fields.object();
        node.set("question", OtherwiseJson.question(question));
        node.put("status", "known");
        fields.putTime(node, "learned_from", learned);
        fields.putTime(node, "from", counted);
        fields.putTime(
                node, "to", lived.quarters().get(lived.quarters().size() - 1).quarter().end());
        node.put("quarters", relived.quarters());
        node.put("left_out_quarters", relived.leftOut());
        if (question.of() instanceof Question.Stored stored) {
            node.put("given_kwh", OtherwiseJson.kilowattHours(relived.given()));
            node.put("taken_kwh", OtherwiseJson.kilowattHours(relived.taken()));
            node.put(
                    "added_import_kwh",
                    OtherwiseJson.kilowattHours(
                            relived.importAfter().minus(relived.importBefore())));
            months(
                    node,
                    relived,
                    WithBattery.of(lived, stored.battery(), settings.aim().target(), share -> {})
                            .months());
        } else if (question.of() instanceof Question.Aimed aimed) {
            waits(node, relived.waits());
            months(
                    node,
                    relived,
                    LowerTarget.of(lived, settings.loads(), aimed.target(), share -> {}).months());
        }
        return node;
    }

    private static void waits(ObjectNode node, Relived.Waits waits) {
        node.put("above_quarters", waits.above());
        node.put("still_above_quarters", waits.stillAbove());
        node.put("waits", waits.times());
        node.put("longest_wait_s", waits.longest().toSeconds());
        node.put("assumed_kwh", OtherwiseJson.kilowattHours(waits.wished()));
        node.put("moved_kwh", OtherwiseJson.kilowattHours(waits.moved()));
        node.put("left_kwh", OtherwiseJson.kilowattHours(waits.left()));
        OtherwiseJson.unknown(node, waits.unmodelled());
    }

    private static void months(ObjectNode node, Relived relived, List<Month> byQuarters) {
        ArrayNode list = node.putArray("months");
        for (Month m : relived.months()) {
            ObjectNode month = list.addObject();
            month.put("month", m.month().toString());
            month.put("was_w", m.was().watts());
            Optional<Month> other =
                    byQuarters.stream().filter(q -> q.month().equals(m.month())).findFirst();
            other.ifPresent(q -> month.put("quarters_w", q.would().watts()));
            month.put("would_w", m.would().watts());
        }
    }
}
