package be.bsmr.home.cli;

import be.bsmr.home.messages.SiteJson;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a recording came to: telegrams, and the quarters it touches. */
final class ReplayReport {

    private final List<QuarterDemand> quarters = new ArrayList<>();
    private @Nullable Metering last;
    private long ofOthers;

    /** Takes each step of the replay. */
    void note(MeteringStep step) {
        ofOthers += isOfAnother(step) ? 1 : 0;
        step.finished().ifPresent(quarters::add);
        last = step.metering();
    }

    /** Whether it is a telegram that was passed over because another meter is followed. */
    private static boolean isOfAnother(MeteringStep step) {
        return step.input() instanceof SiteInput.MeterRead
                && !step.newReading()
                && step.metering().watch().speakers().inARow() > 0;
    }

    long telegrams() {
        return link().telegrams();
    }

    /** How many telegrams could be read. */
    long accepted() {
        return link().accepted();
    }

    /** The finished quarters, and the running one as far as the recording goes. */
    List<QuarterDemand> quarters() {
        List<QuarterDemand> all = new ArrayList<>(quarters);
        if (last != null && last.quarter() != null) {
            all.add(last.quarter().soFar());
        }
        return all;
    }

    ObjectNode json(SiteJson words) {
        LinkHealth link = link();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("telegrams", link.telegrams());
        node.put("accepted", link.accepted());
        node.put("rejected", link.rejected());
        ObjectNode causes = node.putObject("rejected_by");
        link.rejectedBy().forEach(causes::put);
        node.put("of_another_meter", ofOthers);
        ArrayNode list = node.putArray("quarters");
        quarters().forEach(q -> list.add(words.quarter(q)));
        return node;
    }

    /** For people: one line a quarter. */
    String text(SiteJson words) {
        LinkHealth link = link();
        StringBuilder s = new StringBuilder();
        s.append(
                String.format(
                        Locale.ROOT,
                        "%d %s, %d accepted, %d rejected%s%s%n",
                        link.telegrams(),
                        link.telegrams() == 1 ? "telegram" : "telegrams",
                        link.accepted(),
                        link.rejected(),
                        RejectedWords.of(link.rejectedBy()),
                        ofOthers == 0
                                ? ""
                                : ", %d of another meter than the one that is followed"
                                        .formatted(ofOthers)));
        for (QuarterDemand q : quarters()) {
            s.append(
                    String.format(
                            Locale.ROOT,
                            "%s  %s%s  %s  coverage %.1f %%  by %s%n",
                            words.time(q.quarter().start()),
                            q.complete() ? "" : "at least ",
                            q.demand(),
                            q.imported(),
                            q.coverage() * 100,
                            q.estimator().label()));
        }
        return s.toString();
    }

    private LinkHealth link() {
        return last == null ? LinkHealth.INITIAL : last.link();
    }
}
