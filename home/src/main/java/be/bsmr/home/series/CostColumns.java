package be.bsmr.home.series;

import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds to quarters, days and months what they cost, as far as the tariff tells: {@code
 * network_eur}, what the network charges for the imported energy, and of months {@code
 * capacity_eur}, what the peak adds to a year's bill; VAT included, without the energy itself.
 */
public final class CostColumns {

    private static final int CENTS = 2;

    /** A quarter-hour costs less than a cent. */
    private static final int OF_A_QUARTER = 5;

    private final List<String> names;
    private final CapacityTariff tariff;
    private final ZoneId zone;

    private CostColumns(List<Column> columns, CapacityTariff tariff, ZoneId zone) {
        names = columns.stream().map(Column::name).toList();
        this.tariff = tariff;
        this.zone = zone;
    }

    /**
     * A series with its costs, or as it is where no rates are known, and of seconds.
     *
     * @param zone whose years count
     */
    public static Series with(Series series, CapacityTariff tariff, ZoneId zone) {
        CostColumns costs = new CostColumns(series.columns(), tariff, zone);
        boolean billed =
                tariff.years().stream()
                        .flatMap(year -> tariff.sheet(year).stream())
                        .anyMatch((TariffSheet sheet) -> sheet.capacity() != null);
        if (!billed || !costs.areAmounts()) {
            return series;
        }
        List<Column> columns = new ArrayList<>(series.columns());
        columns.add(new Column("network_eur", Kind.DECIMAL));
        if (costs.isOfMonths()) {
            columns.add(new Column("capacity_eur", Kind.DECIMAL));
        }
        Iterator<List<@Nullable Object>> rows = series.rows();
        return new Series(
                columns,
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return rows.hasNext();
                    }

                    @Override
                    public List<@Nullable Object> next() {
                        return costs.with(rows.next());
                    }
                });
    }

    /** Of seconds the registers stand there as they are, not what was imported in one. */
    private boolean areAmounts() {
        return names.contains("import_wh") && !names.get(0).equals("time");
    }

    private boolean isOfMonths() {
        return names.get(0).equals("month");
    }

    private List<@Nullable Object> with(List<@Nullable Object> row) {
        List<@Nullable Object> more = new ArrayList<>(row);
        int decimals = row.get(0) instanceof Instant ? OF_A_QUARTER : CENTS;
        more.add(
                imported(row)
                        .flatMap(kwh -> tariff.ofVolume(year(row), kwh))
                        .map(euro -> euro.setScale(decimals, RoundingMode.HALF_UP))
                        .orElse(null));
        if (isOfMonths()) {
            more.add(
                    peak(row).flatMap(tariff::shareOfYear).map(CapacityTariff::cents).orElse(null));
        }
        return more;
    }

    private int year(List<@Nullable Object> row) {
        Object of = row.get(0);
        return of instanceof Instant at
                ? at.atZone(zone).getYear()
                : of instanceof LocalDate day ? day.getYear() : month(row).getYear();
    }

    private static YearMonth month(List<@Nullable Object> row) {
        return (YearMonth) Objects.requireNonNull(row.get(0));
    }

    /** kWh, by one register or by two. */
    private Optional<BigDecimal> imported(List<@Nullable Object> row) {
        Optional<BigDecimal> whole = wattHours(row, "import_wh");
        Optional<BigDecimal> wattHours =
                whole.isPresent()
                        ? whole
                        : List.of("import_t1_wh", "import_t2_wh").stream()
                                .flatMap(name -> wattHours(row, name).stream())
                                .reduce(BigDecimal::add);
        return wattHours.map(wh -> wh.movePointLeft(3));
    }

    private Optional<BigDecimal> wattHours(List<@Nullable Object> row, String name) {
        Object value = names.contains(name) ? row.get(names.indexOf(name)) : null;
        return value instanceof BigDecimal exact
                ? Optional.of(exact)
                : value instanceof Long whole
                        ? Optional.of(BigDecimal.valueOf(whole))
                        : Optional.empty();
    }

    /** The month's peak that counts. */
    private Optional<MonthPeak> peak(List<@Nullable Object> row) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (MonthPeak.Source source : MonthPeak.Source.values()) {
            String name = "peak_" + source.name().toLowerCase(Locale.ROOT) + "_w";
            if (row.get(names.indexOf(name)) instanceof Long watts) {
                peaks = peaks.with(new MonthPeak(month(row), Power.ofWatts(watts), null, source));
            }
        }
        return peaks.of(month(row));
    }
}
