package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pseudo-terminal keeps the speed it was set to, but does not obey it: the meter here looks at it
 * and sends what a real line would have let arrive.
 */
class AutoLineTest {

    private static final SerialLine SLOW = SerialLine.parse("9600-8N1");

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();
    private final List<SiteInput> inputs = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "115200-8N1, 115200-8N1, true,  false",
        "9600-8N1,   9600-8N1,   true,  false",
        "115200-7E1, 115200-8N1, false, true",
        "9600-7E1,   9600-8N1,   false, true",
        "9600-7E1,   115200-8N1, false, false",
        "9600-8N1,   115200-8N1, false, false",
        "115200-7E1, 9600-8N1,   false, false",
        "115200-8N1, 9600-8N1,   false, false",
        "9600-7O1,   9600-8N1,   false, false",
    })
    void seesInEverySampleHowTheLineIsSet(
            String sent, String read, boolean eightBits, boolean sevenBits) {
        int samples = 0;
        for (int n = 0; n < 20; n++) {
            byte[] seen =
                    Uart.seen(telegrams.next(), SerialLine.parse(sent), SerialLine.parse(read));
            for (int from = 0; from + AutoLine.SAMPLE <= seen.length; from += AutoLine.SAMPLE) {
                byte[] sample = Arrays.copyOfRange(seen, from, from + AutoLine.SAMPLE);
                assertThat(LineText.hasEightBits(sample)).isEqualTo(eightBits);
                assertThat(LineText.hasSevenBitsAndEvenParity(sample)).isEqualTo(sevenBits);
                samples++;
            }
        }
        assertThat(samples).isPositive();
    }

    @Test
    void toleratesALittleNoiseAndTakesRandomBytesForNothing() {
        byte[] telegram = telegrams.next();
        byte[] noisy = Arrays.copyOf(telegram, AutoLine.SAMPLE);
        noisy[3] = noisy[30] = noisy[40] = (byte) 0xfe;
        assertThat(LineText.hasEightBits(noisy)).isTrue();
        Random random = new Random(1);
        for (int n = 0; n < 10_000; n++) {
            random.nextBytes(noisy);
            assertThat(LineText.hasEightBits(noisy)).isFalse();
            assertThat(LineText.hasSevenBitsAndEvenParity(noisy)).isFalse();
        }
    }

    @Test
    void findsHowAnOldMeterSpeaksAndFollowsItsSuccessor() throws Exception {
        try (LogLines log = new LogLines(AutoLine.class);
                PtyPair pty = new PtyPair(directory);
                OutputStream meter = pty.meter();
                MeterLink link = link(auto(pty))) {
            link.start();
            speakUntilRead(meter, pty, SerialLine.parse("9600-7E1"));
            speakUntilRead(meter, pty, SerialLine.parse("9600-7E1"));
            speakUntilRead(meter, pty, SerialLine.DEFAULT);
            speakUntilRead(meter, pty, SLOW);
            assertThat(log.lines())
                    .map(l -> l.replaceAll(".* speaks ", ""))
                    .containsExactly("9600-7E1", "115200-8N1", "9600-8N1");
        }
    }

    @Test
    void keepsASpeedThatWorkedThroughABurstOfNoise() throws Exception {
        try (LogLines log = new LogLines(AutoLine.class);
                PtyPair pty = new PtyPair(directory);
                OutputStream meter = pty.meter();
                MeterLink link = link(auto(pty))) {
            link.start();
            speakUntilRead(meter, pty, SLOW);
            byte[] burst = new byte[AutoLine.SAMPLE * (AutoLine.MOST_MISFITS - 2)];
            new Random(1).nextBytes(burst);
            meter.write(burst);
            meter.write('\n');
            speakUntilRead(meter, pty, SLOW);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void saysSoWhenNoSpeedGivesText() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                OutputStream meter = pty.meter();
                MeterLink link = link(auto(pty))) {
            link.start();
            Random random = new Random(1);
            byte[] garbage = new byte[AutoLine.SAMPLE];
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                random.nextBytes(garbage);
                                meter.write(garbage);
                                return inputs.stream().anyMatch(AutoLineTest::blamesTheSignal);
                            });
        }
    }

    private static boolean blamesTheSignal(SiteInput input) {
        return input instanceof SiteInput.LinkReport report
                && String.valueOf(report.link().trouble()).contains("invert the signal");
    }

    /** One telegram after the other until more were read than can have been on their way before. */
    private void speakUntilRead(OutputStream meter, PtyPair pty, SerialLine sent) {
        long before = readings();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            meter.write(Uart.seenNow(telegrams.next(), sent, pty.stty()));
                            return readings() >= before + 5;
                        });
    }

    private long readings() {
        return inputs.stream().filter(i -> i instanceof SiteInput.MeterRead).count();
    }

    private static ByteSource auto(PtyPair pty) {
        return SerialPort.of(pty.ourEnd(), SerialSettings.AUTO);
    }

    private MeterLink link(ByteSource source) throws IOException {
        return new MeterLink(source, SiteSettings.BELGIUM, Clock.systemUTC(), inputs::add);
    }
}
