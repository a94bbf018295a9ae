package be.bsmr.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedSecondsTest {

    private static final long BASE = 1_768_323_600;
    private static final int CHANNELS = 5;

    private enum Form {
        DEFLATED,
        PLAIN;

        byte[] pack(SortedMap<Long, long[]> seconds, int channels) {
            return this == PLAIN
                    ? PackedSeconds.plain(BASE, seconds, channels)
                    : PackedSeconds.deflated(BASE, seconds, channels);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhateverItTook(Form form) throws DataFormatException {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            SortedMap<Long, long[]> seconds = someSeconds(random);
            byte[] packed = form.pack(seconds, CHANNELS);
            assertSame(PackedSeconds.unpack(packed, BASE, CHANNELS), seconds);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsFewerAndMoreChannelsThanItKnows(Form form) throws DataFormatException {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        seconds.put(BASE, new long[] {1, 2});
        byte[] packed = form.pack(seconds, 2);
        assertThat(PackedSeconds.unpack(packed, BASE, 3).get(BASE))
                .as("of an older version")
                .containsExactly(1, 2, PackedSeconds.ABSENT);
        assertThat(PackedSeconds.unpack(packed, BASE, 1).get(BASE))
                .as("of a newer version")
                .containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void neverTakesDamageForReadings(Form form) {
        SortedMap<Long, long[]> seconds = someSeconds(new Random(3));
        byte[] packed = form.pack(seconds, CHANNELS);
        int noticed = 0;
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x10;
            try {
                assertSame(PackedSeconds.unpack(damaged, BASE, CHANNELS), seconds);
            } catch (DataFormatException e) {
                noticed++;
            }
            byte[] cut = Arrays.copyOf(packed, i);
            assertThatThrownBy(() -> PackedSeconds.unpack(cut, BASE, CHANNELS))
                    .isInstanceOf(DataFormatException.class);
        }
        assertThat(noticed)
                .as("but for the bits that fill up the last byte before zlib's checksum")
                .isBetween(packed.length - 1, packed.length);
    }

    /** What stands in databases, or waits in a queue, stays readable. */
    @Test
    void readsWhatWasPackedBefore() throws DataFormatException {
        String deflated = "01789c636660646262bcc0cf58c1c42a5e01000a7b01f8";
        String plain = "02030001020201d00f01780205177857382d11";
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        seconds.put(BASE, new long[] {1000, -12});
        seconds.put(BASE + 1, new long[] {999, PackedSeconds.ABSENT});
        seconds.put(BASE + 3, new long[] {1059, 48});
        assertSame(PackedSeconds.unpack(HexFormat.of().parseHex(deflated), BASE, 2), seconds);
        assertSame(PackedSeconds.unpack(HexFormat.of().parseHex(plain), BASE, 2), seconds);
    }

    private static SortedMap<Long, long[]> someSeconds(Random random) {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        int count = 1 + random.nextInt(90);
        boolean[] never = new boolean[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            never[c] = random.nextInt(4) == 0;
        }
        for (int i = 0; i < count; i++) {
            long[] values = new long[CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                boolean gap = c == 2 && random.nextInt(3) == 0;
                long far = c == 4 ? random.nextLong() / 4 : random.nextInt(20_000) - 10_000;
                values[c] = never[c] || gap ? PackedSeconds.ABSENT : far;
            }
            seconds.put(BASE + random.nextInt(900), values);
        }
        return seconds;
    }

    private static void assertSame(SortedMap<Long, long[]> actual, SortedMap<Long, long[]> wanted) {
        assertThat(actual.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((at, values) -> assertThat(actual.get(at)).isEqualTo(values));
    }
}
