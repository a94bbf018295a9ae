package be.bsmr.home.cli;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.imports.Why;
import be.bsmr.home.source.ReadAhead;
import be.bsmr.home.store.History;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.Site;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** From the files of other systems into the database, and from there to the bill. */
class ImportCommandTest {

    private static final String HEADER =
            "\uFEFFVan (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;"
                    + "Volume;Eenheid;Validatiestatus;Omschrijving\r\n";
    private static final DateTimeFormatter CELLS =
            DateTimeFormatter.ofPattern("dd-MM-yyyy;HH:mm:ss");

    @TempDir Path folder;

    private record Finished(int exit, String out, String err) {}

    @BeforeEach
    void aHouse() throws IOException {
        Files.writeString(
                folder.resolve("house.yaml"),
                "store: {file: %s}\ntariff: {area: imewo}\n".formatted(folder.resolve("house.db")));
    }

    @Test
    void theSameFileTwiceChangesNothing() throws Exception {
        Path file = month(YearMonth.of(2026, 1), 30, 1750, "Gevalideerd");
        int rows = 2 * 96 * 31;
        JsonNode dry = imported(file.toString(), "--dry-run");
        assertThat(dry.path("dry_run").asBoolean()).isTrue();
        assertThat(dry.path("new").asInt()).isEqualTo(rows);
        assertThat(folder.resolve("house.db")).doesNotExist();

        JsonNode first = imported(file.toString());
        assertThat(first.path("read").asInt()).isEqualTo(rows);
        assertThat(first.path("new").asInt()).isEqualTo(rows);
        assertThat(first.at("/files/0/origin").asText()).isEqualTo("grid_operator");
        assertThat(first.at("/files/0/months/0/month").asText()).isEqualTo("2026-01");
        assertThat(first.at("/files/0/months/0/peak_w").asInt()).isEqualTo(7000);
        assertThat(first.at("/files/0/months/0/source").asText()).isEqualTo("imported");

        JsonNode dryAgain = imported(file.toString(), "--dry-run");
        assertThat(dryAgain.path("equal").asInt()).isEqualTo(rows);
        JsonNode second = imported(file.toString());
        assertThat(second.path("new").asInt()).isZero();
        assertThat(second.path("equal").asInt()).isEqualTo(rows);
        assertThat(second.at("/files/0/months")).isEmpty();
    }

    @Test
    void theMonthsOfAFileStandOnTheBill() throws Exception {
        imported(month(YearMonth.of(2025, 11), 30, 1000, "Gevalideerd").toString());
        imported(month(YearMonth.of(2025, 12), 30, 1750, "Gevalideerd").toString());
        imported(month(YearMonth.of(2025, 10), 3, 900, "Gevalideerd").toString());
        JsonNode bill = new JsonMapper().readTree(ok("bill", "--year", "2025", "--format", "json"));
        List<String> months = new ArrayList<>();
        for (JsonNode m : bill.path("months")) {
            months.add(
                    m.path("month").asText()
                            + " "
                            + m.path("demand_w").asInt()
                            + " "
                            + m.path("source").asText());
        }
        assertThat(months)
                .containsExactly(
                        "2025-10 3600 imported_part",
                        "2025-11 4000 imported",
                        "2025-12 7000 imported");
        assertThat(ok("bill", "--year", "2025", "--lang", "nl"))
                .contains("ingevoerd", "deels ingevoerd");
    }

    @Test
    void aYearThatWasImportedHasAPrice() throws Exception {
        imported(month(YearMonth.of(2025, 12), 30, 1750, "Gevalideerd").toString());
        JsonNode bill = new JsonMapper().readTree(ok("bill", "--format", "json"));
        assertThat(bill.path("year").asInt()).as("the newest that is known").isEqualTo(2025);
        assertThat(bill.at("/lines/0/eur").decimalValue())
                .as("7 kW at the rate of Imewo in 2025")
                .isEqualByComparingTo("372.70");
        imported(month(YearMonth.of(2024, 12), 30, 1750, "Gevalideerd").toString());
        assertThat(ok("bill", "--year", "2024", "--volume", "3500", "--lang", "en"))
                .contains("275.85", "the rate of 2024 is not known");
    }

    @Test
    void theThreeWhoKnowAMonthAreReconciled() throws Exception {
        imported(month(YearMonth.of(2025, 12), 30, 1750, "Gevalideerd").toString());
        imported(month(YearMonth.of(2026, 1), 30, 1750, "Gevalideerd").toString());
        Path recording = recording(Instant.parse("2026-01-13T16:55:00Z"), 1300);
        imported(recording.toString());
        JsonNode months = new JsonMapper().readTree(ok("bill", "--reconcile", "--format", "json"));
        JsonNode january = months.get(months.size() - 1);
        assertThat(january.path("month").asText()).isEqualTo("2026-01");
        assertThat(january.path("operator_w").asInt()).isEqualTo(7000);
        assertThat(january.path("ours_w").asInt()).isBetween(100, 6000);
        assertThat(january.path("meter_w").asInt()).isPositive();
        assertThat(january.path("reasons"))
                .anySatisfy(
                        r -> {
                            assertThat(r.path("reason").asText()).isEqualTo("not_counted");
                            assertThat(r.path("quarter_end").asText())
                                    .isEqualTo("2026-01-01T02:45:00+01:00");
                        });
        for (String language : List.of("nl", "fr", "de", "en")) {
            assertThat(ok("bill", "--reconcile", "--lang", language))
                    .contains("BSMR")
                    .doesNotContain("{", "reconcile.");
        }
    }

    @Test
    void whatIsSurerReplacesAnEstimateAndTheOtherWayRoundNot() throws Exception {
        imported(month(YearMonth.of(2026, 1), 2, 500, "Geschat").toString());
        JsonNode better = imported(month(YearMonth.of(2026, 1), 2, 600, "Uitgelezen").toString());
        assertThat(better.path("conflicting").asInt()).isEqualTo(1);
        assertThat(better.at("/files/0/replaced").asInt()).isEqualTo(1);
        assertThat(better.at("/files/0/months/0/peak_w").asInt()).isEqualTo(2400);
        JsonNode worse = imported(month(YearMonth.of(2026, 1), 2, 700, "Geschat").toString());
        assertThat(worse.path("conflicting").asInt()).isEqualTo(1);
        assertThat(worse.at("/files/0/replaced").asInt()).isZero();
        assertThat(worse.at("/files/0/problems/0/problem").asText())
                .contains("known was import of the night tariff 600 (read)", "stays");
        assertThat(worse.at("/files/0/problems/0/line").asInt()).isEqualTo(2 + 2 * 10);
    }

    @Test
    void refusedRowsAreToldByLineInTheLanguageOfTheHouse() throws Exception {
        Path file = month(YearMonth.of(2026, 1), 1, 500, "Gevalideerd");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(4, lines.get(4).replaceAll("\\d,\\d+", "veel"));
        Files.write(file, lines);
        String report = ok("import", file.toString(), "--lang", "nl");
        assertThat(report)
                .contains("192 rijen: 191 nieuw", "1 geweigerd", "regel 5: 'veel' is geen getal");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyReasonHasWordsInEveryLanguage(Language language) {
        Texts texts = new Texts(language, SiteSettings.BELGIUM);
        for (Why.Kind kind : Why.Kind.values()) {
            assertThat(texts.has("import.why." + kind.label())).as(kind.label()).isTrue();
        }
        for (Quantity quantity : Quantity.values()) {
            assertThat(texts.has("import.quantity." + quantity.name().toLowerCase(Locale.ROOT)))
                    .isTrue();
        }
        for (Quality quality : Quality.values()) {
            assertThat(texts.has("import.quality." + quality.name().toLowerCase(Locale.ROOT)))
                    .isTrue();
        }
    }

    @Test
    void aFileOfWhichNothingCanBeTakenFails() throws Exception {
        Path file = month(YearMonth.of(2026, 1), 1, 500, "Gevalideerd");
        Files.writeString(file, Files.readString(file).replaceAll("\\d,\\d+", "veel"));
        Finished all = bsmr("import", file.toString(), "--format", "json");
        assertThat(all.exit()).isEqualTo(Exit.FAILED);
        assertThat(all.err()).contains("nothing of " + file + " could be taken");
        assertThat(bsmr("import", file.toString(), "--lang", "fr").err())
                .contains("rien de " + file + " n’a pu être importé");
        JsonNode report = new JsonMapper().readTree(all.out());
        assertThat(report.path("refused").asInt()).isEqualTo(2 * 96);
        assertThat(report.path("new").asInt()).isZero();
    }

    @Test
    void anotherConnectionIsAskedAbout() throws Exception {
        imported(month(YearMonth.of(2026, 1), 2, 500, "Gevalideerd").toString());
        Path other = month(YearMonth.of(2026, 2), 2, 9000, "Gevalideerd");
        Files.writeString(
                other, Files.readString(other).replace("541448800000000000", "541448800000000001"));
        Finished refused = bsmr("import", other.toString());
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err())
                .contains("541448800000000001", "541448800000000000", "--of house");
        assertThat(ok("history", "--resolution", "month", "--format", "csv"))
                .as("nothing of it is there")
                .doesNotContain("2026-02");
        assertThat(imported(other.toString(), "--of", "house").path("new").asInt())
                .isEqualTo(2 * 2 * 96);
        assertThat(imported(other.toString()).path("equal").asInt())
                .as("asked once")
                .isEqualTo(2 * 2 * 96);
    }

    /** A charger's meter, said to be the house's, beside the house's own. */
    @Test
    void aTotalThatIsNotTheSumOfItsTariffsChangesNothing() throws Exception {
        StringBuilder house = new StringBuilder("time,Import T1 kWh,Import T2 kWh\n");
        StringBuilder charger = new StringBuilder("time,Import kWh\n");
        LocalDateTime start = LocalDateTime.parse("2026-01-13T00:00");
        for (int i = 0; i <= 96; i++) {
            String time = start.plusMinutes(15L * i).toString().replace('T', ' ');
            house.append(
                    "%s,%d.%03d,7000.000\n".formatted(time, 5000 + i * 150 / 1000, i * 150 % 1000));
            charger.append("%s,%d.%03d\n".formatted(time, 400 + i * 50 / 1000, i * 50 % 1000));
        }
        Path ofHouse = Files.writeString(folder.resolve("P1e.csv"), house);
        Path ofCharger = Files.writeString(folder.resolve("kwh.csv"), charger);
        assertThat(bsmr("import", ofCharger.toString()).exit()).isEqualTo(Exit.USAGE);
        imported(ofHouse.toString());
        String before = ok("history", "--resolution", "day", "--format", "csv");
        assertThat(before).contains("2026-01-13,14400,0,14400");

        JsonNode report = imported(ofCharger.toString(), "--of", "house");
        assertThat(report.path("conflicting").asInt()).isEqualTo(96);
        assertThat(report.at("/files/0/problems/0/problem").asText())
                .contains(
                        "import of 2026-01-13T00:00+01:00 is 50",
                        "known was import of the day tariff 150");
        assertThat(ok("history", "--resolution", "day", "--format", "csv")).isEqualTo(before);
    }

    @Test
    void theReportComparesWithWhatOthersKnowOfTheSameQuarters() throws Exception {
        imported(month(YearMonth.of(2026, 1), 1, 1750, "Gevalideerd").toString());
        StringBuilder other = new StringBuilder("time,Import T1 kWh,Import T2 kWh\n");
        for (int i = 0; i < 96; i++) {
            String time =
                    LocalDateTime.parse("2026-01-01T00:00")
                            .plusMinutes(15L * i)
                            .toString()
                            .replace('T', ' ');
            other.append("%s,%d.%03d,0\n".formatted(time, i * 110 / 1000, i * 110 % 1000));
        }
        Path file = Files.writeString(folder.resolve("P1e.csv"), other);
        JsonNode compared = imported(file.toString(), "--dry-run").at("/files/0/compared/0");
        assertThat(compared.path("with").asText()).isEqualTo("grid_operator");
        assertThat(compared.path("intervals").asInt()).isEqualTo(95);
        assertThat(compared.path("differing").asInt()).as("the one of 1,750 Wh").isEqualTo(1);
        assertThat(compared.path("told_wh").asInt()).isEqualTo(95 * 110);
        assertThat(compared.path("known_wh").asInt()).isEqualTo(94 * 100 + 1750);
        assertThat(ok("import", file.toString(), "--lang", "nl"))
                .contains("van 95 tijdvakken die netbeheerder ook kent, verschillen er 1");
    }

    @Test
    void importedQuartersAreHistory() throws Exception {
        imported(month(YearMonth.of(2026, 1), 30, 1750, "Gevalideerd").toString());
        JsonNode quarters =
                new JsonMapper()
                        .readTree(
                                ok(
                                        "history",
                                        "--resolution",
                                        "quarter",
                                        "--from",
                                        "2026-01-01",
                                        "--to",
                                        "2026-01-01",
                                        "--format",
                                        "json"));
        assertThat(quarters).hasSize(96);
        assertThat(quarters.at("/10/demand_w").asInt()).isEqualTo(7000);
        assertThat(quarters.at("/10/export_wh").asInt()).isEqualTo(20);
        assertThat(quarters.at("/10/estimator").asText()).isEqualTo("imported");
        JsonNode days =
                new JsonMapper().readTree(ok("history", "--resolution", "day", "--format", "json"));
        assertThat(days).hasSize(31);
        assertThat(days.at("/0/import_wh").asInt()).isEqualTo(95 * 100 + 1750);
        assertThat(days.at("/0/peak_w").asInt()).isEqualTo(7000);
    }

    @Test
    void whatHoldsNoTelegramThatCanBeReadIsNoReplay() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        Path picture =
                Files.write(folder.resolve("page.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        for (Path file : List.of(empty, picture)) {
            Finished replay = bsmr("replay", file.toString(), "--report", "json");
            assertThat(replay.exit()).isEqualTo(Exit.FAILED);
            assertThat(replay.err()).contains("there is no telegram in " + file);
            assertThat(replay.out()).isEmpty();
        }
        List<byte[]> telegrams =
                telegrams(Instant.parse("2026-01-13T16:55:00Z"), 3, "1SIM2200000001");
        telegrams.forEach(t -> t[t.length / 2] ^= 1);
        Path torn = write("torn.txt", telegrams);
        Finished replay = bsmr("replay", torn.toString(), "--report", "json");
        assertThat(replay.exit()).isEqualTo(Exit.FAILED);
        assertThat(replay.err()).contains("none of the telegrams in " + torn + " can be read");
        assertThat(new JsonMapper().readTree(replay.out()).path("rejected").asInt()).isEqualTo(3);
        assertThat(bsmr("import", torn.toString()).exit()).isEqualTo(Exit.FAILED);
    }

    @Test
    void aReplayTellsWhatItPassedOverOfAnotherMeter() throws Exception {
        Instant start = Instant.parse("2026-01-13T16:55:00Z");
        List<byte[]> one = telegrams(start, 300, "1SIM2200000001");
        List<byte[]> other = telegrams(start, 300, "1SIM2200000002");
        List<byte[]> inTurn = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            inTurn.add(one.get(i));
            inTurn.add(other.get(i));
        }
        Path file = write("two.txt", inTurn);
        JsonNode report =
                new JsonMapper().readTree(ok("replay", file.toString(), "--report", "json"));
        assertThat(report.path("accepted").asInt()).isEqualTo(600);
        assertThat(report.path("of_another_meter").asInt()).isEqualTo(300);
        assertThat(ok("replay", file.toString()))
                .contains("600 accepted, 0 rejected, 300 of another meter");
        Path alone = write("one.txt", one);
        assertThat(ok("replay", alone.toString())).doesNotContain("another meter");
        assertThat(ok("replay", alone.toString(), "--report", "json"))
                .contains("\"of_another_meter\":0");
    }

    @Test
    void whatIsNoExportIsRefusedBeforeAnythingIsTaken() throws Exception {
        Path good = month(YearMonth.of(2026, 1), 1, 500, "Gevalideerd");
        Path other = Files.writeString(folder.resolve("list.csv"), "a;b\n1;2\n");
        Finished finished = bsmr("import", good.toString(), other.toString());
        assertThat(finished.exit()).isEqualTo(Exit.USAGE);
        assertThat(finished.err()).contains("list.csv", "docs/import.md");
        assertThat(folder.resolve("house.db")).doesNotExist();
        assertThat(bsmr("import", "nowhere.csv").exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(bsmr("import", good.toString(), "--as", "a=much").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aRecordingIsTakenBesideWhatIsThere() throws Exception {
        Instant start = Instant.parse("2026-01-13T16:55:00Z");
        Household house = new Household(5, start, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int torn = 0;
        for (int second = 0; second < 1500; second++) {
            byte[] telegram = writer.write(house.next());
            if (second < 600) {
                first.write(telegram);
            }
            if (second == 700) {
                torn = 1 + (int) all.toString(StandardCharsets.US_ASCII).lines().count();
                telegram[telegram.length / 2] ^= 1;
            }
            all.write(telegram);
        }
        Path half = Files.write(folder.resolve("half.txt"), first.toByteArray());
        Path whole = Files.write(folder.resolve("whole.txt"), all.toByteArray());
        assertThat(imported(half.toString()).path("new").asInt()).isEqualTo(600);
        JsonNode report = imported(whole.toString());
        assertThat(report.path("read").asInt()).isEqualTo(1500);
        assertThat(report.path("equal").asInt()).isEqualTo(600);
        assertThat(report.path("new").asInt()).isEqualTo(899);
        assertThat(report.path("refused").asInt()).isEqualTo(1);
        assertThat(report.at("/files/0/problems/0/line").asInt()).isEqualTo(torn);
        assertThat(imported(whole.toString()).path("new").asInt()).isZero();
        String seconds = ok("history", "--resolution", "second", "--format", "csv");

        Path replayed = folder.resolve("replayed.db");
        Finished replay = bsmr("replay", whole.toString(), "--store", replayed.toString());
        assertThat(replay.exit()).as(replay.err()).isZero();
        Files.writeString(folder.resolve("house.yaml"), "store: {file: %s}\n".formatted(replayed));
        assertThat(ok("history", "--resolution", "second", "--format", "csv"))
                .isEqualTo(seconds)
                .hasLineCount(1500);
    }

    @Test
    void theForecastLearnsFromARecordingWhenAsked() throws Exception {
        Path file = recording(Instant.parse("2026-01-13T16:55:00Z"), 4000);
        imported(file.toString());
        try (History history = History.open(folder.resolve("house.db"))) {
            assertThat(history.forecaster()).isEqualTo(Forecaster.EMPTY);
        }
        assertThat(imported(file.toString(), "--learn").path("equal").asInt()).isEqualTo(4000);
        try (History history = History.open(folder.resolve("house.db"))) {
            assertThat(history.forecaster()).isNotEqualTo(Forecaster.EMPTY);
        }
    }

    @Test
    void anOlderRecordingLeavesWhatIsNewerInPlace() throws Exception {
        for (String day : List.of("2026-02-01", "2026-01-13")) {
            Path file = recording(Instant.parse(day + "T16:55:00Z"), 1300);
            assertThat(imported(file.toString()).path("new").asInt()).isEqualTo(1300);
        }
        try (History history = History.open(folder.resolve("house.db"))) {
            assertThat(history.newest()).contains(Instant.parse("2026-02-01T17:16:39Z"));
            assertThat(history.recall(Instant.parse("2026-01-01T00:00:00Z"))).hasSize(2600);
            assertThat(history.quarters(Instant.EPOCH, Instant.MAX))
                    .filteredOn(QuarterDemand::complete)
                    .as("the meter tells the whole of a quarter that began before")
                    .hasSize(4);
        }
    }

    /** What was stamped before the clock was set back is known as much as what came after. */
    @Test
    void aRecordingOfBeforeTheClockWasSetBackIsKnown() throws Exception {
        Instant ahead = Instant.parse("2026-06-13T16:44:50Z");
        Instant right = Instant.parse("2026-01-13T16:55:00Z");
        List<byte[]> before = telegrams(ahead, 1000, "1SIM2200000001");
        keep(Stream.concat(before.stream(), telegrams(right, 100, "1SIM2200000001").stream()));
        String seconds = ok("history", "--resolution", "second", "--format", "csv");
        Path known = write("known.txt", before.subList(200, 500));
        for (String option : List.of("--dry-run", "--of=house")) {
            JsonNode report = imported(known.toString(), option);
            assertThat(report.path("new").asInt()).as(option).isZero();
            assertThat(report.path("equal").asInt()).as(option).isEqualTo(300);
        }
        JsonNode more =
                imported(write("more.txt", telegrams(ahead, 1200, "1SIM2200000001")).toString());
        assertThat(more.path("new").asInt()).isEqualTo(200);
        List<String> after =
                ok("history", "--resolution", "second", "--format", "csv").lines().toList();
        assertThat(after).as("two of the first after it were passed over").hasSize(1299);
        assertThat(after.containsAll(seconds.lines().toList())).isTrue();
        Path picture = folder.resolve("quarter.png");
        ok("plot", "--quarter", "2026-06-13T18:50", "-o", picture.toString());
        assertThat(picture).isNotEmptyFile();
    }

    /** As the program that runs does. */
    private void keep(Stream<byte[]> telegrams) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        telegrams.forEach(all::writeBytes);
        SiteSettings settings = SiteSettings.DEFAULT;
        Site site = new Site(settings);
        SiteState[] state = {SiteState.initial(settings, PeakHistory.EMPTY)};
        try (Store store =
                Store.open(
                        StoreSettings.of(folder.resolve("house.db"), 60, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM)) {
            ReadAhead.pump(
                    new ByteArrayInputStream(all.toByteArray()),
                    SiteSettings.BELGIUM,
                    input -> {
                        SiteStep step = site.step(state[0], input);
                        state[0] = step.state();
                        store.keep(step);
                    });
        }
    }

    /** One valid telegram whose memory of a month is wrong, of a second that is stored. */
    @Test
    void whatTheMeterWasHeardToSayOfAMonthStays() throws Exception {
        Instant start = Instant.parse("2026-01-13T16:55:00Z");
        keep(telegrams(start, 1300, "1SIM2200000001").stream());
        String bill = ok("bill", "--format", "json");
        Reading heard = readings(start, 1).get(0);
        HistoricPeak right = heard.demand().history().get(heard.demand().history().size() - 2);
        List<HistoricPeak> history = new ArrayList<>(heard.demand().history());
        history.set(
                history.size() - 2,
                new HistoricPeak(
                        right.capturedAt(),
                        right.quarterEnd(),
                        Power.ofWatts(right.demand().watts() + 100_000)));
        Reading wrong =
                with(
                        named("1SIM2200000001", heard),
                        new DemandReading(
                                heard.demand().running(), heard.demand().monthPeak(), history),
                        Power.ofWatts(7),
                        heard);
        Path file =
                Files.write(
                        folder.resolve("h.txt"),
                        new TelegramWriter(SiteSettings.BELGIUM).write(wrong));
        for (String option : List.of("--dry-run", "--of=house")) {
            JsonNode report = imported(file.toString(), option);
            assertThat(report.path("conflicting").asInt()).isEqualTo(1);
            assertThat(report.at("/files/0/months")).isEmpty();
            assertThat(report.at("/files/0/months_not_taken")).hasSize(1);
            assertThat(report.at("/files/0/months_not_taken/0/month").asText())
                    .isEqualTo("2025-11");
            assertThat(report.at("/files/0/months_not_taken/0/known_w").asInt())
                    .isEqualTo(right.demand().watts());
            assertThat(report.at("/files/0/months_not_taken/0/told_w").asInt())
                    .isEqualTo(right.demand().watts() + 100_000);
            assertThat(report.at("/files/0/problems/0/line").asInt()).isEqualTo(1);
            assertThat(report.at("/files/0/problems/0/problem").asText())
                    .contains("another telegram of 2026-01-13T17:55+01:00 is stored");
        }
        assertThat(ok("bill", "--format", "json")).isEqualTo(bill);
        assertThat(ok("import", file.toString(), "--lang", "nl"))
                .contains("regel 1: een andere telegram", "en dat blijft");
    }

    @Test
    void conflictingTelegramsAreListedByTheirLine() throws Exception {
        Instant start = Instant.parse("2026-01-13T16:55:00Z");
        imported(write("a.txt", telegrams(start, 300, "1SIM2200000001")).toString());
        List<byte[]> others = new ArrayList<>();
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        for (Reading r : readings(start, 300)) {
            others.add(
                    writer.write(
                            with(named("1SIM2200000001", r), r.demand(), Power.ofWatts(7), r)));
        }
        others.get(0)[others.get(0).length / 2] ^= 1;
        long lines = new String(others.get(0), StandardCharsets.US_ASCII).lines().count();
        Path file = write("b.txt", others);
        JsonNode problems = imported(file.toString()).at("/files/0/problems");
        assertThat(problems).hasSize(300);
        assertThat(problems.at("/0/kind").asText()).isEqualTo("refused");
        assertThat(problems.at("/1/kind").asText()).isEqualTo("conflicting");
        assertThat(problems.at("/1/line").asLong()).isEqualTo(1 + lines);
        assertThat(problems.at("/299/line").asLong()).isEqualTo(1 + 299 * lines);
        assertThat(ok("import", file.toString(), "--lang", "en"))
                .contains("line " + (1 + lines) + ": another telegram", "and 280 more");
    }

    /** As for the files of a grid operator, and before anything is changed. */
    @Test
    void newMonthsOfARecordingAreListed() throws Exception {
        Path file = recording(Instant.parse("2026-01-13T16:44:50Z"), 2000);
        JsonNode dry = imported(file.toString(), "--dry-run").at("/files/0/months");
        assertThat(dry).hasSizeGreaterThan(10);
        assertThat(dry.at("/0/source").asText()).isEqualTo("meter");
        assertThat(imported(file.toString()).at("/files/0/months")).isEqualTo(dry);
        assertThat(imported(file.toString()).at("/files/0/months")).isEmpty();
        assertThat(imported(file.toString()).at("/files/0/months_not_taken")).isEmpty();
    }

    private static Identity named(String meter, Reading reading) {
        Identity simulated = reading.identity();
        return new Identity(
                simulated.header(), simulated.version(), new MeterId(meter), simulated.ean());
    }

    private static Reading with(
            Identity identity, DemandReading demand, Power importPower, Reading r) {
        return with(identity, demand, importPower, r.mbus(), r);
    }

    private static Reading with(
            Identity identity,
            DemandReading demand,
            Power importPower,
            List<MBusReading> mbus,
            Reading r) {
        return new Reading(
                identity,
                r.measuredAt(),
                r.activeTariff(),
                new Flow(r.imported(), importPower, demand),
                r.toGrid(),
                r.phases(),
                mbus,
                r.supply(),
                r.further(),
                r.unread());
    }

    /** However the pieces lie: what is told is that of one recording in the order of time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "in two files, the later first",
                "the later piece first",
                "overlapping",
                "neighbours change places",
                "each eleven times"
            })
    void aRecordingMayComeInAnyOrder(String how) throws Exception {
        List<byte[]> telegrams =
                telegrams(Instant.parse("2026-01-13T16:44:50Z"), 2000, "1SIM2200000001");
        imported(write("straight.txt", telegrams).toString());
        Map<String, String> straight = told();

        Files.writeString(
                folder.resolve("house.yaml"),
                "store: {file: %s}\n".formatted(folder.resolve("other.db")));
        List<byte[]> first = telegrams.subList(0, 1000);
        List<byte[]> second = telegrams.subList(1000, 2000);
        JsonNode report =
                switch (how) {
                    case "in two files, the later first" ->
                            imported(
                                    write("b.txt", second).toString(),
                                    write("a.txt", first).toString());
                    case "the later piece first" ->
                            imported(write("c.txt", second, first).toString());
                    case "overlapping" ->
                            imported(
                                    write("c.txt", telegrams.subList(600, 2000), first, second)
                                            .toString());
                    case "neighbours change places" -> {
                        List<byte[]> swapped = new ArrayList<>(telegrams);
                        for (int i = 100; i < 1900; i += 50) {
                            Collections.swap(swapped, i, i + 1);
                        }
                        yield imported(write("c.txt", swapped).toString());
                    }
                    default ->
                            imported(
                                    write(
                                                    "c.txt",
                                                    telegrams.stream()
                                                            .flatMap(t -> nCopies(11, t).stream())
                                                            .toList())
                                            .toString());
                };
        assertThat(report.path("new").asInt()).isEqualTo(2000);
        assertThat(report.path("equal").asInt()).isEqualTo(report.path("read").asInt() - 2000);
        told().forEach((what, rows) -> assertThat(rows).as(what).isEqualTo(straight.get(what)));
    }

    private Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        for (String resolution : List.of("second", "quarter", "day", "month")) {
            told.put(resolution, ok("history", "--resolution", resolution, "--format", "csv"));
        }
        // The first telegram of a piece tells again how the meters stood.
        told.put(
                "mbus",
                ok("history", "--of", "mbus", "--format", "csv")
                        .lines()
                        .map(line -> line.substring(line.indexOf(',')))
                        .distinct()
                        .toList()
                        .toString());
        return told;
    }

    @Test
    void gasAndWaterThatAreImportedAreReadWhereThoseOfTheMeterAre() throws Exception {
        String hour =
                "10-01-2026;%02d:00:00;10-01-2026;%02d:00:00;=\"541448800000000000\";7FLO1;M;Afname;%s;%s;Gevalideerd;\r\n";
        Path gas =
                Files.writeString(
                        folder.resolve("gas.csv"),
                        HEADER
                                + hour.formatted(6, 7, "1,250", "m³")
                                + hour.formatted(6, 7, "14,000", "kWh")
                                + hour.formatted(7, 8, "0,500", "m³"));
        Path water =
                Files.writeString(
                        folder.resolve("Water.csv"),
                        "time,water usage dl\n2026-01-10 06:00,116\n2026-01-10 06:15,121\n");
        imported(gas.toString(), water.toString());
        assertThat(ok("history", "--of", "mbus", "--resolution", "day", "--format", "csv").lines())
                .containsExactly(
                        "day,type,amount,unit,origin",
                        "2026-01-10,gas,14.000,kWh,grid_operator",
                        "2026-01-10,gas,1.750,m3,grid_operator",
                        "2026-01-10,water,0.0005,m3,homewizard");
        assertThat(ok("export", "-", "--of", "mbus", "--resolution", "month", "--format", "csv"))
                .contains("2026-01,gas,1.750,m3,grid_operator");
        assertThat(ok("history", "--of", "mbus", "--format", "csv").lines())
                .contains("2026-01-10T07:00:00+01:00,,gas,,,m3,,,0.500,3600,grid_operator");

        List<Reading> readings = readings(Instant.parse("2026-01-13T16:44:50Z"), 2000);
        Reading slip = readings.get(500);
        List<MBusReading> low =
                slip.mbus().stream()
                        .map(
                                m ->
                                        new MBusReading(
                                                m.channel(),
                                                m.type(),
                                                m.id(),
                                                m.ean(),
                                                m.valve(),
                                                m.measuredAt(),
                                                m.value().subtract(new BigDecimal("60")),
                                                m.unit()))
                        .toList();
        readings.set(500, with(slip.identity(), low, slip));
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        imported(write("t.txt", readings.stream().map(writer::write).toList()).toString());
        assertThat(ok("history", "--of", "mbus", "--resolution", "day", "--format", "csv"))
                .as("what the registers grew, whatever one telegram said in between")
                .contains("2026-01-13,gas,0.684,m3,meter", "2026-01-13,water,0.106,m3,meter");
    }

    @Test
    void telegramsOfAnotherMeterAreAskedAbout() throws Exception {
        Instant start = Instant.parse("2026-01-13T16:55:00Z");
        imported(write("ours.txt", telegrams(start, 30, "1SIM2200000001")).toString());
        Path theirs = write("theirs.txt", telegrams(start.plusSeconds(600), 30, "1SIM2200000002"));
        Finished refused = bsmr("import", theirs.toString());
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err())
                .contains("theirs.txt", "1SIM2200000002", "1SIM2200000001", "--of house");
        assertThat(bsmr("import", theirs.toString(), "--lang", "de").err())
                .contains("von Zähler 1SIM2200000002", "--of house");
        assertThat(
                        bsmr(
                                        "replay",
                                        theirs.toString(),
                                        "--store",
                                        folder.resolve("house.db").toString())
                                .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(ok("history", "--resolution", "second", "--format", "csv")).hasLineCount(31);
        assertThat(imported(theirs.toString(), "--of", "house").path("new").asInt()).isEqualTo(30);
        assertThat(imported(theirs.toString()).path("equal").asInt())
                .as("asked once")
                .isEqualTo(30);
    }

    private static List<byte[]> telegrams(Instant start, int count, String meter) {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        List<byte[]> telegrams = new ArrayList<>();
        for (Reading reading : readings(start, count)) {
            Identity simulated = reading.identity();
            Identity identity =
                    new Identity(
                            simulated.header(),
                            simulated.version(),
                            new MeterId(meter),
                            simulated.ean());
            telegrams.add(writer.write(with(identity, reading.mbus(), reading)));
        }
        return telegrams;
    }

    private static List<Reading> readings(Instant start, int count) {
        Household house = new Household(5, start, SiteSettings.BELGIUM, Grid.STAR_400);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(house.next());
        }
        return readings;
    }

    private static Reading with(Identity identity, List<MBusReading> mbus, Reading r) {
        return with(identity, r.demand(), r.importPower(), mbus, r);
    }

    @SafeVarargs
    private Path write(String name, List<byte[]>... pieces) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (List<byte[]> piece : pieces) {
            for (byte[] telegram : piece) {
                out.write(telegram);
            }
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    /** With what the grid operator and other programs really gave, when that is at hand. */
    @Test
    void realExportsAreTaken() throws Exception {
        Path data = Path.of("../../shared/data");
        assumeTrue(Files.isDirectory(data), "there is no " + data + ": real exports are not tried");
        try (Stream<Path> files = Files.walk(data, 2)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*/(fluvius|exports)/[^/]+"))
                            .sorted()
                            .toList()) {
                JsonNode first = imported(file.toString());
                assertThat(first.path("read").asInt()).as("%s", file).isGreaterThan(100);
                assertThat(first.path("refused").asInt()).as("%s", file).isZero();
                assertThat(first.path("conflicting").asInt()).as("%s", file).isZero();
                JsonNode second = imported(file.toString());
                assertThat(second.path("new").asInt()).as("%s", file).isZero();
                assertThat(second.path("conflicting").asInt()).as("%s", file).isZero();
            }
        }
    }

    private Path recording(Instant start, int seconds) throws IOException {
        Household house = new Household(5, start, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int second = 0; second < seconds; second++) {
            out.write(writer.write(house.next()));
        }
        return Files.write(folder.resolve(start.getEpochSecond() + ".txt"), out.toByteArray());
    }

    /**
     * A month of quarters of 100 Wh, and one of each day, at 02:30, of {@code highest}; 20 Wh are
     * given in each.
     *
     * @param days how many of them the file has
     */
    private Path month(YearMonth month, int days, int highest, String status) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        int last = days == 30 ? month.lengthOfMonth() : days;
        LocalDateTime end = month.atDay(1).plusDays(last).atStartOfDay();
        for (LocalDateTime at = month.atDay(1).atStartOfDay();
                at.isBefore(end);
                at = at.plusMinutes(15)) {
            boolean peak = at.getDayOfMonth() == 1 && at.getHour() == 2 && at.getMinute() == 30;
            row(at, "Afname Nacht", peak ? highest : 100, status, text);
            row(at, "Injectie Nacht", 20, status, text);
        }
        return Files.writeString(
                folder.resolve("export-" + month + ".csv"), text, StandardCharsets.UTF_8);
    }

    private static void row(
            LocalDateTime at, String register, int wattHours, String status, StringBuilder text) {
        text.append(
                "%s;%s;=\"541448800000000000\";1SAG1;Digitale Meter;%s;%d,%03d;kWh;%s;\r\n"
                        .formatted(
                                CELLS.format(at),
                                CELLS.format(at.plusMinutes(15)),
                                register,
                                wattHours / 1000,
                                wattHours % 1000,
                                status));
    }

    private JsonNode imported(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("import", "--format", "json"));
        arguments.addAll(List.of(more));
        return new JsonMapper().readTree(ok(arguments.toArray(new String[0])));
    }

    private String ok(String... arguments) {
        Finished finished = bsmr(arguments);
        assertThat(finished.exit()).as(finished.err()).isZero();
        return finished.out();
    }

    private Finished bsmr(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config");
        all.add(folder.resolve("house.yaml").toString());
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine commands = Main.commandLine().setErr(new PrintWriter(err));
            int exit = commands.execute(all.toArray(new String[0]));
            return new Finished(exit, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }
}
