package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.source.TraceWish.Unit;
import be.bsmr.site.SiteInput.MeterRead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilesTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final TraceWish PLAIN = new TraceWish(BRUSSELS, false, Unit.AUTO, null);
    private static final TraceWish HELD = new TraceWish(BRUSSELS, true, Unit.AUTO, null);

    private static final Path RECORDING =
            Path.of("../../shared/data/p1/recordings/telegram20min.txt");

    @TempDir private Path directory;

    private TraceReport report = new TraceReport();

    /** Each the same two values: 1500 W and 1520.5 W at 18:00:00 and 18:00:01 in Brussels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-13T18:00:00,1500\n2026-01-13T18:00:01,1520.5\n",
                "2026-01-13 18:00:00,1500\r\n2026-01-13 18:00:01,1520.5\r\n",
                "2026-01-13T17:00:00Z;1500\n2026-01-13T17:00:01Z;1520,5\n",
                "2026-01-13T18:00:00+01:00\t1500\n2026-01-13T18:00:01+01:00\t1520,5",
                "2026-01-13 18:00:00.000+0100,1500\n2026-01-13 18:00:01.000+0100,1520.5\n",
                "1768323600,1500\n1768323601,1520.5\n",
                "1768323600.0\t1500\n1768323601.0\t1520.5\n",
                "1768323600000;1500\n1768323601000;1520,5\n",
                "1768323600 1500\n1768323601 1520.5\n",
                "\u00ef\u00bb\u00bftime,watts\n2026-01-13T18:00:00,1500\n2026-01-13T18:00:01,1520.5\n",
                "# a comment\n\ntime;power_kW\n2026-01-13T18:00:00;1,5\n2026-01-13T18:00:01;1,5205\n",
                "Date;Time;Global_active_power\n13/1/2026;18:00:00;1.500\n13/1/2026;18:00:01;1.5205\n",
                "index,Date,Time,volts,power (W)\n0,13/1/26,18:00:00,230,1500\n1,13/1/26,18:00:01,230,1520.5\n",
                "\"13/01/2026 18:00:00\";\"1500\";\"7\"\n\"13/01/2026 18:00:01\";\"1520,5\";\"7\"\n",
                "1/13/2026 18:00:00,1500\n1/13/2026 18:00:01,1520.5\n",
                "13.01.2026 18:00:00;1500\n13.01.2026 18:00:01;1520,5\n"
            })
    void readsTheSameFromManyDialects(String text) throws IOException {
        assertThat(read(PLAIN, file("a.csv", text)))
                .containsExactly("2026-01-13T17:00:00Z 1500", "2026-01-13T17:00:01Z 1521");
        assertThat(report.badLines()).isZero();
    }

    @Test
    void takesTheUnitAndTheColumnWishedFor() throws IOException {
        Path file = file("a.csv", "time,house,car\n1768323600,0.5,7.2\n1768323601,0.6,7.3\n");
        assertThat(read(new TraceWish(BRUSSELS, false, Unit.KILOWATT, "Car"), file))
                .containsExactly("2026-01-13T17:00:00Z 7200", "2026-01-13T17:00:01Z 7300");
        assertThat(read(new TraceWish(BRUSSELS, false, Unit.KILOWATT, "2"), file))
                .first()
                .isEqualTo("2026-01-13T17:00:00Z 500");
        assertThatThrownBy(() -> read(new TraceWish(BRUSSELS, false, Unit.AUTO, "boat"), file))
                .hasMessageContaining("no column boat")
                .hasMessageContaining("time, house, car");
    }

    @Test
    void holdsAValueUntilTheNextButFiveMinutesAtMost() throws IOException {
        List<String> read =
                read(HELD, file("a.csv", "1768323600,500\n1768323603,700\n1768324000,900\n"));
        assertThat(read).hasSize(3 + 301 + 1);
        assertThat(read.get(2)).isEqualTo("2026-01-13T17:00:02Z 500");
        assertThat(read.get(3)).isEqualTo("2026-01-13T17:00:03Z 700");
        assertThat(read.get(303)).isEqualTo("2026-01-13T17:05:03Z 700");
        assertThat(read.get(304)).isEqualTo("2026-01-13T17:06:40Z 900");
    }

    @Test
    void mergesFilesByTimeWhateverTheirOrderAndDropsWhatIsThereTwice() throws IOException {
        Path late = file("late.csv", "1768323602,3\n1768323603,4\n");
        Path early = file("early.csv", "1768323600,1\n1768323601,2\n1768323602,9\n");
        assertThat(read(PLAIN, late, early))
                .containsExactly(
                        "2026-01-13T17:00:00Z 1",
                        "2026-01-13T17:00:01Z 2",
                        "2026-01-13T17:00:02Z 3",
                        "2026-01-13T17:00:03Z 4");
        assertThat(report.duplicates()).isOne();
    }

    @Test
    void readsWhatIsCompressed() throws IOException {
        Path file = directory.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("1768323600,1\n1768323601,2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(PLAIN, file)).hasSize(2);
    }

    @Test
    void takesTheMeanOfTheValuesOfASecondWhenAllAreKnown() throws IOException {
        Path file = file("a.csv", "1768323600.0,5\n1768323600.3,100\n1768323600.9,200\n");
        assertThat(read(PLAIN, file))
                .containsExactly("2026-01-13T17:00:00Z 5", "2026-01-13T17:00:01Z 150");
    }

    @Test
    void countsBadLinesAndSaysWhereTheFirstAre() throws IOException {
        Path file =
                file(
                        "a.csv",
                        """
                        time,watts
                        1768323600,1
                        rubbish
                        1768323602,?
                        1768323603,
                        1768323604,x
                        1768323590,7
                        1768323605,2000000
                        1768323606,2
                        """);
        assertThat(read(PLAIN, file)).hasSize(2);
        assertThat(report.missingValues()).isEqualTo(2);
        assertThat(report.badLines()).isEqualTo(4);
        assertThat(report.firstBad().get(0)).contains("a.csv, line 3: 'rubbish'");
        assertThat(report.firstBad().get(2)).contains("line 7").contains("earlier");
    }

    @Test
    void saysWhatToWriteWhenAFileIsNoTrace() throws IOException {
        Path prose = file("a.txt", "It was a dark\nand stormy night.\n");
        assertThatThrownBy(() -> read(PLAIN, prose))
                .hasMessageContaining("a.txt")
                .hasMessageContaining("2026-01-13T18:00:00,1520");
        Path binary = file("b.bin", "\0\1\2");
        assertThatThrownBy(() -> read(PLAIN, binary)).hasMessageContaining("not plain text");
    }

    @Test
    void goesOnWithMonthBeforeDayWhereOnlySoTheDateGoesOn() throws IOException {
        Path file =
                file(
                        "a.csv",
                        "31/01/2026 23:59:59,1\n2/1/2026 00:00:00,2\n01/02/2026 00:00:01,3\n");
        assertThat(read(PLAIN, file))
                .containsExactly(
                        "2026-01-31T22:59:59Z 1",
                        "2026-01-31T23:00:00Z 2",
                        "2026-01-31T23:00:01Z 3");
    }

    @Test
    void tellsBothAutumnHoursApart() throws IOException {
        Path file =
                file(
                        "a.csv",
                        """
                        2025-10-26 01:59:59,1
                        2025-10-26 02:59:59,2
                        2025-10-26 02:00:00,3
                        2025-10-26 03:00:00,4
                        """);
        assertThat(read(PLAIN, file))
                .containsExactly(
                        "2025-10-25T23:59:59Z 1",
                        "2025-10-26T00:59:59Z 2",
                        "2025-10-26T01:00:00Z 3",
                        "2025-10-26T02:00:00Z 4");
    }

    @Test
    void keepsToWinterTimeWhenAFileHasTheHourThatSpringSkips() throws IOException {
        Path file = file("a.csv", "2026-03-29 01:59,1\n2026-03-29 02:00,2\n2026-03-29 03:00,3\n");
        assertThat(read(PLAIN, file))
                .containsExactly(
                        "2026-03-29T00:59:00Z 1",
                        "2026-03-29T01:00:00Z 2",
                        "2026-03-29T02:00:00Z 3");
    }

    @Test
    void readsTelegramsWithTheirRegisters() throws IOException {
        assumeTrue(Files.exists(RECORDING), "no real recordings at hand: " + RECORDING);
        List<MeterRead> read = new ArrayList<>();
        new TraceFiles(List.of(RECORDING, RECORDING), PLAIN).pump(read::add);
        assertThat(read).hasSize(2 * 1199);
        assertThat(read.get(0).measuredAt()).isEqualTo(read.get(1).measuredAt());
        assertThat(read.get(0).reading().imported().sum()).isPresent();
        Path powers = file("a.csv", "1768323600,1\n");
        assertThatThrownBy(() -> read(PLAIN, RECORDING, powers)).hasMessageContaining("one kind");
    }

    private List<String> read(TraceWish wish, Path... files) throws IOException {
        List<String> read = new ArrayList<>();
        TraceFiles traces = new TraceFiles(List.of(files), wish);
        report = traces.report();
        traces.pump(r -> read.add(r.measuredAt() + " " + r.reading().importPower().watts()));
        return read;
    }

    private Path file(String name, String text) throws IOException {
        return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
