package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.EURO;
import static be.bsmr.home.messages.Unit.NONE;
import static be.bsmr.home.messages.Unit.SECOND;
import static be.bsmr.home.messages.Unit.SHARE;
import static be.bsmr.home.messages.Unit.WATT;
import static be.bsmr.home.messages.Unit.WATT_HOUR;

import be.bsmr.control.Outlook;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.CapacityTariff.Bill;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Power;
import java.math.RoundingMode;

/** The running quarter-hour and where it will end, those that ended, and the months' peaks. */
final class QuarterValues {

    /**
     * The running quarter.
     *
     * @param fromStart whether it is known from its first second
     */
    record Running(Outlook outlook, boolean fromStart) {

        QuarterDemand soFar() {
            return outlook.soFar();
        }

        DemandDistribution.Interval within(double share) {
            return outlook.forecast().likely().interval(share);
        }
    }

    private static final String RANGE =
            "the ranges that hold the quarter's demand in 80 and in 95 of 100 such cases";

    static final ValueTable<Running> QUARTER =
            ValueTable.<Running>of("quarter")
                    .named()
                    .time("time", q -> q.outlook().at(), "the meter's clock")
                    .time("start", q -> q.soFar().quarter().start(), "start of the quarter")
                    .time("end", q -> q.soFar().quarter().end(), "end of the quarter")
                    .gauge(
                            "elapsed_s",
                            SECOND,
                            q -> q.outlook().elapsed(),
                            "into the quarter, 0…900")
                    .gauge("import_wh", WATT_HOUR, q -> q.soFar().imported(), "imported so far")
                    .gauge(
                            "error_wh",
                            WATT_HOUR,
                            q -> q.soFar().error(),
                            "the truth is not further than this from `import_wh`")
                    .gauge("demand_w", WATT, q -> q.soFar().demand(), "`import_wh` ÷ 0.25 h")
                    .metric("bsmr_demand_watts", "demand of the running quarter so far")
                    .gauge(
                            "coverage",
                            SHARE,
                            q -> q.soFar().coverage(),
                            "share of the quarter that telegrams vouch for")
                    .text(
                            "estimator",
                            q -> q.soFar().estimator().label(),
                            "how `import_wh` is known: `demand_register`, `registers` or `power`")
                    .flag(
                            "from_start",
                            Running::fromStart,
                            "whether `import_wh` counts from the quarter's first second")
                    .gauge(
                            "mean_import_power_w",
                            WATT,
                            q -> q.outlook().forecast().meanImport(),
                            "mean import of the last 30 s")
                    .gauge(
                            "mean_net_power_w",
                            WATT,
                            q -> q.outlook().forecast().meanNet(),
                            "mean of import minus export of the last 30 s")
                    .gauge(
                            "forecast_wh",
                            WATT_HOUR,
                            q -> q.outlook().forecast().expected(),
                            "import that is expected at the quarter's end")
                    .gauge(
                            "forecast_demand_w",
                            WATT,
                            q -> q.outlook().forecast().demand(),
                            "`forecast_wh` ÷ 0.25 h")
                    .metric("bsmr_forecast_demand_watts", "demand expected at the quarter's end")
                    .gauge("low80_w", WATT, q -> q.within(0.80).low(), RANGE)
                    .metric("bsmr_forecast_low80_watts", "demand passed with 90 % probability")
                    .gauge("high80_w", WATT, q -> q.within(0.80).high(), RANGE)
                    .metric("bsmr_forecast_high80_watts", "demand passed with 10 % probability")
                    .gauge("low95_w", WATT, q -> q.within(0.95).low(), RANGE)
                    .gauge("high95_w", WATT, q -> q.within(0.95).high(), RANGE)
                    .probability(
                            "break_probability",
                            q -> q.outlook().breakProbability(),
                            "that the quarter passes `target_w`")
                    .metric(
                            "bsmr_break_probability",
                            "probability that the quarter passes the target, 0 to 1")
                    .text(
                            "certainty",
                            q -> q.outlook().certainty().label(),
                            "`over`: the target has been passed; `under`: it cannot be"
                                    + " passed any more, whatever is switched on (only where the size"
                                    + " of the connection is known: `connection_w`, `fuse_a`, or the"
                                    + " meter's limiter or fuse; three times that is reckoned with);"
                                    + " `open`")
                    .gauge(
                            "headroom_w",
                            WATT,
                            q -> q.outlook().headroom(),
                            "the mean power that may still be drawn, all in all, until the"
                                    + " quarter's end without passing `target_w`; near the end it"
                                    + " may be more than any connection gives")
                    .metric(
                            "bsmr_headroom_watts",
                            "mean power that may be drawn until the quarter's end")
                    .gauge(
                            "limit_w",
                            WATT,
                            q -> q.outlook().drawLimit(),
                            "what may be drawn now, for programs that keep the house below a limit:"
                                    + " `headroom_w`, going over to `target_w` in the last 3 minutes;"
                                    + " at most what the connection is rated for, at least 1; also"
                                    + " alone on the topic `limit_w`")
                    .gauge("target_w", WATT, q -> q.outlook().target(), "the demand to stay under")
                    .metric("bsmr_target_watts", "demand to stay under")
                    .gauge("limit_wh", WATT_HOUR, q -> q.outlook().limit(), "limit for the quarter")
                    .gauge(
                            "alarm_line_wh",
                            WATT_HOUR,
                            q -> q.outlook().alarmLine(),
                            "the falling alarm line, now")
                    .flag(
                            "alarm",
                            q -> q.outlook().alarm().on(),
                            "whether the quarter is likely to pass `target_w`: raised when"
                                    + " `break_probability` is 0.75 or more for 15 s or the target is"
                                    + " passed, cleared when it was below 0.35 for 60 s or a new"
                                    + " quarter begins below it")
                    .metric("bsmr_alarm", "1 while the quarter is likely to pass the target")
                    .text(
                            "verdict",
                            q -> q.outlook().verdict(q.fromStart()).label(),
                            "what is said of it: `passed`, as `certainty` `over`; `safe`, as `under`;"
                                    + " `alarm` while there is one and `break_probability` is 0.35 or"
                                    + " more; `maybe` from 0.25 on until it is below 0.15; `calm`; or"
                                    + " `unsure` where `from_start` is false")
                    .build();

    static final ValueTable<QuarterDemand> FINISHED =
            ValueTable.<QuarterDemand>of("quarter/finished")
                    .named()
                    .time("start", q -> q.quarter().start(), "start of the quarter")
                    .time("end", q -> q.quarter().end(), "its end")
                    .gauge("demand_w", WATT, QuarterDemand::demand, "`import_wh` ÷ 0.25 h")
                    .gauge("import_wh", WATT_HOUR, QuarterDemand::imported, "imported in it")
                    .gauge(
                            "error_wh",
                            WATT_HOUR,
                            QuarterDemand::error,
                            "the truth is not further than this from `import_wh`")
                    .gauge(
                            "coverage",
                            SHARE,
                            QuarterDemand::coverage,
                            "share of the quarter that telegrams vouch for")
                    .text(
                            "estimator",
                            q -> q.estimator().label(),
                            "how `import_wh` is known: `demand_register`, `registers` or `power`")
                    .flag(
                            "complete",
                            QuarterDemand::complete,
                            "false when telegrams were missing: `import_wh` is then the least it can"
                                    + " have been, and no peak")
                    .build();

    /** One month of the list that the topic {@code peaks} carries. */
    static final ValueTable<MonthPeak> PEAK =
            ValueTable.<MonthPeak>of("peaks")
                    .named()
                    .text("month", MonthPeak::month, "`2026-01`")
                    .gauge("demand_w", WATT, MonthPeak::demand, "its highest quarter ÷ 0.25 h")
                    .time("time", MonthPeak::quarterEnd, "the quarter's end")
                    .text(
                            "source",
                            MonthPeak::source,
                            "who says so: `meter` (its own memory), `meter_before` (that of a meter"
                                    + " that was replaced), `imported` (from the grid operator) or"
                                    + " `counted` (by BSMR). Where several know a month, the meter's"
                                    + " value counts, then the imported one")
                    .build();

    /** What the peaks of a year come to where the house stands. */
    static final ValueTable<Bill> BILL =
            ValueTable.<Bill>of("bill")
                    .named()
                    .gauge(
                            "mean_peak_w",
                            WATT,
                            QuarterValues::meanPeak,
                            "mean of the month peaks of the last twelve months, each at least the"
                                    + " tariff's floor: the power that is billed")
                    .gauge(
                            "months",
                            NONE,
                            b -> b.months().size(),
                            "months of those twelve whose peak is known")
                    .gauge(
                            "capacity_eur",
                            EURO,
                            b -> CapacityTariff.cents(b.capacityWithVat()),
                            "what it costs in a year, VAT included")
                    .build();

    private QuarterValues() {}

    private static Power meanPeak(Bill bill) {
        return Power.ofWatts(
                bill.meanKw().movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValue());
    }
}
