package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.LogLines;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class P1StreamTest {

    private static final Path RECORDING =
            Path.of("../../shared/data/p1/recordings/telegram20min.txt");

    @Test
    void pumpsTheOriginalRecording() throws Exception {
        assumeTrue(
                Files.exists(RECORDING),
                "no real recordings at hand: " + RECORDING.toAbsolutePath());
        List<SiteInput> inputs = new ArrayList<>();
        LinkHealth health;
        try (InputStream in = Files.newInputStream(RECORDING)) {
            health = P1Stream.pump(in, SiteSettings.BELGIUM, inputs::add);
        }
        assertThat(health.telegrams()).isEqualTo(1201);
        assertThat(health.accepted()).isEqualTo(1199);
        assertThat(health.rejectedBy()).containsOnlyKeys("crc").containsEntry("crc", 2L);
        assertThat(inputs.stream().filter(i -> i instanceof SiteInput.MeterRead)).hasSize(1199);
    }

    @Test
    void aRecordingPumpedInOneGoLivesInTheMetersTime() throws Exception {
        Telegrams telegrams = new Telegrams();
        ByteArrayOutputStream recording = new ByteArrayOutputStream();
        recording.write(telegrams.next());
        byte[] broken = telegrams.next();
        broken[60] ^= 1;
        recording.write(broken);
        recording.write(telegrams.next());
        recording.write(telegrams.next(), 0, 100);
        List<SiteInput> inputs = new ArrayList<>();
        LinkHealth health = pump(recording.toByteArray(), inputs);
        Instant first = ((SiteInput.MeterRead) inputs.get(0)).measuredAt();
        assertThat(inputs.stream().map(SiteInput::at))
                .as("read, rejected, read, cut")
                .containsExactly(first, first, first.plusSeconds(2), first.plusSeconds(2));
        assertThat(health.rejectedBy()).isEqualTo(Map.of("crc", 1L, "cut", 1L));
    }

    @ParameterizedTest(name = "from {0} to {1} ({2})")
    @CsvSource({
        "2025-10-26T00:10:00Z, 2025-10-26T02:10:00Z, both hours",
        "2025-10-26T01:10:00Z, 2025-10-26T02:10:00Z, only the second",
        "2025-10-25T23:10:00Z, 2025-10-26T01:30:00Z, from before",
        "2025-10-26T02:10:00Z, 2025-10-26T03:10:00Z, from after",
    })
    void aRecordingKnowsWhichOfTheHoursThatAreStampedAlikeItBeganIn(
            Instant from, Instant to, String what) throws Exception {
        StringBuilder recording = new StringBuilder();
        for (Instant at = from; !at.isAfter(to); at = at.plusSeconds(60)) {
            String stamp =
                    DateTimeFormatter.ofPattern("yyMMddHHmmss")
                            .format(at.atZone(SiteSettings.BELGIUM));
            recording.append("/ISk5\\2MT382-1000\r\n\r\n0-0:1.0.0(").append(stamp);
            recording.append(")\r\n1-0:1.7.0(00.100*kW)\r\n!\r\n");
        }
        List<SiteInput> inputs = new ArrayList<>();
        pump(recording.toString().getBytes(StandardCharsets.US_ASCII), inputs);
        List<Instant> read =
                inputs.stream()
                        .filter(SiteInput.MeterRead.class::isInstance)
                        .map(i -> ((SiteInput.MeterRead) i).measuredAt())
                        .toList();
        assertThat(read).as(what).first().isEqualTo(from);
        assertThat(read).last().isEqualTo(to);
        assertThat(read).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void countsATelegramInWhichNothingCanBeRead() throws Exception {
        List<SiteInput> inputs = new ArrayList<>();
        LinkHealth health =
                pump("/ABC\r\n\r\nhello\r\n!\r\n".getBytes(StandardCharsets.US_ASCII), inputs);
        assertThat(health.rejectedBy()).isEqualTo(Map.of("empty", 1L));
        assertThat(inputs).singleElement().isInstanceOf(SiteInput.LinkReport.class);
    }

    @Test
    void findsTheNextTelegramAfterNoise() throws Exception {
        long seed = new Random().nextLong();
        byte[] noise = new byte[100_000];
        new Random(seed).nextBytes(noise);
        Telegrams telegrams = new Telegrams();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(noise);
        stream.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        stream.write(telegrams.next());
        stream.write(telegrams.next());
        List<SiteInput> inputs = new ArrayList<>();
        LinkHealth health = pump(stream.toByteArray(), inputs);
        assertThat(health.accepted()).as("seed %d", seed).isEqualTo(2);
        assertThat(health.strayBytes() + health.rejected()).as("seed %d", seed).isPositive();
    }

    @Test
    void writesALineForRejectedTelegramsOnceInTenMinutes() throws Exception {
        P1Stream stream = new P1Stream(SiteSettings.BELGIUM, input -> {}, true);
        byte[] broken = new Telegrams().next();
        broken[60] ^= 1;
        try (LogLines log = new LogLines(P1Stream.class)) {
            for (int second = 0; second < 1500; second++) {
                stream.push(broken, broken.length, Telegrams.START.plusSeconds(second));
            }
            assertThat(log.lines()).as("at 0, 10 and 20 minutes").hasSize(3);
            assertThat(log.lines().get(0)).contains("crc").contains("1 rejected");
            assertThat(log.lines().get(2)).contains("1201 rejected {crc=1201}");
        }
    }

    @Test
    void tenThousandRejectedTelegramsAreAHandfulOfLines() throws Exception {
        List<SiteInput> inputs = new ArrayList<>();
        P1Stream stream = new P1Stream(SiteSettings.BELGIUM, inputs::add, true);
        byte[] broken = new Telegrams().next();
        broken[60] ^= 1;
        byte[] unreadable = "/ABC\r\n\r\nhello\r\n!\r\n".getBytes(StandardCharsets.US_ASCII);
        try (LogLines log = new LogLines(P1Stream.class)) {
            for (int i = 0; i < 5_000; i++) {
                Instant at = Telegrams.START.plusMillis(i * 20L);
                stream.push(broken, broken.length, at);
                stream.push(unreadable, unreadable.length, at);
            }
            assertThat(log.lines()).as("one for each cause").hasSize(2);
        }
        LinkHealth health = ((SiteInput.LinkReport) inputs.get(inputs.size() - 1)).link();
        assertThat(health.rejectedBy()).isEqualTo(Map.of("crc", 5_000L, "empty", 5_000L));
        assertThat(health.recentRejected()).isEqualTo(LinkHealth.RECENT);
        assertThat(health.rejections().last())
                .as("the last one, where it began in the stream")
                .isEqualTo(
                        new LinkHealth.Rejection(
                                "empty",
                                health.bytes() - unreadable.length,
                                Telegrams.START.plusMillis(4_999 * 20L)));
    }

    @Test
    void tellsOfNoiseInWhichNoTelegramIs() {
        List<SiteInput> inputs = new ArrayList<>();
        P1Stream stream = new P1Stream(SiteSettings.BELGIUM, inputs::add, true);
        byte[] noise = "wrong baud rate".getBytes(StandardCharsets.US_ASCII);
        for (int second = 0; second < 25; second++) {
            stream.push(noise, noise.length, Telegrams.START.plusSeconds(second));
        }
        assertThat(inputs).as("at 0, 10 and 20 seconds").hasSize(3);
        LinkHealth health = ((SiteInput.LinkReport) inputs.get(2)).link();
        assertThat(health.bytes()).isEqualTo(21 * 15);
        assertThat(health.strayBytes()).isEqualTo(21 * 15);
        assertThat(health.telegrams()).isZero();
    }

    @Test
    void comparesTheMetersClockWithOursOnlyWhileItSpeaks() throws Exception {
        byte[] telegram = new Telegrams().next();
        Instant at = Telegrams.START.plusMillis(1700);
        List<SiteInput> inputs = new ArrayList<>();
        new P1Stream(SiteSettings.BELGIUM, inputs::add, true).push(telegram, telegram.length, at);
        assertThat(((SiteInput.MeterRead) inputs.get(0)).link().clockSkew())
                .contains(Duration.ofMillis(-1700));
        inputs.clear();
        new P1Stream(SiteSettings.BELGIUM, inputs::add, false).push(telegram, telegram.length, at);
        assertThat(((SiteInput.MeterRead) inputs.get(0)).link().clockSkew()).isEmpty();
        assertThat(pump(telegram, inputs).clockSkew()).isEmpty();
    }

    private static LinkHealth pump(byte[] bytes, List<SiteInput> inputs) throws IOException {
        return P1Stream.pump(new ByteArrayInputStream(bytes), SiteSettings.BELGIUM, inputs::add);
    }

    @Test
    void readsSourcesAsPeopleWriteThem() {
        assertThat(SourceSpec.parse("serial:/dev/ttyUSB0"))
                .isEqualTo(new SourceSpec.Serial("/dev/ttyUSB0"));
        assertThat(SourceSpec.parse("tcp:dongle.local:2001"))
                .isEqualTo(new SourceSpec.Tcp("dongle.local", 2001));
        assertThat(SourceSpec.parse("tcp:[::1]:2001")).isEqualTo(new SourceSpec.Tcp("::1", 2001));
        assertThat(SourceSpec.parse("mqtt:broker:1883/p1/raw"))
                .isEqualTo(new SourceSpec.Mqtt("broker", 1883, "p1/raw"));
        assertThat(SourceSpec.parse("file:a b.txt"))
                .isEqualTo(new SourceSpec.File(Path.of("a b.txt")));
        assertThat(SourceSpec.parse("simulator")).isEqualTo(new SourceSpec.Simulator());
        assertThat(SourceSpec.parse("stdin"))
                .isEqualTo(SourceSpec.parse("-"))
                .isEqualTo(new SourceSpec.Stdin());
        assertThat(SourceSpec.parse("tail:/var/log/p1.txt"))
                .isEqualTo(new SourceSpec.Tail(Path.of("/var/log/p1.txt")));
        assertThat(SourceSpec.parse("rfc2217:pi:4000"))
                .isEqualTo(new SourceSpec.Rfc2217("pi", 4000, null));
    }

    @Test
    void readsHowTheLineIsSetBehindASerialSource() {
        assertThat(SourceSpec.parse("serial:/dev/ttyUSB0@9600-7E1"))
                .isEqualTo(
                        new SourceSpec.Serial(
                                "/dev/ttyUSB0", new SerialSettings("9600", 7, "even")));
        assertThat(SourceSpec.parse("serial:auto@AUTO"))
                .isEqualTo(new SourceSpec.Serial("auto", SerialSettings.AUTO));
        assertThat(SourceSpec.parse("serial:/dev/serial/by-id/usb-a@b"))
                .isEqualTo(new SourceSpec.Serial("/dev/serial/by-id/usb-a@b"));
        assertThat(SourceSpec.parse("rfc2217:[::1]:4000@115200-8N1"))
                .isEqualTo(new SourceSpec.Rfc2217("::1", 4000, SerialSettings.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|no source is named; write serial:",
                "usb|'usb' is no source; write serial:auto, serial:/dev/ttyUSB0, tcp:HOST:PORT",
                "http://x|is no source; write",
                "/dev/ttyUSB0|write serial:/dev/ttyUSB0",
                "192.168.1.50:2001|write tcp:192.168.1.50:2001",
                "serial|names no port; write serial:/dev/ttyUSB0",
                "serial:|names no port; write serial:/dev/ttyUSB0",
                "serial:ttyUSB1|write serial:/dev/ttyUSB1",
                "serial:@auto|names no port; write serial:/dev/ttyUSB0",
                "serial:/dev/ttyUSB0@9600|write auto, 115200-8N1 or 9600-7E1",
                "file:|names no file; write file:",
                "tail:|names no file; write tail:",
                "rfc2217:host|write rfc2217:192.168.1.50:4000",
                "rfc2217:host:1@1200-9N1|write auto, 115200-8N1 or 9600-7E1",
                "stdin:x|write stdin",
                "file:a\0b|write file:PATH",
                "tcp:host|write tcp:192.168.1.50:2001",
                "tcp:host:0|write tcp:192.168.1.50:2001",
                "tcp:host:99999|write tcp:192.168.1.50:2001",
                "tcp:http://host:80|write tcp:192.168.1.50:2001",
                "tcp::1|write tcp:192.168.1.50:2001",
                "mqtt:host:1883|names no single topic; write mqtt:",
                "mqtt:host:1883/p1/+|names no single topic; write mqtt:",
                "mqtt:host/p1|write mqtt:192.168.1.10:1883/p1/raw",
                "simulator:2|write simulator",
            })
    void saysWhatToWriteInstead(String wrong, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceSpec.parse(wrong))
                .withMessageContaining(message);
    }
}
