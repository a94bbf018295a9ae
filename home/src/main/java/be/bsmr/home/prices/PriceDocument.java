package be.bsmr.home.prices;

import be.bsmr.quarter.QuarterHour;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What ENTSO-E answers: a {@code Publication_MarketDocument} with a series for each day, auction
 * and resolution, or an {@code Acknowledgement_MarketDocument} that says why not.
 *
 * <p>In a series of curve type A03 a position that is missing repeats the one before; in any other
 * it is not known (ENTSO-E, "XML schema use", 1.0, and "Curve type A01 vs A03"). Of several
 * auctions the one with the lowest number is day-ahead; of one auction the finest resolution
 * counts.
 */
final class PriceDocument {

    private static final Map<String, Duration> RESOLUTIONS =
            Map.of("PT15M", QuarterHour.LENGTH, "PT60M", Duration.ofHours(1));

    private final Element root;

    PriceDocument(Document document) {
        root = document.getDocumentElement();
    }

    /** One auction, in one resolution. */
    private record Series(
            int sequence, Duration step, SortedMap<QuarterHour, BigDecimal> quarters) {}

    boolean isRefusal() {
        return root.getLocalName().startsWith("Acknowledgement");
    }

    /** Code 999 also stands for other things: the words decide. */
    boolean saysNothingIsPublished() {
        return reason().toLowerCase(Locale.ROOT).contains("no matching data");
    }

    /** Why it refuses, in its own words. */
    String reason() {
        List<Element> reasons = children(root, "Reason");
        return reasons.isEmpty()
                ? "no reason is given"
                : text(reasons.get(0), "text", "code " + text(reasons.get(0), "code", "unknown"));
    }

    /**
     * €/MWh of each quarter; none in a refusal.
     *
     * @throws IllegalArgumentException when it is no list of such prices
     */
    SortedMap<QuarterHour, BigDecimal> quarters() {
        if (!isRefusal() && !root.getLocalName().startsWith("Publication")) {
            throw new IllegalArgumentException("a document of another kind");
        }
        List<Series> all = new ArrayList<>();
        for (Element series : children(root, "TimeSeries")) {
            requireUnit(series);
            int sequence =
                    Integer.parseInt(
                            text(
                                    series,
                                    "classificationSequence_AttributeInstanceComponent.position",
                                    "1"));
            boolean repeats = text(series, "curveType", "A01").equals("A03");
            for (Element period : children(series, "Period")) {
                Duration step = RESOLUTIONS.get(text(period, "resolution", ""));
                if (step != null) {
                    all.add(new Series(sequence, step, quarters(period, step, repeats)));
                }
            }
        }
        // What counts for more is put over what counts for less.
        all.sort(Comparator.comparing(Series::sequence).thenComparing(Series::step).reversed());
        SortedMap<QuarterHour, BigDecimal> quarters = new TreeMap<>();
        all.forEach(series -> quarters.putAll(series.quarters()));
        return quarters;
    }

    private static void requireUnit(Element series) {
        String currency = text(series, "currency_Unit.name", "EUR");
        String measure = text(series, "price_Measure_Unit.name", "MWH");
        if (!currency.equals("EUR") || !measure.equals("MWH")) {
            throw new IllegalArgumentException(currency + " for each " + measure);
        }
    }

    private static SortedMap<QuarterHour, BigDecimal> quarters(
            Element period, Duration step, boolean repeats) {
        List<Element> interval = children(period, "timeInterval");
        if (interval.isEmpty()) {
            throw new IllegalArgumentException("a period without its time");
        }
        Instant start = time(text(interval.get(0), "start", ""));
        Instant end = time(text(interval.get(0), "end", ""));
        if (Duration.between(start, end).toDays() > 8) {
            throw new IllegalArgumentException("a period of more than a week");
        }
        SortedMap<Integer, BigDecimal> points = new TreeMap<>();
        for (Element point : children(period, "Point")) {
            points.put(
                    Integer.parseInt(text(point, "position", "")),
                    new BigDecimal(text(point, "price.amount", "")));
        }
        SortedMap<QuarterHour, BigDecimal> quarters = new TreeMap<>();
        points.forEach(
                (position, price) -> {
                    Instant from = start.plus(step.multipliedBy(position - 1L));
                    Instant until = repeats ? end : from.plus(step);
                    if (!from.isBefore(start) && from.isBefore(end)) {
                        SpotPrices.put(quarters, from, until, price);
                    }
                });
        return quarters;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time", e);
        }
    }

    private static String text(Element parent, String name, String otherwise) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? otherwise : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element child && name.equals(child.getLocalName())) {
                found.add(child);
            }
        }
        return found;
    }
}
