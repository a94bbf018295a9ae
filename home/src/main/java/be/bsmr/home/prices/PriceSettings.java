package be.bsmr.home.prices;

import be.bsmr.tariff.EnergyContract;
import be.bsmr.tariff.EnergyContract.Formula;
import be.bsmr.tariff.TariffSheet;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What energy costs and brings in this house, as its supplier's card says: amounts in c€/kWh
 * without VAT, which comes on top of all that import costs.
 *
 * @param source what prices follow
 * @param entsoeToken that ENTSO-E gave by mail; null = none
 * @param vatPercent on import; 0 when the amounts have it in them
 * @param formula of a dynamic contract
 * @param charges that come on top of each kWh from the grid, whatever the contract
 * @param fixed price of a contract without hours
 * @param bands hours with a price of their own
 * @param addresses where prices are asked for
 */
public record PriceSettings(
        Source source,
        @Nullable String entsoeToken,
        BigDecimal vatPercent,
        FormulaSettings formula,
        ChargeSettings charges,
        FixedSettings fixed,
        List<BandSettings> bands,
        AddressSettings addresses) {

    public static final PriceSettings NONE =
            new PriceSettings(
                    Source.NONE,
                    null,
                    new BigDecimal(6),
                    FormulaSettings.AS_THE_EXCHANGE,
                    ChargeSettings.NONE,
                    new FixedSettings(BigDecimal.ZERO, BigDecimal.ZERO),
                    List.of(),
                    AddressSettings.DEFAULT);

    /** What prices follow. */
    public enum Source {
        /** Nobody says what energy costs. */
        @JsonProperty("none")
        NONE,
        /** One price. */
        @JsonProperty("fixed")
        FIXED,
        /** The hour of the day. */
        @JsonProperty("bands")
        BANDS,
        /** The exchange, as energy-charts.info tells it. */
        @JsonProperty("energy-charts")
        ENERGY_CHARTS,
        /** The exchange, as ENTSO-E tells it. */
        @JsonProperty("entsoe")
        ENTSOE;

        /** Whether prices are asked for over the network. */
        public boolean isExchange() {
            return this == ENERGY_CHARTS || this == ENTSOE;
        }

        /** As it is written in the configuration. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A dynamic contract: import costs {@code a × exchange + b}, export brings {@code c × exchange
     * − d}, c€/kWh of an exchange in €/MWh.
     *
     * @param a 0 to 0.5; 0.1 = exactly the exchange's price
     * @param b c€/kWh
     * @param c 0 to 0.5
     * @param d c€/kWh
     */
    public record FormulaSettings(BigDecimal a, BigDecimal b, BigDecimal c, BigDecimal d) {

        private static final BigDecimal MOST_FACTOR = new BigDecimal("0.5");

        static final FormulaSettings AS_THE_EXCHANGE =
                new FormulaSettings(
                        new BigDecimal("0.1"),
                        BigDecimal.ZERO,
                        new BigDecimal("0.1"),
                        BigDecimal.ZERO);

        public FormulaSettings {
            requireFactor("a", a);
            Cent.require("formula.b", b);
            requireFactor("c", c);
            Cent.require("formula.d", d);
        }

        private static void requireFactor(String key, @Nullable BigDecimal factor) {
            if (factor == null || factor.signum() < 0 || factor.compareTo(MOST_FACTOR) > 0) {
                throw new IllegalArgumentException(
                        "prices.formula."
                                + key
                                + " is 0 to 0.5, c€/kWh for each €/MWh of the exchange, not "
                                + factor
                                + ": of a card that multiplies c€ by 1.02 or €/MWh by 0.102, write"
                                + " 0.102");
            }
        }
    }

    /**
     * On top of each kWh from the grid.
     *
     * @param certificatesCent green power and combined heat and power, c€/kWh
     * @param networkCent distribution and transmission, c€/kWh
     * @param leviesCent excise and contributions, c€/kWh
     */
    public record ChargeSettings(
            BigDecimal certificatesCent, BigDecimal networkCent, BigDecimal leviesCent) {

        static final ChargeSettings NONE =
                new ChargeSettings(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        public ChargeSettings {
            Cent.require("charges.certificates_cent", certificatesCent);
            Cent.require("charges.network_cent", networkCent);
            Cent.require("charges.levies_cent", leviesCent);
        }

        private BigDecimal cent() {
            return certificatesCent.add(networkCent).add(leviesCent);
        }
    }

    /**
     * One price whatever the hour.
     *
     * @param importCent energy, c€/kWh
     * @param exportCent c€/kWh
     */
    public record FixedSettings(BigDecimal importCent, BigDecimal exportCent) {

        public FixedSettings {
            Cent.require("fixed.import_cent", importCent);
            Cent.require("fixed.export_cent", exportCent);
        }
    }

    /**
     * Where prices are asked for; only over https, but on this machine.
     *
     * @param energyCharts of energy-charts.info
     * @param entsoe of ENTSO-E's transparency platform
     */
    public record AddressSettings(String energyCharts, String entsoe) {

        static final AddressSettings DEFAULT =
                new AddressSettings(
                        "https://api.energy-charts.info/price", "https://web-api.tp.entsoe.eu/api");

        public AddressSettings {
            requireAddress("energy_charts", energyCharts);
            requireAddress("entsoe", entsoe);
        }

        private static void requireAddress(String key, @Nullable String address) {
            if (address == null || !isAddress(address)) {
                throw new IllegalArgumentException(
                        "prices.addresses."
                                + key
                                + " is an address that begins with https:// and has no ? in it,"
                                + " such as https://api.energy-charts.info/price");
            }
        }

        private static boolean isAddress(String address) {
            try {
                URI uri = URI.create(address);
                boolean here =
                        "http".equals(uri.getScheme())
                                && List.of("127.0.0.1", "[::1]", "localhost")
                                        .contains(String.valueOf(uri.getHost()));
                return uri.getHost() != null
                        && ("https".equals(uri.getScheme()) || here)
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public PriceSettings {
        bands = List.copyOf(bands);
        if (source == null || vatPercent == null) {
            throw new IllegalArgumentException(
                    "prices.source is energy-charts, entsoe, bands, fixed or none");
        }
        if (vatPercent.signum() < 0 || vatPercent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException(
                    "prices.vat_percent is 0 to 100, such as 6, not " + vatPercent);
        }
        if (entsoeToken != null && !entsoeToken.matches("[-_A-Za-z0-9]{8,100}")) {
            throw new IllegalArgumentException(
                    "prices.entsoe_token is the letters and digits that ENTSO-E gave, alone");
        }
        if (source == Source.ENTSOE && entsoeToken == null) {
            throw new IllegalArgumentException(
                    "prices.source: entsoe needs prices.entsoe_token, which ENTSO-E gives for free"
                            + " (docs/prices.md); energy-charts needs none");
        }
        if (source == Source.BANDS && bands.isEmpty()) {
            throw new IllegalArgumentException(
                    "prices.source: bands needs prices.bands: a name, hours and import_cent for"
                            + " each");
        }
        if (source == Source.FIXED && fixed.importCent().compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException(
                    "prices.fixed.import_cent is what a kWh costs in c€, such as 14.5, not "
                            + fixed.importCent());
        }
    }

    /** Whether anybody is to know what energy costs. */
    public boolean wanted() {
        return source != Source.NONE;
    }

    /**
     * The contract, exact and in €/kWh.
     *
     * @param zone in which hours are told
     * @param sheet of the house's area, for bands that say no hours; null = none
     * @throws IllegalArgumentException when the bands do not make a whole week
     */
    public EnergyContract contract(ZoneId zone, @Nullable TariffSheet sheet) {
        boolean hoursMatter = source == Source.BANDS || source.isExchange();
        return new EnergyContract(
                imported(),
                exported(),
                hoursMatter ? BandSettings.bands(bands, sheet) : List.of(),
                vatPercent,
                zone);
    }

    private Formula imported() {
        return switch (source) {
            case ENERGY_CHARTS, ENTSOE ->
                    new Formula(
                            formula.a().movePointRight(1),
                            Cent.euro(formula.b().add(charges.cent())));
            case FIXED -> Formula.fixed(Cent.euro(fixed.importCent().add(charges.cent())));
            case BANDS, NONE -> Formula.fixed(Cent.euro(charges.cent()));
        };
    }

    private Formula exported() {
        return switch (source) {
            case ENERGY_CHARTS, ENTSOE ->
                    new Formula(formula.c().movePointRight(1), Cent.euro(formula.d().negate()));
            case FIXED -> Formula.fixed(Cent.euro(fixed.exportCent()));
            case BANDS, NONE -> Formula.fixed(BigDecimal.ZERO);
        };
    }

    @Override
    public String toString() {
        return "PriceSettings[source="
                + source
                + ", entsoeToken="
                + (entsoeToken == null ? "none" : "…")
                + ", vatPercent="
                + vatPercent
                + ", formula="
                + formula
                + ", charges="
                + charges
                + ", fixed="
                + fixed
                + ", bands="
                + bands
                + ", addresses="
                + addresses
                + "]";
    }
}
