package be.bsmr.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupForecastTest {

    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Duration TEN = Duration.ofMinutes(10);

    /** Of the bell curve, at the levels of a distribution. */
    private static final double[] BELL = {
        -3.0902, -2.3263, -1.96, -1.6449, -1.2816, -0.6745, 0, 0.6745, 1.2816, 1.6449, 1.96, 2.3263,
        3.0902
    };

    /** It draws 1 to 1.2 kW, and now and then somebody cooks. */
    private static final DemandDistribution COOKS =
            DemandDistribution.of(
                    1300,
                    new double[] {
                        990, 1000, 1010, 1020, 1050, 1100, 1200, 1300, 1700, 2300, 2700, 3000, 4000
                    });

    private static DemandDistribution bell(double expected, double deviation) {
        return DemandDistribution.of(
                expected, Arrays.stream(BELL).map(z -> expected + deviation * z).toArray());
    }

    private static List<DemandDistribution> alike(int count, DemandDistribution member) {
        return Collections.nCopies(count, member);
    }

    @Test
    void oneHouseAloneIsForeseenAsItForeseesItself() {
        for (DemandDistribution own :
                List.of(COOKS, bell(3000, 250), DemandDistribution.certain(new Power(712)))) {
            DemandDistribution sum = GroupForecast.unlearned().sum(FIVE, List.of(own));

            assertThat(sum.expected()).isEqualTo(own.expected());
            assertThat(sum.quantiles()).containsExactly(own.quantiles(), within(1e-6));
        }
    }

    @Test
    void isCertainToDrawNothingWithoutHouses() {
        assertThat(GroupForecast.unlearned().sum(FIVE, List.of()))
                .isEqualTo(DemandDistribution.certain(Power.ZERO));
    }

    @Test
    void isALittleLessSureThanIfEachHouseWentItsOwnWay() {
        DemandDistribution sum = GroupForecast.unlearned().sum(FIVE, alike(40, bell(2000, 100)));

        double own = bell(2000, 100).deviation();
        assertThat(sum.expected()).isEqualTo(new Power(80_000));
        assertThat(sum.deviation())
                .isCloseTo(own * Math.sqrt(40 * (1 + 39 * 0.012)), within(own * 0.2));
    }

    @Test
    void manyHousesTendToTheBellCurve() {
        double[] few = inDeviations(GroupForecast.unlearned().sum(FIVE, alike(4, COOKS)));
        double[] many = inDeviations(GroupForecast.unlearned().sum(FIVE, alike(2000, COOKS)));

        assertThat(many).containsExactly(BELL, within(0.15));
        // Of a few, the cook is still seen.
        assertThat(few[12]).isGreaterThan(many[12] + 0.5);
        assertThat(few[0]).isGreaterThan(many[0] + 0.5);
    }

    private static double[] inDeviations(DemandDistribution sum) {
        double deviation = (sum.quantiles()[8] - sum.quantiles()[4]) / (2 * 1.2816);
        return Arrays.stream(sum.quantiles())
                .map(q -> (q - sum.expected().watts()) / deviation)
                .toArray();
    }

    @Test
    void neverComesBelowWhatTheHousesDrawAtLeast() {
        DemandDistribution sum = GroupForecast.unlearned().sum(FIVE, alike(2, COOKS));

        assertThat(sum.quantiles()[0]).isGreaterThanOrEqualTo(2 * 990.0);
    }

    @Test
    void theOrderOfTheHousesDoesNotMatter() {
        List<DemandDistribution> members = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            members.add(i % 3 == 0 ? COOKS : bell(500 + 40 * i, 20 + 7 * i));
        }
        double[] one = GroupForecast.unlearned().sum(TEN, members).quantiles();
        Collections.shuffle(members, new Random(3));

        assertThat(GroupForecast.unlearned().sum(TEN, members).quantiles())
                .containsExactly(one, within(1e-6));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void learnsHowMuchHousesGoUpAndDownTogether(long seed) {
        // Their own ranges are a third too wide, and all cook at the same hour.
        Community community = new Community(seed, 30, 0.15, 0.75);
        GroupForecast forecast = GroupForecast.unlearned();
        for (int q = 0; q < 1000; q++) {
            forecast = forecast.learned(community.foreseen(TEN), community.quarter());
        }

        assertThat(forecast.sum(TEN, community.members).deviation())
                .isCloseTo(community.deviation(), within(community.deviation() * 0.12));
        int held = 0;
        for (int q = 0; q < 1000; q++) {
            DemandDistribution.Interval range = forecast.sum(TEN, community.members).interval(0.8);
            Power came = community.quarter();
            held += came.isAbove(range.high()) || range.low().isAbove(came) ? 0 : 1;
        }
        assertThat(held).isBetween(740, 860);
    }

    @Test
    void learnsEachTimeBeforeTheEndForItself() {
        Community community = new Community(5, 40, 0.3, 1);
        GroupForecast before = GroupForecast.unlearned();
        GroupForecast after = before;
        for (int q = 0; q < 300; q++) {
            after = after.learned(community.foreseen(TEN), community.quarter());
        }

        assertThat(after.correlation(TEN)).isGreaterThan(2 * before.correlation(TEN));
        assertThat(after.correlation(FIVE)).isEqualTo(before.correlation(FIVE));
        assertThat(after.correlation(Duration.ofSeconds(450)))
                .isStrictlyBetween(after.correlation(FIVE), after.correlation(TEN));
    }

    @Test
    void learnsWhatItIsOffOnTheWhole() {
        List<DemandDistribution> members = alike(40, bell(1000, 200));
        Random random = new Random(9);
        GroupForecast forecast = GroupForecast.unlearned();
        for (int q = 0; q < 200; q++) {
            Power came = new Power((int) (41_000 + 1500 * random.nextGaussian()));
            forecast = forecast.learned(Foreseen.of(FIVE, members), came);
        }

        assertThat(forecast.sum(FIVE, members).expected().watts()).isBetween(40_700, 41_200);
        assertThat(forecast.sum(TEN, members).expected().watts()).isBetween(40_000, 41_000);
        assertThat(forecast.sum(TEN.plusMinutes(4), members).expected())
                .isEqualTo(new Power(40_000));
    }

    @Test
    void aSingleMadQuarterChangesLittle() {
        Community community = new Community(6, 40, 0.012, 1);

        GroupForecast after =
                GroupForecast.unlearned().learned(community.foreseen(TEN), new Power(900_000));

        double foreseen = community.foreseen(TEN).expected();
        assertThat(after.sum(TEN, community.members).expected().watts() / foreseen)
                .isCloseTo(1, within(0.01));
        assertThat(after.sum(TEN, community.members).deviation())
                .isLessThan(
                        1.3 * GroupForecast.unlearned().sum(TEN, community.members).deviation());
    }

    @Test
    void saysHowLikelyTheTargetIsPassed() {
        DemandDistribution sum = GroupForecast.unlearned().sum(FIVE, alike(40, bell(1000, 200)));

        assertThat(sum.probabilityAbove(new Power(40_000))).isCloseTo(0.5, within(0.01));
        assertThat(sum.probabilityAbove(new Power(42_000))).isBetween(0.05, 0.15);
        assertThat(sum.probabilityAbove(new Power(50_000))).isZero();
    }

    @Test
    void keepsOneSumForEachTimeAndLearnsFromAll() throws Exception {
        Awaited quarter = Awaited.NOTHING;
        for (int seconds = 880; seconds >= 0; seconds -= 10) {
            quarter = quarter.with(Duration.ofSeconds(seconds), alike(3, COOKS));
        }
        PackedWriter to = new PackedWriter();
        quarter.write(to);
        Awaited read = Awaited.read(PackedReader.checked(to.checked()));

        assertThat(quarter.foreseen().stream().map(f -> f.left().toSeconds()))
                .containsExactly(780L, 600L, 300L, 120L);
        assertThat(read.foreseen()).hasSize(4);
        assertThat(read.foreseen().get(0).expected()).isEqualTo(3 * 1300);
        GroupForecast learned = GroupForecast.unlearned().learned(read, new Power(9000));
        for (Duration horizon : GroupForecast.HORIZONS) {
            assertThat(learned.scale(horizon)).isGreaterThan(1);
        }
    }

    @Test
    void whatItKnowsSurvivesAsBytes() {
        GroupForecast forecast = taught();

        assertThat(GroupForecast.of(forecast.bytes())).contains(forecast);
        assertThat(forecast.bytes()).hasSizeLessThan(350);
    }

    @Test
    void whatIsDamagedIsNotRead() {
        byte[] bytes = taught().bytes();
        byte[] damaged = bytes.clone();
        damaged[20] ^= 4;

        assertThat(GroupForecast.of(damaged)).isEmpty();
        assertThat(GroupForecast.of(Arrays.copyOf(bytes, 30))).isEmpty();
        assertThat(GroupForecast.of(new byte[0])).isEmpty();
        PackedWriter another = new PackedWriter();
        another.put(99);
        assertThat(GroupForecast.of(another.checked())).isEmpty();
    }

    /** The file is what version 1 wrote: a layout that changes needs another version. */
    @Test
    void readsWhatVersionOneWrote() throws IOException {
        Path file = Path.of("src/test/resources/be/bsmr/community/forecast-1.hex");
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            Files.writeString(file, HexFormat.of().formatHex(taught().bytes()) + "\n");
        }
        byte[] golden = HexFormat.of().parseHex(Files.readString(file).strip());

        GroupForecast read = GroupForecast.of(golden).orElseThrow();

        assertThat(read.bytes()).isEqualTo(golden);
        assertThat(read.scale(TEN)).isCloseTo(SCALE, within(1e-9));
        assertThat(read.correlation(FIVE)).isCloseTo(CORRELATION, within(1e-9));
    }

    private static final double SCALE = 0.8835638063367255;
    private static final double CORRELATION = 0.012056821655246998;

    private static GroupForecast taught() {
        GroupForecast forecast = GroupForecast.unlearned();
        for (int q = 0; q < 20; q++) {
            forecast =
                    forecast.learned(
                                    new Foreseen(TEN, 9000, 400_000, 3_000_000),
                                    watts(8000 + 70 * q))
                            .learned(new Foreseen(FIVE, 9000, 200_000, 900_000), watts(9500));
        }
        return forecast;
    }

    private static Power watts(int watts) {
        return new Power(watts);
    }

    /** Houses whose errors correlate, and whose ranges may be too wide. */
    private static final class Community {
        private final Random random;
        private final List<DemandDistribution> members = new ArrayList<>();
        private final double correlation;
        private final double scale;

        Community(long seed, int houses, double correlation, double scale) {
            random = new Random(seed);
            this.correlation = correlation;
            this.scale = scale;
            for (int i = 0; i < houses; i++) {
                members.add(bell(1000 + 100 * i, 100 + 10 * i));
            }
        }

        Foreseen foreseen(Duration left) {
            return Foreseen.of(left, members);
        }

        double deviation() {
            Foreseen of = foreseen(TEN);
            return Math.sqrt(scale * (of.apart() + correlation * (of.together() - of.apart())));
        }

        Power quarter() {
            double all = random.nextGaussian();
            double sum = 0;
            for (DemandDistribution member : members) {
                double error =
                        Math.sqrt(correlation) * all
                                + Math.sqrt(1 - correlation) * random.nextGaussian();
                sum += member.expected().watts() + Math.sqrt(scale) * member.deviation() * error;
            }
            return new Power((int) Math.round(sum));
        }
    }
}
