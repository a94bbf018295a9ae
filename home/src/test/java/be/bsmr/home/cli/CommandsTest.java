package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import be.bsmr.home.source.SealedTelegram;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as people start it: a process of its own, what it prints, how it exits. */
class CommandsTest {

    private static final Path RECORDING =
            Path.of("../../shared/data/p1/recordings/telegram20min.txt").toAbsolutePath();

    @TempDir private Path directory;

    @Test
    void reportsTheOriginalRecording() throws Exception {
        assumeTrue(Files.exists(RECORDING), "no real recordings at hand: " + RECORDING);
        Finished replay = bsmr("replay", RECORDING.toString(), "--report", "json");
        assertThat(replay.exit()).isZero();
        JsonNode report = new JsonMapper().readTree(replay.out());
        assertThat(report.path("telegrams").asInt()).isEqualTo(1201);
        assertThat(report.path("accepted").asInt()).isEqualTo(1199);
        assertThat(report.path("rejected").asInt()).isEqualTo(2);
        assertThat(report.at("/rejected_by/crc").asInt()).isEqualTo(2);
        assertThat(report.path("quarters")).hasSize(3);
        JsonNode quarter = report.at("/quarters/1");
        assertThat(quarter.path("start").asText()).isEqualTo("2022-11-27T18:00:00+01:00");
        assertThat(quarter.path("demand_w").asInt()).isEqualTo(2512);
        assertThat(quarter.path("import_wh").asInt()).isEqualTo(628);
        assertThat(quarter.path("estimator").asText()).isEqualTo("registers");
        assertThat(quarter.path("complete").asBoolean()).isTrue();
        assertThat(quarter.path("coverage").asDouble()).isBetween(0.99, 1.0);
        assertThat(report.at("/quarters/0/complete").asBoolean()).isFalse();
        assertThat(report.at("/quarters/2/complete").asBoolean()).isFalse();
    }

    @Test
    void replaysTwentySimulatedMinutes() throws Exception {
        String[] simulate = {
            "simulate", "--minutes", "20", "--seed", "3", "--start", "2026-01-13T18:00"
        };
        Finished first = bsmr(simulate);
        Finished second = bsmr(simulate);
        assertThat(first.exit()).isZero();
        assertThat(first.out()).startsWith("/FLU5\\").isEqualTo(second.out());
        Path file = directory.resolve("evening.txt");
        Files.writeString(file, first.out(), StandardCharsets.ISO_8859_1);
        Finished replay = bsmr("replay", file.toString(), "--report", "json");
        JsonNode report = new JsonMapper().readTree(replay.out());
        assertThat(report.path("accepted").asInt()).isEqualTo(1200);
        assertThat(report.path("rejected").asInt()).isZero();
        assertThat(report.at("/quarters/0/complete").asBoolean()).isTrue();
        assertThat(report.at("/quarters/0/estimator").asText()).isEqualTo("demand_register");
    }

    @Test
    void decodesAFileAndALiveStream() throws Exception {
        Path file = directory.resolve("minute.txt");
        String minute = bsmr("simulate", "--minutes", "1", "--start", "2026-01-13T18:44").out();
        Files.writeString(
                file, minute.replaceFirst("kWh", "kVh") + "noise", StandardCharsets.ISO_8859_1);
        Finished json = bsmr("decode", file.toString(), "--format", "json");
        assertThat(json.exit()).isZero();
        assertThat(json.err()).isEmpty();
        List<String> lines = json.out().lines().toList();
        assertThat(lines).hasSize(60);
        assertThat(lines.get(0)).isEqualTo("{\"rejected\":\"crc\",\"offset\":0}");
        JsonNode second = new JsonMapper().readTree(lines.get(1));
        assertThat(second.path("meter_time").asText()).isEqualTo("2026-01-13T18:44:01+01:00");
        assertThat(second.path("crc").asText()).isEqualTo("ok");
        Finished text = bsmr("decode", file.toString(), "--lang", "en");
        assertThat(text.out())
                .startsWith("Rejected at byte 0: its checksum is not that of its content")
                .contains("Tue 13 Jan 2026 18:44:59, meter 1SIM2200000001, version 50217");
        assertThat(text.err())
                .contains("read: 59, rejected: 1 (crc 1), stray bytes between them: 5");

        Process live = bsmrIn(directory, "decode", "-", "--format", "json").start();
        byte[] telegram =
                minute.substring(0, minute.indexOf("/", 1)).getBytes(StandardCharsets.ISO_8859_1);
        try (OutputStream meter = live.getOutputStream()) {
            try (BufferedReader heard = live.inputReader()) {
                for (int i = 0; i < 2; i++) {
                    meter.write(telegram);
                    meter.flush();
                    assertThat(heard.readLine()).as("as soon as it came").contains("18:44:00+01");
                }
            }
            meter.write(telegram); // nobody reads any more, as behind head
            meter.flush();
            assertThat(live.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(live.exitValue()).isZero();
        assertThat(new String(live.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void readsAFileWhoseLineEndsWereChangedWhenAskedTo() throws Exception {
        Path file = directory.resolve("bare.txt");
        String minute = bsmr("simulate", "--minutes", "1", "--start", "2026-01-13T18:44").out();
        Files.writeString(file, minute.replace("\r", ""), StandardCharsets.ISO_8859_1);
        Finished asItIs = bsmr("decode", file.toString(), "--lang", "en");
        assertThat(asItIs.exit()).isEqualTo(Exit.FAILED);
        assertThat(asItIs.err())
                .contains("--line-ends fix puts them back")
                .contains("no telegram in " + file + " could be read; rejected by line_ends 60");
        Finished fixed = bsmr("decode", file.toString(), "--line-ends", "fix", "--format", "json");
        assertThat(fixed.exit()).isZero();
        assertThat(fixed.out().lines()).hasSize(60).allMatch(l -> l.contains("\"crc\":\"ok\""));
        Finished replayed =
                bsmr("replay", file.toString(), "--line-ends", "fix", "--report", "json");
        assertThat(new JsonMapper().readTree(replayed.out()).path("telegrams").asInt())
                .isEqualTo(60);
    }

    @Test
    void decodesEncryptedTelegramsWithTheirKey() throws Exception {
        byte[] telegram =
                bsmr("simulate", "--minutes", "1", "--start", "2026-01-13T18:44")
                        .out()
                        .getBytes(StandardCharsets.ISO_8859_1);
        Path file = directory.resolve("luxembourg.bin");
        Files.write(file, SealedTelegram.of(Arrays.copyOf(telegram, telegram.length / 60), 1));
        Finished read =
                bsmr("decode", file.toString(), "--key", SealedTelegram.KEY, "--format", "json");
        assertThat(read.out()).contains("\"crc\":\"ok\"").contains("18:44:00+01:00");
        Finished locked = bsmr("decode", file.toString());
        assertThat(locked.exit()).isEqualTo(Exit.FAILED);
        assertThat(locked.err()).contains("1 telegram is encrypted").contains("--key");
        assertFails(Exit.USAGE, "this has 3 digits", "decode", file.toString(), "--key", "ABC");
    }

    @Test
    void listensToALineAndSaysHowItDoes() throws Exception {
        Path log = directory.resolve("simulate.log");
        Process meter = start(log, "simulate", "--to", "tcp-listen:0", "--grid", "3x230");
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("listening on"));
            String source = "tcp:" + Files.readString(log).strip().replaceAll(".* ", "");
            Finished text = bsmr("doctor", "--source", source, "--seconds", "4", "--lang", "en");
            assertThat(text.exit()).as("%s", text).isZero();
            assertThat(text.out()).contains("without neutral").endsWith("All is well.\n");
        } finally {
            meter.destroy();
        }
        Finished gone =
                bsmr("doctor", "--source", "tcp:127.0.0.1:1", "--seconds", "1", "--format", "json");
        assertThat(gone.exit()).isEqualTo(Exit.FAILED);
        assertThat(new JsonMapper().readTree(gone.out()).at("/0/finding").asText())
                .isEqualTo("cannot_open");
        Path config = directory.resolve("broker.yaml");
        Files.writeString(config, "source: tcp:127.0.0.1:1\nmqtt: {host: 127.0.0.1, port: 1}\n");
        Finished broker =
                bsmr("doctor", "--config", config.toString(), "--seconds", "1", "--lang", "nl");
        assertThat(broker.exit()).isEqualTo(Exit.FAILED);
        assertThat(broker.out().replaceAll("\\s+", " "))
                .contains("De broker 127.0.0.1:1 is niet bruikbaar: de machine is er,", "poort 1");
    }

    @Test
    void stopsCleanlyOnCtrlCAndDrawsWhatItKept() throws Exception {
        Path config = directory.resolve("bsmr.yaml");
        Path database = directory.resolve("house.db");
        Files.writeString(
                config,
                """
                store:
                  file: %s
                web:
                  port: 0
                mqtt:
                  broker:
                    port: 0
                """
                        .formatted(database));
        Path log = directory.resolve("demo.log");
        Process demo =
                start(
                        log,
                        "demo",
                        "--config",
                        config.toString(),
                        "--start",
                        "2026-01-13T17:58",
                        "--speed",
                        "200");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.readString(log).contains("MQTT: connected"));
        assertThat(Files.readString(log)).contains("Dashboard: http://127.0.0.1:");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.size(database) > 0);
        demo.destroy(); // SIGTERM takes the same way out as SIGINT
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        assertThat(Files.readString(log))
                .contains("stopped, everything is kept")
                .doesNotContain("ERROR");
        Path picture = directory.resolve("quarter.png");
        Finished plot =
                bsmr(
                        "plot",
                        "--config",
                        config.toString(),
                        "--quarter",
                        "2026-01-13T17:45",
                        "-o",
                        picture.toString());
        assertThat(plot.exit()).as(plot.err()).isZero();
        assertThat(Files.size(picture)).isGreaterThan(5000);
    }

    @Test
    void whatIfAsksTheDemoThatRuns() throws Exception {
        Path config = directory.resolve("bsmr.yaml");
        int port = FreePort.take();
        Files.writeString(
                config,
                """
                store: {file: %s}
                web: {port: %d}
                mqtt: {broker: {port: 0}}
                """
                        .formatted(directory.resolve("house.db"), port));
        Path log = directory.resolve("demo.log");
        String[] demo = {"demo", "--config", config.toString(), "--start", "2026-01-13T17:58"};
        String[] whatIf = {
            "whatif",
            "--demo",
            "--load",
            "2kW",
            "--for",
            "1h",
            "--config",
            config.toString(),
            "--format",
            "json"
        };
        Process running = start(log, demo);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(log).contains("Dashboard:"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(bsmr(whatIf).out())
                                            .contains("\"time\":\"2026-01-13T17:5"));
        } finally {
            running.destroy();
        }
        assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysWhatPeaksCost() throws Exception {
        Path config = directory.resolve("house.yaml");
        Files.writeString(
                config,
                """
                web: {port: 0}
                mqtt: {broker: {port: 0}}
                tariff: {area: imewo, volume_kwh: 3500}
                """);
        Path telegrams = directory.resolve("minute.txt");
        Files.writeString(
                telegrams,
                bsmr("simulate", "--minutes", "2", "--start", "2026-01-13T18:44").out(),
                StandardCharsets.ISO_8859_1);
        Path log = directory.resolve("run.log");
        Process run = startReading(telegrams, log, config);
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).as("ends with its input").isTrue();
        JsonNode bill =
                new JsonMapper()
                        .readTree(
                                bsmr("bill", "--config", config.toString(), "--format", "json")
                                        .out());
        assertThat(bill.path("area").asText()).isEqualTo("imewo");
        assertThat(bill.path("status").asText()).isEqualTo("known");
        assertThat(bill.path("months")).hasSize(12);
        assertThat(bill.at("/months/11/month").asText()).isEqualTo("2026-01");
        assertThat(bill.at("/months/0/source").asText()).isEqualTo("meter");
        // The lines follow from what is printed of the months.
        double mean = 0;
        for (JsonNode month : bill.path("months")) {
            mean += Math.max(2500, month.path("demand_w").asInt()) / 12_000.0;
        }
        double capacity = mean * 54.2009816;
        double all = (capacity + 3500 * 0.0522864 + 17.85) * 1.06;
        assertThat(bill.path("mean_kw").asDouble()).isCloseTo(mean, within(0.0001));
        assertThat(bill.at("/lines/0/eur").asDouble()).isCloseTo(capacity, within(0.006));
        assertThat(bill.path("total_eur").asDouble()).isCloseTo(all, within(0.006));

        String text = bsmr("bill", "--config", config.toString(), "--lang", "en").out();
        assertThat(text).contains("Fluvius Imewo, 2026").contains("January 2026");
        assertThat(text).contains("Mean of 12 known months").contains("In a year");
        assertThat(text).contains("Vlaamse Nutsregulator");
        assertThat(bsmr("bill", "--area", "wallonia", "--lang", "fr").out())
                .contains("aucune pointe")
                .contains("17:00-22:00");
        for (String language : List.of("nl", "fr", "de", "en")) {
            assertThat(bsmr("bill", "--area", "west", "--year", "2023", "--lang", language).out())
                    .contains("rates-2023.yaml", "tariff.sheets")
                    .contains("west: {name: Fluvius West, eur_per_kw_per_year: ")
                    .doesNotContain("{year}");
        }
        assertFails(Exit.USAGE, "which distribution area?", "bill");
        assertFails(Exit.USAGE, "there are antwerpen", "bill", "--area", "ghent");
        assertFails(
                Exit.USAGE, "nothing is known later", "bill", "--area", "west", "--year", "2090");
    }

    @Test
    void saysWhatToDoWithoutASource() throws Exception {
        Path config = directory.resolve("without.yaml");
        Files.writeString(config, "web: {enabled: false}\n");
        Finished run = bsmr("run", "--config", config.toString());
        assertThat(run.exit()).as("where no page can ask").isEqualTo(Exit.USAGE);
        assertThat(run.out())
                .contains("source: tcp:HOST:PORT")
                .contains("in " + config + ". Where", "source: simulator")
                .contains("poortbeheer");
        assertThat(run.out().lines().count()).as("one screen").isLessThan(25);
    }

    @Test
    void refusesWhatItCannotUseWithAHint() throws Exception {
        Path config = directory.resolve("bsmr.yaml");
        Files.writeString(config, "web:\n  prot: 8080\n");
        assertFails(
                Exit.USAGE,
                "bsmr.yaml, line 2: unknown key 'web.prot'; did you mean 'port'?",
                "run",
                "--config",
                config.toString());
        for (String command : List.of("run", "history", "bill", "doctor")) {
            assertFails(
                    Exit.UNAVAILABLE,
                    "nowhere.yaml: no such file; to begin with",
                    command,
                    "--config",
                    "nowhere.yaml");
        }
        Files.writeString(config, "goal_w: 3000\nsource: usb0\n");
        assertFails(
                Exit.USAGE,
                "bsmr.yaml, line 2: source: 'usb0' is no source; write",
                "run",
                "--config",
                config.toString());
        assertFails(
                Exit.USAGE,
                "write serial:auto, serial:/dev/ttyUSB0, tcp:",
                "run",
                "--source",
                "usb0");
        assertFails(
                Exit.USAGE,
                "write tcp:192.168.1.50:2001",
                "run",
                "--source",
                "serial:/dev/ttyUSB0",
                "--fallback",
                "tcp:dongle");
        assertFails(Exit.UNAVAILABLE, "cannot read nowhere.txt", "replay", "nowhere.txt");
        assertFails(
                Exit.USAGE,
                "the fallback is the source itself",
                "run",
                "--source",
                "tcp:127.0.0.1:9",
                "--fallback",
                "tcp:127.0.0.1:9");
        assertFails(Exit.UNAVAILABLE, "cannot read nowhere.txt", "decode", "nowhere.txt");
        assertFails(Exit.FAILED, "no telegram in", "decode", config.toString());
        assertFails(Exit.USAGE, "'fast' is no speed", "replay", "x", "--speed", "fast");
        assertFails(Exit.USAGE, "no time; write it as", "simulate", "--start", "yesterday");
        assertFails(Exit.USAGE, "write stdout, serial:", "simulate", "--to", "printer");
    }

    @Test
    void readsTelegramsThatAnotherProgramWritesToIt() throws Exception {
        Path telegrams = directory.resolve("minute.txt");
        Finished simulate = bsmr("simulate", "--minutes", "1", "--seed", "3");
        Files.writeString(telegrams, simulate.out(), StandardCharsets.ISO_8859_1);
        Path config = directory.resolve("bsmr.yaml");
        Files.writeString(config, "web: {port: 0}\nmqtt: {broker: {port: 0}}\n");
        Path log = directory.resolve("run.log");
        Process run = startReading(telegrams, log, config);
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).as("ends with its input").isTrue();
        assertThat(run.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("reading stdin").doesNotContain("ERROR");
    }

    @Test
    void saysThatThereAreNoPins() throws Exception {
        assumeFalse(Files.exists(Path.of("/dev/gpiochip0")), "this machine has pins");
        Path config = directory.resolve("bsmr.yaml");
        Files.writeString(
                config, "stop_button: {pin: 17}\nweb: {port: 0}\nmqtt: {broker: {port: 0}}\n");
        assertFails(
                Exit.UNAVAILABLE,
                "no GPIO pins that BSMR may use: remove gpio, the pins of sg_ready, stop_button and",
                "run",
                "--source",
                "simulator",
                "--config",
                config.toString());
    }

    @Test
    void explainsEveryCommandWithExamples() throws Exception {
        for (String command :
                List.of("run", "demo", "replay", "simulate", "plot", "bill", "decode", "doctor")) {
            Finished help = bsmr(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).as(command).contains("Examples:").contains("bsmr " + command);
        }
        assertThat(bsmr("--help").out()).contains("Exit codes:");
    }

    private record Finished(int exit, String out, String err) {}

    private void assertFails(int exit, String message, String... args) throws Exception {
        Finished failed = bsmr(args);
        assertThat(failed.exit()).as("%s", failed).isEqualTo(exit);
        assertThat(failed.err()).contains(message).doesNotContain("\tat ");
    }

    /** Two quarters of 1 kW and one of 3 kW, a value every ten seconds. */
    @Test
    void measuresTheForecastOnATraceWithExactlyTheseKeys() throws Exception {
        Path trace = directory.resolve("trace.csv");
        StringBuilder lines = new StringBuilder("time,power (W)\nrubbish\n");
        for (int s = 0; s <= 2700; s += 10) {
            lines.append(1768323600 + s).append(',').append(s <= 1800 ? 1000 : 3000).append('\n');
        }
        Files.writeString(trace, lines);
        Finished run =
                bsmr("evaluate", "forecast", "--trace", trace.toString(), "--format", "json");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("trace.csv, line 2: 'rubbish'");
        JsonNode score = new JsonMapper().readTree(run.out());
        List<String> keys = new ArrayList<>();
        score.fieldNames().forEachRemaining(keys::add);
        assertThat(keys.subList(0, 11))
                .containsExactly(
                        "quarters",
                        "high",
                        "methods",
                        "coverage80",
                        "coverage95",
                        "width80_w",
                        "width95_w",
                        "score80_w",
                        "score95_w",
                        "brier_2500",
                        "brier_4000");
        assertThat(score.path("quarters").asInt()).isEqualTo(3);
        assertThat(score.path("high").asInt()).isEqualTo(1);
        List<String> methods = new ArrayList<>();
        score.path("methods").fieldNames().forEachRemaining(methods::add);
        assertThat(methods).containsExactly("bsmr", "mean30", "last", "so_far", "ema120", "ema300");
        List<String> figures = new ArrayList<>();
        score.at("/methods/bsmr").fieldNames().forEachRemaining(figures::add);
        assertThat(figures).containsExactly("mae_w", "rmse_w", "mae_high_w", "rmse_high_w");
        assertThat(score.at("/methods/last/mae_w").asDouble()).isZero();
        assertThat(score.at("/methods/so_far/rmse_high_w").asDouble()).isZero();
        // At 60 s into the third quarter 2000 W are missing to the part exp(−60/120) of what is
        // left.
        double error = 2000 * Math.exp(-0.5) * 840 / 900;
        assertThat(score.at("/checkpoints/0/methods/ema120/mae_w").asDouble())
                .isCloseTo(error / 3, within(0.01));

        Finished second =
                bsmr(
                        "evaluate",
                        "forecast",
                        "--trace",
                        trace.toString(),
                        "--from",
                        "2026-01-13T18:15",
                        "--to",
                        "2026-01-13T18:30");
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(second.out()).contains("1 quarters scored, 0 left out").contains("mean30");
    }

    @Test
    void saysWhyATraceCannotBeScored() throws Exception {
        Path trace = directory.resolve("short.csv");
        Files.writeString(trace, "2026-01-13T18:00:00,1500\n2026-01-13T18:00:01,1520\n");
        Finished tooShort = bsmr("evaluate", "forecast", "--trace", trace.toString());
        assertThat(tooShort.exit()).isEqualTo(Exit.FAILED);
        assertThat(tooShort.err()).contains("nothing to score: 2 values");
        assertThat(bsmr("evaluate", "forecast", "--trace", "nowhere.csv").exit())
                .isEqualTo(Exit.UNAVAILABLE);
    }

    /** Three hours of a house that cooks at six, around the loads of each example. */
    @ParameterizedTest
    @ValueSource(strings = {"flat", "family", "all-electric"})
    void controlsEachExampleWithExactlyTheseKeys(String example) throws Exception {
        Finished run =
                bsmr(
                        "evaluate",
                        "control",
                        "--trace",
                        evening().toString(),
                        "--loads",
                        example(example).toString(),
                        "--format",
                        "json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode score = new JsonMapper().readTree(run.out());
        assertThat(keys(score))
                .containsExactly(
                        "quarters",
                        "left_out",
                        "bound_peak_w",
                        "period",
                        "periods",
                        "after_first",
                        "methods");
        assertThat(score.path("period").asText()).isEqualTo("month");
        assertThat(score.at("/periods/2026-01-01/quarters").asInt()).isEqualTo(12);
        // Twelve quarters are less than half a month.
        assertThat(score.at("/periods/2026-01-01/counted").asBoolean(true)).isFalse();
        assertThat(score.at("/after_first/periods").asInt(-1)).isZero();
        List<String> all = new ArrayList<>();
        gather(score, all);
        assertThat(Files.readString(Path.of("../docs/evaluate.md"))).contains(all);
        assertThat(score.path("quarters").asInt()).isEqualTo(12);
        assertThat(keys(score.path("methods"))).containsExactly("none", "limit", "greedy", "bsmr");
        int bound = score.at("/bound_peak_w/2026-01").asInt();
        for (JsonNode method : score.path("methods")) {
            assertThat(keys(method))
                    .containsExactly(
                            "month_peaks_w",
                            "cost_eur_per_year",
                            "quarters_over_target",
                            "quarters_over_target_avoidable",
                            "quarters_level_raised",
                            "level_raised_w",
                            "level_raised_eur_per_year",
                            "switch_operations",
                            "setpoint_changes",
                            "energy_delayed_kwh",
                            "energy_not_delivered_kwh",
                            "worst_comfort_breach",
                            "fuse_exceeded_s",
                            "period_peaks_w",
                            "first",
                            "after_first");
            assertThat(method.at("/month_peaks_w/2026-01").asInt()).isGreaterThanOrEqualTo(bound);
        }
        assertThat(score.at("/methods/none/switch_operations").asInt()).isZero();
    }

    @Test
    void tellsHowLoadsWereControlledInATable() throws Exception {
        Finished run =
                bsmr(
                        "evaluate",
                        "control",
                        "--trace",
                        evening().toString(),
                        "--loads",
                        example("flat").toString(),
                        "--target",
                        "3kW",
                        "--methods",
                        "none,bsmr");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("12 quarters scored", "bound", "bsmr");
        assertThat(run.out()).doesNotContain("greedy");
    }

    /** From noon on, so that each day is whole. */
    @Test
    void tellsTheMeanOfTheDaysAfterTheFirst() throws Exception {
        Path trace = directory.resolve("days.csv");
        StringBuilder lines = new StringBuilder();
        LocalDateTime noon = LocalDateTime.of(2026, 1, 13, 12, 0);
        for (int minute = 0; minute <= 3 * 1440; minute++) {
            int day = minute / 1440;
            int watts = minute % 1440 > 360 && minute % 1440 <= 420 ? 4000 + 1000 * day : 300;
            lines.append(noon.plusMinutes(minute)).append(',').append(watts).append('\n');
        }
        Files.writeString(trace, lines);
        Finished run =
                bsmr(
                        "evaluate",
                        "control",
                        "--trace",
                        trace.toString(),
                        "--loads",
                        example("flat").toString(),
                        "--target",
                        "day",
                        "--methods",
                        "none",
                        "--format",
                        "json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode score = new JsonMapper().readTree(run.out());
        assertThat(score.path("period").asText()).isEqualTo("day");
        assertThat(keys(score.path("periods")))
                .containsExactly("2026-01-13", "2026-01-14", "2026-01-15");
        assertThat(score.at("/periods/2026-01-14/bound_peak_w").asInt()).isEqualTo(5000);
        assertThat(score.at("/after_first/mean_bound_w").asInt()).isEqualTo(5500);
        JsonNode none = score.at("/methods/none");
        int second = none.at("/period_peaks_w/2026-01-14").asInt();
        int third = none.at("/period_peaks_w/2026-01-15").asInt();
        assertThat(third).isBetween(6000, 8400);
        assertThat(none.at("/after_first/mean_peak_w").asDouble())
                .isCloseTo((second + third) / 2.0, within(0.5));
        assertThat(none.at("/first/periods").asInt()).isEqualTo(1);
        List<String> all = new ArrayList<>();
        gather(score, all);
        assertThat(Files.readString(Path.of("../docs/evaluate.md"))).contains(all);
    }

    @Test
    void drawsHousesFromASeedAndSumsThemUp() throws Exception {
        String[] trial = {
            "evaluate",
            "control",
            "--house",
            "random:5",
            "--days",
            "2",
            "--target",
            "day",
            "--seeds",
            "2",
            "--methods",
            "none",
            "--format",
            "json"
        };
        Finished run = bsmr(trial);
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode all = new JsonMapper().readTree(run.out());
        assertThat(all.path("runs")).hasSize(2);
        assertThat(all.at("/runs/0/seed").asInt()).isEqualTo(5);
        assertThat(all.at("/runs/1/seed").asInt()).isEqualTo(6);
        double sum = 0;
        for (JsonNode one : all.path("runs")) {
            assertThat(one.path("quarters").asInt()).isEqualTo(2 * 96);
            assertThat(one.at("/after_first/periods").asInt()).isEqualTo(1);
            sum += one.at("/methods/none/after_first/mean_peak_w").asDouble();
        }
        JsonNode none = all.at("/summary/methods/none");
        assertThat(none.path("mean_peak_w").asDouble()).isCloseTo(sum / 2, within(1.0));
        assertThat(none.path("peak_to_practical").asDouble()).isGreaterThanOrEqualTo(1);
        assertThat(all.at("/summary/runs").asInt()).isEqualTo(2);
        List<String> names = new ArrayList<>();
        gather(all, names);
        assertThat(Files.readString(Path.of("../docs/evaluate.md"))).contains(names);
        assertThat(bsmr(trial).out()).isEqualTo(run.out());
    }

    @Test
    void saysWhichRunsAreTooShortForASecondPeriod() throws Exception {
        Finished run =
                bsmr(
                        "evaluate",
                        "control",
                        "--house",
                        "random:5",
                        "--days",
                        "1",
                        "--target",
                        "month",
                        "--seeds",
                        "2",
                        "--methods",
                        "none");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("no month after the first of which half is known; take more --days")
                .doesNotContain("NaN");
    }

    @Test
    void saysWhichHouseItNeeds() throws Exception {
        assertFails(Exit.USAGE, "either --loads FILE or --house", "evaluate", "control");
        assertFails(
                Exit.USAGE, "random:1", "evaluate", "control", "--house", "villa", "--days", "1");
        assertFails(
                Exit.USAGE,
                "--trace FILE",
                "evaluate",
                "control",
                "--loads",
                example("flat").toString());
    }

    /** Each key that is no date, as the docs write it. */
    private static void gather(JsonNode node, List<String> names) {
        node.properties()
                .forEach(
                        field -> {
                            if (!Character.isDigit(field.getKey().charAt(0))) {
                                names.add("`" + field.getKey() + "`");
                            }
                            gather(field.getValue(), names);
                        });
    }

    @Test
    void saysWhatIsWrongWithATrial() throws Exception {
        String trace = evening().toString();
        Path loads = directory.resolve("loads.yaml");
        Files.writeString(loads, "loads:\n  - id: boiler\n    power_w: 2400\n");
        String file = loads.toString();
        String[] trial = {"evaluate", "control", "--trace", trace, "--loads", file};
        assertFails(Exit.USAGE, "load 'boiler' has no physics", trial);
        Files.writeString(loads, "loads:\n  - id: a\n    simulated: {boiler: {liters: 100}}\n");
        assertFails(Exit.USAGE, "line 3: unknown key", trial);
        Files.writeString(loads, "loads:\n  - id: a\n    simulated: {boiler: {litres: 100}}\n");
        assertFails(Exit.USAGE, "power_w", trial);
        String flat = example("flat").toString();
        assertFails(
                Exit.USAGE,
                "write it as 2500W, or day, week or month",
                "evaluate",
                "control",
                "--trace",
                trace,
                "--loads",
                flat,
                "--target",
                "much");
        assertFails(
                Exit.UNAVAILABLE,
                "cannot read nowhere.csv",
                "evaluate",
                "control",
                "--trace",
                "nowhere.csv",
                "--loads",
                flat);
    }

    private static Path example(String name) {
        return Path.of("../examples/control/" + name + ".yaml").toAbsolutePath();
    }

    private Path evening() throws IOException {
        Path trace = directory.resolve("evening.csv");
        StringBuilder lines = new StringBuilder("time,power (W)\n");
        for (int s = 0; s <= 3 * 3600; s += 10) {
            boolean cooks = s > 3600 && s <= 6300 && s / 60 % 3 > 0;
            lines.append(1768323600 + s).append(',').append(cooks ? 2600 : 400).append('\n');
        }
        Files.writeString(trace, lines);
        return trace;
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Of the whole traces see docs/figures.md. */
    @Test
    void measuresTheFirstHoursOfRealTraces() throws Exception {
        Path traces = RECORDING.resolve("../../../traces").normalize();
        Path minutes = traces.resolve("uci_1min/household_2007-01_03.csv");
        assumeTrue(Files.exists(minutes), "no real traces at hand: " + traces);
        Path hours = directory.resolve("hours.csv");
        Files.write(hours, Files.readAllLines(minutes).subList(0, 1 + 12 * 60));
        Finished run =
                bsmr(
                        "evaluate",
                        "forecast",
                        "--trace",
                        hours.toString(),
                        "--unit",
                        "kW",
                        "--format",
                        "json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode score = new JsonMapper().readTree(run.out());
        assertThat(score.path("quarters").asInt()).isEqualTo(47);
        assertThat(score.at("/methods/last/mae_w").asDouble()).isBetween(10.0, 500.0);
    }

    @Test
    void aConfigurationThatIsFoundWrongOnlyWhenUsedDoesNotEndWhatRuns() throws Exception {
        String fits = "store: {file: bsmr.db}\nweb: {enabled: false}\n";
        String unread = fits + "mqtt:\n  host: 127.0.0.1\n  tls: true\n  ca: /nowhere.pem\n";
        Path config = Files.writeString(directory.resolve("c.yaml"), unread);
        String[] run = {"run", "--source", "-", "--config", config.toString()};
        Finished first = bsmr(run);
        assertThat(first.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(first.err())
                .contains("c.yaml, line 6: mqtt.ca: /nowhere.pem is no file")
                .doesNotContain("report", "Exception");

        Files.writeString(config, fits + "mqtt: {broker: {enabled: false}}\n");
        Path log = directory.resolve("run.log");
        Process running = start(log, run);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("opened"));
            Files.writeString(config, unread);
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    Files.readString(log)
                                            .matches(
                                                    "(?s).*line 6: mqtt.ca.*from before goes"
                                                            + " on.*opened.*"));
            assertThat(running.isAlive()).isTrue();
        } finally {
            running.destroyForcibly().waitFor();
        }
    }

    private Finished bsmr(String... args) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process =
                bsmrIn(directory, args)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Finished(
                process.exitValue(),
                Files.readString(out, StandardCharsets.ISO_8859_1),
                Files.readString(err));
    }

    private Process start(Path log, String... args) throws IOException {
        return bsmrIn(directory, args)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The program with {@code telegrams} as its standard input: it ends with them. */
    private Process startReading(Path telegrams, Path log, Path config) throws IOException {
        return bsmrIn(directory, "run", "--source", "-", "--config", config.toString())
                .redirectInput(telegrams.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static ProcessBuilder bsmrIn(Path directory, String... args) {
        return Programs.java(List.of("-Djava.awt.headless=true"), Main.class, args)
                .directory(directory.toFile());
    }
}
