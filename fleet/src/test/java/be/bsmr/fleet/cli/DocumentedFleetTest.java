package be.bsmr.fleet.cli;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.KafkaScript;
import be.bsmr.fleet.ParquetFile;
import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.bridge.Certificates;
import be.bsmr.fleet.bridge.DocumentedMosquitto;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.LocalPostgres;
import be.bsmr.home.cli.DocumentedCommands;
import be.bsmr.home.cli.DocumentedCommands.Typed;
import be.bsmr.home.cli.Main;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * What the documents tell who runs a fleet to type: {@code bsmr fleet …} in the order of
 * docs/fleet-run.md, with a real Kafka, PostgreSQL and mosquitto, and docs/fleet.yaml in which
 * nothing is changed but what it leaves to be filled in.
 */
@Timeout(300)
class DocumentedFleetTest {

    /** What Java says when it was asked to stop, and did. */
    private static final int STOPPED = 143;

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String DONGLE = "attic";
    private static final Path KEPT = Path.of("target/documented");

    /** The bridge takes messages of 32 kB; a telegram has 1.4 kB. */
    private static final int TELEGRAMS_A_MESSAGE = 20;

    /** What is documented and not run here, and why. */
    private static final Map<String, String> NOT_RUN =
            Map.of(
                    "demo --meters 4000",
                    "measures, and takes the whole machine for minutes",
                    "bench/figures",
                    "measures, for hours or with recordings that are not ours to publish",
                    "pg_dump",
                    "is not among the programs of PostgreSQL that come with us");

    @TempDir private Path folder;

    /** What a person fills in. */
    private final Map<String, String> blanks = new HashMap<>();

    /** By what was typed. */
    private final Map<String, RunningProgram> programs = new TreeMap<>();

    /** Where programs put what nobody asks for. */
    private Path temporary = Path.of("");

    @BeforeEach
    void begin() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        Files.createDirectories(KEPT);
    }

    /** What each said is kept for whoever wonders why it fails. */
    @AfterEach
    void end() throws IOException {
        for (Map.Entry<String, RunningProgram> one : programs.entrySet()) {
            one.getValue().close();
            Files.write(KEPT.resolve(one.getKey() + ".txt"), one.getValue().said());
        }
    }

    @Test
    void eachThatIsDocumentedRunsFromTheFirstTopicToTheLastHouse() throws Exception {
        Set<String> documented = documented();
        try (LocalKafka kafka = LocalKafka.start(folder.resolve("kafka"));
                LocalPostgres postgres = LocalPostgres.start();
                DocumentedMosquitto mosquitto =
                        new DocumentedMosquitto(
                                folder.resolve("mosquitto"),
                                new Certificates(folder.resolve("certificates")),
                                DONGLE)) {
            configure(kafka, postgres, mosquitto);
            // Nobody may be more than two minutes ahead.
            QuarterHour quarter = QuarterHour.of(Instant.now().minusSeconds(60)).later(-1);
            List<String> telegrams = telegrams(quarter.start());
            enrol(telegrams.get(0));
            assertThat(said("topics")).isEqualTo("9 topics of bsmr are there");
            assertThat(said("members")).isEqualTo("1 communities, 1 members");

            RunningProgram bridge = begun("bridge");
            RunningProgram streams = begun("streams").await("RUNNING, was");
            RunningProgram page = begun("page");
            awaitSubscribed(mosquitto, 1);
            say(mosquitto, telegrams);
            awaitQuarter(address(page), quarter);
            stop(page);
            stop(streams);
            stop(bridge);
            readAllAgain(kafka);

            RunningProgram all = begun("run");
            awaitSubscribed(mosquitto, 2);
            awaitQuarter(address(all), quarter);
            export(quarter);
            assertThat(said("erase KEY")).matches("[1-9]\\d* rows erased");
            assertThat(body(address(all).resolve("api/v1/communities/tower")))
                    .doesNotContain("flat 1");
            stop(all);
        }
        assertThat(left()).isEmpty();
        Files.write(
                KEPT.resolve("only-parsed.txt"),
                NOT_RUN.entrySet().stream().map(e -> e.getKey() + "   # " + e.getValue()).toList());
        documented.removeAll(NOT_RUN.keySet());
        documented.remove("demo");
        assertThat(programs.keySet()).isEqualTo(documented);
    }

    @Test
    void theDemoThatIsDocumentedEndsInOrder() throws Exception {
        assertThat(documented()).contains("demo");
        RunningProgram demo = begun("demo", "--port", "0");
        URI tower = address(demo).resolve("api/v1/communities/tower");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(body(tower)).contains("\"members\":40"));
        stop(demo);
        assertThat(left()).isEmpty();
    }

    @Test
    void theDemoLeavesNothingBehindWhenItIsStoppedWhileItStarts() throws Exception {
        RunningProgram demo = begun("demo", "--port", "0");
        await().atMost(SOON).until(() -> !left().isEmpty());
        stop(demo);
        assertThat(left()).isEmpty();
    }

    /**
     * The commands, but for what is only named, as in "what bsmr fleet erase forgets".
     *
     * @throws AssertionError when the program does not understand one
     */
    private static Set<String> documented() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Typed one : DocumentedCommands.all()) {
            if (one.command().equals("fleet") && one.words().size() > 1) {
                List<String> words = one.words().subList(1, one.words().size());
                try {
                    Object unused = FleetMain.commandLine().parseArgs(words.toArray(String[]::new));
                    all.add(String.join(" ", words));
                } catch (MissingParameterException named) {
                    assertThat(one.whole()).as("%s lacks something", one).isFalse();
                } catch (ParameterException e) {
                    throw new AssertionError(one + ": " + e.getMessage(), e);
                }
            }
        }
        return all;
    }

    /**
     * One that is documented, with its blanks filled in.
     *
     * @param more that is not
     */
    private RunningProgram begun(String documented, String... more) throws IOException {
        String[] words =
                Stream.concat(Stream.of(documented.split(" ", -1)), Stream.of(more))
                        .map(word -> blanks.getOrDefault(word, word))
                        .toArray(String[]::new);
        RunningProgram program =
                RunningProgram.java(
                        folder, List.of("-Djava.io.tmpdir=" + temporary), FleetMain.class, words);
        programs.put(documented, program);
        return program;
    }

    /** Asks one to end that runs until then. */
    private void stop(RunningProgram program) throws Exception {
        assertThat(program.stop()).as("%s", program.said()).isEqualTo(STOPPED);
        assertThat(program.said()).noneMatch(line -> line.contains("while stopping"));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(f -> !f.equals(temporary)).toList();
        }
    }

    /** What one says that ends by itself. */
    private String said(String documented) throws Exception {
        RunningProgram program = begun(documented);
        assertThat(program.ended()).as("%s: %s", documented, program.said()).isZero();
        assertThat(program.said()).hasSize(1);
        return program.said().get(0);
    }

    /** As a person does in an editor. */
    private void configure(LocalKafka kafka, LocalPostgres postgres, DocumentedMosquitto mosquitto)
            throws Exception {
        String sample = Files.readString(Path.of("../docs/fleet.yaml"));
        String making = "head -c 32 /dev/urandom | base64";
        assertThat(sample).contains(making);
        RunningProgram secret = RunningProgram.start("sh", "-c", making);
        assertThat(secret.ended()).isZero();
        String file =
                filledIn(
                        sample,
                        Map.of(
                                "# secret: ...",
                                "secret: " + secret.said().get(0),
                                "servers: 127.0.0.1:9092",
                                "servers: " + kafka.address(),
                                "port: 1883",
                                "port: " + mosquitto.port(),
                                "# user: bridge\n# password: ...",
                                "  user: bridge\n  password: "
                                        + DocumentedMosquitto.password(DocumentedMosquitto.BRIDGE),
                                "# url: jdbc:postgresql://127.0.0.1/bsmr\n# user: bsmr\n# password: ...",
                                "  url: "
                                        + postgres.url()
                                        + "\n  user: "
                                        + postgres.user()
                                        + "\n  password: "
                                        + postgres.password(),
                                "port: 8090",
                                "port: 0",
                                "communities: []\n# - id: tower\n#   name: Tower\n#   target_w:",
                                "communities:\n- id: tower\n  name: Tower\n  target_w:",
                                "members: []\n# - key: ",
                                "members:\n- key: ",
                                "#   community: tower\n#   name: flat 1\n#   target_w: 2500 ",
                                "  community: tower\n  name: flat 1\n  target_w: 2500 ",
                                "#   flexible_w",
                                "  flexible_w"));
        Path yaml = Files.writeString(folder.resolve("fleet.yaml"), file);
        Files.setPosixFilePermissions(yaml, PosixFilePermissions.fromString("rw-------"));
    }

    private static String filledIn(String text, Map<String, String> changes) {
        String changed = text;
        for (Map.Entry<String, String> one : changes.entrySet()) {
            assertThat(changed).containsOnlyOnce(one.getKey());
            changed = changed.replace(one.getKey(), one.getValue());
        }
        return changed;
    }

    /**
     * Those of a quarter-hour of a simulated house and of the two minutes after it, of which the
     * second tells the bridge that the first is over.
     */
    private List<String> telegrams(Instant from) throws Exception {
        RunningProgram simulate =
                RunningProgram.java(
                        folder, Main.class, "simulate", "--minutes", "17", "--start", "" + from);
        assertThat(simulate.ended()).as("%s", simulate.said()).isZero();
        List<String> all = new ArrayList<>();
        StringBuilder telegram = new StringBuilder();
        for (String line : simulate.said()) {
            telegram.append(line).append("\r\n");
            if (line.startsWith("!")) {
                all.add(telegram.toString());
                telegram.setLength(0);
            }
        }
        assertThat(all).hasSize(17 * 60);
        return all;
    }

    /** The number is the one that {@code bsmr decode} shows of a telegram. */
    private void enrol(String telegram) throws Exception {
        Path file = Files.writeString(folder.resolve("telegram.txt"), telegram);
        RunningProgram decode =
                RunningProgram.java(folder, Main.class, "decode", "--lang", "en", file.toString());
        assertThat(decode.ended()).as("%s", decode.said()).isZero();
        blanks.put("NUMBER", decode.said().get(0).replaceFirst(".*meter (\\w+),.*", "$1"));
        String key = said("enrol NUMBER");
        assertThat(key).matches("[0-9a-f]{32}");
        blanks.put("KEY", key);
        Path yaml = folder.resolve("fleet.yaml");
        Files.writeString(
                yaml,
                filledIn(Files.readString(yaml), Map.of("0123456789abcdef0123456789abcdef", key)));
    }

    private static void awaitSubscribed(DocumentedMosquitto mosquitto, int times) {
        await().atMost(SOON)
                .until(
                        () ->
                                mosquitto.said().stream()
                                                .filter(
                                                        l ->
                                                                l.contains(
                                                                        "SUBACK to bsmr-bridge-1-raw"))
                                                .count()
                                        >= times);
    }

    private void say(DocumentedMosquitto mosquitto, List<String> telegrams) throws Exception {
        Path message = folder.resolve("message");
        for (int i = 0; i < telegrams.size(); i += TELEGRAMS_A_MESSAGE) {
            int to = Math.min(telegrams.size(), i + TELEGRAMS_A_MESSAGE);
            Files.writeString(message, String.join("", telegrams.subList(i, to)));
            RunningProgram sent =
                    RunningProgram.start(
                            "mosquitto_pub",
                            "-p",
                            "" + mosquitto.port(),
                            "-u",
                            DONGLE,
                            "-P",
                            DocumentedMosquitto.password(DONGLE),
                            "-q",
                            "1",
                            "-t",
                            "fleet/raw/" + DONGLE,
                            "-f",
                            message.toString());
            assertThat(sent.ended()).as("%s", sent.said()).isZero();
        }
    }

    /** That it says with "Ctrl-C stops". */
    private static URI address(RunningProgram program) {
        String line =
                program.await("(Ctrl-C stops)").said().stream()
                        .filter(l -> l.endsWith("(Ctrl-C stops)"))
                        .findFirst()
                        .orElseThrow();
        return URI.create(line.split(" ", -1)[1]);
    }

    /** As docs/fleet-page.md says for a backup that was restored. */
    private void readAllAgain(LocalKafka kafka) throws Exception {
        RunningProgram reset =
                KafkaScript.start(
                        folder,
                        "fleet-page.md",
                        "kafka-consumer-groups.sh",
                        Map.of("…", kafka.address(), "<tenant>", "bsmr"));
        assertThat(reset.ended()).as("%s", reset.said()).isZero();
        assertThat(reset.said()).anyMatch(line -> line.matches("bsmr.sink +bsmr.quarters .* 0 *"));
    }

    private static String body(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private static void awaitQuarter(URI page, QuarterHour quarter) {
        ZonedDateTime start = quarter.start().atZone(SiteSettings.BELGIUM);
        URI quarters = page.resolve("api/v1/communities/tower/quarters?day=" + start.toLocalDate());
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(body(quarters))
                                        .as("%s", body(page.resolve("metrics")))
                                        .contains(ISO_OFFSET_DATE_TIME.format(start)));
    }

    private void export(QuarterHour quarter) throws Exception {
        blanks.put("MONTH", quarter.start().toString().substring(0, 7));
        blanks.put("FILE", "month.parquet");
        assertThat(said("export MONTH FILE")).isEqualTo("1 quarter-hours in month.parquet");
        assertThat(ParquetFile.rows(folder.resolve("month.parquet")))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row).containsEntry("meter", blanks.get("KEY"));
                            assertThat(row).containsEntry("complete", true);
                        });
    }
}
