package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pseudo-terminals, real sockets, real files. */
class MeterLinkTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();
    private final List<SiteInput> inputs = new CopyOnWriteArrayList<>();

    @Test
    void readsASerialPortAndComesBackAfterTheCableWasPulled() throws Exception {
        PtyPair pty = new PtyPair(directory);
        SerialPort port = new SerialPort(pty.ourEnd(), SerialSettings.DEFAULT);
        try (MeterLink link = link(port)) {
            link.start();
            awaitConnected(true);
            try (OutputStream meter = pty.meter()) {
                write(meter, telegrams.next());
                awaitReadings(1);
                byte[] broken = telegrams.next();
                broken[60] ^= 1;
                write(meter, broken);
                write(meter, "noise\0\u00ff".getBytes(StandardCharsets.ISO_8859_1));
                write(meter, telegrams.next());
                awaitReadings(2);
                assertThat(health().rejectedBy()).containsEntry("crc", 1L);
                assertThat(health().strayBytes()).isEqualTo(7);
            }
            pty.close();
            awaitConnected(false);
            assertThat(health().trouble()).contains("cable");
            try (PtyPair again = new PtyPair(directory)) {
                awaitConnected(true);
                try (OutputStream meter = again.meter()) {
                    write(meter, telegrams.next());
                    awaitReadings(3);
                }
            }
        }
    }

    @Test
    void waitsForAPortThatIsNotThereYet() throws Exception {
        try (MeterLink link =
                link(
                        new SerialPort(
                                directory.resolve("cable").toString(), SerialSettings.DEFAULT))) {
            link.start();
            await().until(() -> !inputs.isEmpty());
            assertThat(health().connected()).isFalse();
            assertThat(health().trouble()).contains("does not exist").contains("plugged in");
            try (PtyPair pty = new PtyPair(directory);
                    OutputStream meter = pty.meter()) {
                awaitConnected(true);
                write(meter, telegrams.next());
                awaitReadings(1);
            }
        }
    }

    @Test
    void connectsAgainWhenTheTcpPeerIsGone() throws Exception {
        int port;
        MeterLink link;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            link = link(new TcpGateway("127.0.0.1", port));
            link.start();
            try (Socket peer = server.accept()) {
                write(peer.getOutputStream(), telegrams.next());
                byte[] half = telegrams.next();
                peer.getOutputStream().write(half, 0, half.length / 2);
                awaitReadings(1);
            }
        }
        await().atMost(LONG_ENOUGH).until(() -> health().rejectedBy().containsKey("cut"));
        awaitConnected(false);
        try (link;
                ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Socket peer = server.accept()) {
            write(peer.getOutputStream(), telegrams.next());
            awaitReadings(2);
        }
    }

    @Test
    void endsWithARecording() throws Exception {
        Path file = directory.resolve("evening.txt");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 100; i++) {
                out.write(telegrams.next());
            }
        }
        Recording recording = new Recording(file, SiteSettings.BELGIUM, Double.POSITIVE_INFINITY);
        try (MeterLink link = link(recording)) {
            link.start();
            link.ended().get();
        }
        assertThat(readings()).hasSize(100);
        assertThat(health().telegrams()).isEqualTo(100);
    }

    @Test
    void keepsThePaceOfARecording() throws Exception {
        Path file = directory.resolve("evening.txt");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 61; i++) {
                out.write(telegrams.next());
            }
        }
        long begun = System.nanoTime();
        try (MeterLink link = link(new Recording(file, SiteSettings.BELGIUM, 60))) {
            link.start();
            link.ended().get();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("a minute at speed 60")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(readings()).hasSize(61);
    }

    @Test
    void aSimulatedMeterSpeaksUntilItIsClosed() throws Exception {
        SimulatedMeter meter =
                new SimulatedMeter(
                        new be.bsmr.simulator.Household(
                                1,
                                Telegrams.START,
                                SiteSettings.BELGIUM,
                                be.bsmr.meter.Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        1000);
        try (MeterLink link = link(meter)) {
            link.start();
            awaitReadings(50);
        }
        int atClose = inputs.size();
        assertThat(inputs).hasSize(atClose);
        assertThat(health().rejected()).as("half a telegram at most").isLessThanOrEqualTo(1);
    }

    @Test
    void feedsWhoeverListensOverTcp() throws Exception {
        try (TelegramOutput.TcpClients output = TelegramOutput.tcpListen(0);
                MeterLink link = link(new TcpGateway("127.0.0.1", output.port()))) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> output.clients() == 1);
            output.write(telegrams.next());
            awaitReadings(1);
        }
    }

    @Test
    void feedsASecondDeviceOverASerialPort() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                TelegramOutput output =
                        TelegramOutput.serial(directory.resolve("meter").toRealPath().toString());
                MeterLink link = link(new SerialPort(pty.ourEnd(), SerialSettings.DEFAULT))) {
            link.start();
            awaitConnected(true);
            output.write(telegrams.next());
            awaitReadings(1);
        }
    }

    private MeterLink link(ByteSource source) {
        return new MeterLink(source, SiteSettings.BELGIUM, Clock.systemUTC(), inputs::add);
    }

    private static void write(OutputStream meter, byte[] bytes) throws IOException {
        meter.write(bytes);
        meter.flush();
    }

    private List<SiteInput> readings() {
        return inputs.stream().filter(i -> i instanceof SiteInput.MeterRead).toList();
    }

    private LinkHealth health() {
        SiteInput last = inputs.get(inputs.size() - 1);
        return last instanceof SiteInput.MeterRead read
                ? read.link()
                : ((SiteInput.LinkReport) last).link();
    }

    private void awaitReadings(int count) {
        await().atMost(LONG_ENOUGH).until(() -> readings().size() >= count);
    }

    private void awaitConnected(boolean connected) {
        await().atMost(LONG_ENOUGH)
                .until(() -> !inputs.isEmpty() && health().connected() == connected);
    }
}
