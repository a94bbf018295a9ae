package be.bsmr.home.nextion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Nextion sends back, byte by byte, as its manual lists it. */
class HearingTest {

    private final Hearing hearing = new Hearing();

    @ParameterizedTest
    @EnumSource
    void knowsWhyTheDisplayRefuses(Refusal why) {
        push(why.code(), 0xFF, 0xFF, 0xFF);
        Said said = said().get(0);
        assertThat(said.answers()).isTrue();
        assertThat(Refusal.of(said.code())).contains(why);
    }

    @Test
    void tellsAStartFromAWrongInstruction() {
        push(0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x88, 0xFF, 0xFF, 0xFF, 0x00, 0xFF, 0xFF, 0xFF);
        List<Said> said = said();
        assertThat(said).extracting(Said::code).containsExactly(0, Said.READY, 0);
        assertThat(said).extracting(Said::isStart).containsExactly(true, false, false);
        assertThat(said).extracting(Said::answers).containsExactly(false, false, true);
    }

    /** A touch at 255, 255 has the bytes of an end in its middle, a number may be all 0xFF. */
    @Test
    void isNotMisledByWhatLooksLikeAnEnd() {
        push(0x67, 0x00, 0xFF, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        push(0x71, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        push(0x71, 0x80, 0x25, 0x00, 0x00, 0xFF, 0xFF, 0xFF);
        push(0x66, 0x01, 0xFF, 0xFF, 0xFF);
        List<Said> said = said();
        assertThat(said).extracting(Said::code).containsExactly(0x67, 0x71, 0x71, 0x66);
        assertThat(said.get(1).number()).isEqualTo(-1);
        assertThat(said.get(2).number()).isEqualTo(9600);
        assertThat(said.get(3).page()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hearsTheSameInAnyPieces(long seed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                "comok 1,101,NX3224K028_011R,130,61488,D2,4194304"
                        .getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(bytes(0xFF, 0xFF, 0xFF, 0x01, 0xFF, 0xFF, 0xFF));
        all.writeBytes(bytes(0x65, 0x00, 0x07, 0x01, 0xFF, 0xFF, 0xFF, 0x86, 0xFF, 0xFF, 0xFF));
        byte[] bytes = all.toByteArray();
        Random random = new Random(seed);
        List<Said> said = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(5));
            byte[] piece = Arrays.copyOfRange(bytes, from, to);
            hearing.push(piece, piece.length);
            said.addAll(said());
            from = to;
        }
        assertThat(said)
                .extracting(Said::code)
                .containsExactly(Said.COMOK, Said.DONE, Said.TOUCH, Said.ASLEEP);
        assertThat(said.get(0).text()).startsWith("comok 1,101,NX3224K028_011R");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void hearsAgainAfterNoise(long seed) {
        byte[] noise = new byte[300];
        new Random(seed).nextBytes(noise);
        hearing.push(noise, noise.length);
        for (int i = 0; i < 300; i++) {
            push(0x66, 0x01, 0xFF, 0xFF, 0xFF);
        }
        List<Said> said = said();
        assertThat(said).hasSizeGreaterThan(200);
        assertThat(said.get(said.size() - 1)).isEqualTo(new Said(Said.PAGE, "\u0001"));
    }

    private List<Said> said() {
        List<Said> said = new ArrayList<>();
        for (Optional<Said> next = hearing.next(); next.isPresent(); next = hearing.next()) {
            said.add(next.get());
        }
        return said;
    }

    private void push(int... bytes) {
        byte[] pushed = bytes(bytes);
        hearing.push(pushed, pushed.length);
    }

    private static byte[] bytes(int... bytes) {
        byte[] made = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            made[i] = (byte) bytes[i];
        }
        return made;
    }
}
