package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.store.RegisterGrowth.Quarter;
import org.junit.jupiter.api.Test;

/** One reading every ten seconds, unless it says otherwise. */
class RegisterGrowthTest {

    private static final long HOUSE = 2000;

    @Test
    void isTheDifferenceOfTheFirstAndTheLast() {
        assertThat(of(95_000, 95_005, 95_005, 95_011))
                .isEqualTo(new Quarter(0, 95_000, 30, 95_011, 11));
    }

    @Test
    void aFalseReadingChangesNothingWhereverItStands() {
        Quarter right = of(95_000, 95_005, 95_011, 95_016);
        assertThat(of(95_000, 33_000, 95_011, 95_016)).isEqualTo(right);
        assertThat(of(95_000, 95_005, 157_011, 95_016)).isEqualTo(right);
        assertThat(of(95_000, 95_005, 4, 95_016)).isEqualTo(right);
        assertThat(of(95_000, 95_005, 95_200, 95_016)).as("one that could be").isEqualTo(right);
        assertThat(of(95_000, 95_005, 95_500, 95_016)).isEqualTo(right);
        assertThat(of(95_000, 33_005, 157_011, 95_016)).as("two").isEqualTo(right);
        assertThat(of(33_000, 95_005, 95_011, 95_016))
                .isEqualTo(new Quarter(10, 95_005, 30, 95_016, 11));
        assertThat(of(157_000, 95_005, 95_011, 95_016))
                .isEqualTo(new Quarter(10, 95_005, 30, 95_016, 11));
        assertThat(of(95_000, 95_005, 95_011, 33_016))
                .isEqualTo(new Quarter(0, 95_000, 20, 95_011, 11));
    }

    @Test
    void aWhileThatIsFalseDoesNotCount() {
        assertThat(of(95_000, 95_005, 33_011, 33_016, 33_022, 95_028, 95_033).grown())
                .isEqualTo(33);
        assertThat(of(95_000, 95_005, 95_004, 95_004, 95_004, 95_028, 95_033).grown())
                .as("by one watt-hour")
                .isEqualTo(33);
        assertThat(of(95_000, 95_005, 157_011, 157_016, 157_022, 95_028, 95_033).grown())
                .isEqualTo(33);
    }

    @Test
    void anotherMeterGoesOnFromWhereItStands() {
        assertThat(of(95_000, 95_005, 12, 17, 23)).isEqualTo(new Quarter(0, 95_000, 40, 23, 16));
        assertThat(of(95_000, 95_005, 300_012, 300_017, 300_023).grown()).isEqualTo(16);
    }

    @Test
    void aRegisterThatIsAMinuteBehindMakesUpForIt() {
        // 20 kW: 333 Wh a minute, shown in the last second of it.
        RegisterGrowth growth = new RegisterGrowth(0, 1000);
        for (int s = 1; s <= 180; s++) {
            growth.next(s, 1000 + s / 60 * 333, HOUSE);
        }
        assertThat(growth.known().grown()).isEqualTo(999);
    }

    @Test
    void aLargeUserDrawsMoreThanAHouse() {
        RegisterGrowth growth = new RegisterGrowth(0, 1000);
        growth.next(1, 1050, 180_000);
        growth.next(2, 1100, 180_000);
        assertThat(growth.known().grown()).isEqualTo(100);
    }

    @Test
    void betweenTwoQuartersItGrowsAsWell() {
        Quarter before = of(95_000, 95_005, 95_011);
        assertThat(before.growthUntil(new Quarter(900, 95_500, 1000, 95_600, 100))).isEqualTo(489);
        assertThat(before.growthUntil(new Quarter(30, 33_000, 40, 33_100, 100))).isZero();
        assertThat(before.growthUntil(new Quarter(30, 157_000, 40, 157_100, 100))).isZero();
        assertThat(before.growthUntil(new Quarter(864_000, 295_011, 864_010, 295_016, 5)))
                .as("ten days without a reading")
                .isEqualTo(200_000);
    }

    private static Quarter of(long... standings) {
        RegisterGrowth growth = new RegisterGrowth(0, standings[0]);
        for (int i = 1; i < standings.length; i++) {
            growth.next(10L * i, standings[i], HOUSE);
        }
        return growth.known();
    }
}
