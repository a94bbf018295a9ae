package be.bsmr.home.web;

import be.bsmr.home.json.BillJson;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** A house in the area of Imewo, whose rates hold in all the years that tests live in. */
final class Imewo {

    private Imewo() {}

    static BillJson bill() {
        return new BillJson(SiteSettings.BELGIUM, "imewo", tariff(), new BigDecimal(3500));
    }

    static CapacityTariff tariff() {
        TariffSheet.Capacity rates =
                new TariffSheet.Capacity(
                        new BigDecimal("54.2009816"),
                        new BigDecimal("0.0522864"),
                        new BigDecimal("0.3276168"),
                        new BigDecimal("17.85"),
                        PeakTarget.BILLED_MINIMUM,
                        new BigDecimal(6));
        List<TariffSheet> sheets =
                IntStream.rangeClosed(2023, 2027)
                        .mapToObj(
                                year ->
                                        new TariffSheet(
                                                "imewo",
                                                "Fluvius Imewo",
                                                year,
                                                "as in 2026",
                                                rates,
                                                List.of()))
                        .toList();
        return new CapacityTariff(sheets);
    }
}
