package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class LevelTest {

    /** With the running one, and half an hour early. */
    private static final int QUARTERS = 28;

    /** A level falls at once, so that nothing of the quarter before shows. */
    private static final Power HIGH = new Power(20_000);

    @Test
    void isZeroWhenNothingIsDue() {
        assertThat(level(q -> 2000, Night.car(0))).isEqualTo(Power.ZERO);
        assertThat(level(q -> 2000, LoadNow.initial(Load.onOff("a", "A", new Power(2000)))))
                .isEqualTo(Power.ZERO);
    }

    @Test
    void spreadsWhatIsDueEvenlyOverAnEvenNight() {
        double watts = 14_500 * 4.0 / QUARTERS;
        assertThat(level(q -> 400, Night.car(14_500)).watts())
                .isCloseTo((int) Math.round(400 + watts), offset(15));
    }

    @Test
    void fillsTheEmptyQuartersFirst() {
        // After midnight the house draws 200 W: 3000 W for the car in each of those 26 quarters.
        assertThat(
                        level(
                                        q -> q.start().isBefore(Night.MIDNIGHT) ? 5000 : 200,
                                        Night.car(19_500))
                                .watts())
                .isCloseTo(3200, offset(15));
    }

    @Test
    void aFullCarAsksForNothing() {
        LoadNow full = Night.car(14_500);
        full = full.drawing(full.draw().reporting(Power.ZERO, Night.NOW.minusSeconds(5)));
        assertThat(level(q -> 400, full)).isEqualTo(Power.ZERO);
    }

    @Test
    void leavesRoomForWhatTheOtherLoadsUsuallyDraw() {
        LoadNow boiler = LoadNow.initial(Load.onOff("b", "B", new Power(2000)));
        boiler = boiler.counting(boiler.day().drawn(1000, 86_400, false));
        int alone = level(q -> 400, Night.car(14_500)).watts();
        assertThat(level(q -> 400, Night.car(14_500), boiler).watts())
                .isCloseTo(alone + 1000, offset(15));
    }

    @Test
    void aLoadThatIsNeverShedAtNightCountsThenByItsPower() {
        LoadNow pump = LoadNow.initial(Load.onOff("p", "P", new Power(2000)));
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
        pump = LoadNow.initial(pump.load().within(limits));
        int alone = level(q -> 400, Night.car(14_500)).watts();
        assertThat(level(q -> 400, Night.car(14_500), pump).watts())
                .isCloseTo(alone + 1400, offset(15));
    }

    @Test
    void staysReachableWhenMoreIsDueThanCanBeDrawn() {
        assertThat(level(q -> 400, Night.car(90_000)).watts()).isBetween(4000, 4400);
    }

    @Test
    void whatMustRunWholeQuartersNeedsItsPowerBesideTheHouse() {
        LoadNow pump = heatPump(1000);
        // In 17 of 20 quarters the house draws no more than 300 W.
        assertThat(level(q -> hour(q) == 18 || hour(q) == 19 ? 2000 : 300, pump).watts())
                .isCloseTo(2800, offset(15));
        assertThat(level(q -> 300, heatPump(50))).isEqualTo(Power.ZERO);
    }

    @Test
    void risesByAndByAndFallsAtOnce() {
        Power wanted = level(q -> 400, Night.car(14_500));
        Power first = level(new Power(1000), true, q -> 400, Night.car(14_500));
        assertThat(first.watts())
                .isCloseTo(
                        (int) Math.round(1000 + 8.0 / QUARTERS * (wanted.watts() - 1000)),
                        offset(15));
        assertThat(level(wanted, true, q -> 400, Night.car(5000)).watts())
                .isCloseTo((int) Math.round(400 + 5000 * 4.0 / QUARTERS), offset(15));
    }

    @Test
    void beforeADayWasSeenTheHouseIsNotTakenToGoOnWithWhatItDrawsNow() {
        int known = level(q -> 3000, Night.car(14_500)).watts();
        assertThat(level(HIGH, false, q -> 3000, Night.car(14_500)).watts())
                .isCloseTo(known - 2500, offset(15));
    }

    private static int hour(QuarterHour quarter) {
        return quarter.start().atZone(Night.ZONE).getHour();
    }

    /** 2.5 kW, a quarter at least at a stretch. */
    private static LoadNow heatPump(int meanWatts) {
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
        LoadNow pump = LoadNow.initial(Load.onOff("h", "H", new Power(2500)).within(limits));
        return pump.counting(pump.day().drawn(meanWatts, 86_400, false));
    }

    private static Power level(ToIntFunction<QuarterHour> house, LoadNow... loads) {
        return level(HIGH, true, house, loads);
    }

    private static Power level(
            Power before, boolean knowsADay, ToIntFunction<QuarterHour> house, LoadNow... loads) {
        View view = Night.view(house, knowsADay, Plan.NONE.at(before));
        return view.planned(List.of(loads)).level();
    }
}
