package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.EURO_PER_KWH;
import static be.bsmr.home.messages.Unit.EURO_PER_MWH;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.EnergyPrices.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What energy costs and brings: now, next, and of each quarter-hour that is known. */
final class PriceValues {

    private static final int HOUR = 4;

    /** A ten-thousandth of a cent. */
    private static final int DECIMALS = 6;

    /** Of one quarter-hour. */
    record OfQuarter(QuarterHour quarter, Price price) {}

    /** The cheapest hour to come: four quarters in a row, and the mean of what a kWh costs. */
    private record Cheapest(QuarterHour first, BigDecimal perKwh) {}

    /** What is known, as it stands in the running quarter. */
    record Now(EnergyPrices prices, QuarterHour quarter) {

        private <R> @Nullable R now(Function<Price, @Nullable R> part) {
            return of(quarter, part);
        }

        private <R> @Nullable R next(Function<Price, @Nullable R> part) {
            return of(new QuarterHour(quarter.end()), part);
        }

        private <R> @Nullable R of(QuarterHour one, Function<Price, @Nullable R> part) {
            Price price = prices.quarters().get(one);
            return price == null ? null : part.apply(price);
        }

        private @Nullable Instant until() {
            return prices.isEmpty() ? null : prices.quarters().lastKey().end();
        }

        private @Nullable Cheapest cheapest() {
            List<Map.Entry<QuarterHour, Price>> coming =
                    new ArrayList<>(prices.from(quarter).entrySet());
            Cheapest cheapest = null;
            for (int i = 0; i + HOUR <= coming.size(); i++) {
                List<Map.Entry<QuarterHour, Price>> hour = coming.subList(i, i + HOUR);
                QuarterHour first = hour.get(0).getKey();
                QuarterHour last = hour.get(HOUR - 1).getKey();
                if (!first.start().plus(QuarterHour.LENGTH.multipliedBy(HOUR)).equals(last.end())) {
                    continue;
                }
                BigDecimal sum =
                        hour.stream()
                                .map(q -> q.getValue().importPerKwh())
                                .reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal mean = sum.divide(BigDecimal.valueOf(HOUR));
                if (cheapest == null || mean.compareTo(cheapest.perKwh) < 0) {
                    cheapest = new Cheapest(first, mean);
                }
            }
            return cheapest;
        }
    }

    static final ValueTable<Now> PRICES =
            ValueTable.<Now>of("prices")
                    .named()
                    .time("start", p -> p.quarter().start(), "of the running quarter")
                    .gauge(
                            "import_eur_kwh",
                            EURO_PER_KWH,
                            p -> said(p.now(Price::importPerKwh)),
                            "what a kWh from the grid costs in the running quarter, network,"
                                    + " levies and VAT in it; below zero when one is paid for"
                                    + " taking it")
                    .metric(
                            "bsmr_import_price_eur_per_kwh",
                            "what a kWh from the grid costs in the running quarter, taxes in")
                    .gauge(
                            "export_eur_kwh",
                            EURO_PER_KWH,
                            p -> said(p.now(Price::exportPerKwh)),
                            "what a kWh put on the grid brings in the running quarter; below zero"
                                    + " when it costs")
                    .metric(
                            "bsmr_export_price_eur_per_kwh",
                            "what a kWh put on the grid brings in the running quarter")
                    .gauge(
                            "spot_eur_mwh",
                            EURO_PER_MWH,
                            p -> p.now(Price::spotPerMwh),
                            "the exchange's price in the running quarter, without VAT; only where"
                                    + " prices follow it")
                    .text(
                            "band",
                            p -> p.now(Price::band),
                            "name of the hours that the running quarter lies in; only where the"
                                    + " hour has a price")
                    .gauge(
                            "next_import_eur_kwh",
                            EURO_PER_KWH,
                            p -> said(p.next(Price::importPerKwh)),
                            "`import_eur_kwh` of the next quarter")
                    .gauge(
                            "next_export_eur_kwh",
                            EURO_PER_KWH,
                            p -> said(p.next(Price::exportPerKwh)),
                            "`export_eur_kwh` of the next quarter")
                    .time(
                            "cheapest_start",
                            p -> p.cheapest() == null ? null : p.cheapest().first().start(),
                            "of the cheapest hour among the running quarter and those to come that"
                                    + " are known")
                    .gauge(
                            "cheapest_import_eur_kwh",
                            EURO_PER_KWH,
                            p -> p.cheapest() == null ? null : said(p.cheapest().perKwh()),
                            "mean of `import_eur_kwh` in that hour")
                    .time("until", Now::until, "prices are known until then")
                    .text(
                            "source",
                            p -> word(p.prices().source()),
                            "`energy-charts`, `entsoe`, `bands` or `fixed`")
                    .text(
                            "licence",
                            p -> word(p.prices().licence()),
                            "under which the exchange's prices may be shown, in the source's own"
                                    + " words; to be shown with them")
                    .build();

    static final ValueTable<OfQuarter> QUARTER =
            ValueTable.<OfQuarter>of("prices/quarter")
                    .time("start", q -> q.quarter().start(), "of the quarter")
                    .gauge(
                            "import_eur_kwh",
                            EURO_PER_KWH,
                            q -> said(q.price().importPerKwh()),
                            "what a kWh from the grid costs, network, levies and VAT in it")
                    .gauge(
                            "export_eur_kwh",
                            EURO_PER_KWH,
                            q -> said(q.price().exportPerKwh()),
                            "what a kWh put on the grid brings")
                    .gauge(
                            "spot_eur_mwh",
                            EURO_PER_MWH,
                            q -> q.price().spotPerMwh(),
                            "the exchange's price, without VAT; only where prices follow it")
                    .text(
                            "band",
                            q -> q.price().band(),
                            "name of the hours that the quarter lies in; only where the hour has a"
                                    + " price")
                    .build();

    private PriceValues() {}

    private static @Nullable BigDecimal said(@Nullable BigDecimal price) {
        return price == null ? null : price.setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static @Nullable String word(String text) {
        return text.isEmpty() ? null : text;
    }
}
