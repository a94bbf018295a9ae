package be.bsmr.home.prices;

import be.bsmr.control.WeeklyTime;
import be.bsmr.tariff.EnergyContract.Band;
import be.bsmr.tariff.TariffSheet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hours that have a price of their own. With a dynamic contract they come on top of its formula,
 * for a network whose hours have prices.
 *
 * @param name as the contract calls them, such as {@code pic}
 * @param hours times of the week, such as {@code 17:00-22:00} or {@code mon-fri 07:00-22:00}; null
 *     = those of the band of that name on the area's tariff sheet or, of the last band where the
 *     sheet has none, all the rest
 * @param importCent on a kWh from the grid, c€/kWh
 * @param exportCent for a kWh put on the grid, c€/kWh; null = 0
 */
public record BandSettings(
        String name,
        @Nullable List<String> hours,
        BigDecimal importCent,
        @Nullable BigDecimal exportCent) {

    public BandSettings {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                    "prices.bands: a band has a name, such as name: peak");
        }
        Cent.require("bands: import_cent of " + name, importCent);
        if (exportCent != null) {
            Cent.require("bands: export_cent of " + name, exportCent);
        }
        if (hours != null) {
            hours = List.copyOf(hours);
            hours.forEach(BandSettings::time);
        }
    }

    /**
     * All of them, in their order.
     *
     * @throws IllegalArgumentException when one says no hours and the sheet does not know them
     */
    static List<Band> bands(List<BandSettings> written, @Nullable TariffSheet sheet) {
        List<Band> bands = new ArrayList<>();
        for (BandSettings band : written) {
            boolean last = bands.size() == written.size() - 1;
            bands.add(
                    new Band(
                            band.name,
                            band.times(sheet, last),
                            Cent.euro(band.importCent),
                            Cent.euro(
                                    Objects.requireNonNullElse(band.exportCent, BigDecimal.ZERO))));
        }
        return bands;
    }

    private List<TariffSheet.Span> times(@Nullable TariffSheet sheet, boolean last) {
        if (hours != null) {
            return hours.stream().map(BandSettings::time).toList();
        }
        List<TariffSheet.Band> known = sheet == null ? List.of() : sheet.bands();
        for (TariffSheet.Band band : known) {
            if (List.of(band.name().split(" – ", -1)).contains(name)) {
                return band.times();
            }
        }
        if (last && known.isEmpty()) {
            return List.of();
        }
        String names = known.stream().map(TariffSheet.Band::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "prices.bands: "
                        + name
                        + " says no hours: write them, such as hours: [\"07:00-22:00\"], or "
                        + (names.isEmpty()
                                ? "name in tariff.area where they hold"
                                : "call it as the sheet of tariff.area does: " + names));
    }

    private static TariffSheet.Span time(String text) {
        try {
            WeeklyTime time = WeeklyTime.parse(text);
            return new TariffSheet.Span(time.days(), time.from(), time.to());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("prices.bands: " + e.getMessage(), e);
        }
    }
}
