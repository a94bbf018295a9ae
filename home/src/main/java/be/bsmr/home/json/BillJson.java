package be.bsmr.home.json;

import static java.util.Comparator.naturalOrder;

import be.bsmr.control.Outlook;
import be.bsmr.control.WeeklyTime;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.CapacityTariff.Bill;
import be.bsmr.tariff.CapacityTariff.BilledMonth;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.Reconciliation;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a house's peaks come to where it stands, as web and reports say it. */
public final class BillJson {

    private final ZoneId zone;
    private final Fields fields;
    private final String area;
    private final CapacityTariff tariff;
    private final @Nullable BigDecimal kilowattHours;

    /**
     * @param area key of the area that {@code tariff} is of
     * @param kilowattHours import of a year; null = not known
     */
    public BillJson(
            ZoneId zone, String area, CapacityTariff tariff, @Nullable BigDecimal kilowattHours) {
        this.zone = zone;
        fields = new Fields(zone);
        this.area = area;
        this.tariff = tariff;
        this.kilowattHours = kilowattHours;
    }

    /** The bill up to the running month. */
    public ObjectNode bill(SiteState state) {
        YearMonth running = month(state);
        return bill(state.metering().peaks(), running, running);
    }

    /** The bill up to the running month, as if no month had passed {@code most}. */
    public ObjectNode billWithoutPassing(Power most, SiteState state) {
        YearMonth running = month(state);
        return bill(state.metering().peaks().withoutPassing(most), running, running);
    }

    /**
     * What the running quarter is about to add to the year's cost, and that cost; only {@code area}
     * when no peak is billed or the rate is not known.
     */
    public ObjectNode cost(SiteState state) {
        ObjectNode node = Fields.object();
        node.put("area", area);
        Outlook outlook = state.foresight().outlook();
        if (outlook == null) {
            return node;
        }
        YearMonth month = month(state);
        Power peak = state.metering().peaks().of(month).map(MonthPeak::demand).orElse(Power.ZERO);
        Power reached = peak.max(outlook.forecast().demand());
        tariff.addedPerYear(month, peak, reached)
                .ifPresent(euro -> node.put("quarter_adds_eur", CapacityTariff.cents(euro)));
        tariff.bill(state.metering().peaks(), month, null)
                .ifPresent(
                        bill ->
                                node.put(
                                        "capacity_eur",
                                        CapacityTariff.cents(bill.capacityWithVat())));
        return node;
    }

    /** What the level that is aimed for costs over a year, in euro; zero below the target. */
    public Optional<BigDecimal> ofLevel(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        if (outlook == null) {
            return Optional.empty();
        }
        Power target = outlook.target();
        return tariff.addedPerYear(
                        month(state),
                        target,
                        target.max(state.control().quarterControl().plan().aim()))
                .map(CapacityTariff::cents);
    }

    private YearMonth month(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        return YearMonth.from(
                (outlook == null ? Instant.EPOCH : outlook.soFar().quarter().start()).atZone(zone));
    }

    /**
     * Months, lines and total. {@code status} says what is missing: {@code known}, {@code
     * no_month_known}, {@code year_unknown} (no sheet of that year), {@code before_2023} (peaks
     * were not billed yet) or {@code no_peak_billed}.
     *
     * @param last the newest of the twelve months
     * @param running the month that runs now
     */
    public ObjectNode bill(PeakHistory peaks, YearMonth last, YearMonth running) {
        ObjectNode node = Fields.object();
        Optional<TariffSheet> sheet = tariff.sheet(last.getYear());
        Optional<TariffSheet.Capacity> rates =
                sheet.flatMap(s -> Optional.ofNullable(s.capacity()));
        Optional<Bill> bill = tariff.bill(peaks, last, kilowattHours);
        node.put("area", area);
        sheet.or(this::anySheet).ifPresent(s -> node.put("name", s.name()));
        node.put("year", last.getYear());
        node.put("status", status(last.getYear(), sheet, rates, bill));
        sheet.ifPresent(s -> node.put("source", s.source()));
        List<BilledMonth> months =
                CapacityTariff.months(peaks, last, rates.map(TariffSheet.Capacity::floor));
        putMonths(node, months, running, rates);
        rates.ifPresent(r -> put(node, r));
        if (kilowattHours != null) {
            node.put("volume_kwh", kilowattHours);
        }
        bill.ifPresent(b -> put(node, b));
        rates.ifPresent(r -> putForecast(node, peaks, last, running, bill, r));
        sheet.ifPresent(s -> putBands(node, s));
        return node;
    }

    /** What each of the three who know a month says of its peak, and why they differ. */
    public static ArrayNode reconciled(ZoneId zone, List<Reconciliation> months) {
        Fields fields = new Fields(zone);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Reconciliation m : months) {
            ObjectNode month = list.addObject();
            month.put("month", m.month().toString());
            peak(month, "ours", m.ours(), fields);
            peak(month, "meter", m.meters(), fields);
            peak(month, "operator", m.operators(), fields);
            ArrayNode reasons = month.putArray("reasons");
            for (Reconciliation.Reason r : m.reasons()) {
                ObjectNode reason = reasons.addObject();
                reason.put("reason", Fields.lower(r.kind()));
                reason.put("party", Fields.lower(r.party()));
                if (r.demand() != null) {
                    reason.put("w", r.demand().watts());
                }
                fields.putTime(reason, "quarter_end", r.quarterEnd());
            }
        }
        return list;
    }

    private static void peak(ObjectNode node, String who, @Nullable MonthPeak peak, Fields fields) {
        if (peak != null) {
            node.put(who + "_w", peak.demand().watts());
            fields.putTime(node, who + "_quarter_end", peak.quarterEnd());
        }
    }

    private Optional<TariffSheet> anySheet() {
        return tariff.years().stream().max(naturalOrder()).flatMap(tariff::sheet);
    }

    private String status(
            int year,
            Optional<TariffSheet> sheet,
            Optional<TariffSheet.Capacity> rates,
            Optional<Bill> bill) {
        if (sheet.or(this::anySheet).filter(s -> s.capacity() != null).isEmpty()) {
            return "no_peak_billed";
        }
        if (year < TariffSheet.FIRST_YEAR) {
            return "before_2023";
        }
        if (rates.isEmpty()) {
            return "year_unknown";
        }
        return bill.isPresent() ? "known" : "no_month_known";
    }

    private void putMonths(
            ObjectNode node,
            List<BilledMonth> months,
            YearMonth running,
            Optional<TariffSheet.Capacity> rates) {
        ArrayNode list = node.putArray("months");
        for (BilledMonth m : months) {
            ObjectNode month = list.addObject();
            month.put("month", m.peak().month().toString());
            month.put("demand_w", m.peak().demand().watts());
            month.put("billed_w", m.billed().watts());
            month.put("source", Fields.lower(m.peak().source()));
            rates.ifPresent(
                    r -> month.put("eur", CapacityTariff.cents(CapacityTariff.shareOfYear(m, r))));
            fields.putTime(month, "time", m.peak().quarterEnd());
            if (m.peak().month().equals(running)) {
                month.put("running", true);
            }
        }
    }

    private static void put(ObjectNode node, TariffSheet.Capacity rates) {
        ObjectNode put = node.putObject("rates");
        put.put("eur_per_kw_per_year", Fields.plain(rates.perKw()));
        put(put, "eur_per_kwh", rates.perKwh());
        put(put, "maximum_eur_per_kwh", rates.mostPerKwh());
        put(put, "data_management_eur_per_year", rates.dataPerYear());
        put.put("minimum_w", rates.floor().watts());
        put.put("vat_percent", Fields.plain(rates.vatPercent()));
    }

    private static void put(ObjectNode node, String key, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(key, Fields.plain(value));
        }
    }

    private static void put(ObjectNode node, Bill bill) {
        node.put("mean_kw", bill.meanKw().setScale(4, RoundingMode.HALF_UP));
        node.set("lines", lines(bill));
        node.put("total_eur", CapacityTariff.cents(bill.total()));
    }

    /** Each line but the total. */
    static ArrayNode lines(Bill bill) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        line(lines, "capacity", bill.capacity());
        line(lines, "volume", bill.volume());
        if (bill.adjustment() != null && bill.adjustment().signum() != 0) {
            boolean less = bill.adjustment().signum() < 0;
            line(lines, less ? "maximum_tariff" : "minimum_contribution", bill.adjustment());
        }
        line(lines, "data_management", bill.data());
        line(lines, "without_vat", bill.withoutVat());
        line(lines, "vat", bill.vat());
        return lines;
    }

    private static void line(ArrayNode lines, String name, @Nullable BigDecimal euro) {
        if (euro != null) {
            lines.addObject().put("line", name).put("eur", CapacityTariff.cents(euro));
        }
    }

    /** The months to come are taken to be like the mean of those known. */
    private void putForecast(
            ObjectNode node,
            PeakHistory peaks,
            YearMonth last,
            YearMonth running,
            Optional<Bill> bill,
            TariffSheet.Capacity rates) {
        Power expected =
                bill.map(b -> Power.ofWatts(b.meanKw().movePointRight(3).longValue()))
                        .orElse(rates.floor());
        tariff.costOfYear(peaks, last.getYear(), running, expected)
                .ifPresent(cost -> node.put("capacity_of_year_eur", CapacityTariff.cents(cost)));
    }

    /** As in a sheet: {@code 17:00-22:00}, {@code sat,sun 07:00-22:00}. */
    private static String written(TariffSheet.Span span) {
        return new WeeklyTime(span.days(), span.from(), span.to()).toString();
    }

    private static void putBands(ObjectNode node, TariffSheet sheet) {
        if (sheet.bands().isEmpty()) {
            return;
        }
        ArrayNode bands = node.putArray("bands");
        for (TariffSheet.Band band : sheet.bands()) {
            ObjectNode put = bands.addObject();
            put.put("name", band.name());
            ArrayNode hours = put.putArray("hours");
            band.times().forEach(span -> hours.add(written(span)));
        }
    }
}
