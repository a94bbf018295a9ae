package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final double MAX = Double.POSITIVE_INFINITY;

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();

    @Test
    void givesEveryByteOnceAndEndsThoughTheLastTelegramIsCut() throws Exception {
        byte[] written = evening(3, 200);
        try (Recording recording = recording(written, MAX)) {
            recording.open();
            assertThat(readAll(recording)).isEqualTo(written);
            assertThat(recording.read(new byte[10])).as("still ended").isEqualTo(ByteSource.END);
        }
    }

    @Test
    void endsTheLinkAfterRejectingTheCutTelegram() throws Exception {
        List<SiteInput> inputs = new CopyOnWriteArrayList<>();
        try (MeterLink link =
                new MeterLink(
                        recording(evening(3, 200), MAX),
                        SiteSettings.BELGIUM,
                        Clock.systemUTC(),
                        inputs::add)) {
            link.start();
            link.ended().get(20, TimeUnit.SECONDS);
        }
        SiteInput.LinkReport last = (SiteInput.LinkReport) inputs.get(inputs.size() - 1);
        assertThat(last.link().accepted()).isEqualTo(3);
        assertThat(last.link().rejectedBy()).containsOnlyKeys("cut").containsEntry("cut", 1L);
        assertThat(last.link().connected()).isFalse();
        assertThat(last.link().trouble()).contains("ended");
    }

    @Test
    void goesOnWhereItWasWhenItIsOpenedAgain() throws Exception {
        byte[] written = evening(3, 0);
        try (Recording recording = recording(written, MAX)) {
            recording.open();
            byte[] first = new byte[700];
            int count = recording.read(first);
            recording.open();
            byte[] rest = readAll(recording);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(first, 0, count);
            all.write(rest);
            assertThat(all.toByteArray()).isEqualTo(written);
        }
    }

    @Test
    void letsGoOfAWaitWhenItIsClosed() throws Exception {
        List<SiteInput> inputs = new CopyOnWriteArrayList<>();
        // The second telegram is due in three hours.
        MeterLink link =
                new MeterLink(
                        recording(evening(2, 0), 1.0 / 10_000),
                        SiteSettings.BELGIUM,
                        Clock.systemUTC(),
                        inputs::add);
        link.start();
        org.awaitility.Awaitility.await()
                .until(() -> inputs.stream().anyMatch(i -> i instanceof SiteInput.MeterRead));
        long begun = System.nanoTime();
        link.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(inputs.stream().filter(i -> i instanceof SiteInput.MeterRead)).hasSize(1);
    }

    @Test
    void keepsTenSecondsBetweenTelegramsWithoutStamps() throws Exception {
        byte[] old =
                "/XMX5XMXABCE000000000\r\n\r\n1-0:1.8.1(00123.456*kWh)\r\n!\r\n"
                        .repeat(4)
                        .getBytes(StandardCharsets.ISO_8859_1);
        try (Recording recording = recording(old, 100)) {
            recording.open();
            long begun = System.nanoTime();
            assertThat(readAll(recording)).isEqualTo(old);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("half a minute at speed 100")
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
        }
    }

    @Test
    void doesNotWaitForATelegramWhoseStampIsUnreadable() throws Exception {
        String evening = new String(evening(3, 0), StandardCharsets.ISO_8859_1);
        int second = evening.indexOf("0-0:1.0.0(", evening.indexOf('!'));
        String spoilt = evening.substring(0, second) + "?" + evening.substring(second + 1);
        byte[] written = ("noise!\r\n" + spoilt).getBytes(StandardCharsets.ISO_8859_1);
        try (Recording recording = recording(written, 0.1)) {
            recording.open();
            long begun = System.nanoTime();
            byte[] buffer = new byte[written.length];
            int spoiltEnd = evening.indexOf('!', evening.indexOf('!') + 1);
            for (int count = 0; count < spoiltEnd; ) {
                count += recording.read(buffer);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void saysWhatIsWrongWithTheFile() {
        assertThatThrownBy(
                        () ->
                                new Recording(directory.resolve("no"), SiteSettings.BELGIUM, 1)
                                        .open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> new Recording(directory, SiteSettings.BELGIUM, 1).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory");
    }

    /** So many telegrams, and this much of one more. */
    private byte[] evening(int whole, int bytesOfOneMore) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < whole; i++) {
            out.write(telegrams.next());
        }
        out.write(telegrams.next(), 0, bytesOfOneMore);
        return out.toByteArray();
    }

    private Recording recording(byte[] content, double speed) throws IOException {
        Path file = Files.write(directory.resolve("evening.txt"), content);
        return new Recording(file, SiteSettings.BELGIUM, speed);
    }

    private static byte[] readAll(ByteSource source) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[500];
        for (int n = source.read(buffer); n != ByteSource.END; n = source.read(buffer)) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }
}
