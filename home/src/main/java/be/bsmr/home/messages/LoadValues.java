package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.EURO;
import static be.bsmr.home.messages.Unit.NONE;
import static be.bsmr.home.messages.Unit.SECOND;
import static be.bsmr.home.messages.Unit.WATT;
import static be.bsmr.home.messages.Unit.WATT_HOUR;

import be.bsmr.control.Actuation;
import be.bsmr.control.Decision;
import be.bsmr.control.Due;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.Outlook;
import be.bsmr.control.Plan;
import be.bsmr.control.WeeklyTime;
import be.bsmr.home.words.Language;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.unit.Energy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where each load stands, what was decided, and how the coming day is meant to go. */
final class LoadValues {

    /**
     * Something that was decided.
     *
     * @param sentences by language; empty where only the facts are wanted
     */
    record Told(Decision decision, Map<Language, String> sentences) {

        Decision.@Nullable Span span() {
            return decision.span();
        }
    }

    /**
     * A plan that was made.
     *
     * @param first of its quarters
     * @param dayKnown whether it rests on a day that was seen
     * @param names of the loads by id
     */
    record Planned(
            Plan plan,
            QuarterHour first,
            Outlook outlook,
            boolean dayKnown,
            Map<String, String> names) {}

    private static final ValueTable<Load> LIMITS =
            ValueTable.<Load>of("limits")
                    .gauge("min_shed_s", SECOND, l -> l.limits().minShed(), "")
                    .gauge("min_on_s", SECOND, l -> l.limits().minOn(), "")
                    .gauge("longest_shed_s", SECOND, l -> l.limits().longestShed(), "")
                    .gauge("switches_per_day", NONE, LoadValues::switchesPerDay, "")
                    .text("never_shed", LoadValues::neverShed, "")
                    .gauge("due_wh", WATT_HOUR, l -> ofDue(l, Due::energy), "")
                    .text("due_within", l -> ofDue(l, Due::time), "")
                    .gauge("hands_off_s", SECOND, l -> l.limits().handsOff(), "")
                    .text("fail_safe", LoadValues::failSafe, "")
                    .build();

    static final ValueTable<LoadNow> LOAD =
            ValueTable.<LoadNow>of("load")
                    .named()
                    .text("id", s -> s.load().id(), "as configured")
                    .text("name", s -> s.load().name(), "what people call it")
                    .gauge("priority", NONE, s -> s.load().priority(), "as configured")
                    .gauge(
                            "power_w",
                            WATT,
                            LoadNow::usually,
                            "what it usually draws, as learned or configured")
                    .flag(
                            "learned",
                            s -> !s.draw().learned().isEmpty(),
                            "whether `power_w` was seen on the meter")
                    .gauge(
                            "measured_power_w",
                            WATT,
                            s -> s.draw().reported(),
                            "what its own meter says")
                    .flag(
                            "running",
                            s -> s.contact().isReached() ? s.draw().running() : null,
                            "whether it seems to draw; left out while it cannot be reached")
                    .gauge(
                            "energy_today_wh",
                            WATT_HOUR,
                            s -> tens(s.day().joules()),
                            "drawn since midnight by the meter's clock, to 10 Wh: as its own meter"
                                    + " says, or else as far as the house's meter shows it; what"
                                    + " was drawn while BSMR stood still is not in it")
                    .gauge(
                            "sheds_today",
                            NONE,
                            s -> s.day().sheds(),
                            "how often it was shed since midnight")
                    .gauge(
                            "due_had_wh",
                            WATT_HOUR,
                            s -> s.day().dueSince() == null ? null : tens(s.day().dueJoules()),
                            "what it has had of what is due, to 10 Wh")
                    .text("mode", LoadNow::mode, "`auto`, `always_on` or `always_shed`")
                    // Of one that cannot be reached nobody knows how it is.
                    .text(
                            "state",
                            s -> s.contact().isReached() ? s.position() : "unknown",
                            "`connected` or `shed`; `unknown` while it cannot be reached")
                    .flag(
                            "told_only",
                            s -> s.contact().isToldOnly() ? true : null,
                            "true of one that is only sent messages and never answers: nobody knows"
                                    + " whether anything listens; left out of others")
                    .time(
                            "last_contact",
                            s -> s.contact().last(),
                            "while it cannot be reached; left out if it never was")
                    .gauge(
                            "value",
                            NONE,
                            s -> unit(s) == null ? null : s.value(),
                            "what a modulating load is set to, in `unit`")
                    .text("unit", LoadValues::unit, "`ampere`, `watt` or `percent`")
                    .time("since", LoadNow::since, "when it was commanded last")
                    .time(
                            "hands_off_until",
                            LoadNow::handsOffUntil,
                            "of one that somebody switched by hand")
                    .time(
                            "rest_until",
                            LoadNow::restUntil,
                            "after a long time without power it is left on until then")
                    .text(
                            "limits",
                            s -> ValueTable.one(LIMITS, s.load()),
                            "what its owner set: `min_shed_s`, `min_on_s`, `longest_shed_s`,"
                                    + " `switches_per_day`, `never_shed`, `due_wh` in `due_within`,"
                                    + " `hands_off_s`, and `fail_safe`: `on`, `off` or a value")
                    .text(
                            "relay",
                            LoadNow::report,
                            "`confirmed` or `failed`; left out until the actuator has answered")
                    .flag("reachable", s -> s.contact().isReached(), "")
                    .onlyMetric("bsmr_load_reachable", "1 when the load's actuator can be reached")
                    .flag("shed", s -> s.contact().isReached() ? s.isShed() : null, "")
                    .onlyMetric("bsmr_load_shed", "1 when the load is shed, 0 when it may draw")
                    .build();

    static final ValueTable<Told> DECISION =
            ValueTable.<Told>of("decision")
                    .time("time", t -> t.decision().at(), "the meter's clock")
                    .text("what", t -> t.decision().what(), "see below")
                    .text("load", t -> t.decision().load(), "id of the load it is about")
                    .gauge(
                            "demand_w",
                            WATT,
                            t -> t.decision().demand(),
                            "the demand that led to it")
                    .gauge("target_w", WATT, t -> t.decision().target(), "the demand to stay under")
                    .gauge(
                            "other_demand_w",
                            WATT,
                            t -> t.decision().other(),
                            "of `estimators_disagree`: what the other estimator says")
                    .gauge(
                            "power_w",
                            WATT,
                            t -> t.decision().power(),
                            "what the load draws or is set to")
                    .probability(
                            "break_probability",
                            t -> t.decision().probability(),
                            "that the target is passed if nothing is done")
                    .time("from", t -> t.span() == null ? null : t.span().from(), "of a plan")
                    .time("until", t -> t.span() == null ? null : t.span().until(), "of a plan")
                    .gauge(
                            "eur_per_year",
                            EURO,
                            t -> cents(t.decision().euro()),
                            "what a raised level costs over a year")
                    .gauge(
                            "saves_eur",
                            EURO,
                            t -> cents(t.decision().saved()),
                            "on energy, by going by its price")
                    .flag(
                            "shadow",
                            t -> t.decision().shadow() ? true : null,
                            "true when it was only thought")
                    .text("text_nl", t -> t.sentences().get(Language.nl), "as a sentence")
                    .text("text_fr", t -> t.sentences().get(Language.fr), "as a sentence")
                    .text("text_de", t -> t.sentences().get(Language.de), "as a sentence")
                    .text("text_en", t -> t.sentences().get(Language.en), "as a sentence")
                    .build();

    private static final ValueTable<Plan.Turn> TURN =
            ValueTable.<Plan.Turn>of("turns")
                    .time("from", Plan.Turn::from, "the meter's clock")
                    .time("until", Plan.Turn::until, "the meter's clock")
                    .gauge("mean_w", WATT, Plan.Turn::mean, "on average")
                    .build();

    private static final ValueTable<Map.Entry<String, Plan.OfLoad>> PLANNED_LOAD =
            ValueTable.<Map.Entry<String, Plan.OfLoad>>of("loads")
                    .text("id", l -> l.getValue().load(), "as configured")
                    .text("name", Map.Entry::getKey, "what people call it")
                    .list("draws_w", WATT, l -> l.getValue().quarters(), "mean of each quarter")
                    .list(
                            "turns",
                            NONE,
                            l -> ValueTable.each(TURN, l.getValue().turns()),
                            "in which it draws what is due: `from`, `until`, `mean_w`")
                    .build();

    static final ValueTable<Planned> PLAN =
            ValueTable.<Planned>of("plan")
                    .time("start", p -> p.first().start(), "of the first of its quarters")
                    .gauge("quarter_s", SECOND, p -> QuarterHour.LENGTH, "900")
                    .flag(
                            "day_known",
                            Planned::dayKnown,
                            "false on the first day: then the house is a guess")
                    .gauge(
                            "target_w",
                            WATT,
                            p -> p.outlook().target(),
                            "what this month's target is")
                    .gauge(
                            "level_w",
                            WATT,
                            p -> p.plan().level(),
                            "the demand aimed for on purpose in this quarter where the target"
                                    + " cannot be kept; 0 when there is no need")
                    .gauge(
                            "aim_w",
                            WATT,
                            p -> p.plan().aim(),
                            "where `level_w` rises to by and by; 0 when there is no need")
                    .gauge(
                            "fill_w",
                            WATT,
                            p -> p.plan().fill(),
                            "up to which demand what is due fills the quarters; 0 when nothing is")
                    .text(
                            "because",
                            p -> p.plan().because(),
                            "id of the load that asks for most of `aim_w`")
                    .gauge(
                            "saves_eur",
                            EURO,
                            p -> p.plan().priced().isKnown() ? saves(p.plan()) : null,
                            "on what is due, by the price of energy, against drawing it evenly")
                    .gauge(
                            "price_peak_eur_per_year",
                            EURO,
                            p -> cents(p.plan().priced().peak()),
                            "where energy gets so cheap that a peak above the target is worth it:"
                                    + " what that peak, `fill_w`, costs over a year")
                    .list(
                            "house_w",
                            WATT,
                            p -> p.plan().house(),
                            "what the rest of the house is foreseen to come to, 96 quarters")
                    .list(
                            "loads",
                            NONE,
                            p ->
                                    ValueTable.each(
                                            PLANNED_LOAD,
                                            p.plan().loads().stream()
                                                    .map(
                                                            l ->
                                                                    Map.entry(
                                                                            p.names()
                                                                                    .getOrDefault(
                                                                                            l
                                                                                                    .load(),
                                                                                            l
                                                                                                    .load()),
                                                                            l))
                                                    .toList()),
                            "`id`, `name`; `draws_w`, the mean of each quarter; `turns`, in which it"
                                    + " draws what is due: `from`, `until`, `mean_w`. A load of which"
                                    + " nothing is due stands with what it draws on average;"
                                    + " batteries follow the house and are left out")
                    .build();

    private LoadValues() {}

    private static BigDecimal saves(Plan plan) {
        return CapacityTariff.cents(BigDecimal.valueOf(plan.priced().saves()));
    }

    private static @Nullable BigDecimal cents(@Nullable BigDecimal euro) {
        return euro == null ? null : CapacityTariff.cents(euro);
    }

    /** Whoever is told each second that a load drew 1 Wh more is told too much. */
    private static Energy tens(double joules) {
        return Energy.ofWattHours(Math.round(joules / 36_000) * 10);
    }

    private static @Nullable Object ofDue(Load load, Function<Due, Object> part) {
        Due due = load.limits().due();
        return due == null ? null : part.apply(due);
    }

    private static @Nullable Integer switchesPerDay(Load load) {
        int most = load.limits().switchesPerDay();
        return most == 0 ? null : (Integer) most;
    }

    private static @Nullable String neverShed(Load load) {
        List<WeeklyTime> times = load.limits().neverShed();
        return times.isEmpty()
                ? null
                : times.stream().map(WeeklyTime::toString).collect(Collectors.joining(", "));
    }

    private static String failSafe(Load load) {
        if (load.failSafe() instanceof Load.FailSafe.At at) {
            return String.valueOf(at.value());
        }
        return load.failSafe() instanceof Load.FailSafe.Off ? "off" : "on";
    }

    private static @Nullable String unit(LoadNow s) {
        return s.value() != null && s.load().actuation() instanceof Actuation.Modulating m
                ? m.unit().label()
                : null;
    }
}
