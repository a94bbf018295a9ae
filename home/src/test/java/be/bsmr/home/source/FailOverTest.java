package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.LogLines;
import be.bsmr.site.SiteSettings;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real ways to one meter. */
class FailOverTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();
    private final Inputs inputs = new Inputs();

    @Test
    void readsTheSecondWhileTheCableOfTheFirstIsPulled() throws Exception {
        PtyPair cable = new PtyPair(directory);
        try (Hub dongle = TelegramOutput.tcpListen(0);
                LogLines log = new LogLines(FailOver.class)) {
            FailOver both =
                    new FailOver(
                            new SerialPort(cable.ourEnd()),
                            new TcpGateway("127.0.0.1", dongle.port()),
                            PATIENT,
                            Clock.systemUTC());
            try (MeterLink link = link(both)) {
                link.start();
                awaitConnected();
                assertThat(both.name()).startsWith("serial:");
                try (OutputStream meter = cable.meter()) {
                    meter.write(telegrams.next());
                    inputs.awaitReadings(1);
                    meter.write(Arrays.copyOf(telegrams.next(), 300));
                }
                cable.close();
                await().atMost(LONG_ENOUGH).until(() -> dongle.clients() == 1);
                byte[] tail = telegrams.next();
                dongle.write(Arrays.copyOfRange(tail, 300, tail.length));
                dongle.write(telegrams.next());
                inputs.awaitReadings(2);
                assertThat(both.name()).startsWith("tcp:").contains("in place of serial:");
                assertThat(inputs.health().connected()).isTrue();
                assertThat(inputs.health().accepted()).isEqualTo(2);
                assertThat(inputs.health().source()).isEqualTo(both.name());
                try (PtyPair again = new PtyPair(directory);
                        OutputStream meter = again.meter()) {
                    // Until the first has given a whole telegram, the second is read.
                    await().atMost(LONG_ENOUGH)
                            .until(
                                    () -> {
                                        meter.write(telegrams.next());
                                        return dongle.clients() == 0 || gone(dongle);
                                    });
                    assertThat(both.name()).startsWith("serial:");
                    int before = inputs.readings().size();
                    meter.write(telegrams.next());
                    await().atMost(LONG_ENOUGH).until(() -> inputs.readings().size() > before);
                }
            }
            assertThat(log.lines())
                    .satisfiesExactly(
                            l -> assertThat(l).contains("unplugged?", "reading tcp:", "instead"),
                            l -> assertThat(l).contains("serial:", "is back"));
        }
    }

    /** A peer that hung up is noticed when it is written to. */
    private boolean gone(Hub dongle) {
        dongle.write(telegrams.next());
        return dongle.clients() == 0;
    }

    @Test
    void readsTheSecondWhileTheFirstCannotBeOpened() throws Exception {
        try (Hub dongle = TelegramOutput.tcpListen(0);
                MeterLink link =
                        link(
                                new FailOver(
                                        new SerialPort(directory.resolve("none").toString()),
                                        new TcpGateway("127.0.0.1", dongle.port()),
                                        PATIENT,
                                        Clock.systemUTC()))) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> dongle.clients() == 1);
            dongle.write(telegrams.next());
            inputs.awaitReadings(1);
            assertThat(inputs.health().rejected()).isZero();
        }
    }

    @Test
    void readsTheSecondWhileTheFirstIsSilent() throws Exception {
        try (Hub mute = TelegramOutput.tcpListen(0);
                Hub speaks = TelegramOutput.tcpListen(0)) {
            FailOver both = tcp(mute.port(), speaks.port(), Duration.ofMillis(200));
            try (MeterLink link = link(both)) {
                link.start();
                await().atMost(LONG_ENOUGH).until(() -> speaks.clients() == 1);
                speaks.write(telegrams.next());
                inputs.awaitReadings(1);
                assertThat(both.name()).contains("in place of");

                // Its first bytes are no reason to trust it, a whole telegram is.
                byte[] telegram = telegrams.next();
                mute.write(Arrays.copyOfRange(telegram, 200, telegram.length));
                speaks.write(telegrams.next());
                inputs.awaitReadings(2);
                assertThat(both.name()).contains("in place of");
                mute.write(telegrams.next());
                await().atMost(LONG_ENOUGH).until(() -> !both.name().contains("in place of"));
            }
        }
    }

    @Test
    void neverMakesOneTelegramOfTwoHalves() throws Exception {
        String old =
                "/ABC5old\r\n\r\n1-0:1.8.1(000001.000*kWh)\r\n1-0:1.8.2(000002.000*kWh)\r\n!\r\n";
        byte[] head = Arrays.copyOf(bytes(old), 45);
        byte[] all = bytes(old);
        byte[] tail = Arrays.copyOfRange(all, 45, all.length);
        for (byte[] half : List.of(head, bytes(old.stripTrailing()), bytes("noise"))) {
            inputs.all().clear();
            try (ServerSocket first = server();
                    ServerSocket second = server();
                    MeterLink link =
                            link(tcp(first.getLocalPort(), second.getLocalPort(), PATIENT))) {
                link.start();
                try (Socket peer = first.accept()) {
                    peer.getOutputStream().write(half);
                }
                try (Socket peer = second.accept()) {
                    peer.getOutputStream().write(tail);
                    peer.getOutputStream().write(telegrams.next());
                    inputs.awaitReadings(1);
                }
                assertThat(inputs.health().accepted()).as("the whole one").isEqualTo(1);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithBothAndComesBackWithEither() throws Exception {
        int port = FreePort.take();
        FailOver both =
                new FailOver(
                        new SerialPort(directory.resolve("none").toString()),
                        new TcpGateway("127.0.0.1", port),
                        PATIENT,
                        Clock.systemUTC());
        try (MeterLink link = link(both)) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> inputs.health().trouble() != null);
            assertThat(inputs.health().trouble())
                    .contains("plugged in")
                    .contains("in its place")
                    .contains("cannot connect");
            assertThat(inputs.health().connected()).isFalse();
            try (Hub dongle = TelegramOutput.tcpListen(port)) {
                await().atMost(LONG_ENOUGH).until(() -> dongle.clients() == 1);
                dongle.write(telegrams.next());
                inputs.awaitReadings(1);
            }
        }
    }

    @Test
    void closesAtOnceAndLetsGoOfBoth() throws Exception {
        try (ServerSocket first = server();
                ServerSocket second = server()) {
            MeterLink link =
                    link(tcp(first.getLocalPort(), second.getLocalPort(), Duration.ofMillis(100)));
            link.start();
            try (Socket one = first.accept();
                    Socket other = second.accept()) {
                long begun = System.nanoTime();
                link.close();
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isLessThan(Duration.ofSeconds(2));
                assertThat(one.getInputStream().read()).isEqualTo(-1);
                assertThat(other.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static FailOver tcp(int first, int second, Duration patience) {
        return new FailOver(
                new TcpGateway("127.0.0.1", first),
                new TcpGateway("127.0.0.1", second),
                patience,
                Clock.systemUTC());
    }

    private static ServerSocket server() throws Exception {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private MeterLink link(ByteSource source) {
        return new MeterLink(source, SiteSettings.BELGIUM, Clock.systemUTC(), inputs);
    }

    private void awaitConnected() {
        await().atMost(LONG_ENOUGH).until(() -> inputs.health().connected());
    }
}
