package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cables and meters do to us, on real pseudo-terminals. */
class UnquietLineTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();
    private final List<SiteInput> inputs = new CopyOnWriteArrayList<>();

    @Test
    void findsACableAgainThatCameBackUnderAnotherName() throws Exception {
        Path byId = Files.createDirectory(directory.resolve("by-id"));
        Path lasting = byId.resolve("usb-FTDI_P1_cable-port0");
        survivesReplugging(lasting, new SerialPort(lasting.toString()));
    }

    @Test
    void findsTheOnlyCableAgainUnderAnotherName() throws Exception {
        Path byId = Files.createDirectory(directory.resolve("by-id"));
        survivesReplugging(
                byId.resolve("usb-FTDI_P1_cable-port0"),
                new SerialPort(
                        "auto",
                        () -> SerialPorts.likeliest(SerialPorts.find(byId, Map.of())),
                        SerialLine.DEFAULT,
                        SilentSource.AFTER));
    }

    private void survivesReplugging(Path lasting, SerialPort port) throws Exception {
        try (MeterLink link = link(port);
                LogLines log = new LogLines(MeterLink.class)) {
            link.start();
            try (PtyPair usb0 = new PtyPair(directory, "ttyUSB0")) {
                Files.createSymbolicLink(lasting, Path.of(usb0.ourEnd()));
                awaitReadings(usb0);
            }
            Files.delete(lasting);
            try (PtyPair usb1 = new PtyPair(directory, "ttyUSB1")) {
                Files.createSymbolicLink(lasting, Path.of(usb1.ourEnd()));
                awaitReadings(usb1);
                // Pulled and plugged in between two looks: the old device does not even fail.
                try (PtyPair usb2 = new PtyPair(directory, "ttyUSB2")) {
                    Path moving = directory.resolve("moving");
                    Files.createSymbolicLink(moving, Path.of(usb2.ourEnd()));
                    Files.move(
                            moving,
                            lasting,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    awaitReadings(usb2);
                }
            }
            assertThat(log.lines()).anyMatch(l -> l.contains("unplugged?"));
        }
    }

    @Test
    void readsTelegramsBetweenNoise() throws Exception {
        Random random = new Random(7);
        try (PtyPair pty = new PtyPair(directory);
                MeterLink link = link(new SerialPort(pty.ourEnd()));
                OutputStream meter = pty.meter()) {
            link.start();
            awaitConnected();
            for (int n = 0; n < 20; n++) {
                byte[] noise = new byte[50];
                random.nextBytes(noise);
                noise[20] = '/'; // noise can begin like a telegram
                meter.write(noise);
                meter.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                meter.write(telegrams.next());
            }
            awaitReadings(20);
            assertThat(health().rejectedBy().keySet()).isSubsetOf("cut", "crc");
        }
    }

    @Test
    void waitsForAWriterThatIsSlowAndPauses() throws Exception {
        byte[] telegram = telegrams.next();
        try (PtyPair pty = new PtyPair(directory);
                SerialPort port = new SerialPort(pty.ourEnd());
                OutputStream meter = pty.meter()) {
            port.open();
            P1Stream stream = new P1Stream(SiteSettings.BELGIUM, inputs::add, true);
            byte[] buffer = new byte[100];
            for (int i = 0; i < telegram.length; i++) {
                meter.write(telegram[i]);
                int count = port.read(buffer);
                assertThat(count).isEqualTo(1);
                stream.push(buffer, count, Telegrams.START);
                if (i == telegram.length / 2) {
                    assertThat(port.read(buffer)).as("a second of silence").isZero();
                }
            }
        }
        assertThat(readings()).isEqualTo(1);
        assertThat(health().rejected()).isZero();
    }

    @Test
    void givesUpATelegramWhoseWriterStoppedInTheMiddle() throws Exception {
        byte[] half = telegrams.next();
        try (PtyPair pty = new PtyPair(directory);
                MeterLink link =
                        link(
                                new SerialPort(
                                        pty.ourEnd(), SerialLine.DEFAULT, Duration.ofMillis(300)));
                OutputStream meter = pty.meter()) {
            link.start();
            awaitConnected();
            meter.write(half, 0, half.length / 2);
            await().atMost(LONG_ENOUGH).until(() -> health().rejectedBy().containsKey("cut"));
            await().atMost(LONG_ENOUGH)
                    .until(() -> inputs.stream().anyMatch(UnquietLineTest::hungUp));
            awaitReadings(pty);
        }
    }

    /** A meter goes on speaking, whether or not somebody has opened the port. */
    private void awaitReadings(PtyPair pty) throws Exception {
        long before = readings();
        try (OutputStream meter = pty.meter()) {
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                meter.write(telegrams.next());
                                return readings() >= before + 5;
                            });
        }
    }

    private MeterLink link(ByteSource source) {
        return new MeterLink(source, SiteSettings.BELGIUM, Clock.systemUTC(), inputs::add);
    }

    private void awaitConnected() {
        await().atMost(LONG_ENOUGH).until(() -> !inputs.isEmpty() && health().connected());
    }

    private void awaitReadings(int count) {
        await().atMost(LONG_ENOUGH).until(() -> readings() >= count);
    }

    private long readings() {
        return inputs.stream().filter(i -> i instanceof SiteInput.MeterRead).count();
    }

    private LinkHealth health() {
        return health(inputs.get(inputs.size() - 1));
    }

    private static LinkHealth health(SiteInput input) {
        return input instanceof SiteInput.MeterRead read
                ? read.link()
                : ((SiteInput.LinkReport) input).link();
    }

    private static boolean hungUp(SiteInput input) {
        LinkHealth health = health(input);
        return health.rejectedBy().containsKey("cut") && !health.connected();
    }
}
