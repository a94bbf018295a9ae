package be.bsmr.home.tariff;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the house is, as far as its network tariff goes.
 *
 * @param area key of a sheet, such as {@code imewo}; null = costs are not said
 * @param sheets files of one's own; of the same year and area they go before those built in
 * @param volumeKwh import of a year, kWh; 0 = not known, the bill says what peaks cost only
 */
public record TariffSettings(@Nullable String area, List<Path> sheets, int volumeKwh) {

    public static final TariffSettings DEFAULT = new TariffSettings(null, List.of(), 0);

    /**
     * @throws IllegalArgumentException when a value cannot be
     */
    public TariffSettings {
        sheets = List.copyOf(sheets);
        if (volumeKwh < 0 || volumeKwh > 1_000_000) {
            throw new IllegalArgumentException(
                    "volume_kwh is 0 to 1000000 kWh a year, not " + volumeKwh);
        }
        if (area != null && sheets.isEmpty()) {
            var unused = TariffSheets.builtIn().required(area);
        }
    }

    /** Import of a year, kWh; null when it is not known. */
    public @Nullable BigDecimal volume() {
        return volumeKwh == 0 ? null : BigDecimal.valueOf(volumeKwh);
    }
}
