package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class PackedSecondsTest {

    private static final long BASE = 1_768_323_600;
    private static final int CHANNELS = 5;

    @Test
    void givesBackWhateverItTook() throws DataFormatException {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            SortedMap<Long, long[]> seconds = someSeconds(random);
            byte[] packed = PackedSeconds.pack(BASE, seconds, CHANNELS);
            assertSame(PackedSeconds.unpack(packed, BASE, CHANNELS), seconds);
        }
    }

    @Test
    void readsFewerAndMoreChannelsThanItKnows() throws DataFormatException {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        seconds.put(BASE, new long[] {1, 2});
        byte[] packed = PackedSeconds.pack(BASE, seconds, 2);
        assertThat(PackedSeconds.unpack(packed, BASE, 3).get(BASE))
                .as("of an older version")
                .containsExactly(1, 2, ReadingRow.ABSENT);
        assertThat(PackedSeconds.unpack(packed, BASE, 1).get(BASE))
                .as("of a newer version")
                .containsExactly(1);
    }

    @Test
    void neverTakesDamageForReadings() {
        SortedMap<Long, long[]> seconds = someSeconds(new Random(3));
        byte[] packed = PackedSeconds.pack(BASE, seconds, CHANNELS);
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
                .as("but for the bits that fill up the last byte before the checksum")
                .isBetween(packed.length - 1, packed.length);
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
                values[c] = never[c] || gap ? ReadingRow.ABSENT : far;
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
