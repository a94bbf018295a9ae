package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RejectedWordsTest {

    @Test
    void saysWhyInWords() {
        assertThat(RejectedWords.of(new TreeMap<>(Map.of("crc", 1L, "cut", 4L, "oversized", 6L))))
                .isEqualTo(": 1 with a wrong checksum, 4 cut off, 6 without an end");
        assertThat(RejectedWords.of(Map.of())).isEmpty();
    }
}
