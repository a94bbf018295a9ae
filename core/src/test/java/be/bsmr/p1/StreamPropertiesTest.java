package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static be.bsmr.p1.Telegrams.NOW;
import static be.bsmr.p1.Telegrams.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever arrives on the line. */
class StreamPropertiesTest {

    private static final Instant START = Instant.parse("2026-01-13T17:44:50Z");

    /**
     * Any byte, the bytes of telegrams only, and pieces of real lines: three ways of being wrong.
     */
    private enum Noise {
        BYTES {
            @Override
            byte[] make(Random random) {
                byte[] noise = new byte[100_000];
                random.nextBytes(noise);
                return noise;
            }
        },
        ALPHABET {
            @Override
            byte[] make(Random random) {
                byte[] letters = bytes("//!!\r\n\r\n()*-:..0123456789ABCDEFSWkWhVm3");
                byte[] noise = new byte[100_000];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = letters[random.nextInt(letters.length)];
                }
                return noise;
            }
        },
        SCRAPS {
            @Override
            byte[] make(Random random) {
                byte[] good = household(random.nextLong());
                ByteArrayOutputStream noise = new ByteArrayOutputStream();
                while (noise.size() < 100_000) {
                    int from = random.nextInt(good.length);
                    noise.write(good, from, random.nextInt(Math.min(60, good.length - from)));
                }
                return noise.toByteArray();
            }
        };

        abstract byte[] make(Random random);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103, 104})
    void neverThrowsOnNoiseNorBelievesIt(long seed) {
        Random random = new Random(seed);
        for (Noise kind : Noise.values()) {
            byte[] noise = kind.make(random);
            Heard strict = Heard.inRandomPieces(noise, false, 500, random);
            assertThat(strict.frames()).as("%s", kind).noneMatch(f -> f.contains(" OK "));
            Heard.inRandomPieces(noise, true, 500, random);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void hearsTheSameHoweverTheStreamIsSplit(long seed) {
        Random random = new Random(seed);
        byte[] stream = troubled(random);
        for (boolean lenient : new boolean[] {false, true}) {
            Heard whole = Heard.inPieces(stream, lenient, stream.length);
            assertThat(whole.readings()).isNotEmpty();
            assertThat(Heard.inPieces(stream, lenient, 1)).isEqualTo(whole);
            for (int most : new int[] {2, 17, 300, 5000}) {
                assertThat(Heard.inRandomPieces(stream, lenient, most, random))
                        .as("pieces of up to %d bytes, lenient %s", most, lenient)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void readsTheSameOrNothingWhateverBitIsWrong(Grid grid) {
        byte[] good = household(3, grid);
        Reading reading = only(good);
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                assertSameOrNothing(flipped(good, i, 1 << bit), reading, "bit " + bit, i);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void readsTheSameOrNothingWhateverByteIsWrong(long seed) {
        Random random = new Random(seed);
        byte[] good = household(seed);
        Reading reading = only(good);
        int tail = good.length - 12;
        for (int n = 0; n < 40; n++) {
            // The end mark and the checksum, where framing decides, always; the rest by lot.
            int at = n < 12 ? tail + n : random.nextInt(good.length);
            for (int change = 1; change < 256; change++) {
                assertSameOrNothing(flipped(good, at, change), reading, "flipped " + change, at);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void readsTheSameOrNothingWhereverBytesAreLostOrDoubled(long seed) {
        byte[] good = household(seed);
        Reading reading = only(good);
        for (int i = 0; i < good.length; i++) {
            assertSameOrNothing(join(head(good, i), tail(good, i + 1)), reading, "lost", i);
            assertSameOrNothing(join(head(good, i + 1), tail(good, i)), reading, "doubled", i);
            assertSameOrNothing(head(good, i), reading, "ends", i);
            assertSameOrNothing(tail(good, i), reading, "starts", i);
            assertThat(Heard.lenient(head(good, i)).readings()).hasSizeLessThan(2);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43})
    void readsOneOrTheOtherOfTwoInterleavedTelegrams(long seed) {
        Random random = new Random(seed);
        byte[] a = household(seed);
        byte[] b = household(seed + 1000);
        List<Reading> sent = List.of(only(a), only(b));
        for (int n = 0; n < 200; n++) {
            ByteArrayOutputStream mixed = new ByteArrayOutputStream();
            int i = 0;
            int j = 0;
            while (i < a.length || j < b.length) {
                int of = Math.min(a.length - i, random.nextInt(200));
                mixed.write(a, i, of);
                i += of;
                of = Math.min(b.length - j, random.nextInt(200));
                mixed.write(b, j, of);
                j += of;
            }
            // A good one first: the framer then knows that this meter sends checksums.
            assertThat(Heard.strict(join(a, mixed.toByteArray())).readings()).isSubsetOf(sent);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {51, 52})
    void readsTheTelegramThatFollowsAnyPieceOfAnother(long seed) {
        Random random = new Random(seed);
        byte[] lost = household(seed + 1000);
        byte[] good = household(seed);
        Reading reading = only(good);
        for (int i = 0; i < lost.length; i++) {
            byte[] start = head(lost, i);
            byte[] end = tail(lost, random.nextInt(lost.length));
            assertThat(Heard.strict(join(join(end, start), good)).readings())
                    .as("after the first %d bytes", i)
                    .endsWith(reading);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"\n", "\r", "\r\r\n", "\n\r", "\r\n\r\n", "\0\r\n", "\r\0\n"})
    void readsTheSameWhateverEndsTheLines(String lineEnd) {
        byte[] good = household(7);
        String text = new String(good, StandardCharsets.ISO_8859_1);
        byte[] other = checked(text.substring(0, text.indexOf('!')).replace("\r\n", lineEnd));
        Reading expected = only(good);
        Reading read = only(other);
        if (lineEnd.indexOf('\0') < 0) {
            assertThat(read).isEqualTo(expected);
        } else {
            // A NUL is part of a line, but never of a number.
            assertThat(read.imported()).isEqualTo(expected.imported());
            assertThat(read.measuredAt()).isEqualTo(expected.measuredAt());
        }
    }

    @Test
    void passesOverNulBytesBetweenTelegrams() {
        byte[] good = household(7);
        byte[] nothing = new byte[5000];
        byte[] stream = join(join(nothing, good), join(nothing, good));
        assertThat(Heard.strict(stream).readings()).containsExactly(only(good), only(good));
    }

    @Test
    void costsOnlyTheFieldWithANulInIt() {
        Reading r = only(checked("/X\r\n\r\n1-0:1.7.0(00\0.512*kW)\r\n1-0:2.7.0(00.123*kW)\r\n"));
        assertThat(r.importPower()).isNull();
        assertThat(r.exportPower().watts()).isEqualTo(123);
    }

    @Test
    void takesASlashInsideALineForWhatItIs() {
        String header = "/FLU5\\25/30\r\n\r\n";
        String lines = "0-0:96.13.0(2F2F)\r\n0-9:1.2.3(/a/b)\r\n1-0:1.7.0(00.512*kW)\r\n";
        Reading r = only(checked(header + lines));
        assertThat(r.identity().header()).isEqualTo("FLU5\\25/30");
        assertThat(r.unknown()).containsExactly("0-9:1.2.3(/a/b)");
        assertThat(r.importPower().watts()).isEqualTo(512);
    }

    /** Streams that never come to an end mark. */
    private enum Endless {
        ONE_LINE("x"),
        LINES("1-0:1.7.0(00.512*kW)\r\n"),
        SLASHES("/"),
        SLASHED_LINES("/\n"),
        HEADERS("/FLU5\\253000000_A\r\n\r\n"),
        MARKS("!"),
        MARKS_INSIDE("1!"),
        BARE_MARKS("/\n!\n"),
        WRONG_MARKS("/////////\n!zzzz\n"),
        NUL("\0");

        private final String piece;

        Endless(String piece) {
            this.piece = piece;
        }
    }

    @ParameterizedTest
    @EnumSource(Endless.class)
    void keepsNoMoreThanOneTelegramOfAnEndlessStream(Endless endless) {
        long size = endless == Endless.LINES ? 200_000_000 : 1_000_000;
        byte[] chunk = bytes(endless.piece.repeat(997));
        for (boolean lenient : new boolean[] {false, true}) {
            long[] longest = {0};
            ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);
            java.util.function.Consumer<Frame> measure =
                    f -> {
                        if (f instanceof Telegram t) {
                            longest[0] = Math.max(longest[0], t.text().length());
                            decoder.decode(t);
                        } else if (f instanceof Rejected r) {
                            longest[0] = Math.max(longest[0], r.length());
                        }
                    };
            TelegramFramer framer =
                    lenient ? TelegramFramer.lenient(measure) : new TelegramFramer(measure);
            framer.push(bytes("/begin\r\n"), 0, 8, NOW);
            long before = heapInUse();
            for (long sent = 0; sent < (lenient ? 1_000_000 : size); sent += chunk.length) {
                framer.push(chunk, 0, chunk.length, NOW);
            }
            assertThat(heapInUse() - before).as("bytes kept").isLessThan(16_000_000);
            byte[] good = household(7);
            framer.push(bytes("\r\n"), 0, 2, NOW);
            framer.push(good, 0, good.length, NOW);
            framer.end(NOW);
            assertThat(longest[0]).isLessThanOrEqualTo(TelegramFramer.MAX_BYTES);
        }
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    // ---- streams

    private static byte[] household(long seed) {
        Grid[] grids = Grid.values();
        return household(seed, grids[(int) Math.floorMod(seed, (long) grids.length)]);
    }

    private static byte[] household(long seed, Grid grid) {
        Reading reading = new Household(seed, START, BRUSSELS, grid).next();
        return new TelegramWriter(BRUSSELS).write(reading);
    }

    /** Good telegrams with all that goes wrong on a real line between and inside them. */
    private static byte[] troubled(Random random) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(bytes("noise!/x"));
        for (int n = 0; n < 12; n++) {
            byte[] good = household(random.nextInt(100));
            int at = random.nextInt(good.length);
            parts.add(
                    switch (random.nextInt(6)) {
                        case 0 -> good;
                        case 1 -> flipped(good, at, 1 + random.nextInt(255));
                        case 2 -> head(good, at);
                        case 3 -> tail(good, at);
                        case 4 -> join(join(head(good, at), good), tail(good, at));
                        default -> new byte[random.nextInt(100)];
                    });
        }
        parts.add(bytes("\r\n"));
        parts.add(household(1));
        return parts.stream().reduce(new byte[0], StreamPropertiesTest::join);
    }

    /** The text with an end mark and the checksum of exactly these bytes. */
    private static byte[] checked(String text) {
        byte[] bytes = bytes(text + "!");
        int crc = new Crc16().of(bytes, 0, bytes.length);
        return join(bytes, bytes(String.format(Locale.ROOT, "%04X\r\n", crc)));
    }

    private static Reading only(byte[] telegram) {
        List<Reading> readings = Heard.strict(telegram).readings();
        assertThat(readings).hasSize(1);
        return readings.get(0);
    }

    private static void assertSameOrNothing(byte[] broken, Reading reading, String how, int at) {
        for (Reading r : Heard.strict(broken).readings()) {
            assertThat(r).as("%s at %d", how, at).isEqualTo(reading);
        }
    }

    private static byte[] flipped(byte[] good, int at, int change) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) change;
        return bad;
    }

    private static byte[] head(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
