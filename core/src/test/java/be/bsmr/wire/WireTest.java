package be.bsmr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Instant START = Instant.parse("2026-01-14T17:59:40Z");
    private static final MeterId METER = new MeterId("7f3a");
    private static final QuarterHour QUARTER = QuarterHour.of(START);

    private static final ForecastSent FORECAST =
            new ForecastSent(
                    QUARTER,
                    START,
                    Power.ofWatts(-250),
                    DemandDistribution.of(
                            1200,
                            new double[] {
                                100, 200, 300, 400, 500, 800, 1100, 1500, 2000, 2400, 2600, 2900,
                                4000
                            }));

    private static final QuarterSent ENDED =
            new QuarterSent(
                    new QuarterDemand(
                            QUARTER,
                            new Energy(3_600_123),
                            0.987654,
                            Estimator.REGISTERS,
                            false,
                            new Energy(3600)));

    private static List<Reading> minute() {
        Household house = new Household(1, START, ZoneId.of("Europe/Brussels"), Grid.STAR_400);
        List<Reading> readings = new ArrayList<>();
        for (int s = 0; s < 60; s++) {
            readings.add(house.next());
        }
        return readings;
    }

    @Test
    void whatCountsOfEachSecondArrives() throws DataFormatException {
        List<Reading> sent = minute();
        SecondsBlock block = SecondsBlock.of(sent);

        assertThat(block.from()).isEqualTo(sent.get(0).measuredAt());
        SecondsBlock arrived = (SecondsBlock) HouseMessage.of(block.bytes());
        assertThat(arrived).isEqualTo(block);
        List<Reading> read = arrived.readings(METER);
        assertThat(read).hasSameSizeAs(sent);
        for (int i = 0; i < read.size(); i++) {
            Reading was = sent.get(i);
            Reading is = read.get(i);
            assertThat(is.identity().meter()).isEqualTo(METER);
            assertThat(is.measuredAt()).isEqualTo(was.measuredAt());
            assertThat(is.fromGrid().registers()).isEqualTo(was.fromGrid().registers());
            assertThat(is.fromGrid().power()).isEqualTo(was.fromGrid().power());
            assertThat(is.demand().running()).isEqualTo(was.demand().running());
            assertThat(is.toGrid()).isEqualTo(was.toGrid());
        }
    }

    @Test
    void whatTheMeterRemembersIsThatOfTheNewestReading() throws DataFormatException {
        MeterPeak peak = new MeterPeak(QUARTER.start(), Power.ofWatts(4321));
        HistoricPeak past =
                new HistoricPeak(Instant.parse("2025-12-31T23:00:00Z"), null, Power.ofWatts(5123));
        Reading before = minute().get(0);
        Reading last = remembering(minute().get(1), peak, past);
        SecondsBlock block = SecondsBlock.of(List.of(last, before));

        assertThat(again(block).readings(METER).get(1).demand().monthPeak()).isEqualTo(peak);
        assertThat(again(block).readings(METER).get(1).demand().history()).containsExactly(past);
        DemandReading without = again(block.withoutHistory()).readings(METER).get(1).demand();
        assertThat(without.monthPeak()).isEqualTo(peak);
        assertThat(without.history()).isEmpty();
    }

    private static SecondsBlock again(SecondsBlock block) throws DataFormatException {
        return (SecondsBlock) HouseMessage.of(block.bytes());
    }

    private static Reading remembering(Reading of, MeterPeak peak, HistoricPeak past) {
        Flow flow = of.fromGrid();
        DemandReading demand = new DemandReading(flow.demand().running(), peak, List.of(past));
        return with(of, new Flow(flow.registers(), flow.power(), demand));
    }

    private static Reading with(Reading of, Flow fromGrid) {
        return new Reading(
                of.identity(),
                of.measuredAt(),
                of.activeTariff(),
                fromGrid,
                of.toGrid(),
                of.phases(),
                of.mbus(),
                of.supply());
    }

    @Test
    void registersOfMoreTariffsTravelAsTheirSum() throws DataFormatException {
        EnergyRegisters three =
                new EnergyRegisters(
                        null,
                        Energy.ofWattHours(1000),
                        Energy.ofWattHours(200),
                        Energy.ofWattHours(30),
                        null,
                        null,
                        true);
        EnergyRegisters unread =
                new EnergyRegisters(null, Energy.ofWattHours(1000), null, null, null, null, false);
        Reading reading = minute().get(0);
        SecondsBlock summed = SecondsBlock.of(List.of(with(reading, new Flow(three, null))));
        SecondsBlock unknown = SecondsBlock.of(List.of(with(reading, new Flow(unread, null))));

        assertThat(again(summed).readings(METER).get(0).imported().sum())
                .contains(Energy.ofWattHours(1230));
        assertThat(again(unknown).readings(METER).get(0).imported().sum()).isEmpty();
    }

    @Test
    void aMinuteIsSmall() {
        assertThat(SecondsBlock.of(minute()).withoutHistory().bytes()).hasSizeLessThan(700);
    }

    @Test
    void quartersForecastsAndSharesArrive() throws DataFormatException {
        assertThat(HouseMessage.of(ENDED.bytes())).isEqualTo(ENDED);
        assertThat(HouseMessage.of(FORECAST.bytes())).isEqualTo(FORECAST);
        Share share = new Share(Power.ofWatts(3500), START, START.plus(Share.VALID));
        assertThat(Share.of(share.bytes())).isEqualTo(share);
    }

    @Test
    void whatIsDamagedIsRefusedWhateverItIs() {
        Random random = new Random(1);
        List<byte[]> good =
                List.of(SecondsBlock.of(minute()).bytes(), ENDED.bytes(), FORECAST.bytes());
        for (byte[] bytes : good) {
            for (int i = 0; i < 300; i++) {
                byte[] bad = bytes.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                assertThatThrownBy(() -> HouseMessage.of(bad))
                        .isInstanceOf(DataFormatException.class);
            }
        }
        assertThatThrownBy(() -> HouseMessage.of(new byte[0]))
                .isInstanceOf(DataFormatException.class);
    }

    @Test
    void aBlockIsNeitherEmptyNorEndlessNorWithoutTime() {
        assertThatThrownBy(() -> SecondsBlock.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecondsBlock.of(List.of(minute().get(0).withoutTime())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What was sent once is read by every later build. */
    @Test
    void theFilesOfEachVersionAreStillRead() throws IOException, DataFormatException {
        Path folder = Path.of("src/test/resources/be/bsmr/wire");
        List<HouseMessage> messages =
                List.of(SecondsBlock.of(minute().subList(0, 5)), ENDED, FORECAST);
        for (int i = 0; i < messages.size(); i++) {
            Path file = folder.resolve("v1-" + i + ".hex");
            if ("write".equals(System.getProperty("bsmr.docs"))) {
                Files.createDirectories(folder);
                Files.writeString(file, HexFormat.of().formatHex(messages.get(i).bytes()) + "\n");
            }
            byte[] bytes = HexFormat.of().parseHex(Files.readString(file).strip());
            assertThat(HouseMessage.of(bytes)).isEqualTo(messages.get(i));
            assertThat(messages.get(i).bytes()).isEqualTo(bytes);
        }
    }
}
