package be.bsmr.p1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedStreamTest {

    private static final String KEY = "000102030405060708090A0B0C0D0E0F";
    private static final String TITLE = "53595354454D4944";

    private final Household house =
            new Household(1, Telegrams.NOW, Telegrams.BRUSSELS, Grid.STAR_400);
    private final TelegramWriter writer = new TelegramWriter(Telegrams.BRUSSELS);
    private int counter = 1;

    @Test
    void opensWhatAMeterEncrypted() {
        Reading first = house.next();
        Reading second = house.next();
        Opened opened = open(concat(frame(writer.write(first)), frame(writer.write(second))));
        assertThat(Telegrams.decodeAll(opened.bytes)).containsExactly(first, second);
        assertThat(opened.stream.opened()).isEqualTo(2);
        assertThat(opened.stream.refused()).isZero();
        assertThat(opened.stream.clearBytes()).isZero();
    }

    /** Encrypted by OpenSSL: our own encryptor below could be wrong in the same way. */
    @Test
    void opensWhatAnotherProgramEncrypted() {
        String frame =
                "db08 53595354454d4944 82001d 30 00112233"
                        + " 16b65968fe7e2a88306f9495 174d9d148f4e4fcf516dc233";
        assertThat(text(open(HexFormat.of().parseHex(frame.replace(" ", "")))))
                .isEqualTo("\r\n/ABC5\r\n\r\n!\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "82", "83", "84"})
    void readsEveryWayToWriteALength(String form) {
        Reading reading = house.next();
        byte[] text = writer.write(reading);
        byte[] frame = frame(form.equals("81") ? Arrays.copyOf(text, 200) : text, form);
        assertThat(open(frame).stream.opened()).isEqualTo(1);
    }

    @Test
    void readsALengthOfOneByte() {
        assertThat(text(open(frame(Telegrams.bytes("/short!\r\n"), "")))).contains("/short!");
    }

    @Test
    void findsTheNextFrameBehindNoise() {
        Reading reading = house.next();
        byte[] noise = HexFormat.of().parseHex("db08db0801020304db0882ffff30db");
        byte[] falseStart =
                concat(HexFormat.of().parseHex("db08aaaaaaaaaaaaaaaa82010030"), new byte[40]);
        Opened opened = open(concat(noise, falseStart, frame(writer.write(reading)), new byte[99]));
        assertThat(Telegrams.decodeAll(opened.bytes)).containsExactly(reading);
    }

    @Test
    void losesOnlyTheFrameThatWasCut() {
        Reading reading = house.next();
        byte[] cut = frame(writer.write(house.next()));
        Opened opened =
                open(concat(Arrays.copyOf(cut, cut.length / 2), frame(writer.write(reading))));
        assertThat(Telegrams.decodeAll(opened.bytes)).containsExactly(reading);
        assertThat(opened.stream.refused()).isEqualTo(1);
    }

    /** A length that became too long by a flipped bit must not swallow what follows. */
    @Test
    void waitsNoLongerThanTheMetersNextFrame() {
        byte[] damaged = frame(writer.write(house.next()));
        damaged[11] ^= 0x10;
        Reading reading = house.next();
        Opened opened = open(concat(damaged, frame(writer.write(reading))));
        assertThat(Telegrams.decodeAll(opened.bytes)).containsExactly(reading);
    }

    @Test
    void refusesEveryFlippedByte() {
        byte[] frame = frame(writer.write(house.next()));
        Reading next = house.next();
        byte[] after = frame(writer.write(next));
        for (int i = 0; i < frame.length; i++) {
            byte[] flipped = frame.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Opened opened = open(concat(flipped, after));
            assertThat(opened.stream.opened()).as("byte %d flipped", i).isEqualTo(1);
            assertThat(Telegrams.decodeAll(opened.bytes)).as("byte %d", i).containsExactly(next);
        }
    }

    @Test
    void refusesAndCountsWhatAnotherKeyEncrypted() {
        byte[] frames =
                concat(frame(writer.write(house.next())), frame(writer.write(house.next())));
        for (DecryptionKey other :
                Arrays.asList(
                        new DecryptionKey(KEY.replace('F', 'E'), DecryptionKey.LUXEMBOURG),
                        new DecryptionKey(KEY, KEY),
                        null)) {
            Opened opened = open(frames, other);
            assertThat(opened.stream.refused()).isEqualTo(2);
            assertThat(opened.bytes).isEmpty();
        }
    }

    @Test
    void passesWhatIsInClear() {
        Reading reading = house.next();
        byte[] clear = writer.write(reading);
        Opened opened = open(clear);
        assertThat(opened.bytes).isEqualTo(clear);
        assertThat(opened.stream.clearBytes()).isEqualTo(clear.length);
        assertThat(opened.stream.refused()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheSameHoweverTheStreamIsSplit(long seed) {
        Random random = new Random(seed);
        byte[] stream = mixed(random);
        Opened whole = open(stream);
        Opened pieces = new Opened(key());
        for (int at = 0; at < stream.length; ) {
            int count =
                    Math.min(stream.length - at, 1 + random.nextInt(random.nextInt(3) * 99 + 2));
            pieces.stream.push(stream, at, count);
            at += count;
        }
        assertThat(pieces.bytes).isEqualTo(whole.bytes);
        assertThat(pieces.stream.opened()).isEqualTo(whole.stream.opened()).isGreaterThan(0);
        assertThat(pieces.stream.refused()).isEqualTo(whole.stream.refused());
    }

    /** Whole frames, cut ones, damaged ones, clear telegrams and noise, in any order. */
    private byte[] mixed(Random random) {
        byte[] stream = new byte[0];
        for (int i = 0; i < 20; i++) {
            byte[] text = writer.write(house.next());
            byte[] frame = frame(text);
            switch (i == 0 ? 0 : random.nextInt(5)) {
                case 1 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length));
                case 2 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                case 3 -> frame = text;
                case 4 -> random.nextBytes(frame);
                default -> {}
            }
            stream = concat(stream, frame);
        }
        return concat(stream, frame(writer.write(house.next())));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverThrowsWhateverArrives(long seed) {
        Random random = new Random(seed);
        byte[] alphabet = HexFormat.of().parseHex("db0882813000ff84832f0a");
        byte[] stream = new byte[20_000];
        for (int i = 0; i < stream.length; i++) {
            stream[i] =
                    random.nextInt(20) == 0
                            ? (byte) random.nextInt(256)
                            : alphabet[random.nextInt(alphabet.length)];
        }
        Opened opened = open(stream);
        assertThat(opened.stream.opened()).isZero();
        assertThat(opened.bytes.length).isLessThanOrEqualTo(stream.length);
    }

    @Test
    void neverTellsAKey() {
        assertThat(key().toString()).doesNotContain(KEY).doesNotContain("0001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DecryptionKey(KEY + "AB", KEY))
                .withMessageContaining("32 hexadecimal digits")
                .withMessageContaining("34 digits")
                .withMessageNotContaining("0001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DecryptionKey(KEY, "secret"))
                .withMessageContaining("authentication_key")
                .withMessageNotContaining("secret");
    }

    @Test
    void takesAKeyAsItIsPrintedInALetter() {
        String grouped = "00 01 02 03-04:05:06:07 08090a0b 0C0D0E0F";
        byte[] frame = frame(writer.write(house.next()));
        DecryptionKey key = new DecryptionKey(grouped, DecryptionKey.LUXEMBOURG);
        assertThat(open(frame, key).stream.opened()).isEqualTo(1);
    }

    // ---- a meter of our own

    private static DecryptionKey key() {
        return new DecryptionKey(KEY, DecryptionKey.LUXEMBOURG);
    }

    private static final class Opened {
        private byte[] bytes = new byte[0];
        private final EncryptedStream stream;

        Opened(@Nullable DecryptionKey key) {
            stream = new EncryptedStream(key, piece -> bytes = concat(bytes, piece));
        }
    }

    private static Opened open(byte[] stream) {
        return open(stream, key());
    }

    private static Opened open(byte[] stream, @Nullable DecryptionKey key) {
        Opened opened = new Opened(key);
        opened.stream.push(stream, 0, stream.length);
        return opened;
    }

    private static String text(Opened opened) {
        return new String(opened.bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] frame(byte[] text) {
        return frame(text, "82");
    }

    /**
     * @param form how the length is written: 81 to 84, or "" = in one byte
     */
    private byte[] frame(byte[] text, String form) {
        int counted = 1 + 4 + text.length + 12;
        int lengthBytes = form.isEmpty() ? 1 : form.charAt(1) - '0';
        byte[] length = ByteBuffer.allocate(4).putInt(counted).array();
        return concat(
                HexFormat.of().parseHex("db08" + TITLE + form),
                Arrays.copyOfRange(length, 4 - lengthBytes, 4),
                new byte[] {0x30},
                ByteBuffer.allocate(4).putInt(counter).array(),
                sealed(text, counter++));
    }

    private static byte[] sealed(byte[] text, int counter) {
        HexFormat hex = HexFormat.of();
        byte[] nonce = ByteBuffer.allocate(12).put(hex.parseHex(TITLE)).putInt(counter).array();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(hex.parseHex(KEY), "AES"),
                    new GCMParameterSpec(96, nonce));
            cipher.updateAAD(hex.parseHex("30" + DecryptionKey.LUXEMBOURG));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
