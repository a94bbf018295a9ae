package be.bsmr.home.tariff;

import be.bsmr.control.WeeklyTime;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of tariff sheets: one year, several areas. What the file leaves out is not known.
 *
 * @param year 0 = the file does not say
 * @param source who published it
 * @param minimumKw the least that a month counts for, kW
 * @param areas by the key that {@code tariff.area} names
 */
record SheetFile(
        int year,
        String source,
        BigDecimal vatPercent,
        BigDecimal minimumKw,
        @Nullable BigDecimal maximumEurPerKwh,
        @Nullable BigDecimal dataManagementEurPerYear,
        Map<String, Area> areas) {

    static final SheetFile EMPTY =
            new SheetFile(0, "", new BigDecimal(6), new BigDecimal("2.5"), null, null, Map.of());

    SheetFile {
        if (year != 0 && (year < TariffSheet.FIRST_YEAR || year > 2100)) {
            throw new IllegalArgumentException("year is 2023 to 2100, not " + year);
        }
        notNegative("vat_percent", vatPercent);
        notNegative("minimum_kw", minimumKw);
        notNegative("maximum_eur_per_kwh", maximumEurPerKwh);
        notNegative("data_management_eur_per_year", dataManagementEurPerYear);
        areas = Map.copyOf(areas);
    }

    private static void notNegative(String key, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException(key + " is not negative: " + value);
        }
    }

    /**
     * @param eurPerKwPerYear null where no peak is billed
     * @param eurPerKwh null when it is not known
     */
    record Area(
            String name,
            @Nullable BigDecimal eurPerKwPerYear,
            @Nullable BigDecimal eurPerKwh,
            @Nullable List<Band> bands) {

        Area {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("name of the area is missing");
            }
            notNegative("eur_per_kw_per_year", eurPerKwPerYear);
            notNegative("eur_per_kwh", eurPerKwh);
        }
    }

    /**
     * @param hours each as {@code 07:00-11:00} or {@code mon-fri 07:00-22:00}
     */
    record Band(String name, List<String> hours) {

        Band {
            if (name == null || hours == null || hours.isEmpty()) {
                throw new IllegalArgumentException("a band has a name and hours");
            }
            hours.forEach(SheetFile::span);
        }
    }

    /** What the file says of each area. */
    List<TariffSheet> sheets() {
        List<TariffSheet> sheets = new ArrayList<>();
        areas.forEach((key, area) -> sheets.add(sheet(key, area)));
        return sheets;
    }

    private TariffSheet sheet(String key, Area area) {
        List<TariffSheet.Band> bands = new ArrayList<>();
        for (Band band : area.bands() == null ? List.<Band>of() : area.bands()) {
            bands.add(
                    new TariffSheet.Band(
                            band.name(), band.hours().stream().map(SheetFile::span).toList()));
        }
        TariffSheet.Capacity capacity =
                area.eurPerKwPerYear() == null
                        ? null
                        : new TariffSheet.Capacity(
                                area.eurPerKwPerYear(),
                                area.eurPerKwh(),
                                maximumEurPerKwh,
                                dataManagementEurPerYear,
                                new Power(minimumKw.movePointRight(3).intValue()),
                                vatPercent);
        return new TariffSheet(key, area.name(), year, source, capacity, bands);
    }

    private static TariffSheet.Span span(String text) {
        try {
            WeeklyTime time = WeeklyTime.parse(text);
            return new TariffSheet.Span(time.days(), time.from(), time.to());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hours '" + text + "': write them as 07:00-11:00 or mon-fri 07:00-22:00", e);
        }
    }
}
