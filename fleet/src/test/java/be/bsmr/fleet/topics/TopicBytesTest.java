package be.bsmr.fleet.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.QuarterSent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TopicBytesTest {

    private static final Instant AT = Instant.parse("2026-01-14T18:00:07Z");
    private static final QuarterHour QUARTER = QuarterHour.of(AT);
    private static final QuarterDemand DEMAND =
            new QuarterDemand(
                    QUARTER, new Energy(3_600_000), 1, Estimator.DEMAND_REGISTER, true, null);

    private interface Reader {
        Object of(byte[] bytes) throws DataFormatException;
    }

    static Stream<Arguments> values() {
        double[] quantiles = new double[DemandDistribution.size()];
        Arrays.setAll(quantiles, i -> 20_000 + 1000 * i);
        CommunitySaid.Now now =
                new CommunitySaid.Now(
                        QUARTER,
                        AT,
                        40,
                        38,
                        Power.ofWatts(-1200),
                        DemandDistribution.of(26_000, quantiles),
                        Power.ofWatts(35_000),
                        0.125,
                        Power.ofWatts(34_000));
        CommunitySaid.Now silent =
                new CommunitySaid.Now(QUARTER, AT, 2, 0, Power.ZERO, null, null, 0, Power.ZERO);
        return Stream.of(
                value("arrived", new Arrived(AT, new QuarterSent(DEMAND)), Arrived::of),
                value(
                        "quarter",
                        new CountedQuarter(DEMAND, CountedQuarter.By.HOUSE),
                        CountedQuarter::of),
                value(
                        "peak",
                        new PeakSaid(
                                new MonthPeak(
                                        YearMonth.of(2026, 1),
                                        Power.ofWatts(5123),
                                        QUARTER.end(),
                                        MonthPeak.Source.COUNTED)),
                        PeakSaid::of),
                value(
                        "member",
                        new Member("tower", "flat 12", Power.ofWatts(2500), Power.ofWatts(7400)),
                        Member::of),
                value(
                        "member-without",
                        new Member("tower", "flat 13", null, Power.ZERO),
                        Member::of),
                value("agreement", new Agreement("Tower", Power.ofWatts(35_000)), Agreement::of),
                value("now", now, CommunitySaid::of),
                value("silent", silent, CommunitySaid::of),
                value(
                        "ended",
                        new CommunitySaid.Ended(QUARTER, 2, new Energy(9_000_000_000L), 40, 38, 39),
                        CommunitySaid::of));
    }

    private static Arguments value(String name, Object value, Reader reader) {
        return Arguments.of(name, value, reader);
    }

    private static byte[] bytes(Object value) throws ReflectiveOperationException {
        return (byte[]) value.getClass().getMethod("bytes").invoke(value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void whatIsWrittenIsRead(String name, Object value, Reader reader) throws Exception {
        assertThat(reader.of(bytes(value))).isEqualTo(value);
    }

    /** What was written once is read by every later build. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void theFilesOfEachVersionAreStillRead(String name, Object value, Reader reader)
            throws Exception {
        Path file = Path.of("src/test/resources/be/bsmr/fleet/topics/v1-" + name + ".hex");
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            write(file, bytes(value));
        }
        byte[] kept = HexFormat.of().parseHex(Files.readString(file).strip());
        assertThat(reader.of(kept)).isEqualTo(value);
        assertThat(bytes(value)).isEqualTo(kept);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void whatIsDamagedIsRefused(String name, Object value, Reader reader) throws Exception {
        byte[] bytes = bytes(value);
        for (int i = 0; i < bytes.length; i++) {
            byte[] bad = bytes.clone();
            bad[i] ^= 0x10;
            assertThatThrownBy(() -> reader.of(bad)).isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void aTenantsNameIsPartOfItsTopics() {
        assertThat(new Topics("gent").all())
                .hasSize(9)
                .allSatisfy(topic -> assertThat(topic).startsWith("gent."));
        assertThatThrownBy(() -> new Topics("Gent/x")).hasMessageContaining("Gent/x");
    }
}
