package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.read;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PowerFailure;
import be.bsmr.meter.Reading;
import be.bsmr.meter.SupplyQuality;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingDecoderTest {

    @Test
    void readsTheRegistersOfAHousehold() {
        Reading r =
                read(
                        "0-0:96.1.4(50217)",
                        "0-0:96.1.1(3153494D32323030303030303031)",
                        "0-0:1.0.0(260113190001W)",
                        "1-0:1.8.1(002718.281*kWh)",
                        "1-0:1.8.2(001414.213*kWh)",
                        "1-0:2.8.1(000000.577*kWh)",
                        "1-0:2.8.2(000000.123*kWh)",
                        "0-0:96.14.0(0002)",
                        "1-0:1.4.0(00.048*kW)",
                        "1-0:1.7.0(00.512*kW)",
                        "1-0:2.7.0(00.000*kW)");
        assertThat(r.identity().version()).isEqualTo("50217");
        assertThat(r.identity().meter()).isEqualTo(new MeterId("1SIM2200000001"));
        assertThat(r.measuredAt()).isEqualTo(Instant.parse("2026-01-13T18:00:01Z"));
        assertThat(r.imported().tariff(1)).contains(Energy.ofWattHours(2_718_281));
        assertThat(r.imported().sum()).contains(Energy.ofWattHours(4_132_494));
        assertThat(r.exported().sum()).contains(Energy.ofWattHours(700));
        assertThat(r.activeTariff()).isEqualTo(2);
        assertThat(r.demand().running()).isEqualTo(new Power(48));
        assertThat(r.importPower()).isEqualTo(new Power(512));
        assertThat(r.netPower()).contains(new Power(512));
        assertThat(r.unknown()).isEmpty();
        assertThat(r.unreadable()).isEmpty();
    }

    @Test
    void keepsElectricityWhenOneGasLineIsUnreadable() {
        Reading r =
                read(
                        "1-0:1.7.0(00.512*kW)",
                        "0-1:24.1.0(003)",
                        "0-1:24.2.3(rubbish)",
                        "0-0:1.0.0(260113190001W)");
        assertThat(r.importPower()).isEqualTo(new Power(512));
        assertThat(r.unreadable()).containsExactly("0-1:24.2.3(rubbish)");
        assertThat(r.measuredAt()).isNotNull();
    }

    @Test
    void keepsUnknownLinesInsteadOfRefusingThem() {
        Reading r = read("1-0:1.7.0(00.512*kW)", "1-0:99.99.9(whatever)", "no code at all");
        assertThat(r.unknown()).containsExactly("1-0:99.99.9(whatever)", "no code at all");
    }

    @Test
    void doesNotSumRegistersWhenOneIsUnreadable() {
        Reading r =
                read(
                        "1-0:1.8.1(002718.281*kWh)",
                        "1-0:1.8.2(00?113.135*kWh)",
                        "1-0:1.7.0(00.512*kW)");
        assertThat(r.imported().tariff(1)).isPresent();
        assertThat(r.imported().sum()).isEmpty();
    }

    @Test
    void takesTheCombinedRegisterOfALargeUser() {
        Reading r = read("1-0:1.8.0(01357911.131*kWh)", "1-0:2.8.0(00002468.024*kWh)");
        assertThat(r.imported().sum()).contains(Energy.ofWattHours(1_357_911_131L));
    }

    @Test
    void readsUnitsThatAreOddOrMissing() {
        Reading r =
                read(
                        "1-0:1.8.0(01357911*Wh)",
                        "1-0:1.7.0(0100.000*W)",
                        "1-0:2.7.0(01.234kW)",
                        "0-0:17.0.0(17.2*kVA)",
                        "1-0:31.7.0(005A)",
                        "1-0:32.7.0(234.5V)");
        assertThat(r.imported().sum()).contains(Energy.ofWattHours(1_357_911));
        assertThat(r.importPower()).isEqualTo(new Power(100));
        assertThat(r.exportPower()).isEqualTo(new Power(1234));
        assertThat(r.supply().limiter()).isEqualTo(new Power(17_200));
        assertThat(r.phases().get(0).current()).isEqualTo(new Current(5000));
    }

    @Test
    void readsTheMonthPeakInEitherOrder() {
        MeterPeak peak = new MeterPeak(Instant.parse("2024-12-05T17:00:00Z"), new Power(3333));
        assertThat(read("1-0:1.6.0(241205180000W)(03.333*kW)").demand().monthPeak())
                .isEqualTo(peak);
        assertThat(read("1-0:1.6.0(03.333*kW)(241205180000)").demand().monthPeak()).isEqualTo(peak);
    }

    @Test
    void sortsThePeakHistoryHoweverItComes() {
        String newestFirst =
                "0-0:98.1.0(3)(1-0:1.6.0)(1-0:1.6.0)(240501000000S)(240423190000S)(03.111*kW)"
                        + "(240401000000S)(240305121500S)(05.222*kW)(240301000000S)(240210034500W)(04.333*kW)";
        assertThat(read(newestFirst).demand().history())
                .extracting(HistoricPeak::demand)
                .containsExactly(new Power(4333), new Power(5222), new Power(3111));
    }

    @Test
    void trustsTheZoneOverAStaleSeasonFlag() {
        // 1 March 00:00 "S" is the capture of February: taken at its word it would be the last hour
        // of February.
        String stale =
                "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(240301000000S)(240210034500W)(04.333*kW)";
        assertThat(read(stale).demand().history().get(0).capturedAt())
                .isEqualTo(Instant.parse("2024-02-29T23:00:00Z"));
    }

    @Test
    void readsAnEmptyPeakHistory() {
        assertThat(read("0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()", "1-0:1.7.0(00.512*kW)"))
                .satisfies(r -> assertThat(r.demand().history()).isEmpty())
                .satisfies(r -> assertThat(r.unreadable()).isEmpty());
    }

    @Test
    void readsPlaceholdersAsNoDate() {
        Reading r =
                read(
                        "1-0:1.6.0(632525252525W)(00.000*kW)",
                        "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(241001000000S)(35255255255255255S)(00.000*kW)",
                        "0-1:24.1.0(003)",
                        "0-1:24.2.3(632525252525W)(00000.000)");
        assertThat(r.demand().monthPeak()).isEqualTo(new MeterPeak(null, Power.ZERO));
        assertThat(r.demand().history().get(0).quarterEnd()).isNull();
        assertThat(r.mbus().get(0).measuredAt()).isNull();
        assertThat(r.mbus().get(0).unit()).isNull();
    }

    @Test
    void tellsTheTwoAutumnHoursApart() {
        assertThat(read("0-0:1.0.0(261025023000S)").measuredAt())
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(read("0-0:1.0.0(261025023000W)").measuredAt())
                .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void readsATimeWithoutSeasonFlag() {
        assertThat(read("0-0:1.0.0(260105170000)").measuredAt())
                .isEqualTo(Instant.parse("2026-01-05T16:00:00Z"));
    }

    @Test
    void countsAnImpossibleTimeAsUnreadable() {
        Reading r = read("0-0:1.0.0(261345990000W)", "1-0:1.7.0(00.512*kW)");
        assertThat(r.measuredAt()).isNull();
        assertThat(r.unreadable()).hasSize(1);
    }

    @Test
    void treatsOffLimitsAsNoLimit() {
        Reading old = read("0-0:17.0.0(999.9*kW)", "1-0:31.4.0(999*A)");
        Reading young = read("0-0:17.0.0(99.999*kW)", "1-0:31.4.0(999.99*A)");
        assertThat(old.supply().limiter()).isNull();
        assertThat(old.supply().fuse()).isNull();
        assertThat(young.supply().limiter()).isNull();
        assertThat(young.supply().fuse()).isNull();
        assertThat(read("1-0:31.4.0(040.00*A)").supply().fuse()).isEqualTo(new Current(40_000));
    }

    @Test
    void infersThreeWiresWithoutNeutral() {
        Reading r =
                read(
                        "1-0:32.7.0(231.7*V)",
                        "1-0:52.7.0(000.0*V)",
                        "1-0:72.7.0(232.2*V)",
                        "1-0:31.7.0(002.50*A)",
                        "1-0:51.7.0(002.10*A)",
                        "1-0:71.7.0(003.00*A)");
        assertThat(r.grid()).contains(Grid.DELTA_230);
    }

    @Test
    void doesNotGuessTheGridWhileNoCurrentFlows() {
        Reading r =
                read(
                        "1-0:32.7.0(231.7*V)",
                        "1-0:52.7.0(000.0*V)",
                        "1-0:72.7.0(232.2*V)",
                        "1-0:51.7.0(000.00*A)");
        assertThat(r.grid()).isEmpty();
    }

    @Test
    void believesTheDeclaredGrid() {
        assertThat(read("1-0:94.32.1(230)").grid()).contains(Grid.DELTA_230);
        assertThat(read("1-0:94.32.1(400)").grid()).contains(Grid.STAR_400);
        assertThat(read("1-0:32.7.0(231.6*V)").grid()).contains(Grid.SINGLE_PHASE);
    }

    @Test
    void readsGasAndWaterByTypeOnAnyChannel() {
        Reading r =
                read(
                        "0-1:24.1.0(007)",
                        "0-1:96.1.1(3853455432323030303030303032)",
                        "0-1:24.2.1(251102121500W)(00012.345*m3)",
                        "0-2:24.1.0(003)",
                        "0-2:24.4.0(1)",
                        "0-2:24.2.3(251102121000W)(00123.456*m3)");
        MBusReading water = r.mbus(MBusType.WATER).get(0);
        MBusReading gas = r.mbus(MBusType.GAS).get(0);
        assertThat(water.channel()).isEqualTo(1);
        assertThat(water.id()).isEqualTo("8SET2200000002");
        assertThat(water.value()).isEqualByComparingTo("12.345");
        assertThat(gas.valve()).isEqualTo(Breaker.CONNECTED);
        assertThat(gas.value()).isEqualTo(new BigDecimal("123.456"));
        assertThat(gas.measuredAt()).isEqualTo(Instant.parse("2025-11-02T11:10:00Z"));
    }

    @Test
    void readsAVersionWrittenAsHexadecimalText() {
        assertThat(read("0-0:96.1.4(3530323137)").identity().version()).isEqualTo("50217");
        assertThat(read("0-0:96.1.4(012345678901234567890123456789)").identity().version())
                .isEqualTo("012345678901234567890123456789");
    }

    @Test
    void refusesATelegramInWhichNothingCanBeRead() {
        assertThat(Telegrams.decodeAll(Telegrams.telegram("nothing", "1-0:1.7.0(x)"))).isEmpty();
    }

    @Test
    void readsAHungarianMeter() {
        Reading reading =
                read(
                        "0-0:1.0.0(260113184500W)",
                        "0-0:42.0.0(53494D3030303030)",
                        "0-0:96.1.0(3153494D32323030303030303031)",
                        "1-0:1.8.0(000123.456*kWh)",
                        "0-0:98.1.0(260101000000W)(000100.000*kWh)(000010.000*kWh)(00.500*kW)");
        assertThat(reading.identity().meter()).isEqualTo(new MeterId("1SIM2200000001"));
        assertThat(reading.imported().sum()).contains(Energy.ofWattHours(123_456));
        assertThat(reading.demand().history()).isEmpty();
        assertThat(reading.further().told())
                .containsExactly(new Further.Told(Further.Text.DEVICE_NAME, "SIM00000"));
        assertThat(reading.unreadable()).singleElement().asString().startsWith("0-0:98.1.0");
    }

    @Test
    void readsGasThatDsmr22WritesOverTwoLines() {
        Reading reading =
                read(
                        "0-1:24.1.0(3)",
                        "0-1:24.3.0(260113180000)(00)(60)(1)(0-1:24.2.1)(m3)",
                        "(00123.456)",
                        "0-1:24.4.0(1)");
        MBusReading gas = reading.mbus(MBusType.GAS).get(0);
        assertThat(gas.value()).isEqualByComparingTo("123.456");
        assertThat(gas.unit()).isEqualTo("m3");
        assertThat(gas.measuredAt()).isEqualTo(Instant.parse("2026-01-13T17:00:00Z"));
        assertThat(reading.unknown()).isEmpty();
        assertThat(reading.unreadable()).isEmpty();
    }

    @Test
    void readsOddUnits() {
        Reading reading =
                read(
                        "1-0:1.8.0(00012345.678*Wh)",
                        "1-0:1.7.0(000000321*W)",
                        "1-0:2.7.0(0000.000kW)",
                        "1-0:32.7.0(0000.231*kV)",
                        "1-0:31.7.0(0000.002*kA)",
                        "0-0:17.0.0(12.345)");
        assertThat(reading.imported().total()).isEqualTo(new Energy(44_444_441));
        assertThat(reading.importPower()).isEqualTo(new Power(321));
        assertThat(reading.exportPower()).isEqualTo(Power.ZERO);
        assertThat(reading.phases().get(0).voltage().volts()).isEqualTo(231);
        assertThat(reading.phases().get(0).current()).isEqualTo(new Current(2000));
        assertThat(reading.supply().limiter()).isEqualTo(new Power(12_345));
        assertThat(reading.unreadable()).isEmpty();
    }

    @Test
    void readsATimeAndATariffAsDlmsWritesThem() {
        Reading reading = read("0-0:1.0.0(07EA080B02080F1900007880)", "0-0:96.14.0(5431)");
        assertThat(reading.measuredAt()).isEqualTo(Instant.parse("2026-08-11T06:15:25Z"));
        assertThat(reading.activeTariff()).isEqualTo(1);
    }

    @Test
    void readsPowerFailures() {
        Reading reading =
                read(
                        "0-0:96.7.21(00007)",
                        "0-0:96.7.9(00002)",
                        "1-0:99.97.0(2)(0-0:96.7.19)(260101120000W)(0000000345*s)"
                                + "(260102120000W)(0000000400*s)",
                        "1-0:52.32.0(00003)",
                        "1-0:72.36.0(00001)");
        SupplyQuality quality = reading.supply().quality();
        assertThat(quality.failures()).isEqualTo(7);
        assertThat(quality.longFailures()).isEqualTo(2);
        assertThat(quality.failureLog())
                .containsExactly(
                        new PowerFailure(
                                Instant.parse("2026-01-01T11:00:00Z"), Duration.ofSeconds(345)),
                        new PowerFailure(
                                Instant.parse("2026-01-02T11:00:00Z"), Duration.ofSeconds(400)));
        assertThat(quality.sags().l2()).isEqualTo(3);
        assertThat(quality.swells().l3()).isEqualTo(1);
        assertThat(reading.unknown()).isEmpty();
    }

    @Test
    void takesPlaceholdersForWhatTheyAre() {
        Reading reading =
                read(
                        "0-0:96.1.2(2D2D2D2D)",
                        "0-0:17.0.0(0999.00*kW)",
                        "1-0:99.97.0()",
                        "0-1:24.1.0()",
                        "0-1:96.1.0()",
                        "0-2:24.1.0(003)",
                        "0-2:24.2.1(700101010000W)(00000.000*m3)");
        assertThat(reading.identity().ean()).isNull();
        assertThat(reading.supply().limiter()).isNull();
        assertThat(reading.mbus()).singleElement().extracting(MBusReading::channel).isEqualTo(2);
        assertThat(reading.mbus().get(0).measuredAt()).isNull();
        assertThat(reading.unreadable()).isEmpty();
    }

    @Test
    void keepsWhatAGoodLineSaidWhenABadOneFollows() {
        Reading reading =
                read(
                        "0-0:1.0.0(260113184500W)",
                        "0-0:1.0.0(250000000000W)",
                        "1-0:32.7.0(230.0*V)",
                        "1-0:32.7.0(2x0.0*V)");
        assertThat(reading.measuredAt()).isEqualTo(Instant.parse("2026-01-13T17:45:00Z"));
        assertThat(reading.phases().get(0).voltage().volts()).isEqualTo(230);
        assertThat(reading.unreadable()).hasSize(2);
    }

    @Test
    void readsAHistoryByTheColumnsThatItsHeaderNames() {
        Reading r =
                read(
                        "0-0:1.0.0(260713184500S)",
                        "0-0:98.1.0(2)(0-0:0.1.0)(1-0:1.6.0)(1-0:1.6.0)(1-0:2.6.0)(1-0:2.6.0)"
                                + "(260601000000S)(41)(260512101500S)(21.452*kW)(260530130000S)(08.633*kW)"
                                + "(260701000000S)(42)(260609094500S)(22.731*kW)(260621143000S)(09.120*kW)");
        assertThat(r.demand().history())
                .containsExactly(
                        peak("2026-05-31T22:00:00Z", "2026-05-12T08:15:00Z", 21_452),
                        peak("2026-06-30T22:00:00Z", "2026-06-09T07:45:00Z", 22_731));
        assertThat(r.exportDemand().history())
                .containsExactly(
                        peak("2026-05-31T22:00:00Z", "2026-05-30T11:00:00Z", 8633),
                        peak("2026-06-30T22:00:00Z", "2026-06-21T12:30:00Z", 9120));
        assertThat(measured(r)).containsExactly("billing_periods 42");
        assertThat(r.unreadable()).isEmpty();
        assertThat(r.unknown()).isEmpty();
    }

    @Test
    void readsAHistoryThatNamesTheClockOrBringsNoTimes() {
        Reading clock =
                read(
                        "0-0:98.1.0(1)(0-0:1.0.0)(1-0:1.6.0)(1-0:1.6.0)"
                                + "(260701000000S)(260609094500S)(22.731*kW)");
        Reading timeless = read("0-0:98.1.1(1)(1-0:2.6.0)(260701000000S)(09.120*kW)");
        assertThat(clock.demand().history())
                .containsExactly(peak("2026-06-30T22:00:00Z", "2026-06-09T07:45:00Z", 22_731));
        assertThat(timeless.exportDemand().history())
                .containsExactly(
                        new HistoricPeak(
                                Instant.parse("2026-06-30T22:00:00Z"), null, new Power(9120)));
        assertThat(clock.unreadable()).isEmpty();
        assertThat(timeless.unreadable()).isEmpty();
    }

    /** Cut at other places than the header says, an export would be taken for an import. */
    @Test
    void aHistoryThatIsNotOfWholeRowsSaysNothing() {
        Reading reading =
                read(
                        "0-0:98.1.0(2)(1-0:1.6.0)(1-0:2.6.0)(251201000000W)(251102191500W)(03.569*kW)"
                                + "(251103121500W)(13.569*kW)(260101000000W)(251217194500W)"
                                + "(03.063*kW)(251217124500W)(13.063*kW)",
                        "1-0:1.7.0(00.512*kW)");
        assertThat(reading.unreadable()).singleElement().asString().startsWith("0-0:98.1.0");
        assertThat(reading.demand().history()).isEmpty();
        assertThat(reading.exportDemand().history()).isEmpty();
    }

    @Test
    void losesOneEntryOfAHistoryAndSaysSo() {
        String line =
                "0-0:98.1.0(3)(1-0:1.6.0)(1-0:1.6.0)(260501000000S)(260423190000S)(03.111*kW)"
                        + "(260601000000S)(260505121500S)(0?.222*kW)"
                        + "(260701000000S)(260610034500S)(04.333*kW)";
        Reading r = read(line);
        assertThat(r.demand().history())
                .extracting(HistoricPeak::demand)
                .containsExactly(new Power(3111), new Power(4333));
        assertThat(r.unreadable()).containsExactly(line);
    }

    @Test
    void keepsAHistoryWithAColumnThatItDoesNotKnowInSight() {
        String line =
                "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(1-0:3.6.0)"
                        + "(260701000000S)(260610034500S)(04.333*kW)(01.000*kvar)";
        Reading r = read(line);
        assertThat(r.demand().history()).hasSize(1);
        assertThat(r.unreadable()).containsExactly(line);
    }

    @Test
    void readsWhatALargeUsersMeterSaysOfExport() {
        Reading r =
                read(
                        "1-0:2.4.0(03.500*kW)",
                        "1-0:2.6.0(260609094500S)(12.731*kW)",
                        "1-0:1.6.0(260610094500S)(22.731*kW)");
        assertThat(r.exportDemand().running()).isEqualTo(new Power(3500));
        assertThat(r.exportDemand().monthPeak())
                .isEqualTo(new MeterPeak(Instant.parse("2026-06-09T07:45:00Z"), new Power(12_731)));
        assertThat(r.demand().monthPeak().demand()).isEqualTo(new Power(22_731));
    }

    @Test
    void spoilsOneEntryOfTheFailureLogOnly() {
        String line =
                "1-0:99.97.0(3)(0-0:96.7.19)(260101120000W)(0000000345*s)"
                        + "(260102120000W)(4294967296*s)(260103120000W)(4294967295*s)";
        Reading r = read(line);
        assertThat(r.supply().quality().failureLog())
                .extracting(f -> f.length().toSeconds())
                .containsExactly(345L, 4_294_967_295L);
        assertThat(r.unreadable()).containsExactly(line);
    }

    @Test
    void readsUnitsWithAnyPrefix() {
        Reading r =
                read(
                        "1-0:31.7.0(791*mA)",
                        "1-0:32.7.0(229731*mV)",
                        "1-0:1.7.0(0.0125*MW)",
                        "1-0:2.7.0(1500000*mW)",
                        "1-0:1.8.1(12.345678*MWh)",
                        "1-0:1.8.2(0.5*GWh)",
                        "0-1:24.1.0(003)",
                        "0-1:24.2.3(260113184000W)(123456*dm3)",
                        "0-2:24.1.0(007)",
                        "0-2:24.2.1(260113184000W)(98765.4*l)",
                        "0-3:24.1.0(004)",
                        "0-3:24.2.1(260113184000W)(83417*MJ)",
                        "0-4:24.1.0(002)",
                        "0-4:24.2.1(260113184000W)(4.5*MWh)");
        assertThat(r.phases().get(0).current()).isEqualTo(new Current(791));
        assertThat(r.phases().get(0).voltage().millivolts()).isEqualTo(229_731);
        assertThat(r.importPower()).isEqualTo(new Power(12_500));
        assertThat(r.exportPower()).isEqualTo(new Power(1500));
        assertThat(r.imported().t1()).isEqualTo(Energy.ofWattHours(12_345_678));
        assertThat(r.imported().t2()).isEqualTo(Energy.ofWattHours(500_000_000));
        assertThat(r.mbus())
                .extracting(m -> m.value() + " " + m.unit())
                .containsExactly("123.456 m3", "98.7654 m3", "83.417 GJ", "4500 kWh");
        assertThat(r.unreadable()).isEmpty();
    }

    @Test
    void roundsDigitsThatDoNotMatter() {
        Reading r =
                read(
                        "1-0:1.8.0(00032549.5061662*kWh)",
                        "1-0:1.7.0(00000000000000000001.2345678901234*kW)");
        assertThat(r.imported().total()).isEqualTo(new Energy(117_178_222_198L));
        assertThat(r.importPower()).isEqualTo(new Power(1235));
    }

    @Test
    void readsCodesWithAGroupFThatMeansNow() {
        Reading r =
                read(
                        "1-0:1.8.0*255(00032549.506*kWh)",
                        "1-0:2.8.0.255(00000001.000*kWh)",
                        "1-0:1.8.1*01(00000007.000*kWh)");
        assertThat(r.imported().total()).isEqualTo(Energy.ofWattHours(32_549_506));
        assertThat(r.exported().total()).isEqualTo(Energy.ofWattHours(1000));
        assertThat(r.unknown()).containsExactly("1-0:1.8.1*01(00000007.000*kWh)");
    }

    @Test
    void neverTakesAnotherChannelForTheHouse() {
        Reading r = read("1-1:1.8.0(000007.000*kWh)", "1-0:1.7.0(00.512*kW)");
        assertThat(r.imported().sum()).isEmpty();
        assertThat(r.unknown()).containsExactly("1-1:1.8.0(000007.000*kWh)");
    }

    @Test
    void readsALimiterOfACurrent() {
        Reading r = read("0-0:17.0.0(016*A)", "1-0:51.4.0(063*A)", "1-0:71.4.0(999*A)");
        assertThat(r.supply().limiter()).isNull();
        assertThat(measured(r)).containsExactly("limiter_a 16", "fuse_l2_a 63");
        assertThat(r.unreadable()).isEmpty();
    }

    @Test
    void readsWhatItOnlyShows() {
        Reading r =
                read(
                        "1-0:3.8.0(00001234.432*kVArh)",
                        "1-0:4.8.2(001204878*varh)",
                        "1-0:5.8.0(1.5*kvarh)",
                        "1-0:23.7.0(0000.391*kVAr)",
                        "1-0:4.7.0(166*var)",
                        "1-0:9.7.0(01.200*kVA)",
                        "1-0:13.7.0(0.985)",
                        "1-0:33.7.0(01000)",
                        "1-0:53.7.0(-0.5)",
                        "1-0:14.7.0(49.98*Hz)",
                        "1-0:16.7.0(-00.512*kW)",
                        "1-0:1.8.11(000123.456*kWh)",
                        "1-0:32.33.0(03066*s)",
                        "0-0:96.13.2(48616C6C6F)",
                        "0-0:96.13.3()",
                        "0-0:42.0.0(53494D31)");
        assertThat(measured(r))
                .containsExactly(
                        "import_t11_wh 123456",
                        "reactive_import_power_l1_var 391",
                        "reactive_import_varh 1234432",
                        "reactive_export_power_var 166",
                        "reactive_export_t2_varh 1204878",
                        "reactive_q1_varh 1500",
                        "apparent_import_power_va 1200",
                        "net_power_w -512",
                        "voltage_sag_length_l1_s 3066",
                        "power_factor 0.985",
                        "power_factor_l1 1",
                        "power_factor_l2 -0.5",
                        "frequency_hz 49.98");
        assertThat(r.further().told())
                .containsExactly(
                        new Further.Told(Further.Text.DEVICE_NAME, "SIM1"),
                        new Further.Told(Further.Text.MESSAGE_2, "Hallo"));
        assertThat(r.identity().meter()).isEqualTo(new MeterId("SIM1"));
        assertThat(r.imported().sum()).isEmpty();
        assertThat(r.unknown()).isEmpty();
        assertThat(r.unreadable()).isEmpty();
    }

    @Test
    void doesNotTakeASumWithoutAPartForTheWhole() {
        Reading r = read("1-0:1.8.1(1.0*kWh)", "1-0:1.8.6(2.0*kWh)", "1-0:1.8.11(3.0*kWh)");
        assertThat(r.imported().sum()).isEmpty();
        assertThat(read("1-0:1.8.1(1.0*kWh)", "1-0:1.8.11(3.0*kWh)").imported().sum())
                .contains(Energy.ofWattHours(1000));
    }

    @Test
    void readsAHeatMeterWithAPortOfItsOwn() {
        Reading r =
                read(
                        "0-0:1.1.0(260113180000W)",
                        "0-1:24.1.0(012)",
                        "0-1:24.2.1(260113180000W)(12.345*GJ)");
        assertThat(r.measuredAt()).isEqualTo(Instant.parse("2026-01-13T17:00:00Z"));
        assertThat(r.mbus(MBusType.HEAT)).hasSize(1);
        assertThat(r.unknown()).isEmpty();
    }

    @Test
    void takesAVersionOfBlanksForNone() {
        for (String blank : List.of("", "     ", "2020202020", "202020202020202020202020")) {
            Reading r = read("0-0:96.1.4(" + blank + ")", "1-0:1.7.0(00.512*kW)");
            assertThat(r.identity().version()).isNull();
            assertThat(r.unreadable()).isEmpty();
        }
    }

    @Test
    void takesTheFirstOfTwoLinesThatContradictEachOther() {
        Reading r =
                read(
                        "1-0:1.7.0(00.512*kW)",
                        "1-0:1.7.0(00.777*kW)",
                        "1-0:1.7.0(00.512*kW)",
                        "0-0:96.13.0()",
                        "0-0:96.13.0(4142)");
        assertThat(r.importPower()).isEqualTo(new Power(512));
        assertThat(r.supply().message()).isEqualTo("AB");
        assertThat(r.unreadable()).containsExactly("1-0:1.7.0(00.777*kW)");
    }

    @Test
    void showsWhatStandsBehindAValue() {
        Reading r = read("1-0:1.7.0(00.512*kW)(1)", "1-0:2.7.0(00.000*kW) ");
        assertThat(r.importPower()).isEqualTo(new Power(512));
        assertThat(r.exportPower()).isEqualTo(Power.ZERO);
        assertThat(r.unreadable()).containsExactly("1-0:1.7.0(00.512*kW)(1)");
    }

    private static HistoricPeak peak(String capturedAt, String quarterEnd, int watts) {
        return new HistoricPeak(
                Instant.parse(capturedAt), Instant.parse(quarterEnd), new Power(watts));
    }

    private static List<String> measured(Reading reading) {
        return reading.further().measured().stream()
                .map(m -> m.item().label() + " " + m.value().toPlainString())
                .toList();
    }
}
