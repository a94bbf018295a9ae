package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

    private static final String MIXED = "\n/a\n\nb\r\nc\r\r\nd\n";
    private static final String FIXED = "\r\n/a\r\n\r\nb\r\nc\r\r\nd\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void putsBackWhatIsMissingHoweverItIsRead(int piece) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] bytes = new byte[piece];
        try (InputStream in = LineEnds.fix.of(stream())) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                read.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(read.toString()).isEqualTo(FIXED);
    }

    @Test
    void skipsWhatItWouldHaveRead() throws IOException {
        InputStream in = LineEnds.fix.of(stream());
        in.skipNBytes(5);
        assertThat(in.readAllBytes())
                .isEqualTo(FIXED.substring(5).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void leavesThemAloneOtherwise() throws IOException {
        assertThat(
                        new String(
                                LineEnds.keep.of(stream()).readAllBytes(),
                                StandardCharsets.ISO_8859_1))
                .isEqualTo(MIXED);
    }

    private static InputStream stream() {
        return new ByteArrayInputStream(MIXED.getBytes(StandardCharsets.ISO_8859_1));
    }
}
