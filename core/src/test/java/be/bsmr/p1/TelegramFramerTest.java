package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.NOW;
import static be.bsmr.p1.Telegrams.bytes;
import static be.bsmr.p1.Telegrams.frames;
import static be.bsmr.p1.Telegrams.telegram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramFramerTest {

    private final byte[] good = telegram("1-0:1.7.0(00.512*kW)", "1-0:2.7.0(00.000*kW)");

    @Test
    void findsTelegramsOneAfterTheOther() {
        assertThat(frames(concat(good, good)))
                .hasSize(2)
                .allSatisfy(f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.OK));
    }

    @Test
    void knowsTheChecksumOfThePublishedExample() {
        // CRC-16/ARC of "123456789" is BB3D in every catalogue of checksums.
        byte[] check = bytes("123456789");
        assertThat(new Crc16().of(check, 0, check.length)).isEqualTo(0xBB3D);
    }

    @Test
    void rejectsAWrongChecksumAndFindsTheNext() {
        byte[] bad = good.clone();
        bad[30] ^= 1;
        assertThat(frames(concat(bad, good)))
                .satisfiesExactly(
                        f -> {
                            assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CRC);
                            assertThat(((Rejected) f).offset()).isZero();
                        },
                        f -> assertThat(((Telegram) f).offset()).isEqualTo(good.length));
    }

    @Test
    void tellsLineEndsThatWereChangedFromOtherDamage() {
        byte[] bare = bytes(new String(good, StandardCharsets.ISO_8859_1).replace("\r", ""));
        byte[] damaged = bare.clone();
        damaged[30] ^= 1;
        assertThat(frames(concat(bare, damaged)))
                .extracting(f -> ((Rejected) f).cause())
                .containsExactly(Rejected.Cause.LINE_ENDS, Rejected.Cause.CRC);
    }

    @Test
    void metersThatSendWholeTelegramsShareOne() {
        byte[] bare = bytes(new String(good, StandardCharsets.ISO_8859_1).replaceAll("!.*", "!"));
        byte[] cut = Arrays.copyOf(good, good.length - 20);
        List<Frame> found = new ArrayList<>();
        TelegramFramer framer = new TelegramFramer(found::add);
        boolean modern = framer.message(good, NOW, false);
        boolean old = framer.message(bare, NOW, false);
        assertThat(modern).isTrue();
        assertThat(old).as("what another meter sends is not asked of this one").isFalse();
        modern = framer.message(cut, NOW, modern);
        assertThat(framer.message(bare, NOW, old)).isFalse();
        modern = framer.message(bare, NOW, modern);
        assertThat(modern).isTrue();
        assertThat(framer.message(good, NOW, modern)).isTrue();
        assertThat(found)
                .satisfiesExactly(
                        f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.OK),
                        f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.ABSENT),
                        f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CUT),
                        f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.ABSENT),
                        f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CRC),
                        f -> assertThat(((Telegram) f).offset()).isZero());
    }

    @Test
    void aMessageDoesNotEndTheTelegramOfAStream() {
        TelegramFramer framer = new TelegramFramer(frame -> {});
        framer.push(good, 0, 30, NOW);
        assertThatIllegalArgumentException().isThrownBy(() -> framer.message(good, NOW, false));
    }

    @Test
    void passesOverStrayBytesAndCountsThem() {
        List<Frame> frames = new ArrayList<>();
        TelegramFramer framer = new TelegramFramer(frames::add);
        byte[] stream = concat(bytes("1234567"), good);
        framer.push(stream, 0, stream.length, NOW);
        assertThat(frames).singleElement().isInstanceOf(Telegram.class);
        assertThat(framer.strayBytes()).isEqualTo(7);
    }

    @Test
    void handsOnWhatItRejectsWhenItIsLenient() {
        byte[] bad = good.clone();
        bad[30] ^= 1;
        byte[] cut = concat(Arrays.copyOf(good, good.length - 20), bytes("\r\n"));
        List<Frame> frames = new ArrayList<>();
        TelegramFramer framer = TelegramFramer.lenient(frames::add);
        byte[] stream = concat(concat(bad, cut), good);
        framer.push(stream, 0, stream.length, NOW);
        assertThat(frames)
                .extracting(f -> ((Telegram) f).checksum())
                .containsExactly(Checksum.BAD, Checksum.ABSENT, Checksum.OK);
    }

    @Test
    void startsInsideATelegram() {
        byte[] tail = Arrays.copyOfRange(good, 20, good.length);
        assertThat(frames(concat(tail, good))).singleElement().isInstanceOf(Telegram.class);
    }

    @Test
    void rejectsATelegramThatTheNextOneCutsShort() {
        byte[] head = Arrays.copyOf(good, good.length - 20);
        byte[] lineEnd = bytes("\r\n");
        assertThat(frames(concat(concat(head, lineEnd), good)))
                .satisfiesExactly(
                        f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CUT),
                        f -> assertThat(f).isInstanceOf(Telegram.class));
    }

    @Test
    void rescuesAWholeTelegramThatBeginsInsideABrokenLine() {
        byte[] head = Arrays.copyOf(good, 30);
        assertThat(frames(concat(head, good)))
                .satisfiesExactly(
                        f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CUT),
                        f -> {
                            assertThat(((Telegram) f).offset()).isEqualTo(30);
                            assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.OK);
                        });
    }

    @Test
    void rejectsWhatNeverEndsWithinItsMemory() {
        byte[] endless = new byte[3 * TelegramFramer.MAX_BYTES];
        Arrays.fill(endless, (byte) 'x');
        endless[0] = '/';
        assertThat(frames(concat(concat(endless, bytes("\r\n")), good)))
                .satisfiesExactly(
                        f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.OVERSIZED),
                        f -> assertThat(f).isInstanceOf(Telegram.class));
    }

    @Test
    void acceptsABareEndAsUnchecked() {
        assertThat(frames(bytes("/ISk5\\old-meter\r\n\r\n1-0:1.7.0(001.23*kW)\r\n!\r\n")))
                .singleElement()
                .satisfies(f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.ABSENT));
    }

    @Test
    void acceptsAChecksumWithoutItsLeadingZero() {
        // Search a telegram whose checksum begins with a zero, then write it as some meters do.
        for (int watts = 0; ; watts++) {
            String text =
                    new String(
                            telegram("1-0:1.7.0(" + watts + "*W)"),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            int mark = text.indexOf('!');
            if (text.charAt(mark + 1) == '0' && text.charAt(mark + 2) != '0') {
                String three = text.substring(0, mark + 1) + text.substring(mark + 2);
                assertThat(frames(bytes(three)))
                        .singleElement()
                        .satisfies(
                                f -> assertThat(((Telegram) f).checksum()).isEqualTo(Checksum.OK));
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesTheSameFramesHoweverTheStreamIsSplit(long seed) {
        Random random = new Random(seed);
        byte[] noisy =
                concat(concat(bytes("noise!/x"), good), concat(Arrays.copyOf(good, 40), good));
        List<String> whole = new ArrayList<>();
        Telegrams.push(noisy, new TelegramFramer(f -> whole.add(Telegrams.described(f))));
        List<String> split = new ArrayList<>();
        TelegramFramer framer = new TelegramFramer(f -> split.add(Telegrams.described(f)));
        int at = 0;
        while (at < noisy.length) {
            int n = Math.min(noisy.length - at, random.nextInt(17));
            framer.push(noisy, at, n, NOW);
            at += n;
        }
        framer.end(NOW);
        assertThat(split).isEqualTo(whole).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void survivesRandomBytes(long seed) {
        byte[] noise = new byte[200_000];
        new Random(seed).nextBytes(noise);
        assertThat(frames(noise))
                .noneMatch(f -> f instanceof Telegram t && t.checksum() == Checksum.OK);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
