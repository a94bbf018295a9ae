package be.bsmr.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.community.Sharing.House;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharingTest {

    private static final Duration WHOLE = QuarterHour.LENGTH;

    private static Power watts(long watts) {
        return Power.ofWatts(watts);
    }

    /** One that runs all its flexible power, and was heard. */
    private static House running(int expected, int flexible) {
        return new House(watts(expected), Power.ZERO, null, watts(flexible), true);
    }

    private static House withFloor(int expected, int floor, int flexible) {
        return new House(watts(expected), Power.ZERO, watts(floor), watts(flexible), true);
    }

    /** The example of docs/community.md. */
    @Test
    void eachMayUseTheSamePartOfItsFlexiblePower() {
        Map<String, House> houses = new LinkedHashMap<>();
        houses.put("car", running(8000, 7000));
        houses.put("boiler", running(3000, 2000));
        houses.put("neither", running(2000, 0));
        houses.put("silent", new House(watts(900), Power.ZERO, watts(2500), watts(3000), false));

        Sharing<String> sharing = Sharing.of(watts(11_000), WHOLE, houses);

        // 11 − 2 − 2.5 = 6.5 kW; without car and boiler both need 1 kW, which leaves 4.5 of 9 kW.
        assertThat(sharing.setAside()).isEqualTo(watts(4500));
        assertThat(sharing.scarce()).isTrue();
        assertThat(sharing.shares())
                .containsExactly(Map.entry("car", watts(4500)), Map.entry("boiler", watts(2000)));
        assertThat(sharing.granted()).isEqualTo(watts(6500));
    }

    @Test
    void whatWasDrawnAlreadyIsNotGrantedAgain() {
        // Ten minutes at 9 kW: five are left, in which 3 kW still make 1 kW of the quarter.
        House car = new House(watts(9000), watts(6000), null, watts(9000), true);

        Sharing<String> sharing =
                Sharing.of(watts(7000), Duration.ofMinutes(5), Map.of("car", car));

        assertThat(sharing.shares()).containsEntry("car", watts(7000));
        assertThat(Sharing.of(watts(5000), Duration.ofMinutes(5), Map.of("car", car)).shares())
                .containsEntry("car", watts(6000));
    }

    @Test
    void aFloorIsTakenFromTheOthers() {
        Map<String, House> houses =
                Map.of("a", withFloor(5000, 4000, 4000), "b", running(5000, 4000));

        Sharing<String> sharing = Sharing.of(watts(6000), WHOLE, houses);

        assertThat(sharing.shares())
                .containsEntry("a", watts(4000))
                .containsEntry("b", watts(2000));
    }

    @Test
    void floorsAreKeptWhereTheTargetForbidsThem() {
        Map<String, House> houses =
                Map.of("a", withFloor(5000, 4000, 4000), "b", withFloor(5000, 2500, 4000));

        Sharing<String> sharing = Sharing.of(watts(6000), WHOLE, houses);

        assertThat(sharing.shares())
                .containsEntry("a", watts(4000))
                .containsEntry("b", watts(2500));
    }

    @Test
    void whatOneDoesNotNeedGoesToTheOthers() {
        // The boiler is off: a tenth of it may go on. The car gets the rest, not the half.
        Map<String, House> houses =
                Map.of("car", running(12_000, 11_000), "boiler", running(0, 2000));

        Sharing<String> sharing = Sharing.of(watts(9000), WHOLE, houses);

        assertThat(sharing.scarce()).isTrue();
        assertThat(sharing.shares())
                .containsEntry("boiler", watts(200))
                .containsEntry("car", watts(8800));
    }

    @Test
    void whoWasHeldBackComesToTheSamePartAsWhoDrawsAlready() {
        // Two cars of 10 kW, 10 kW for both: each draws what it is granted, minute after minute.
        int first = 10_000;
        int second = 0;
        for (int i = 0; i < 10; i++) {
            Map<String, House> houses =
                    Map.of("first", running(first, 10_000), "second", running(second, 10_000));
            Map<String, Power> shares = Sharing.of(watts(10_000), WHOLE, houses).shares();
            first = Math.min(10_000, shares.get("first").watts());
            second = Math.min(10_000, shares.get("second").watts());
        }

        assertThat(first).isEqualTo(5000);
        assertThat(second).isEqualTo(5000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyIsHeldBackWhoGoesOnAsNowWhenThereIsRoomForAll(long seed) {
        Random random = new Random(seed);
        Map<Integer, House> houses = community(random);
        Duration left = left(random);
        long enough = 0;
        for (House house : houses.values()) {
            Power least =
                    house.floor() == null ? house.expected() : house.expected().max(house.floor());
            enough += least.watts() + inTime(house, left) / 10;
        }

        Sharing<Integer> sharing = Sharing.of(watts(enough), left, houses);

        assertThat(sharing.scarce()).isFalse();
        sharing.shares()
                .forEach(
                        (i, share) ->
                                assertThat(share).isGreaterThanOrEqualTo(houses.get(i).expected()));
    }

    @Test
    void whatIsLeftIsSharedInProportionToFlexiblePower() {
        Map<String, House> houses = Map.of("a", running(3000, 2000), "b", running(1000, 4000));

        Sharing<String> sharing = Sharing.of(watts(40_000), WHOLE, houses);

        // 4 kW are expected and 0.6 kW are for going up, which leaves 35.4.
        assertThat(sharing.scarce()).isFalse();
        assertThat(sharing.shares())
                .containsEntry("a", watts(3000 + 200 + 11_800))
                .containsEntry("b", watts(1000 + 400 + 23_600));
    }

    @Test
    void nobodyWhoCannotActGetsAShare() {
        Map<String, House> houses =
                Map.of(
                        "silent",
                        new House(watts(4000), watts(3000), watts(2500), watts(7000), false),
                        "rigid",
                        running(1500, 0));

        Sharing<String> sharing = Sharing.of(watts(9000), WHOLE, houses);

        assertThat(sharing.shares()).isEmpty();
        assertThat(sharing.scarce()).isFalse();
        // It has drawn more than its own target already.
        assertThat(sharing.setAside()).isEqualTo(watts(4500));
    }

    @Test
    void aSilentHouseWithoutATargetIsCountedWithWhatItWasLastKnownToComeTo() {
        House silent = new House(watts(4000), watts(3000), null, watts(7000), false);

        assertThat(Sharing.of(watts(9000), WHOLE, Map.of("silent", silent)).setAside())
                .isEqualTo(watts(4000));
    }

    @Test
    void refusesWhatNoHouseCanDraw() {
        assertThatThrownBy(() -> new House(watts(1), watts(-1), null, watts(0), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below zero");
        assertThatThrownBy(() -> new House(watts(1), watts(0), null, watts(-5), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sharing.of(watts(1), Duration.ofMinutes(16), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 15 minutes");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    private static Map<Integer, House> community(Random random) {
        Map<Integer, House> houses = new LinkedHashMap<>();
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            int soFar = random.nextInt(4000);
            houses.put(
                    i,
                    new House(
                            watts(soFar + random.nextInt(8000)),
                            watts(soFar),
                            random.nextInt(3) == 0 ? watts(random.nextInt(6000)) : null,
                            watts(random.nextInt(5) == 0 ? 0 : random.nextInt(22_000)),
                            random.nextInt(8) != 0));
        }
        return houses;
    }

    private static Duration left(Random random) {
        return Duration.ofSeconds(random.nextInt(901));
    }

    private static long inTime(House house, Duration left) {
        return house.flexible().watts() * left.toSeconds() / 900;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSumStaysWithinTheTargetWhereThatIsPossibleAndFloorsAreKept(long seed) {
        Random random = new Random(seed);
        Map<Integer, House> houses = community(random);
        Duration left = left(random);
        Power target = watts(random.nextInt(400_000));

        Sharing<Integer> sharing = Sharing.of(target, left, houses);

        long unavoidable = 0;
        for (Map.Entry<Integer, Power> e : sharing.shares().entrySet()) {
            House house = houses.get(e.getKey());
            Power least =
                    watts(
                            Math.max(
                                    house.soFar().watts(),
                                    house.expected().watts() - inTime(house, left)));
            least = house.floor() == null ? least : least.max(house.floor());
            unavoidable += least.watts();
            assertThat(e.getValue()).isGreaterThanOrEqualTo(least);
            assertThat(e.getValue()).isGreaterThanOrEqualTo(Power.ZERO);
        }
        long room = Math.max(unavoidable, target.watts() - sharing.setAside().watts());
        assertThat(sharing.granted().watts()).isLessThanOrEqualTo(Math.toIntExact(room));
        // Nothing is left lying but what rounding down takes.
        if (!sharing.shares().isEmpty()) {
            assertThat(sharing.granted().watts())
                    .isGreaterThanOrEqualTo(Math.toIntExact(room - 2L * houses.size()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theOrderOfTheHousesDoesNotMatter(long seed) {
        Random random = new Random(seed);
        Map<Integer, House> houses = community(random);
        Duration left = left(random);
        Power target = watts(random.nextInt(300_000));
        List<Integer> order = new ArrayList<>(houses.keySet());
        Collections.shuffle(order, random);
        Map<Integer, House> shuffled = new LinkedHashMap<>();
        order.forEach(i -> shuffled.put(i, houses.get(i)));

        assertThat(Sharing.of(target, left, shuffled)).isEqualTo(Sharing.of(target, left, houses));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyGetsLessWhenThereIsMore(long seed) {
        Random random = new Random(seed);
        Map<Integer, House> houses = community(random);
        Duration left = left(random);
        Map<Integer, Power> before = Sharing.of(Power.ZERO, left, houses).shares();
        for (int target = 0; target < 400_000; target += 1 + random.nextInt(20_000)) {
            Map<Integer, Power> now = Sharing.of(watts(target), left, houses).shares();
            for (Map.Entry<Integer, Power> e : before.entrySet()) {
                assertThat(now.get(e.getKey())).isGreaterThanOrEqualTo(e.getValue());
            }
            before = now;
        }
    }

    /** Who gets a smaller part of its flexible power has all it needs, or the other its floor. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyHasReasonToEnvyAnother(long seed) {
        Random random = new Random(seed);
        Map<Integer, House> houses = community(random);
        Duration left = Duration.ofSeconds(60 + random.nextInt(841));
        Sharing<Integer> sharing = Sharing.of(watts(random.nextInt(300_000)), left, houses);
        List<String> envious = new ArrayList<>();
        sharing.shares()
                .forEach(
                        (i, mine) ->
                                sharing.shares().entrySet().stream()
                                        .filter(
                                                other ->
                                                        envies(
                                                                houses.get(i),
                                                                mine,
                                                                houses.get(other.getKey()),
                                                                other.getValue(),
                                                                left))
                                        .forEach(other -> envious.add(i + " envies " + other)));

        assertThat(envious).isEmpty();
    }

    private static boolean envies(House me, Power mine, House you, Power yours, Duration left) {
        if (inTime(me, left) < 50 || inTime(you, left) < 50) {
            return false;
        }
        long need = Math.min(me.expected().minus(me.soFar()).watts(), inTime(me, left));
        double have = part(me, mine.watts(), left) * inTime(me, left);
        boolean haveAll = have >= need + inTime(me, left) / 10;
        boolean yoursIsYourFloor = yours.equals(you.floor());
        // Both are whole watts, rounded down.
        return !haveAll
                && !yoursIsYourFloor
                && part(me, mine.watts() + 2, left) < part(you, yours.watts() - 2, left);
    }

    private static double part(House house, int share, Duration left) {
        long flexible = inTime(house, left);
        long least = Math.max(house.soFar().watts(), house.expected().watts() - flexible);
        return (share - least) / (double) flexible;
    }

    @Test
    void equalHousesGetEqualShares() {
        Map<Integer, House> houses = new LinkedHashMap<>();
        for (int i = 0; i < 7; i++) {
            houses.put(i, running(5000, 3700));
        }

        assertThat(Sharing.of(watts(20_000), WHOLE, houses).shares().values())
                .containsOnly(watts(2857));
    }
}
