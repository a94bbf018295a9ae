package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        SerialPort port = new SerialPort(pty.ourEnd());
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
        try (MeterLink link = link(new SerialPort(directory.resolve("cable").toString()))) {
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
        MeterLink link = link(meter);
        try (link) {
            link.start();
            awaitReadings(50);
        }
        assertThat(link.ended()).as("nothing is read after close").isCompleted();
        assertThat(health().rejected()).as("half a telegram at most").isLessThanOrEqualTo(1);
    }

    @Test
    void feedsWhoeverListensOverTcp() throws Exception {
        try (Hub output = TelegramOutput.tcpListen(0);
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
                        TelegramOutput.serial(pty.meterEnd().toRealPath().toString());
                MeterLink link = link(new SerialPort(pty.ourEnd()))) {
            link.start();
            awaitConnected(true);
            output.write(telegrams.next());
            awaitReadings(1);
        }
    }

    @Test
    void waitsTwiceAsLongEachTimeUntilBytesCome() throws Exception {
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        CountDownLatch sevenTries = new CountDownLatch(7);
        CountDownLatch pluggedIn = new CountDownLatch(1);
        SerialPort port = new SerialPort(directory.resolve("cable").toString());
        MeterLink.Waiting waiting =
                (closing, pause) -> {
                    pauses.add(pause);
                    sevenTries.countDown();
                    if (pauses.size() >= 7) {
                        assertThat(pluggedIn.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                };
        try (MeterLink link =
                new MeterLink(
                        port, SiteSettings.BELGIUM, Clock.systemUTC(), inputs::add, waiting)) {
            link.start();
            assertThat(sevenTries.await(30, TimeUnit.SECONDS)).isTrue();
            try (PtyPair pty = new PtyPair(directory)) {
                pluggedIn.countDown();
                awaitConnected(true);
                try (OutputStream meter = pty.meter()) {
                    write(meter, telegrams.next());
                    awaitReadings(1);
                }
            }
            await().atMost(LONG_ENOUGH).until(() -> pauses.size() > 8);
        }
        assertThat(pauses.stream().limit(9).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 1L, 2L);
    }

    @Test
    void connectsAgainToAPeerThatFellSilentAndIsWellOnlyWhenItSpeaks() throws Exception {
        TcpGateway gateway;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            gateway = new TcpGateway("127.0.0.1", server.getLocalPort(), Duration.ofMillis(100));
            try (MeterLink link = link(gateway)) {
                link.start();
                try (Socket mute = server.accept()) {
                    awaitConnected(false);
                    assertThat(mute.getInputStream().read()).as("we hung up").isEqualTo(-1);
                }
                assertThat(health().trouble()).contains("silent").contains("Mijn Fluvius");
                try (Socket speaks = server.accept()) {
                    write(speaks.getOutputStream(), telegrams.next());
                    awaitReadings(1);
                    assertThat(connectedBetweenSilenceAndBytes()).isFalse();
                    assertThat(health().connected()).isTrue();
                }
            }
        }
    }

    /** One report of being connected at first, one when bytes came; none for the second opening. */
    private boolean connectedBetweenSilenceAndBytes() {
        return inputs.stream()
                        .filter(i -> i instanceof SiteInput.LinkReport r && r.link().connected())
                        .count()
                > 2;
    }

    @Test
    void opensASilentSerialPortAnew() throws Exception {
        try (PtyPair pty = new PtyPair(directory)) {
            SerialPort port =
                    new SerialPort(pty.ourEnd(), SerialLine.DEFAULT, Duration.ofMillis(100));
            try (MeterLink link = link(port)) {
                link.start();
                awaitConnected(false);
                assertThat(health().trouble()).contains("silent").contains("P1 port");
                try (OutputStream meter = pty.meter()) {
                    // The port may be closed for the length of a pause: a meter goes on speaking.
                    await().atMost(LONG_ENOUGH)
                            .until(
                                    () -> {
                                        write(meter, telegrams.next());
                                        return !readings().isEmpty();
                                    });
                }
                assertThat(((SiteInput.MeterRead) readings().get(0)).link().connected()).isTrue();
            }
        }
    }

    @Test
    void letsGoOfAnIdlePortAtOnce() throws Exception {
        try (PtyPair pty = new PtyPair(directory)) {
            SerialPort port = new SerialPort(pty.ourEnd());
            MeterLink link = link(port);
            link.start();
            awaitConnected(true);
            assertThat(timeToClose(link)).isLessThan(Duration.ofSeconds(2));
            assertThat(link.ended()).isCompleted();
            // It is free for the next program.
            port.open();
            port.close();
        }
    }

    @Test
    void letsGoOfAPeerThatDoesNotAnswerAtOnce() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = new ArrayList<>();
            try {
                // Once the queue of connections is full, the next one is left waiting.
                while (queue.size() < 50) {
                    Socket next = new Socket();
                    queue.add(next);
                    next.connect(full.getLocalSocketAddress(), 300);
                }
            } catch (SocketTimeoutException queueIsFull) {
                MeterLink link = link(new TcpGateway("127.0.0.1", full.getLocalPort()));
                link.start();
                await().until(
                                () ->
                                        Thread.getAllStackTraces().entrySet().stream()
                                                .filter(t -> t.getKey().getName().equals("meter"))
                                                .flatMap(t -> Arrays.stream(t.getValue()))
                                                .anyMatch(
                                                        f -> f.getMethodName().equals("connect")));
                assertThat(timeToClose(link)).isLessThan(Duration.ofSeconds(2));
                return;
            } finally {
                for (Socket socket : queue) {
                    socket.close();
                }
            }
            throw new AssertionError("the queue took 50 connections; nothing was tested");
        }
    }

    @Test
    void saysSoWhenReadingCannotGoOn() throws Exception {
        try (Hub output = TelegramOutput.tcpListen(0);
                MeterLink link =
                        new MeterLink(
                                new TcpGateway("127.0.0.1", output.port()),
                                SiteSettings.BELGIUM,
                                Clock.systemUTC(),
                                input -> {
                                    if (input instanceof SiteInput.MeterRead) {
                                        throw new IllegalStateException("the inbox is broken");
                                    }
                                })) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> output.clients() == 1);
            output.write(telegrams.next());
            assertThatThrownBy(() -> link.ended().get(20, TimeUnit.SECONDS))
                    .hasRootCauseMessage("the inbox is broken");
            // The source was let go: sooner or later its peer notices.
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                output.write(telegrams.next());
                                return output.clients() == 0;
                            });
        }
    }

    @Test
    void writesOneLineForTroubleThatComesAgainAndAgain() throws Exception {
        CountDownLatch hundredTries = new CountDownLatch(100);
        try (LogLines log = new LogLines(MeterLink.class);
                MeterLink link =
                        new MeterLink(
                                new SerialPort(directory.resolve("none").toString()),
                                SiteSettings.BELGIUM,
                                Clock.systemUTC(),
                                inputs::add,
                                (closing, pause) -> hundredTries.countDown())) {
            link.start();
            assertThat(hundredTries.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(l -> assertThat(l).contains("does not exist"));
        }
    }

    private static Duration timeToClose(MeterLink link) {
        long begun = System.nanoTime();
        link.close();
        return Duration.ofNanos(System.nanoTime() - begun);
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
