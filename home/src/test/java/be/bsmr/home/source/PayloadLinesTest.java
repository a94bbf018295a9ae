package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadLinesTest {

    private final Telegrams telegrams = new Telegrams();
    private final PayloadLines lines = new PayloadLines();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Test
    void takesWholeTelegramsAsTheyAre() {
        byte[] first = telegrams.next();
        byte[] second = telegrams.next();
        take(first);
        take(second);
        assertThat(text()).isEqualTo(text(first) + text(second));
    }

    @Test
    void endsATelegramWhoseLastLineEndIsMissing() {
        String telegram = text(telegrams.next());
        take(telegram.stripTrailing());
        assertThat(text()).isEqualTo(telegram);
    }

    @Test
    void putsBackTheLineEndsOfSingleLines() {
        String telegram = text(telegrams.next()) + text(telegrams.next());
        telegram.lines().forEach(this::take);
        assertThat(text()).isEqualTo(telegram);
    }

    @Test
    void putsBackTheEmptyLineThatWasNotSent() {
        String telegram = text(telegrams.next());
        telegram.lines().filter(l -> !l.isEmpty()).forEach(this::take);
        assertThat(text()).isEqualTo(telegram);
    }

    @Test
    void aTelegramThatBeginsEndsTheHalfOneBefore() {
        String half = text(telegrams.next()).substring(0, 100);
        String telegram = text(telegrams.next());
        take(half);
        take(telegram);
        assertThat(text()).isEqualTo(half + "\r\n" + telegram);
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void addsNothingToPieces(int seed) {
        Random random = new Random(seed);
        String telegram = text(telegrams.next()) + text(telegrams.next());
        for (int at = 0; at < telegram.length(); ) {
            int to = Math.min(telegram.length(), at + 1 + random.nextInt(200));
            take(telegram.substring(at, to));
            at = to;
        }
        // A line end more behind a checksum is nothing to the framer.
        assertThat(text().replaceAll("(!\\w{4}\r\n)(\r\n)?", "$1")).isEqualTo(telegram);
    }

    @Test
    void leavesBytesThatAreNoTextAlone() {
        byte[] all = new byte[256];
        IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
        take(all);
        take(Arrays.copyOf(all, 5));
        assertThat(Arrays.copyOf(stream.toByteArray(), 256)).isEqualTo(all);
        assertThat(stream.size()).isEqualTo(261);
    }

    private void take(String payload) {
        take(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void take(byte[] payload) {
        stream.writeBytes(lines.next(payload));
    }

    private String text() {
        return text(stream.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
