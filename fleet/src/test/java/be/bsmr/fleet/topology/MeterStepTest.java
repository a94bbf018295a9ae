package be.bsmr.fleet.topology;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.CountedQuarter.By;
import be.bsmr.fleet.topology.MeterStep.QuarterNews;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class MeterStepTest {

    private static final String METER = Said.meter(7);
    private static final QuarterHour FIRST = QuarterHour.of(Said.START);
    private static final List<SecondsBlock> MINUTES = Said.minutes(1, Said.START, 3 * 60);

    private MeterState state = MeterState.NEW;
    private final List<QuarterNews> said = new ArrayList<>();

    /** Each step begins with what the bytes of the one before say. */
    private MeterStep hear(Arrived arrived) {
        MeterState before = MeterState.of(state.bytes()).orElseThrow();
        MeterStep step = MeterStep.of(METER, before, arrived, true);
        state = step.next();
        said.addAll(step.quarters());
        return step;
    }

    private void hearMinutes(int from, int to) {
        MINUTES.subList(from, to).forEach(block -> hear(Said.arrived(block)));
    }

    private MeterStep hearQuarter(QuarterDemand demand) {
        return hear(new Arrived(demand.quarter().end().plusSeconds(2), new QuarterSent(demand)));
    }

    private static QuarterDemand house(int quarter, double coverage, boolean complete) {
        return new QuarterDemand(
                FIRST.later(quarter),
                new Energy(1_000_000 + quarter),
                coverage,
                Estimator.REGISTERS,
                complete);
    }

    private List<CountedQuarter> quarters() {
        return said.stream().map(QuarterNews::quarter).toList();
    }

    @Test
    void countsAsCoreDoes() throws DataFormatException {
        hearMinutes(0, MINUTES.size());
        assertThat(quarters().stream().map(q -> HexFormat.of().formatHex(q.bytes())).toList())
                .hasSize(11)
                .isEqualTo(Said.quarters(METER, MINUTES));
    }

    @Test
    void whatComesTwiceOrTooLateIsCountedOnce() throws DataFormatException {
        for (int i = 0; i < MINUTES.size(); i++) {
            hear(Said.arrived(MINUTES.get(i)));
            MeterStep again = hear(Said.arrived(MINUTES.get(Math.max(0, i - i % 3))));
            assertThat(again.refused()).isNull();
            assertThat(again.quarters()).isEmpty();
        }
        assertThat(quarters().stream().map(q -> HexFormat.of().formatHex(q.bytes())).toList())
                .isEqualTo(Said.quarters(METER, MINUTES));
    }

    @Test
    void aStampThatCannotBeIsRefusedAndHarmsNothing() throws DataFormatException {
        hearMinutes(0, 10);
        byte[] before = state.with(MeterState.Pace.NONE).bytes();
        for (Duration ahead : List.of(Duration.ofDays(1), Duration.ofMinutes(4))) {
            SecondsBlock early = MINUTES.get(20);
            MeterStep step = hear(new Arrived(early.from().minus(ahead), early));
            assertThat(step.refused()).startsWith("future: ");
        }
        SecondsBlock old = MINUTES.get(11);
        assertThat(hear(new Arrived(old.from().plus(Duration.ofHours(73)), old)).refused())
                .startsWith("too-old: ");
        assertThat(state.with(MeterState.Pace.NONE).bytes()).isEqualTo(before);
        hearMinutes(10, MINUTES.size());
        assertThat(quarters().stream().map(q -> HexFormat.of().formatHex(q.bytes())).toList())
                .isEqualTo(Said.quarters(METER, MINUTES));
    }

    @Test
    void oneThatFloodsIsHeardAgainTheNextMinute() {
        Instant at = Said.arrived(MINUTES.get(0)).at();
        int refused = 0;
        for (int i = 0; i < 3 * Arrived.MOST_A_MINUTE; i++) {
            refused += hear(new Arrived(at, MINUTES.get(0))).refused() == null ? 0 : 1;
        }
        assertThat(refused).as("said once, not for each").isEqualTo(1);
        assertThat(hear(Said.arrived(MINUTES.get(1))).counted()).isNotEmpty();
    }

    @Test
    void theHousesOwnQuarterStandsInForMissingSeconds() {
        hearMinutes(0, 5);
        hearMinutes(12, 13);
        // Its seconds of half an hour did not come: it sends what it counted.
        hearQuarter(house(0, 1, true));
        hearQuarter(house(1, 1, true));
        hearMinutes(35, 60);

        assertThat(quarters())
                .contains(
                        new CountedQuarter(house(0, 1, true), By.HOUSE),
                        new CountedQuarter(house(1, 1, true), By.HOUSE));
    }

    @Test
    void theFleetsOwnCountIsKeptWhereItIsWhole() {
        hearMinutes(0, 29);
        // The house is quicker: its seconds of the last minute are still on their way.
        hearQuarter(house(1, 1, true));
        assertThat(quarters()).hasSize(1);
        hearMinutes(29, 31);
        hearQuarter(house(1, 1, true));

        assertThat(quarters()).hasSize(2);
        assertThat(quarters().get(1).by()).isEqualTo(By.FLEET);
        assertThat(quarters().get(1).demand().complete()).isTrue();
    }

    @Test
    void whatTheHouseKnowsBetterIsALaterVersionOfTheSameQuarter() throws DataFormatException {
        hearMinutes(0, 10);
        hearMinutes(17, 31);
        CountedQuarter own = quarters().get(0);
        assertThat(own.demand().complete()).isFalse();
        hearQuarter(house(0, own.demand().coverage() / 2, false));
        assertThat(quarters()).hasSize(2);
        hearQuarter(house(0, 1, true));
        hearQuarter(house(0, 1, true));

        assertThat(said).hasSize(3);
        assertThat(said.get(2).quarter())
                .isEqualTo(new CountedQuarter(house(0, 1, true), By.HOUSE));
        assertThat(said.get(2).before()).isEqualTo(CountedQuarter.of(own.bytes()));
    }

    @Test
    void aHouseWithoutSecondsIsBelieved() {
        for (int quarter = 0; quarter < 40; quarter++) {
            hearQuarter(house(quarter, 1, true));
        }
        assertThat(quarters()).hasSize(40).allMatch(q -> q.by() == By.HOUSE);
        assertThat(hearQuarter(house(3, 1, true)).refused()).startsWith("superseded: ");
        assertThat(state.bytes().length).isLessThan(500);
    }

    @Test
    void anotherCommunityHasHeardOfNothing() {
        hearMinutes(0, 10);
        hearMinutes(17, 31);
        state = state.elsewhere();
        hearQuarter(house(0, 1, true));
        assertThat(said).hasSize(3);
        assertThat(said.get(2).before()).isNull();
    }

    @Test
    void peaksAreSaidWhenTheyChange() {
        List<MonthPeak> peaks = new ArrayList<>();
        for (SecondsBlock block : MINUTES) {
            peaks.addAll(hear(Said.arrived(block)).peaks());
        }
        assertThat(peaks).doesNotHaveDuplicates();
        Map<YearMonth, MonthPeak> last = new TreeMap<>();
        peaks.forEach(peak -> last.put(peak.month(), peak));
        assertThat(last).hasSize(13).isEqualTo(state.metering().peaks().months());
    }

    @Test
    void whatNoHouseDrawsIsRefused() {
        QuarterDemand mad =
                new QuarterDemand(FIRST, new Energy(Long.MAX_VALUE), 1, Estimator.POWER, true);
        assertThat(hearQuarter(mad).refused()).startsWith("implausible: ");
        ForecastSent forecast =
                new ForecastSent(
                        FIRST,
                        Said.START,
                        Power.ofWatts(Integer.MAX_VALUE),
                        DemandDistribution.certain(Power.ZERO));
        assertThat(hear(new Arrived(Said.START, forecast)).refused()).startsWith("implausible: ");
    }

    /** Whoever has the key of a house can write any bytes that its program could. */
    @Test
    void noBytesAreTooStrange() {
        Random random = new Random(20);
        int counted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = MINUTES.get(random.nextInt(MINUTES.size())).bytes();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[2 + random.nextInt(bytes.length - 6)] = (byte) random.nextInt();
            }
            CRC32C check = new CRC32C();
            check.update(bytes, 0, bytes.length - 4);
            ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) check.getValue());
            try {
                HouseMessage message = HouseMessage.of(bytes);
                Instant at =
                        message instanceof SecondsBlock block
                                ? block.from().plusSeconds(i)
                                : Said.START;
                counted += hear(new Arrived(at, message)).counted().size();
                state = i % 100 == 0 ? MeterState.NEW : state;
            } catch (DataFormatException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
        assertThat(counted).isPositive();
    }
}
