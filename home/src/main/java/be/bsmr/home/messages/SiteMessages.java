package be.bsmr.home.messages;

import be.bsmr.control.ControlMode;
import be.bsmr.control.LoadNow;
import be.bsmr.control.Outlook;
import be.bsmr.home.json.Fields;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.MonthPeak;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns steps of the site into messages: what changed since the step before. Each listener has one
 * of its own, so that one that missed steps is told what it does not know yet. Not safe for use by
 * several threads.
 */
public final class SiteMessages {

    /** The link's counters change with every telegram: nobody needs them that often. */
    public static final Duration LINK_PAUSE = Duration.ofSeconds(10);

    /**
     * What is told under one topic.
     *
     * @param topic below the site's, such as {@code load/boiler}
     * @param body JSON; a text where one word is told
     * @param retained true for what <em>is so</em>: who comes later wants the newest; false for
     *     what <em>happens</em>
     * @param frequent whether the next one comes with the next telegram, so that one may be lost
     */
    public record Message(String topic, JsonNode body, boolean retained, boolean frequent) {

        /** JSON, or the bare word. */
        public String payload() {
            return body.isTextual() ? body.asText() : body.toString();
        }
    }

    private final SiteJson json;
    private final Map<String, JsonNode> loads = new HashMap<>();
    private @Nullable ControlMode control;
    private @Nullable JsonNode raw;
    private @Nullable SortedMap<YearMonth, MonthPeak> peaks;

    /** The month to which the bill was told last. */
    private @Nullable YearMonth billed;

    private EnergyPrices prices = EnergyPrices.NONE;

    /** Somebody told prices, and that was not passed on yet. */
    private boolean pricesWait;

    /** The quarter whose price was told last. */
    private @Nullable QuarterHour priced;

    private @Nullable LinkHealth link;
    private Instant linkSaidAt = Instant.MIN;

    public SiteMessages(SiteJson json) {
        this.json = json;
    }

    /**
     * Takes all that is so after {@code step} as told, by somebody who tells everything at once.
     */
    public void know(SiteStep step) {
        SiteState state = step.state();
        if (state.last() != null) {
            raw = json.raw(state.last().reading());
        }
        peaks = state.metering().peaks().months();
        billed = json.month(state);
        prices = state.control().prices();
        priced = running(state);
        step.loads().forEach(s -> loads.put(s.load().id(), json.load(s)));
        control = state.control().effectiveMode();
        link = state.metering().link();
    }

    /** What this step brought, in the order in which it is to be told. */
    public List<Message> of(SiteStep step) {
        SiteState state = step.state();
        List<Message> told = new ArrayList<>();
        if (step.newReading() && step.input() instanceof SiteInput.MeterRead read) {
            told.add(each("reading", json.reading(read, state.metering().grid())));
            told.add(each("quarter", json.quarter(state)));
            JsonNode lines = json.raw(read.reading());
            if (!lines.equals(raw)) {
                raw = lines;
                told.add(each("raw", lines));
            }
        }
        step.finished().ifPresent(q -> told.add(state("quarter/finished", json.quarter(q))));
        YearMonth month = json.month(state);
        if (!state.metering().peaks().months().equals(peaks)) {
            peaks = state.metering().peaks().months();
            told.add(state("peaks", json.peaks(state)));
            billed = null;
        }
        if (month != null && !month.equals(billed)) {
            billed = month;
            ObjectNode bill = json.bill(state);
            if (bill != null) {
                told.add(state("bill", bill));
            }
        }
        pricesWait |= step.input() instanceof SiteInput.PricesTold;
        if (isNewsOfPrices(state)) {
            prices = state.control().prices();
            priced = running(state);
            pricesWait = false;
            ObjectNode now = json.prices(state);
            told.add(state("prices", now == null ? Fields.object() : now));
        }
        for (LoadNow load : step.loads()) {
            // Compared as JSON: what a load counts inwardly changes more often than what people
            // see.
            String id = load.load().id();
            JsonNode now = json.load(load);
            if (!now.equals(loads.put(id, now))) {
                told.add(state("load/" + id, now));
            }
        }
        if (state.control().effectiveMode() != control) {
            control = state.control().effectiveMode();
            told.add(state("control/mode", TextNode.valueOf(control.label())));
        }
        if (isNewsOfTheLink(state.metering().link(), step.input().at())) {
            told.add(state("link", json.link(state)));
        }
        step.decisions()
                .forEach(
                        d ->
                                told.add(
                                        new Message(
                                                "decision",
                                                json.decisionInWords(d, step.loads()),
                                                false,
                                                false)));
        return told;
    }

    /** Another quarter has another price; that nothing is known any more is told, too. */
    private boolean isNewsOfPrices(SiteState state) {
        EnergyPrices now = state.control().prices();
        QuarterHour quarter = running(state);
        return quarter != null
                && (pricesWait
                        || !now.equals(prices)
                        || (!now.isEmpty() && !quarter.equals(priced)));
    }

    private static @Nullable QuarterHour running(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        return outlook == null ? null : outlook.soFar().quarter();
    }

    private boolean isNewsOfTheLink(LinkHealth now, Instant at) {
        if (now.equals(link)) {
            return false;
        }
        boolean turned =
                link == null
                        || now.connected() != link.connected()
                        || !Objects.equals(now.trouble(), link.trouble());
        boolean due = at.isBefore(linkSaidAt) || !at.isBefore(linkSaidAt.plus(LINK_PAUSE));
        if (!turned && !due) {
            return false;
        }
        link = now;
        linkSaidAt = at;
        return true;
    }

    private static Message each(String topic, JsonNode body) {
        return new Message(topic, body, true, true);
    }

    private static Message state(String topic, JsonNode body) {
        return new Message(topic, body, true, false);
    }
}
