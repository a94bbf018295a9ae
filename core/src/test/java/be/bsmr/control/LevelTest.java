package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class LevelTest {

    /** Half past eleven in the evening in Belgium; until seven there are thirty quarters. */
    private static final Instant NOW = Instant.parse("2026-01-13T22:30:00Z");

    private static final Instant MIDNIGHT = Instant.parse("2026-01-13T23:00:00Z");

    /** With the running one, and half an hour early. */
    private static final int QUARTERS = 28;

    /** A level falls at once, so that nothing of the quarter before shows. */
    private static final Power HIGH = new Power(20_000);

    @Test
    void isZeroWhenNothingIsDue() {
        assertThat(level(q -> 2000, car(0))).isEqualTo(Power.ZERO);
        assertThat(level(q -> 2000, LoadState.initial(Load.onOff("a", "A", new Power(2000)))))
                .isEqualTo(Power.ZERO);
    }

    @Test
    void spreadsWhatIsDueEvenlyOverAnEvenNight() {
        double watts = 14_500 * 4.0 / QUARTERS;
        assertThat(level(q -> 400, car(14_500)).watts())
                .isCloseTo((int) Math.round(400 + watts), offset(15));
    }

    @Test
    void fillsTheEmptyQuartersFirst() {
        // After midnight the house draws 200 W: 3000 W for the car in each of those 26 quarters.
        assertThat(level(q -> q.start().isBefore(MIDNIGHT) ? 5000 : 200, car(19_500)).watts())
                .isCloseTo(3200, offset(15));
    }

    @Test
    void aFullCarAsksForNothing() {
        LoadState full = car(14_500);
        full = full.drawing(full.draw().reporting(Power.ZERO, NOW.minusSeconds(5)));
        assertThat(level(q -> 400, full)).isEqualTo(Power.ZERO);
    }

    @Test
    void leavesRoomForWhatTheOtherLoadsUsuallyDraw() {
        LoadState boiler = LoadState.initial(Load.onOff("b", "B", new Power(2000)));
        boiler = boiler.counting(boiler.day().drawn(1000, 86_400));
        int alone = level(q -> 400, car(14_500)).watts();
        assertThat(level(q -> 400, car(14_500), boiler).watts())
                .isCloseTo(alone + 1000, offset(15));
    }

    @Test
    void aLoadThatIsNeverShedAtNightCountsThenByItsPower() {
        LoadState pump = LoadState.initial(Load.onOff("p", "P", new Power(2000)));
        Limits usual = Limits.USUAL;
        Limits limits =
                new Limits(
                        usual.minShed(),
                        usual.minOn(),
                        null,
                        0,
                        List.of(WeeklyTime.parse("22:00-08:00")),
                        null,
                        usual.handsOff());
        pump = LoadState.initial(pump.load().within(limits));
        int alone = level(q -> 400, car(14_500)).watts();
        assertThat(level(q -> 400, car(14_500), pump).watts()).isCloseTo(alone + 1400, offset(15));
    }

    @Test
    void staysReachableWhenMoreIsDueThanCanBeDrawn() {
        assertThat(level(q -> 400, car(90_000)).watts()).isBetween(4000, 4400);
    }

    @Test
    void whatMustRunWholeQuartersNeedsItsPowerBesideTheHouse() {
        LoadState pump = heatPump(1000);
        // In 17 of 20 quarters the house draws no more than 300 W.
        assertThat(level(q -> hour(q) == 18 || hour(q) == 19 ? 2000 : 300, pump).watts())
                .isCloseTo(2800, offset(15));
        assertThat(level(q -> 300, heatPump(50))).isEqualTo(Power.ZERO);
    }

    @Test
    void risesByAndByAndFallsAtOnce() {
        Power wanted = level(q -> 400, car(14_500));
        Power first = level(new Power(1000), true, q -> 400, car(14_500));
        assertThat(first.watts())
                .isCloseTo(
                        (int) Math.round(1000 + 8.0 / QUARTERS * (wanted.watts() - 1000)),
                        offset(15));
        assertThat(level(wanted, true, q -> 400, car(5000)).watts())
                .isCloseTo((int) Math.round(400 + 5000 * 4.0 / QUARTERS), offset(15));
    }

    @Test
    void beforeADayWasSeenTheHouseIsNotTakenToGoOnWithWhatItDrawsNow() {
        int known = level(q -> 3000, car(14_500)).watts();
        assertThat(level(HIGH, false, q -> 3000, car(14_500)).watts())
                .isCloseTo(known - 2500, offset(15));
    }

    private static int hour(QuarterHour quarter) {
        return quarter.start().atZone(ZoneId.of("Europe/Brussels")).getHour();
    }

    /** 2.5 kW, a quarter at least at a stretch. */
    private static LoadState heatPump(int meanWatts) {
        Limits usual = Limits.USUAL;
        Limits limits =
                new Limits(
                        usual.minShed(),
                        Duration.ofMinutes(15),
                        null,
                        0,
                        List.of(),
                        null,
                        usual.handsOff());
        LoadState pump = LoadState.initial(Load.onOff("h", "H", new Power(2500)).within(limits));
        return pump.counting(pump.day().drawn(meanWatts, 86_400));
    }

    /** 16 A; what it must still have by seven. */
    private static LoadState car(int wattHours) {
        Due due = new Due(Energy.ofWattHours(100_000), WeeklyTime.parse("18:00-07:00"));
        Limits limits =
                new Limits(
                        Duration.ZERO, Duration.ZERO, null, 0, List.of(), due, Duration.ofHours(2));
        Load load =
                new Load(
                        "car",
                        "Car",
                        2,
                        null,
                        new Steering.Modulating(Steering.Unit.AMPERE, 6, 16, 1, 230, true),
                        Set.of(1),
                        limits,
                        List.of(),
                        new Load.FailSafe.On());
        LoadState car = LoadState.initial(load);
        double had = Energy.ofWattHours(100_000 - wattHours).joules();
        return car.drawing(car.draw().running(true, NOW.minusSeconds(60)))
                .counting(car.day().due(NOW.minusSeconds(3600), had));
    }

    private static Power level(ToIntFunction<QuarterHour> house, LoadState... loads) {
        return level(HIGH, true, house, loads);
    }

    private static Power level(
            Power before, boolean knowsADay, ToIntFunction<QuarterHour> house, LoadState... loads) {
        QuarterDemand soFar =
                new QuarterDemand(
                        QuarterHour.of(NOW), Energy.ZERO, 1, Estimator.DEMAND_REGISTER, false);
        DemandForecast forecast = DemandForecast.certain(new Power(400), Power.ZERO, Power.ZERO);
        Outlook outlook =
                new Outlook(
                        NOW,
                        soFar,
                        forecast,
                        new Power(2500),
                        Energy.ofWattHours(625),
                        Energy.ofWattHours(625),
                        null,
                        Alarm.NONE);
        View view =
                new View(
                        outlook,
                        ZoneId.of("Europe/Brussels"),
                        List.of(),
                        null,
                        false,
                        q -> DemandDistribution.certain(new Power(house.applyAsInt(q))),
                        knowsADay,
                        before);
        return view.filled(List.of(loads)).level();
    }
}
