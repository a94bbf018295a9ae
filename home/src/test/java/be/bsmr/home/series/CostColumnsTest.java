package be.bsmr.home.series;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostColumnsTest {

    private static final CapacityTariff TARIFF =
            new CapacityTariff(
                    List.of(
                            new TariffSheet(
                                    "here",
                                    "Here",
                                    2026,
                                    "the regulator",
                                    new TariffSheet.Capacity(
                                            new BigDecimal(60),
                                            new BigDecimal("0.05"),
                                            null,
                                            null,
                                            new Power(2500),
                                            new BigDecimal(6)),
                                    List.of())));

    @Test
    void aDayCostsItsTwoRegistersTimesTheRate() {
        // 6 + 4 kWh × € 0.05 × 1.06
        Series day =
                with(
                        List.of(
                                new Column("day", Kind.DAY),
                                new Column("import_t1_wh", Kind.INTEGER),
                                new Column("import_t2_wh", Kind.INTEGER),
                                new Column("import_wh", Kind.INTEGER)),
                        Arrays.asList(LocalDate.of(2026, 1, 5), 6000L, 4000L, null));

        assertThat(day.columns()).last().extracting(Column::name).isEqualTo("network_eur");
        assertThat(day.rows().next()).last().isEqualTo(new BigDecimal("0.53"));
    }

    @Test
    void aSecondCostsNothingItsRegistersAreWhatTheMeterHasCountedInAll() {
        List<Column> columns =
                List.of(
                        new Column("time", Kind.TIME),
                        new Column("import_t1_wh", Kind.INTEGER),
                        new Column("import_wh", Kind.INTEGER));
        Series seconds =
                with(columns, Arrays.asList(Instant.parse("2026-01-05T12:00:00Z"), 1L, 22206L));

        assertThat(seconds.columns()).isEqualTo(columns);
    }

    @Test
    void aQuarterCostsPartsOfACent() {
        Series quarter =
                with(
                        List.of(
                                new Column("start", Kind.TIME),
                                new Column("import_wh", Kind.DECIMAL)),
                        List.of(Instant.parse("2025-12-31T23:00:00Z"), new BigDecimal("100.0")));

        assertThat(quarter.rows().next()).last().isEqualTo(new BigDecimal("0.00530"));
    }

    @Test
    void aMonthCostsItsPeakTooAndNoLessThanTheFloor() {
        // 4 kW × € 60 / 12 × 1.06; the meter is believed.
        assertThat(capacity(4000L, 4100L)).isEqualTo(new BigDecimal("21.20"));
        assertThat(capacity(null, 1000L)).isEqualTo(new BigDecimal("13.25"));
        assertThat(capacity(null, null)).isNull();
    }

    @Test
    void addsNothingWhereNoRateIsKnown() {
        List<Column> columns =
                List.of(new Column("day", Kind.DAY), new Column("import_wh", Kind.INTEGER));
        Series series = new Series(columns, List.<List<@Nullable Object>>of().iterator());

        assertThat(CostColumns.with(series, CapacityTariff.UNKNOWN, SiteSettings.BELGIUM).columns())
                .isEqualTo(columns);
        Series before = with(columns, List.of(LocalDate.of(2025, 12, 31), 5000L));
        assertThat(before.rows().next()).last().isNull();
    }

    private static @Nullable Object capacity(@Nullable Long meter, @Nullable Long counted) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("month", Kind.MONTH));
        columns.add(new Column("import_wh", Kind.INTEGER));
        List<@Nullable Object> row = new ArrayList<>(List.of(YearMonth.of(2026, 1), 100_000L));
        for (String source :
                List.of("meter", "meter_before", "imported", "counted", "imported_part")) {
            columns.add(new Column("peak_" + source + "_w", Kind.INTEGER));
            row.add(source.equals("meter") ? meter : source.equals("counted") ? counted : null);
        }
        Series month = with(columns, row);
        assertThat(month.columns()).last().extracting(Column::name).isEqualTo("capacity_eur");
        List<@Nullable Object> told = month.rows().next();
        assertThat(told.get(told.size() - 2)).isEqualTo(new BigDecimal("5.30"));
        return told.get(told.size() - 1);
    }

    private static Series with(List<Column> columns, List<@Nullable Object> row) {
        return CostColumns.with(
                new Series(columns, List.of(row).iterator()), TARIFF, SiteSettings.BELGIUM);
    }
}
