package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To a real UDP socket, as a Miniserver's virtual input is one. */
class LoxoneTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T17:23:00Z");

    private final LatestState latest = new LatestState();
    private final Household household =
            new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    private final Site site = new Site(SiteSettings.DEFAULT);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private Instant now = EVENING;
    private Reading last;
    private DatagramSocket miniserver;
    private Loxone push;

    @BeforeEach
    void listen() throws IOException {
        miniserver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        miniserver.setSoTimeout(200);
    }

    @AfterEach
    void close() {
        push.close();
        miniserver.close();
    }

    private void opens(String host, int everyS, boolean together, String... values)
            throws IOException {
        SiteAccess access =
                new SiteAccess(
                        Set.of(),
                        () -> now,
                        input -> {},
                        () -> input -> {},
                        latest,
                        new ProgramHealth(),
                        Optional::empty);
        push =
                new Loxone(
                        new LoxoneSettings(
                                host, miniserver.getLocalPort(), everyS, List.of(values), together),
                        new Push.House(access, StoredHouse.json(), "home", Path.of("house.db")));
    }

    private void speaks(int telegrams) {
        for (int i = 0; i < telegrams; i++) {
            last = household.next();
            now = now.plusSeconds(1);
            step(new SiteInput.MeterRead(last, now, LinkHealth.INITIAL.opened()));
        }
    }

    private void isSilentFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            step(new SiteInput.Tick(now));
        }
    }

    private void step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        latest.show(step);
        push.hear(step);
    }

    /** What came, until nothing comes any more. */
    private List<String> datagrams() throws IOException {
        List<String> came = new ArrayList<>();
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                miniserver.receive(packet);
                came.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
            }
        } catch (SocketTimeoutException e) {
            return came;
        }
    }

    @Test
    void eachValueIsALineInADatagramOfItsOwn() throws Exception {
        opens(
                "127.0.0.1",
                10,
                false,
                "reading.import_power_w",
                "quarter.headroom_w",
                "reading.voltage_l1_v",
                "quarter.alarm",
                "house.silent");
        speaks(1);
        assertThat(datagrams())
                .hasSize(5)
                .contains(
                        "reading.import_power_w=" + last.importPower().watts() + "\n",
                        "quarter.alarm=0\n",
                        "house.silent=0\n")
                .anyMatch(line -> line.matches("quarter\\.headroom_w=-?\\d+\n"))
                .anyMatch(line -> line.matches("reading\\.voltage_l1_v=2\\d\\d(\\.\\d+)?\n"));
        assertThat(push.health().age()).isZero();
    }

    @Test
    void severalLinesGoTogetherWhereThatIsAskedFor() throws Exception {
        opens("127.0.0.1", 10, true, "reading.import_power_w", "house.silent");
        speaks(1);
        assertThat(datagrams())
                .containsExactly(
                        "reading.import_power_w="
                                + last.importPower().watts()
                                + "\nhouse.silent=0\n");
    }

    @Test
    void comesAsOftenAsItIsAskedFor() throws Exception {
        opens("127.0.0.1", 10, false, "reading.import_power_w");
        speaks(30);
        assertThat(datagrams()).hasSize(3);
    }

    @Test
    void goesOnWhenTheHostsClockIsSetBack() throws Exception {
        opens("127.0.0.1", 10, false, "reading.import_power_w");
        speaks(1);
        now = now.minusSeconds(3600);
        speaks(30);
        assertThat(datagrams()).hasSize(1 + 3);
    }

    /** Who controls by a value must not follow one that stands still. */
    @Test
    void whatTheMeterSaidIsNotRepeatedWhileItIsSilent() throws Exception {
        opens("127.0.0.1", 1, false, "reading.import_power_w", "quarter.limit_w", "house.silent");
        speaks(2);
        datagrams();
        isSilentFor(90);
        assertThat(datagrams())
                .hasSize(90)
                .allMatch(line -> line.startsWith("house.silent="))
                .endsWith("house.silent=1\n");
        speaks(1);
        assertThat(datagrams())
                .contains(
                        "reading.import_power_w=" + last.importPower().watts() + "\n",
                        "house.silent=0\n");
    }

    @Test
    void aNameThatNobodyKnowsIsToldOnce() throws Exception {
        opens("miniserver.invalid", 1, false, "reading.import_power_w");
        try (LogLines log = new LogLines(Loxone.class)) {
            speaks(3);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("push.loxone.host miniserver.invalid", "spelt rightly");
        }
        assertThat(push.health().trouble()).contains("no machine of that name");
    }
}
