package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Load;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.store.Store;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** From a recording to the database, and from there to everything that reads it. */
class StoredCommandsTest {

    private static final Instant FIVE = Instant.parse("2026-01-13T16:00:00Z");
    private static final int SECONDS = 3000;

    @TempDir static Path folder;

    private record Finished(int exit, String out, String err) {}

    @BeforeAll
    static void aRecordingIsKept() throws IOException {
        Household house = new Household(5, FIVE, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Path recording = folder.resolve("evening.txt");
        try (OutputStream out = Files.newOutputStream(recording)) {
            for (int s = 0; s < SECONDS; s++) {
                out.write(writer.write(house.next()));
            }
        }
        Path database = folder.resolve("house.db");
        Files.writeString(folder.resolve("house.yaml"), "store: {file: %s}\n".formatted(database));
        Finished replay = bsmr("replay", recording.toString(), "--store", database.toString());
        assertThat(replay.exit()).as(replay.err()).isZero();
    }

    @Test
    void historyAndInfoAgree() throws Exception {
        JsonNode info = new JsonMapper().readTree(ok("store", "info", "--format", "json"));
        double years = info.path("years_left").asDouble();
        assertThat(years).as("rounded").isEqualTo(Math.rint(years * 10) / 10);
        assertThat(info.path("seconds").asInt()).isEqualTo(SECONDS);
        assertThat(info.path("integrity").asText()).isEqualTo("ok");
        assertThat(info.path("oldest").asText()).isEqualTo("2026-01-13T16:00:00Z");
        assertThat(info.path("newest").asText()).isEqualTo("2026-01-13T16:49:59Z");
        assertThat(info.path("bytes").asLong()).isPositive();
        assertThat(info.path("bytes_per_day").asLong()).isPositive();
        JsonNode quarters = new JsonMapper().readTree(ok("history", "--format", "json"));
        assertThat(quarters).hasSize(info.path("quarters").asInt()).isNotEmpty();
        assertThat(quarters.at("/0/start").asText()).isEqualTo("2026-01-13T17:00:00+01:00");
        assertThat(ok("history", "--resolution", "second", "--format", "csv").lines())
                .hasSize(SECONDS + 1);
        assertThat(ok("store", "info", "--lang", "nl")).contains("3.000 seconden", "in orde");
    }

    @Test
    void saysHowThePastWouldHaveGoneOtherwise() throws Exception {
        JsonNode battery =
                new JsonMapper().readTree(ok("whatif", "--battery", "10kWh", "--format", "json"));
        assertThat(battery.path("status").asText()).isEqualTo("known");
        assertThat(battery.at("/months/0/month").asText()).isEqualTo("2026-01");
        assertThat(battery.at("/months/0/would_w").asInt())
                .isLessThanOrEqualTo(Math.max(2500, battery.at("/months/0/was_w").asInt()));
        assertThat(ok("whatif", "--battery", "10kWh", "--lang", "nl"))
                .contains("kWh uit de batterij", "januari 2026");
        assertThat(ok("whatif", "--target", "0,5kW", "--lang", "en"))
                .contains("stood above 0.50 kW", "could not have done that");
        assertThat(ok("whatif", "--without-bsmr", "--lang", "en"))
                .startsWith("As far as is recorded, no load was ever controlled here.");
    }

    @Test
    void eachSecondOfThePastGoesThroughTheSite() throws Exception {
        JsonNode battery =
                new JsonMapper()
                        .readTree(ok("whatif", "--battery", "10kWh", "--days", "--format", "json"));
        assertThat(battery.at("/question/days").asInt()).isEqualTo(14);
        // Of fifty minutes the first quarter-hour is for the forecast, the last has no end.
        assertThat(battery.path("learned_from").asText()).isEqualTo("2026-01-13T17:00:00+01:00");
        assertThat(battery.path("from").asText()).isEqualTo("2026-01-13T17:15:00+01:00");
        assertThat(battery.path("quarters").asInt()).isEqualTo(2);
        JsonNode month = battery.at("/months/0");
        assertThat(month.path("would_w").asInt())
                .isLessThanOrEqualTo(Math.max(2600, month.path("was_w").asInt()));
        assertThat(month.path("quarters_w").asInt()).isPositive();
        assertThat(ok("whatif", "--battery", "10kWh", "--days", "2", "--lang", "nl"))
                .contains("Door BSMR", "januari 2026", "2 volledige kwartieren");
        assertThat(ok("whatif", "--target", "0,5kW", "--days", "2", "--lang", "en"))
                .contains("stood above 0.50 kW", "would still have been above it");
    }

    @Test
    void daysGoWithABatteryOrATarget() throws IOException {
        assertThat(bsmr("whatif", "--without-bsmr", "--days", "3").err())
                .contains("every second is for a battery or a target");
        assertThat(bsmr("whatif", "--load", "2kW", "--for", "1h", "--days", "3").err())
                .contains("--days goes with --battery or --target");
        assertThat(bsmr("whatif", "--battery", "10kWh", "--days", "0").err())
                .contains("days are 1 to 366, not 0");
    }

    @Test
    void theJournalSaysWhatALoadIsCalled() throws Exception {
        Path file = folder.resolve("loads.yaml");
        Files.writeString(file, "store: {file: %s}\n".formatted(folder.resolve("loads.db")));
        SiteSettings house =
                SiteSettings.DEFAULT.controlling(
                        List.of(Load.onOff("boiler", "Boiler in the cellar", new Power(2400))));
        try (Store store =
                Store.open(HomeConfig.read(file).store(), Clock.systemUTC(), house.zone())) {
            store.keep(
                    new Site(house)
                            .step(
                                    SiteState.initial(house, PeakHistory.EMPTY),
                                    new SiteInput.UserRequest(
                                            FIVE, "boiler", ManualOverride.ALWAYS_SHED)));
        }
        Finished journal = bsmrOf(file, "journal", "--lang", "en");
        assertThat(journal.out()).contains("Boiler in the cellar switched off by hand");
    }

    /**
     * A fresh installation whose port is still closed, and an import of which nothing was taken.
     */
    @ParameterizedTest
    @ValueSource(strings = {"second", "quarter", "day", "month"})
    void anEmptyDatabaseIsNoError(String resolution) throws Exception {
        Path config = folder.resolve("empty-" + resolution + ".yaml");
        Path database = folder.resolve("empty-" + resolution + ".db");
        Files.writeString(config, "store: {file: %s}\n".formatted(database));
        History.open(database).close();
        Finished history = bsmrOf(config, "history", "--resolution", resolution);
        assertThat(history.exit()).isEqualTo(Exit.OK);
        assertThat(history.err()).contains("nothing stored yet");
        Finished json = bsmrOf(config, "history", "--resolution", resolution, "--format", "json");
        assertThat(new JsonMapper().readTree(json.out())).isEmpty();
        Path csv = folder.resolve("empty-" + resolution + ".csv");
        Finished export = bsmrOf(config, "export", csv.toString(), "--resolution", resolution);
        assertThat(export.exit()).isEqualTo(Exit.OK);
        assertThat(export.err()).contains("nothing stored yet", "0 rows");
        assertThat(Files.readAllLines(csv)).as("its header").hasSize(1);
        assertThat(bsmrOf(config, "journal", "--lang", "en").exit()).isEqualTo(Exit.OK);
        assertThat(bsmrOf(config, "journal", "--lang", "en").err())
                .contains("nothing has been decided yet");
        Finished bill = bsmrOf(config, "bill", "--area", "west", "--lang", "en");
        assertThat(bill.exit()).isEqualTo(Exit.OK);
        assertThat(bill.out()).contains("No month's peak is known yet");
        assertThat(bsmrOf(config, "bill", "--reconcile").exit()).isEqualTo(Exit.OK);
    }

    @Test
    void saysWhatThereIsWhenNothingIsOfThatTime() throws Exception {
        Finished none = bsmr("history", "--from", "2031-01");
        assertThat(none.exit()).isEqualTo(Exit.OK);
        assertThat(none.err()).contains("nothing is stored of that", "13 Jan 2026 17:00:00");
        assertThat(bsmr("history", "--of", "loads").err()).contains("nothing is stored of that");
    }

    /** A stick that is not plugged in. */
    @ParameterizedTest
    @ValueSource(
            strings = {"backup b.db", "export e.csv", "export p.parquet", "plot --day D -o p.png"})
    void makesNoFolderWhereADiskMayBeMissing(String command) throws Exception {
        Path stick = folder.resolve("stick");
        String[] words = command.split(" ");
        words[words.length - 1] = stick.resolve(words[words.length - 1]).toString();
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("D") ? "2026-01-13" : words[i];
        }
        Finished refused = bsmr(words);
        assertThat(refused.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(refused.err()).contains("there is no folder " + stick, "mkdir -p " + stick);
        assertThat(stick).doesNotExist();
    }

    @Test
    void parquetHoldsTheSameRows() throws Exception {
        Path file = folder.resolve("seconds.parquet");
        assertThat(bsmr("export", file.toString(), "--resolution", "second").exit()).isZero();
        List<String> csv =
                ok("history", "--resolution", "second", "--format", "csv").lines().toList();
        List<Map<String, Object>> rows;
        try (Stream<Map<String, Object>> read =
                ParquetReader.streamContent(file.toFile(), new Rows())) {
            rows = read.toList();
        }
        assertThat(rows).hasSize(SECONDS);
        String[] names = csv.get(0).split(",", -1);
        String[] last = csv.get(SECONDS).split(",", -1);
        Map<String, Object> row = rows.get(SECONDS - 1);
        assertThat(row.get("time"))
                .isEqualTo(OffsetDateTime.parse(last[0]).toInstant().toEpochMilli());
        for (int i = 1; i < names.length; i++) {
            Object value = row.get(names[i]);
            if (last[i].isEmpty()) {
                assertThat(value).as(names[i]).isNull();
            } else {
                assertThat(((Number) value).doubleValue())
                        .as(names[i])
                        .isEqualTo(Double.parseDouble(last[i]));
            }
        }
        Path quarters = folder.resolve("quarters.parquet");
        assertThat(bsmr("export", quarters.toString()).exit()).isZero();
        assertThat(
                        bsmr(
                                        "export",
                                        folder.resolve("d.parquet").toString(),
                                        "--resolution",
                                        "day")
                                .exit())
                .isZero();
        assertThat(
                        bsmr(
                                        "export",
                                        folder.resolve("m.parquet").toString(),
                                        "--resolution",
                                        "month")
                                .exit())
                .isZero();
        assertThat(bsmr("export", "-", "--format", "parquet").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void theOriginalsFileCanBeReadAgain() throws Exception {
        Path file = folder.resolve("forcast.csv");
        assertThat(bsmr("export", file.toString(), "--format", "original").exit()).isZero();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(SECONDS / 10);
        // 17:00:05, the fifth second of an hour and of its quarter; limit and alarm line as they
        // were.
        assertThat(lines.get(0)).startsWith("5, 5, 1000, 1098.8889, ").endsWith(" 0 ");
        Path other = folder.resolve("again.yaml");
        Files.writeString(other, "store: {file: %s}\n".formatted(folder.resolve("again.db")));
        CommandLine commands = Main.commandLine();
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(
                            commands.execute(
                                    "import",
                                    file.toString(),
                                    "--start",
                                    "2026-01-13T17:00",
                                    "--config",
                                    other.toString(),
                                    "--format",
                                    "json"))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        JsonNode report = new JsonMapper().readTree(out.toByteArray());
        assertThat(report.path("refused").asInt()).isZero();
        JsonNode own = new JsonMapper().readTree(ok("history", "--format", "json"));
        try (History history = History.open(folder.resolve("again.db"))) {
            QuarterDemand theirs = history.quarters(Instant.EPOCH, Instant.MAX).get(0);
            assertThat(theirs.quarter().start()).isEqualTo(FIVE);
            assertThat((double) theirs.demand().watts())
                    .as("means of half a minute lag: 2 kW of them is 67 W of a quarter")
                    .isCloseTo(own.at("/0/demand_w").asDouble(), within(67.0));
        }
    }

    @Test
    void whatChangesIsHistoryToo() throws Exception {
        JsonNode gas = new JsonMapper().readTree(ok("history", "--of", "mbus", "--format", "json"));
        assertThat(gas).isNotEmpty();
        assertThat(gas.at("/0/type").asText()).isEqualTo("gas");
        assertThat(gas.at("/0/value").asDouble()).isPositive();
        assertThat(gas.at("/0/unit").asText()).isEqualTo("m3");
        assertThat(bsmr("history", "--of", "loads", "--format", "csv").out().strip())
                .isEqualTo("time,load,position,value");
        assertThat(bsmr("history", "--of", "link").out())
                .as("a recording has no link")
                .contains("accepted");
        assertThat(ok("export", "-", "--of", "mbus", "--format", "influx"))
                .startsWith("bsmr_mbus,site=home ");
    }

    @Test
    void exportsForOtherPrograms() throws Exception {
        Path csv = folder.resolve("quarters.csv");
        assertThat(bsmr("export", csv.toString(), "--format", "csv-be").exit()).isZero();
        assertThat(Files.readString(csv))
                .startsWith("\uFEFFstart;import_wh;")
                .contains("13/01/2026");
        Path lines = folder.resolve("seconds.lp");
        assertThat(
                        bsmr(
                                        "export",
                                        lines.toString(),
                                        "--resolution",
                                        "second",
                                        "--from",
                                        "2026-01-13T17:15",
                                        "--to",
                                        "2026-01-13T17:16")
                                .exit())
                .isZero();
        assertThat(Files.readAllLines(lines))
                .hasSize(60)
                .allMatch(l -> l.startsWith("bsmr_second,site=home tariff="));
        assertThat(ok("export", "-", "--format", "jsonl", "--resolution", "day").lines())
                .hasSize(1);
        Finished again = bsmr("export", csv.toString());
        assertThat(again.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(again.err()).contains("is there already").contains("--overwrite");
        assertThat(bsmr("export", folder.resolve("x.xlsx").toString()).err())
                .contains("csv, csv-be, jsonl, influx, parquet or original");
    }

    @Test
    void backsUpAndOnlyLooks() throws Exception {
        Path copy = folder.resolve("copy.db");
        assertThat(ok("backup", copy.toString(), "--lang", "en")).contains("quarter-hours");
        byte[] before = Files.readAllBytes(folder.resolve("house.db"));
        assertThat(ok("restore", copy.toString(), "--dry-run", "--lang", "nl"))
                .contains("is in orde", "kwartieren", "zou de plaats innemen")
                .doesNotContain("{");
        assertThat(ok("restore", copy.toString(), "--dry-run", "--lang", "en"))
                .contains("is sound")
                .contains("would take the place");
        assertThat(Files.readAllBytes(folder.resolve("house.db"))).isEqualTo(before);
        Finished failed = bsmr("restore", folder.resolve("evening.txt").toString());
        assertThat(failed.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(failed.err()).hasLineCount(1).contains("evening.txt");
    }

    @Test
    void saysWhatIsWrongWithAPeriod() throws IOException {
        Finished failed = bsmr("history", "--from", "yesterday");
        assertThat(failed.exit()).isEqualTo(Exit.USAGE);
        assertThat(failed.err()).contains("'yesterday' is no time");
        assertThat(bsmr("history", "--from", "2026-02", "--to", "2026-01").err())
                .contains("is not before");
        assertThat(bsmr("history", "--from", "2026-13").err()).contains("2026-13");
    }

    private static String ok(String... args) throws IOException {
        Finished finished = bsmr(args);
        assertThat(finished.exit()).as(finished.err()).isZero();
        return finished.out();
    }

    private static Finished bsmr(String... args) throws IOException {
        return bsmrOf(folder.resolve("house.yaml"), args);
    }

    private static Finished bsmrOf(Path config, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        if (!args[0].equals("replay")) {
            all.addAll(List.of("--config", config.toString()));
        }
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream here = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream there = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(here);
            System.setErr(there);
            CommandLine commands =
                    Main.commandLine().setErr(new PrintWriter(there, true, StandardCharsets.UTF_8));
            int exit = commands.execute(all.toArray(String[]::new));
            return new Finished(
                    exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(errBefore);
            System.setOut(before);
        }
    }

    /** A row as a map. */
    private static final class Rows
            implements Hydrator<Map<String, Object>, Map<String, Object>, String[]> {

        @Override
        public Map<String, Object> start() {
            return new HashMap<>();
        }

        @Override
        public Map<String, Object> add(Map<String, Object> row, String[] path, Object value) {
            if (value != null) {
                row.put(path[0], value);
            }
            return row;
        }

        @Override
        public Map<String, Object> finish(Map<String, Object> row) {
            return row;
        }
    }
}
