package be.bsmr.bench;

import be.bsmr.community.Cars;
import be.bsmr.community.CommunityWhatIf;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Month;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What more cars, or a shared battery, would have done to a month of simulated houses.
 *
 * <p>Arguments: houses.
 */
public final class CommunityWhatIfFigures {

    private static final Instant NEW_YEAR = Instant.parse("2025-12-31T23:00:00Z");
    private static final int DAYS = 31;
    private static final String AREA = "imewo";

    private CommunityWhatIfFigures() {}

    public static void main(String[] args) {
        Lived past = past(Integer.parseInt(args[0]));
        CommunityWhatIf cars =
                CommunityWhatIf.withCars(
                        past,
                        new Cars(
                                10,
                                new Power(7400),
                                Duration.ofHours(3),
                                LocalTime.of(18, 0),
                                LocalTime.of(7, 0)));
        int peak = cars.months().get(0).was().watts();
        System.out.printf(Locale.ROOT, "as it was: %.1f kW%n", peak / 1000.0);
        say("ten cars, 7.4 kW for 3 hours, at once", cars, Month::most);
        say("the same, when the others draw least", cars, Month::would);
        battery(past, 50, peak * 4 / 5);
        battery(past, 50, peak * 2 / 3);
        battery(past, 100, peak * 2 / 3);
    }

    private static void battery(Lived past, int kwh, int target) {
        say(
                String.format(Locale.ROOT, "%d kWh, 50 kW, target %.1f kW", kwh, target / 1000.0),
                CommunityWhatIf.withBattery(
                        past,
                        new Battery.Make(kwh, 50_000, 0.9),
                        PeakTarget.fixed(new Power(target))),
                Month::would);
    }

    private static Lived past(int houses) {
        long[] joules = new long[DAYS * 96];
        for (int seed = 1; seed <= houses; seed++) {
            Household house = CommunityFigures.house(seed, NEW_YEAR);
            for (int q = 0; q < joules.length; q++) {
                joules[q] += house.nextQuarter().imported().joules();
            }
        }
        List<QuarterDemand> quarters = new ArrayList<>();
        QuarterHour first = new QuarterHour(NEW_YEAR);
        for (int q = 0; q < joules.length; q++) {
            quarters.add(
                    new QuarterDemand(
                            first.later(q),
                            new Energy(joules[q]),
                            1,
                            Estimator.DEMAND_REGISTER,
                            true));
        }
        return CommunityWhatIf.past(SiteSettings.BELGIUM, quarters);
    }

    private static void say(String what, CommunityWhatIf answer, Function<Month, Power> would) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f kW, %+.0f euro a year of such months (%s), %+d kWh%n",
                what,
                would.apply(answer.months().get(0)).watts() / 1000.0,
                answer.savings(TariffSheets.builtIn().required(AREA), would)
                        .orElseThrow()
                        .euro()
                        .negate(),
                AREA,
                answer.added().wattHours() / 1000);
    }
}
