package be.bsmr.home.nextion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.source.PtyPair;
import be.bsmr.home.source.SerialWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A display that keeps its own time and speed, on a pseudo-terminal. */
class NextionTest {

    /** What 9600 baud carry in a second. */
    private static final int BYTES_A_SECOND = 960;

    @TempDir private Path directory;

    private final List<News> news = new CopyOnWriteArrayList<>();
    private PtyPair cable;
    private Panel panel;
    private Nextion nextion;
    private Thread driver;
    private volatile Picture picture = evening(46);
    private volatile int light = 100;
    private volatile boolean ends;

    @BeforeEach
    void plugIn() throws IOException {
        cable = new PtyPair(directory, "ttyUSB1");
        panel = new Panel(cable);
    }

    @AfterEach
    void unplug() throws Exception {
        ends = true;
        if (driver != null) {
            driver.join();
        }
        panel.close();
        cable.close();
    }

    @Test
    void showsTheNumbersOfBothPagesAndTheQuarterSoFar() throws IOException {
        drive();
        shown(0, 46);
        panel.picture("page-0");
        assertThat(panel.line(0)).containsOnly(63);
        assertThat(panel.line(1)).startsWith(69).endsWith(63).isSortedAccordingTo((a, b) -> b - a);
        assertThat(panel.line(3)).startsWith(0).isSorted();
        assertThat(news).first().isEqualTo(new News.Connected("NX3224K028_011R", "130", 9600));

        panel.turnTo(1);
        shown(11, 0);
        panel.picture("page-1");
        assertThat(nextion.counts().refused()).isZero();
    }

    @Test
    void aTurnedPageDrawsTheWholeQuarterAnew() throws IOException {
        drive();
        shown(0, 46);
        panel.turnTo(1);
        shown(11, 0);
        picture = evening(60);
        panel.turnTo(0);
        shown(0, 60);
        assertThat(panel.commands()).contains("addt 4,3,60").doesNotContain("add 4,3,60");
        panel.picture("page-0-turned-back");
    }

    @Test
    void aPageOfSomebodyElsesIsLeftAlone() {
        drive();
        shown(0, 46);
        panel.turnTo(5);
        picture = evening(47);
        soon().until(() -> panel.commands().equals(List.of("sendme")));
        panel.turnTo(0);
        shown(0, 47);
    }

    @Test
    void writesOnlyWhatHasChangedAndOneColumnAtATime() {
        drive();
        shown(0, 46);
        soon().until(() -> panel.commands().equals(List.of("sendme")));
        picture = evening(47);
        shown(0, 47);
        assertThat(panel.commands())
                .filteredOn(c -> !c.equals("sendme"))
                .contains("add 4,0,63", "n0.val=" + picture.numbers().get(0))
                .noneMatch(c -> c.startsWith("addt") || c.startsWith("cle"))
                .as("voltages are as before")
                .noneMatch(c -> c.startsWith("n2."));
    }

    @Test
    void aNewQuarterBeginsWithAnEmptyGraph() {
        picture = evening(90);
        drive();
        shown(0, 90);
        picture = evening(1);
        shown(0, 1);
        assertThat(panel.commands()).contains("cle 4,255");
    }

    /** Also the second in which all is drawn anew, of a quarter that is nearly over. */
    @Test
    void aSecondsBytesFitIntoASecondAt9600Baud() {
        picture = evening(88);
        drive();
        shown(0, 88);
        panel.turnTo(1);
        shown(11, 0);
        panel.turnTo(0);
        shown(0, 88);
        picture = evening(89);
        shown(0, 89);
        List<Integer> turns = panel.turns();
        assertThat(turns).allMatch(bytes -> bytes < BYTES_A_SECOND);
        assertThat(turns).anyMatch(bytes -> bytes > 500);
        assertThat(turns.get(turns.size() - 1)).isLessThan(BYTES_A_SECOND / 3);
    }

    @Test
    void isToldAllAgainAfterItsPowerWasAway() throws IOException {
        drive();
        shown(0, 46);
        panel.powerOff();
        panel.powerOn();
        soon().until(() -> news.contains(new News.PoweredUp()));
        shown(0, 46);
        assertThat(panel.darkWithoutSerial()).isEqualTo(60);
    }

    @Test
    void isFoundAgainWhenItsPowerWasAwayForLong() throws IOException {
        drive();
        shown(0, 46);
        panel.powerOff();
        soon().until(() -> news.contains(new News.Deaf()));
        panel.powerOn();
        shown(0, 46);
        assertThat(news).filteredOn(new News.Deaf()::equals).as("told once").hasSize(1);
    }

    @Test
    void isFoundAgainWhenItsCableWasPulled() throws IOException {
        drive();
        shown(0, 46);
        cable.close();
        soon().until(() -> news.stream().anyMatch(News.Gone.class::isInstance));
        panel.close();
        plugIn();
        shown(0, 46);
        assertThat(news)
                .filteredOn(News.Gone.class::isInstance)
                .singleElement()
                .satisfies(gone -> assertThat(gone.toString()).contains("ttyUSB1"));
    }

    @Test
    void isFoundAtAnySpeedAndRaisedForAsLongAsItHasPower() throws IOException {
        panel.at(57_600);
        drive(115_200, Duration.ZERO);
        shown(0, 46);
        assertThat(panel.baud()).isEqualTo(115_200);
        assertThat(panel.firstBaud()).as("what it begins with").isEqualTo(57_600);
        assertThat(news).first().isEqualTo(new News.Connected("NX3224K028_011R", "130", 115_200));
        panel.powerOff();
        panel.powerOn();
        soon().until(() -> panel.baud() == 115_200);
        shown(0, 46);
    }

    @Test
    void isTaughtToBeginWithASpeedOnlyOnce() throws IOException {
        drive(new NextionSettings(Path.of(cable.ourEnd()), 115_200, true, Duration.ZERO));
        shown(0, 46);
        assertThat(panel.firstBaud()).isEqualTo(115_200);
        panel.powerOff();
        panel.powerOn();
        soon().until(() -> news.contains(new News.PoweredUp()));
        shown(0, 46);
        assertThat(panel.commands()).filteredOn("bauds=115200"::equals).hasSize(1);
    }

    @Test
    void goesOnAtItsOwnSpeedWhenItKnowsNoOther() {
        panel.ofOneSpeed();
        drive(115_200, Duration.ZERO);
        shown(0, 46);
        assertThat(news).contains(new News.SpeedKept(115_200, 9600));
    }

    @Test
    void isDimmedWhenItIsNight() throws IOException {
        drive();
        shown(0, 46);
        assertThat(panel.light()).isEqualTo(100);
        light = 20;
        soon().until(() -> panel.light() == 20);
        panel.picture("night");
        panel.powerOff();
        panel.powerOn();
        soon().until(() -> panel.light() == 20);
    }

    @Test
    void sleepsUntouchedAndShowsAllAgainWhenTouched() throws IOException {
        drive(0, Duration.ofSeconds(3));
        shown(0, 46);
        soon().until(panel::isAsleep);
        soon().until(() -> news.contains(new News.Asleep()));
        panel.picture("asleep");
        picture = evening(47);
        panel.touch();
        shown(0, 47);
        assertThat(news).contains(new News.Awake());
    }

    /** Then it is awake, at its first speed, and shows what stands in its layout. */
    @Test
    void isFoundAgainWhenItLostItsPowerInItsSleep() throws IOException {
        drive(115_200, Duration.ofSeconds(3));
        shown(0, 46);
        soon().until(() -> news.contains(new News.Asleep()));
        panel.powerOff();
        panel.powerOn();
        shown(0, 46);
    }

    /** It hears nothing for a minute when this machine is held up. */
    @Test
    void isWokenWhenItFellAsleepForWantOfUs() throws IOException {
        drive();
        shown(0, 46);
        panel.fallAsleep();
        soon().until(() -> news.contains(new News.Awake()));
        shown(0, 46);
    }

    @Test
    void tellsOnceWhatTheDisplayRefusesAndGoesOn() {
        panel.without(7);
        drive();
        soon().until(() -> number(10).equals(panel.number(10)) && panel.line(3).size() == 46);
        soon().until(() -> nextion.counts().refused() == 2);
        assertThat(news)
                .contains(new News.Refused(Refusal.COMPONENT, "vis n7,1"))
                .contains(new News.Refused(Refusal.VARIABLE, "n7.val=" + number(7)));
    }

    @Test
    void showsNothingAsTrueWhileTheMeterIsSilent() throws IOException {
        drive();
        shown(0, 46);
        picture = Picture.SILENT;
        soon().until(() -> nothingShown(0, 10) && panel.line(0).isEmpty());
        panel.picture("silent");
        panel.turnTo(1);
        soon().until(() -> nothingShown(11, 16));
        picture = evening(50);
        shown(11, 0);
        panel.turnTo(0);
        shown(0, 50);
    }

    @Test
    void leavesNothingOnTheDisplayWhenItEnds() throws Exception {
        drive();
        shown(0, 46);
        ends = true;
        driver.join();
        assertThat(nothingShown(0, 10)).isTrue();
        assertThat(panel.line(3)).isEmpty();
    }

    /** The emulator itself: nothing here passes because it takes anything. */
    @Test
    void aFloodOverflowsTheDisplay() throws IOException {
        String flood = "n0.val=1\u00FF\u00FF\u00FF".repeat(400);
        Hearing hearing = new Hearing();
        byte[] buffer = new byte[256];
        List<Integer> codes = new ArrayList<>();
        try (SerialWire wire =
                SerialWire.open(Path.of(cable.ourEnd()), 9600, Duration.ofMillis(100))) {
            wire.write(flood.getBytes(StandardCharsets.ISO_8859_1));
            soon().until(
                            () -> {
                                hearing.push(buffer, wire.read(buffer));
                                for (var s = hearing.next(); s.isPresent(); s = hearing.next()) {
                                    codes.add(s.get().code());
                                }
                                return codes.contains(Refusal.OVERFLOW.code());
                            });
        }
    }

    @Test
    void refusesWhatTheDisplayDoesNotKnow() {
        Path port = Path.of("/dev/ttyUSB1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NextionSettings(port, 14_400, false, Duration.ZERO))
                .withMessageContaining("9600, 19200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NextionSettings(port, 0, true, Duration.ZERO))
                .withMessageContaining("--baud");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NextionSettings(port, 0, false, Duration.ofSeconds(2)))
                .withMessageContaining("3 s");
    }

    // --- the evening that is shown, and the thread that shows it

    /** A steady 3 kW against a limit of 625 Wh, so many columns of ten seconds after its start. */
    private static Picture evening(int columns) {
        int second = columns * 10 - 5;
        List<Column> graph =
                IntStream.range(0, columns)
                        .mapToObj(
                                c ->
                                        Column.of(
                                                625,
                                                625 * (1.1 - 0.2 * c / 90),
                                                750 + 90 * Math.sin(c / 5.0) * (90 - c) / 90,
                                                c * 10 * 3000 / 3600.0))
                        .toList();
        return new Picture(
                true,
                List.of(
                        second * 3000 / 3600,
                        750,
                        231,
                        1,
                        230,
                        8,
                        229,
                        4,
                        3000 + columns,
                        0,
                        second,
                        2_535_128 + columns,
                        4_869_424,
                        1_914_506,
                        317_605,
                        3000 + columns,
                        0),
                graph);
    }

    private Integer number(int n) {
        return picture.numbers().get(n);
    }

    private void drive() {
        drive(0, Duration.ZERO);
    }

    private void drive(int baud, Duration sleep) {
        drive(new NextionSettings(Path.of(cable.ourEnd()), baud, false, sleep));
    }

    private void drive(NextionSettings settings) {
        Nextion driven = new Nextion(settings, System::nanoTime, news::add);
        nextion = driven;
        driver =
                new Thread(
                        () -> {
                            try (driven) {
                                while (!ends) {
                                    driven.show(picture, light);
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        driver.start();
    }

    /** Whether the page that begins with this number shows the picture. */
    private void shown(int first, int columns) {
        int last = first == 0 ? 10 : 16;
        soon().until(
                        () ->
                                IntStream.rangeClosed(first, last)
                                                .allMatch(n -> number(n).equals(panel.number(n)))
                                        && panel.line(3).size() == columns);
    }

    private boolean nothingShown(int first, int last) {
        return IntStream.rangeClosed(first, last).allMatch(n -> panel.number(n) == null);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }
}
