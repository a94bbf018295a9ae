package be.bsmr.home.messages;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadNow;
import be.bsmr.control.Outlook;
import be.bsmr.control.Plan;
import be.bsmr.home.json.DecisionWords;
import be.bsmr.home.json.Fields;
import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.words.Language;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.MeterWatch;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.EnergyPrices;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@link SiteValues} as JSON. Absent values are left out; times are ISO 8601 with the
 * offset of the meter's zone.
 */
public final class SiteJson {

    private static final TroubleWords TROUBLES = new TroubleWords();

    private final ZoneId zone;
    private final CapacityTariff tariff;
    private final Fields fields;
    private final DecisionWords words;

    /**
     * Of a house that stands nobody knows where.
     *
     * @param zone of all times
     */
    public SiteJson(ZoneId zone) {
        this(zone, CapacityTariff.UNKNOWN);
    }

    /**
     * @param zone of all times
     * @param tariff what peaks cost where the house stands
     */
    public SiteJson(ZoneId zone, CapacityTariff tariff) {
        this.zone = zone;
        this.tariff = tariff;
        fields = new Fields(zone);
        words = new DecisionWords(zone);
    }

    /** Of all times. */
    public ZoneId zone() {
        return zone;
    }

    /** One telegram: powers, registers, phases and attached meters. */
    public ObjectNode reading(SiteInput.MeterRead read, @Nullable Grid grid) {
        return MeterValues.READING.json(new MeterValues.Telegram(read, grid), fields);
    }

    /** What a grid meter would say; null before the first reading. */
    public @Nullable ObjectNode gridMeter(SiteState state) {
        SiteInput.MeterRead last = state.last();
        return last == null
                ? null
                : GridMeterValues.GRID_METER.json(
                        new GridMeterValues.Seen(last, state.metering(), zone), fields);
    }

    /** The lines of a telegram that nobody here has a name for, and those that make no sense. */
    public ObjectNode raw(Reading reading) {
        return MeterValues.RAW.json(reading, fields);
    }

    /** The running quarter and where it will end; empty before the first reading. */
    public ObjectNode quarter(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        return outlook == null
                ? Fields.object()
                : QuarterValues.QUARTER.json(running(state, outlook), fields);
    }

    static QuarterValues.Running running(SiteState state, Outlook outlook) {
        return new QuarterValues.Running(
                outlook,
                state.metering().quarter() != null && state.metering().quarter().knownFromStart());
    }

    /** A quarter that ended, or the running one at the end of a recording. */
    public ObjectNode quarter(QuarterDemand quarter) {
        return QuarterValues.FINISHED.json(quarter, fields);
    }

    /** The peak of each month that is known, oldest first. */
    public ArrayNode peaks(SiteState state) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        state.metering()
                .peaks()
                .months()
                .values()
                .forEach(peak -> list.add(QuarterValues.PEAK.json(peak, fields)));
        return list;
    }

    /**
     * What the peaks of the last twelve months come to in a year; null where no peak is billed, or
     * the rate is not known.
     */
    public @Nullable ObjectNode bill(SiteState state) {
        YearMonth month = month(state);
        return month == null
                ? null
                : tariff.bill(state.metering().peaks(), month, null)
                        .map(bill -> QuarterValues.BILL.json(bill, fields))
                        .orElse(null);
    }

    /**
     * What energy costs and brings now and next; null before the first reading, and while nobody
     * has said what it costs.
     */
    public @Nullable ObjectNode prices(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        EnergyPrices prices = state.control().prices();
        return outlook == null || prices.isEmpty()
                ? null
                : PriceValues.PRICES.json(
                        new PriceValues.Now(prices, outlook.soFar().quarter()), fields);
    }

    /**
     * What energy costs and brings in each quarter that is known, oldest first; null while nobody
     * has said.
     */
    public @Nullable ObjectNode pricesByQuarter(SiteState state) {
        EnergyPrices prices = state.control().prices();
        if (prices.isEmpty()) {
            return null;
        }
        ObjectNode node = Fields.object();
        node.put("source", prices.source());
        if (!prices.licence().isEmpty()) {
            node.put("licence", prices.licence());
        }
        ArrayNode quarters = node.putArray("quarters");
        prices.quarters()
                .forEach(
                        (quarter, price) ->
                                quarters.add(
                                        PriceValues.QUARTER.json(
                                                new PriceValues.OfQuarter(quarter, price),
                                                fields)));
        return node;
    }

    /** The month of the running quarter; null before the first reading. */
    @Nullable YearMonth month(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        return outlook == null
                ? null
                : YearMonth.from(outlook.soFar().quarter().start().atZone(zone));
    }

    /** Where one load stands. */
    public ObjectNode load(LoadNow load) {
        return LoadValues.LOAD.json(load, fields);
    }

    /** How the cable to the meter does, who speaks on it, and whose clock counts. */
    public ObjectNode link(SiteState state) {
        return MeterValues.LINK.json(
                link(state.metering().link(), state.metering().watch()), fields);
    }

    /** How the cable to the meter does. */
    public ObjectNode link(LinkHealth health) {
        return MeterValues.LINK.json(link(health, null), fields);
    }

    static MeterValues.Link link(LinkHealth health, @Nullable MeterWatch watch) {
        String trouble = health.trouble();
        return new MeterValues.Link(
                health,
                watch,
                language -> trouble == null ? null : TROUBLES.in(language, trouble).orElse(null));
    }

    /**
     * How the coming day is meant to go; null without loads to control, and before a plan was made.
     */
    public @Nullable ObjectNode plan(SiteStep step) {
        SiteState state = step.state();
        Plan plan = state.control().quarterControl().plan();
        Outlook outlook = state.foresight().outlook();
        QuarterHour first = plan.first();
        if (first == null || outlook == null) {
            return null;
        }
        boolean dayKnown = state.foresight().forecaster().knowsADay();
        return LoadValues.PLAN.json(
                new LoadValues.Planned(plan, first, outlook, dayKnown, names(step.loads())),
                fields);
    }

    /** Something the people in the house should know. */
    public ObjectNode decision(Decision decision) {
        return LoadValues.DECISION.json(new LoadValues.Told(decision, Map.of()), fields);
    }

    /**
     * A decision with the sentence in each language, as {@code text_nl} and so on.
     *
     * @param loads know what people call them
     */
    public ObjectNode decisionInWords(Decision decision, List<LoadNow> loads) {
        String load = decision.load();
        String name = load == null ? null : names(loads).getOrDefault(load, load);
        Map<Language, String> sentences = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            sentences.put(language, words.text(decision, language, name));
        }
        return LoadValues.DECISION.json(new LoadValues.Told(decision, sentences), fields);
    }

    /**
     * What is said of the house as a whole.
     *
     * @param age since the newest telegram; null before the first
     * @param state null before the first step
     */
    public ObjectNode house(@Nullable Duration age, @Nullable SiteState state) {
        return ProgramValues.HOUSE.json(ProgramValues.House.of(age, state), fields);
    }

    /** How keeping goes. */
    public ObjectNode store(StoreReport report) {
        return ProgramValues.STORE.json(report, fields);
    }

    /** ISO 8601 to the second, with offset: {@code 2022-11-27T18:00:00+01:00}. */
    public String time(Instant at) {
        return fields.time(at);
    }

    private static Map<String, String> names(List<LoadNow> loads) {
        Map<String, String> names = new HashMap<>();
        loads.forEach(l -> names.put(l.load().id(), l.load().name()));
        return names;
    }
}
