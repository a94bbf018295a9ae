package be.bsmr.home.json;

import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.LowerTarget;
import be.bsmr.otherwise.Month;
import be.bsmr.otherwise.Question;
import be.bsmr.otherwise.Savings;
import be.bsmr.otherwise.WithBattery;
import be.bsmr.otherwise.WithoutControl;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the past would have gone otherwise, worked out and said in JSON. */
public final class OtherwiseJson {

    /**
     * What a year's bill needs to be known of its quarters, so that their import is that year's.
     */
    private static final double KNOWN = 0.9;

    private static final int MONTHS = 12;

    private final SiteSettings settings;
    private final @Nullable BigDecimal kilowattHours;
    private final Fields fields;

    /**
     * @param kilowattHours import of a year; null = as the quarters tell, if they do
     */
    public OtherwiseJson(SiteSettings settings, @Nullable BigDecimal kilowattHours) {
        this.settings = settings;
        this.kilowattHours = kilowattHours;
        fields = new Fields(settings.zone());
    }

    /** The question, in the keys in which it is asked. */
    public static ObjectNode question(Question question) {
        if (question instanceof Question.EachSecond each) {
            return question(each.of()).put("days", each.days());
        }
        ObjectNode node = Fields.object();
        if (question instanceof Question.Stored s) {
            node.put("battery_kwh", decimal(s.battery().kwh(), 3));
            node.put("battery_w", Math.round(s.battery().watts()));
            node.put("efficiency", decimal(s.battery().efficiency(), 3));
        } else if (question instanceof Question.Aimed a) {
            node.put("target_w", a.target().watts());
        } else {
            node.put("without", "control");
        }
        return node;
    }

    /**
     * Goes through the past.
     *
     * @param progress told the share that is done, 0…1; what it throws ends this
     */
    public ObjectNode answer(Lived lived, Question question, DoubleConsumer progress) {
        ObjectNode node = Fields.object();
        node.set("question", question(question));
        List<Lived.Quarter> quarters = lived.quarters();
        if (quarters.isEmpty()) {
            node.put("status", "nothing_known");
            return node;
        }
        node.put("status", "known");
        fields.putTime(node, "from", quarters.get(0).quarter().start());
        fields.putTime(node, "to", quarters.get(quarters.size() - 1).quarter().end());
        if (question instanceof Question.Stored s) {
            battery(node, lived, s, progress);
        } else if (question instanceof Question.Aimed a) {
            target(node, lived, a, progress);
        } else {
            withoutControl(node, lived);
        }
        return node;
    }

    private void battery(
            ObjectNode node, Lived lived, Question.Stored question, DoubleConsumer progress) {
        WithBattery with =
                WithBattery.of(lived, question.battery(), settings.aim().target(), progress);
        node.put("given_kwh", kilowattHours(with.given()));
        node.put("for_peaks_kwh", kilowattHours(with.forPeaks()));
        node.put("of_sun_kwh", kilowattHours(with.ofSun()));
        node.put("added_import_kwh", kilowattHours(with.importAfter().minus(with.importBefore())));
        months(node, lived, with.months());
        Savings.Volume volume = volume(lived, with.addedImport());
        savings(node, lived, with.months(), Month::would, volume)
                .ifPresent(s -> node.put("saves_eur_per_year", cents(s.euro())));
        savings(lived, with.months(), Month::least, volume)
                .ifPresent(s -> node.put("saves_at_most_eur_per_year", cents(s.euro())));
    }

    private void target(
            ObjectNode node, Lived lived, Question.Aimed question, DoubleConsumer progress) {
        LowerTarget lower = LowerTarget.of(lived, settings.loads(), question.target(), progress);
        node.put("above_quarters", lower.above());
        node.put("waits", lower.episodes());
        node.put("longest_wait_s", lower.longest().toSeconds());
        node.put("moved_kwh", kilowattHours(lower.moved()));
        node.put("beyond_quarters", lower.beyond());
        unknown(node, lower.unknown());
        months(node, lived, lower.months());
        savings(node, lived, lower.months(), Month::would, volume(lived, Map.of()))
                .ifPresent(s -> node.put("saves_eur_per_year", cents(s.euro())));
    }

    private void withoutControl(ObjectNode node, Lived lived) {
        Optional<WithoutControl> known = WithoutControl.of(lived, settings.loads());
        if (known.isEmpty()) {
            node.put("status", "nothing_recorded");
            return;
        }
        WithoutControl without = known.get();
        fields.putTime(node, "recorded_since", without.from());
        node.put("sheds", without.times());
        node.put("longest_shed_s", without.longest().toSeconds());
        node.put("withheld_at_most_kwh", kilowattHours(without.withheld()));
        unknown(node, without.unknown());
        months(node, lived, without.months());
        Savings.Volume volume = volume(lived, Map.of());
        // What it would have cost more is what was saved.
        savings(node, lived, without.months(), Month::would, volume)
                .ifPresent(s -> node.put("saves_eur_per_year", cents(s.euro())));
        savings(lived, without.months(), Month::most, volume)
                .ifPresent(s -> node.put("saves_at_least_eur_per_year", cents(s.euro())));
    }

    static void unknown(ObjectNode node, List<String> loads) {
        if (!loads.isEmpty()) {
            ArrayNode list = node.putArray("unknown_loads");
            loads.forEach(list::add);
        }
    }

    private void months(ObjectNode node, Lived lived, List<Month> months) {
        ArrayNode list = node.putArray("months");
        for (Month m : months) {
            ObjectNode month = list.addObject();
            month.put("month", m.month().toString());
            month.put("was_w", m.was().watts());
            month.put("would_w", m.would().watts());
            month.put("least_w", m.least().watts());
            month.put("most_w", m.most().watts());
            month.put("billed", Savings.isKnown(m, lived.peaks()));
            euro(m.month(), m.was(), m.would()).ifPresent(e -> month.put("more_eur", e));
            euro(m.month(), m.was(), m.most()).ifPresent(e -> month.put("more_at_most_eur", e));
        }
    }

    /** What another peak of a month costs more over twelve bills. */
    private Optional<BigDecimal> euro(YearMonth month, Power was, Power other) {
        return settings.tariff().addedPerYear(month, was, other).map(OtherwiseJson::cents);
    }

    private Optional<Savings> savings(
            ObjectNode node,
            Lived lived,
            List<Month> months,
            Function<Month, Power> would,
            Savings.Volume volume) {
        Optional<Savings> savings = savings(lived, months, would, volume);
        savings.ifPresent(s -> lines(node, s));
        return savings;
    }

    private Optional<Savings> savings(
            Lived lived, List<Month> months, Function<Month, Power> would, Savings.Volume volume) {
        return Savings.of(settings.tariff(), lived.peaks(), months, would, volume);
    }

    private static void lines(ObjectNode node, Savings savings) {
        ArrayNode lines = node.putArray("lines");
        ArrayNode other = BillJson.lines(savings.otherwise());
        List<String> named = new ArrayList<>();
        for (JsonNode line : BillJson.lines(savings.as())) {
            String name = line.path("line").asText();
            named.add(name);
            ObjectNode both = lines.addObject().put("line", name);
            both.set("eur", line.path("eur"));
            find(other, name).ifPresent(eur -> both.set("otherwise_eur", eur));
        }
        for (JsonNode line : other) {
            if (!named.contains(line.path("line").asText())) {
                lines.addObject()
                        .put("line", line.path("line").asText())
                        .set("otherwise_eur", line.path("eur"));
            }
        }
        lines.addObject()
                .put("line", "total")
                .put("eur", cents(savings.as().total()))
                .put("otherwise_eur", cents(savings.otherwise().total()));
    }

    private static Optional<JsonNode> find(ArrayNode lines, String name) {
        for (JsonNode line : lines) {
            if (line.path("line").asText().equals(name)) {
                return Optional.of(line.path("eur"));
            }
        }
        return Optional.empty();
    }

    /** Import of the twelve months that are billed, as far as it is known. */
    private Savings.Volume volume(Lived lived, Map<YearMonth, Energy> added) {
        Instant end = lived.quarters().get(lived.quarters().size() - 1).quarter().end();
        YearMonth first = lived.month(end.minusSeconds(1)).minusMonths(MONTHS - 1);
        Energy own = Energy.ZERO;
        long count = 0;
        for (Lived.Quarter q : lived.quarters()) {
            if (!lived.month(q.quarter().start()).isBefore(first)) {
                own = own.plus(q.imported());
                count++;
            }
        }
        Instant begin = first.atDay(1).atStartOfDay(lived.zone()).toInstant();
        long expected = Duration.between(begin, end).dividedBy(QuarterHour.LENGTH);
        boolean known = count >= KNOWN * expected;
        BigDecimal as = kilowattHours != null ? kilowattHours : known ? kilowattHours(own) : null;
        Energy more = Energy.ZERO;
        for (Map.Entry<YearMonth, Energy> e : added.entrySet()) {
            more = e.getKey().isBefore(first) ? more : more.plus(e.getValue());
        }
        return new Savings.Volume(as, as == null ? null : as.add(kilowattHours(more)));
    }

    static BigDecimal kilowattHours(Energy energy) {
        return decimal(energy.joules() / 3_600_000.0, 1);
    }

    private static BigDecimal decimal(double value, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
        return Fields.plain(rounded);
    }

    private static BigDecimal cents(BigDecimal euro) {
        return CapacityTariff.cents(euro);
    }
}
