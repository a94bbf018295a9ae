package be.bsmr.home.json;

import be.bsmr.control.Actuation;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.control.Outlook;
import be.bsmr.control.Plan;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.Speakers;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a site knows into JSON. Absent values are left out; times are ISO 8601 with the offset
 * of the meter's zone.
 */
public final class SiteJson {

    private static final TroubleWords TROUBLES = new TroubleWords();

    private final Fields fields;
    private final DecisionWords words;

    public SiteJson(ZoneId zone) {
        fields = new Fields(zone);
        words = new DecisionWords(zone);
    }

    /** One telegram: powers, registers, phases and attached meters. */
    public ObjectNode reading(SiteInput.MeterRead read, @Nullable Grid grid) {
        Reading r = read.reading();
        ObjectNode node = Fields.object();
        node.put("time", time(read.measuredAt()));
        Fields.put(node, "meter", r.identity().meter());
        Fields.put(node, "version", r.identity().version());
        if (grid != null) {
            node.put("grid", grid.label());
        }
        Fields.put(node, "import_power_w", r.importPower());
        Fields.put(node, "export_power_w", r.exportPower());
        Fields.put(node, "import", r.imported());
        Fields.put(node, "export", r.exported());
        if (r.activeTariff() != null) {
            node.put("tariff", r.activeTariff());
        }
        Fields.put(node, "demand_w", r.demand().running());
        for (int i = 0; i < r.phases().size(); i++) {
            Fields.putPhase(node, i + 1, r.phases().get(i));
        }
        ArrayNode mbus = node.putArray("mbus");
        r.mbus().forEach(m -> mbus.add(fields.mbus(m)));
        return node;
    }

    /** The lines of a telegram that nobody here has a name for, and those that make no sense. */
    public ObjectNode raw(Reading reading) {
        ObjectNode node = Fields.object();
        ArrayNode unknown = node.putArray("unknown");
        reading.unknown().forEach(unknown::add);
        ArrayNode unreadable = node.putArray("unreadable");
        reading.unreadable().forEach(unreadable::add);
        return node;
    }

    /** The running quarter and where it will end. */
    public ObjectNode quarter(SiteState state) {
        ObjectNode node = Fields.object();
        Outlook o = state.foresight().outlook();
        if (o == null) {
            return node;
        }
        node.put("time", time(o.at()));
        node.put("start", time(o.soFar().quarter().start()));
        node.put("elapsed_s", o.elapsed().toSeconds());
        node.put("import_wh", Fields.wattHours(o.soFar().imported()));
        putError(node, o.soFar());
        node.put("demand_w", o.soFar().demand().watts());
        node.put("coverage", ratio(o.soFar().coverage()));
        node.put("estimator", o.soFar().estimator().label());
        node.put(
                "from_start",
                state.metering().quarter() != null && state.metering().quarter().knownFromStart());
        node.put("mean_import_power_w", o.forecast().meanImport().watts());
        node.put("mean_net_power_w", o.forecast().meanNet().watts());
        node.put("forecast_wh", Fields.wattHours(o.forecast().expected()));
        node.put("forecast_demand_w", o.forecast().demand().watts());
        DemandDistribution.Interval likely = o.forecast().likely().interval(0.80);
        DemandDistribution.Interval sure = o.forecast().likely().interval(0.95);
        node.put("low80_w", likely.low().watts());
        node.put("high80_w", likely.high().watts());
        node.put("low95_w", sure.low().watts());
        node.put("high95_w", sure.high().watts());
        node.put("break_probability", ratio(o.breakProbability()));
        node.put("certainty", o.certainty().label());
        node.put("headroom_w", o.headroom().watts());
        node.put("target_w", o.target().watts());
        node.put("limit_wh", Fields.wattHours(o.limit()));
        node.put("alarm_line_wh", Fields.wattHours(o.alarmLine()));
        node.put("alarm", o.alarm().on());
        return node;
    }

    /** A quarter that ended, or the running one at the end of a recording. */
    public ObjectNode quarter(QuarterDemand q) {
        ObjectNode node = Fields.object();
        node.put("start", time(q.quarter().start()));
        node.put("demand_w", q.demand().watts());
        node.put("import_wh", Fields.wattHours(q.imported()));
        putError(node, q);
        node.put("coverage", ratio(q.coverage()));
        node.put("estimator", q.estimator().label());
        node.put("complete", q.complete());
        return node;
    }

    /** The peak of each month that is known, oldest first. */
    public ArrayNode peaks(SiteState state) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        for (MonthPeak p : state.metering().peaks().months().values()) {
            ObjectNode peak = node.addObject();
            peak.put("month", p.month().toString());
            peak.put("demand_w", p.demand().watts());
            if (p.quarterEnd() != null) {
                peak.put("time", time(p.quarterEnd()));
            }
            peak.put("source", Fields.lower(p.source()));
        }
        return node;
    }

    /** Where one load stands. */
    public ObjectNode load(LoadState s) {
        ObjectNode node = Fields.object();
        node.put("id", s.load().id());
        node.put("name", s.load().name());
        node.put("priority", s.load().priority());
        node.put("power_w", s.usually().watts());
        node.put("learned", !s.draw().learned().isEmpty());
        Fields.put(node, "measured_power_w", s.draw().reported());
        node.put("running", s.draw().running());
        node.put("mode", Fields.lower(s.mode()));
        // Of one that cannot be reached nobody knows how it is.
        node.put("state", s.lost() == null ? Fields.lower(s.position()) : "unknown");
        if (s.lost() != null) {
            node.put("last_contact", time(s.lost()));
        }
        if (s.value() != null && s.load().actuation() instanceof Actuation.Modulating m) {
            node.put("value", s.value());
            node.put("unit", m.unit().label());
        }
        if (s.since() != null) {
            node.put("since", time(s.since()));
        }
        if (s.handsOffUntil() != null) {
            node.put("hands_off_until", time(s.handsOffUntil()));
        }
        if (s.report() != null) {
            node.put("relay", Fields.lower(s.report()));
        }
        return node;
    }

    /** How the cable to the meter does, who speaks on it, and whose clock counts. */
    public ObjectNode link(SiteState state) {
        ObjectNode node = link(state.metering().link());
        Speakers speakers = state.metering().watch().speakers();
        Fields.put(node, "meter", speakers.followed());
        if (!speakers.others().isEmpty()) {
            ArrayNode others = node.putArray("other_meters");
            speakers.others().forEach(id -> others.add(id.value()));
        }
        node.put("clock", state.metering().watch().clock().believed() ? "meter" : "host");
        return node;
    }

    /** How the cable to the meter does. */
    public ObjectNode link(LinkHealth link) {
        ObjectNode node = Fields.object();
        node.put("connected", link.connected());
        String trouble = link.trouble();
        if (trouble != null) {
            node.put("trouble", trouble);
            for (String language : TroubleWords.LANGUAGES) {
                TROUBLES.in(language, trouble).ifPresent(t -> node.put("trouble_" + language, t));
            }
        }
        Fields.put(node, "source", link.source());
        node.put("opened", link.timesOpened());
        node.put("bytes", link.bytes());
        node.put("telegrams", link.telegrams());
        node.put("accepted", link.accepted());
        node.put("rejected", link.rejected());
        ObjectNode causes = node.putObject("rejected_by");
        link.rejectedBy().forEach(causes::put);
        node.put("recent_telegrams", link.recentTelegrams());
        node.put("recent_rejected", link.recentRejected());
        LinkHealth.Rejection last = link.rejections().last();
        if (last != null) {
            ObjectNode rejection = node.putObject("last_rejected");
            rejection.put("cause", last.cause());
            rejection.put("offset", last.offset());
            rejection.put("time", time(last.at()));
        }
        node.put("stray_bytes", link.strayBytes());
        if (link.lastAcceptedAt() != null) {
            node.put("last_accepted", time(link.lastAcceptedAt()));
        }
        link.clockSkew()
                .ifPresent(
                        skew ->
                                node.put(
                                        "clock_skew_s",
                                        Fields.plain(BigDecimal.valueOf(skew.toMillis(), 3))));
        return node;
    }

    /**
     * How the coming day is meant to go; null without loads to control, and before a plan was made.
     */
    public @Nullable ObjectNode plan(SiteState state) {
        Plan plan = state.control().quarterControl().plan();
        Outlook outlook = state.foresight().outlook();
        QuarterHour first = plan.first();
        if (first == null || outlook == null) {
            return null;
        }
        ObjectNode node = Fields.object();
        node.put("start", time(first.start()));
        node.put("quarter_s", QuarterHour.LENGTH.toSeconds());
        node.put("day_known", state.foresight().forecaster().knowsADay());
        Fields.put(node, "target_w", outlook.target());
        Fields.put(node, "level_w", plan.level());
        Fields.put(node, "aim_w", plan.aim());
        Fields.put(node, "fill_w", plan.fill());
        Fields.put(node, "because", plan.because());
        node.set("house_w", watts(plan.house()));
        ArrayNode loads = node.putArray("loads");
        for (Plan.OfLoad load : plan.loads()) {
            ObjectNode one = loads.addObject().put("id", load.load());
            one.put("name", name(load.load(), state));
            one.set("draws_w", watts(load.quarters()));
            ArrayNode turns = one.putArray("turns");
            for (Plan.Turn turn : load.turns()) {
                ObjectNode t = turns.addObject();
                t.put("from", time(turn.from()));
                t.put("until", time(turn.until()));
                Fields.put(t, "mean_w", turn.mean());
            }
        }
        return node;
    }

    private static ArrayNode watts(List<Power> powers) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        powers.forEach(p -> list.add(p.watts()));
        return list;
    }

    private static String name(String load, SiteState state) {
        return state.control().loads().stream()
                .map(LoadState::load)
                .filter(l -> l.id().equals(load))
                .map(Load::name)
                .findFirst()
                .orElse(load);
    }

    /** Something the people in the house should know. */
    public ObjectNode decision(Decision d) {
        ObjectNode node = Fields.object();
        node.put("time", time(d.at()));
        node.put("what", Fields.lower(d.what()));
        Fields.put(node, "load", d.load());
        Fields.put(node, "demand_w", d.demand());
        Fields.put(node, "target_w", d.target());
        Fields.put(node, "other_demand_w", d.other());
        Fields.put(node, "power_w", d.power());
        if (d.probability() != null) {
            node.put("break_probability", ratio(d.probability()));
        }
        Decision.Span span = d.span();
        if (span != null) {
            node.put("from", time(span.from()));
            node.put("until", time(span.until()));
        }
        if (d.euro() != null) {
            node.put("eur_per_year", CapacityTariff.cents(d.euro()));
        }
        if (d.shadow()) {
            node.put("shadow", true);
        }
        return node;
    }

    /** The same with the sentence in each language, as {@code text_nl} and so on. */
    public ObjectNode decisionInWords(Decision d, SiteState state) {
        ObjectNode node = decision(d);
        String name = d.load() == null ? null : name(d.load(), state);
        for (String language : DecisionWords.LANGUAGES) {
            node.put("text_" + language, words.text(d, language, name));
        }
        return node;
    }

    /** ISO 8601 to the second, with offset: {@code 2022-11-27T18:00:00+01:00}. */
    public String time(Instant at) {
        return fields.time(at);
    }

    private static void putError(ObjectNode node, QuarterDemand q) {
        if (q.error() != null) {
            node.put("error_wh", Fields.wattHours(q.error()));
        }
    }

    private static BigDecimal ratio(double share) {
        return Fields.plain(BigDecimal.valueOf(share).setScale(4, RoundingMode.HALF_UP));
    }
}
