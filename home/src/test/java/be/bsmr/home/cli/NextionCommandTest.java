package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Home;
import be.bsmr.home.Programs;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.nextion.Panel;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.PtyPair;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole program on a simulated evening, and the command that shows it on a display. */
class NextionCommandTest {

    private static final Instant SIX = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir private Path directory;

    private final FedMeter meter = new FedMeter();
    private final StringWriter said = new StringWriter();
    private final AtomicInteger exit = new AtomicInteger(-1);
    private PtyPair cable;
    private Panel panel;
    private Home home;
    private Thread command;

    @BeforeEach
    void plugIn() throws Exception {
        cable = new PtyPair(directory, "ttyUSB1");
        panel = new Panel(cable);
    }

    @AfterEach
    void unplug() throws Exception {
        if (command != null) {
            command.interrupt();
            command.join();
        }
        home.close();
        panel.close();
        cable.close();
    }

    @Test
    @Timeout(150)
    void showsTheEveningOfTheProgramOnThisMachine() throws Exception {
        Path config =
                house(
                        "web: {port: "
                                + FreePort.take()
                                + ", user: me, password: secret}\nmqtt: {broker: {enabled: false}}");
        Reading last = meter.feed(0, 456);
        display("--config", config.toString(), "--night", "17:30-18:30", "--dim", "30");

        soon().until(() -> watts(last).equals(panel.number(8)) && panel.line(3).size() == 46);
        assertThat(panel.number(9)).isZero();
        assertThat(panel.number(10)).isEqualTo(455);
        assertThat(panel.number(0)).isCloseTo(meter.imported(0, 455), within(1));
        assertThat(panel.number(2)).isEqualTo(volts(last, 0));
        assertThat(panel.number(3)).isEqualTo(amperes(last, 0));
        assertThat(panel.number(6)).isEqualTo(volts(last, 2));
        assertThat(panel.number(7)).isEqualTo(amperes(last, 2));
        for (int column = 0; column < 46; column++) {
            assertThat(panel.line(3).get(column) * 10 - meter.imported(0, column * 10))
                    .as("what was imported at column " + column)
                    .isBetween(-6, 6);
        }
        assertThat(panel.line(1)).as("the alarm line falls").isSortedAccordingTo((a, b) -> b - a);
        panel.picture("evening-page-0");

        panel.turnTo(1);
        List<Integer> registers =
                List.of(
                        register(last.imported().tariff(1)),
                        register(last.imported().tariff(2)),
                        register(last.exported().tariff(1)),
                        register(last.exported().tariff(2)),
                        watts(last),
                        0);
        soon().until(
                        () ->
                                IntStream.range(0, 6)
                                        .allMatch(
                                                i ->
                                                        registers
                                                                .get(i)
                                                                .equals(panel.number(11 + i))));
        panel.picture("evening-page-1");

        soon().until(() -> panel.number(11) == null);
        assertThat(said.toString())
                .contains("NX3224K028_011R (firmware 130) answers")
                .contains("The meter is silent: no numbers are shown.");

        panel.turnTo(0);
        Reading later = meter.feed(456, 602);
        soon().until(() -> watts(later).equals(panel.number(8)) && panel.line(3).size() == 61);
        panel.picture("evening-again");
        end();
        assertThat(said.toString()).contains("refused: 0;");
    }

    @Test
    @Timeout(150)
    void showsAHouseThroughItsBrokerWithALogin() throws Exception {
        int broker = FreePort.take();
        house(
                "web: {enabled: false}\nmqtt: {broker: {port: "
                        + broker
                        + ", user: panel, password: secret}}");
        Path away = directory.resolve("away.yaml");
        Files.writeString(
                away,
                "mqtt: {host: 127.0.0.1, port: " + broker + ", user: panel, password: secret}\n");
        meter.feed(0, 300);
        untilTold(away, "\"elapsed_s\":299");
        display("--mqtt", "--config", away.toString());
        soon().until(() -> said.toString().contains("NX3224K028_011R"));
        assertThat(said.toString()).contains("Waiting for the first telegram");

        // What is kept at the broker may be old: it is not shown until the meter speaks.
        Reading first = meter.feed(300, 306);
        soon().until(() -> watts(first).equals(panel.number(8)));
        assertThat(panel.number(0)).isCloseTo(meter.imported(0, 305), within(1));
        soon().until(() -> panel.line(3).size() == 31);
        assertThat(panel.line(0).subList(0, 29)).as("nobody told it").containsOnly(0);
        Reading second = meter.feed(306, 316);
        soon().until(() -> watts(second).equals(panel.number(8)) && panel.line(3).size() == 32);
        assertThat(panel.line(0).get(31)).as("the limit").isPositive();

        home.close();
        soon().until(() -> panel.number(8) == null);
        assertThat(said.toString()).contains("No connection to");
    }

    @Test
    @Timeout(150)
    void leavesNoNumbersBehindWhenTheMachineStops() throws Exception {
        Path config =
                house("web: {port: " + FreePort.take() + "}\nmqtt: {broker: {enabled: false}}");
        Process process =
                Programs.java(
                                List.of(),
                                Main.class,
                                "display",
                                "nextion",
                                cable.ourEnd(),
                                "--config",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Programs.LOG)
                        .start();
        try {
            soon().until(
                            () -> {
                                meter.feed(meter.seconds(), meter.seconds() + 1);
                                return panel.number(8) != null && !panel.line(3).isEmpty();
                            });
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(panel.number(8)).isNull();
            assertThat(panel.line(3)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    // --- the house, its display, and what it says

    private Path house(String edges) throws Exception {
        Path config = directory.resolve("bsmr.yaml");
        Files.writeString(
                config, "store: {file: " + directory.resolve("bsmr.db") + "}\n" + edges + "\n");
        home = Home.of(HomeConfig.read(config), meter);
        home.start();
        return config;
    }

    /** Until the broker has what the house says of the quarter. */
    @Test
    void saysAtOnceThatThereIsNoSuchPort() throws Exception {
        Path config = house("web: {enabled: false}\nmqtt: {broker: {enabled: false}}");
        StringWriter complaint = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(complaint, true));
        int code =
                line.execute(
                        "display",
                        "nextion",
                        directory.resolve("ttyUSB9").toString(),
                        "--config",
                        config.toString());
        assertThat(code).isEqualTo(Exit.UNAVAILABLE);
        assertThat(complaint.toString())
                .contains("there is no serial port " + directory.resolve("ttyUSB9"));
    }

    private static void untilTold(Path config, String what) throws Exception {
        MqttSettings settings = HomeConfig.read(config).sinks().mqtt();
        AtomicReference<String> newest = new AtomicReference<>("");
        try (MqttLink link = MqttLink.forWatching(settings)) {
            link.subscribe(settings.topic("quarter"), (topic, said, kept) -> newest.set(said));
            link.start();
            soon().until(() -> newest.get().contains(what));
        }
    }

    private void display(String... options) {
        List<String> words = new ArrayList<>(List.of("display", "nextion", cable.ourEnd()));
        words.addAll(List.of("--lang", "en"));
        words.addAll(List.of(options));
        CommandLine line = Main.commandLine();
        PrintWriter out = new PrintWriter(said, true);
        for (CommandLine of = line;
                of != null;
                of = of.getSubcommands().get(of == line ? "display" : "nextion")) {
            of.setOut(out);
            of.setErr(out);
        }
        command = new Thread(() -> exit.set(line.execute(words.toArray(String[]::new))));
        command.start();
    }

    private void end() throws InterruptedException {
        command.interrupt();
        command.join();
        assertThat(exit).hasValue(Exit.OK);
    }

    private static Integer watts(Reading reading) {
        return reading.importPower().watts();
    }

    private static int volts(Reading reading, int phase) {
        return (int) Math.round(reading.phases().get(phase).voltage().volts());
    }

    private static int amperes(Reading reading, int phase) {
        return (int) Math.round(reading.phases().get(phase).current().amperes());
    }

    private static Integer register(Optional<Energy> energy) {
        return (int) energy.orElseThrow().wattHours();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    /** A meter that says what the test lets it say, and then is silent. */
    private static final class FedMeter implements ByteSource {

        private final Household house = new Household(5, SIX, SiteSettings.BELGIUM, Grid.STAR_400);
        private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        private final List<Reading> readings = new ArrayList<>();
        private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();

        /** The seconds of the evening up to a second, which is the last that is said. */
        Reading feed(int from, int until) {
            for (int second = from; second < until; second++) {
                Reading reading = house.next();
                readings.add(reading);
                waiting.add(writer.write(reading));
            }
            return readings.get(until - 1);
        }

        /** That were said so far. */
        int seconds() {
            return readings.size();
        }

        /** Between two seconds of the evening, Wh. */
        int imported(int from, int until) {
            return (int) (sum(until) - sum(from));
        }

        private long sum(int second) {
            return readings.get(second).imported().sum().orElseThrow().wattHours();
        }

        @Override
        public String name() {
            return "fed";
        }

        @Override
        public void open() {}

        @Override
        public int read(byte[] buffer) {
            try {
                byte[] telegram = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (telegram == null) {
                    return 0;
                }
                System.arraycopy(telegram, 0, buffer, 0, telegram.length);
                return telegram.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return END;
            }
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public void close() {}
    }
}
