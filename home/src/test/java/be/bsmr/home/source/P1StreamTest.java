package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P1StreamTest {

    private static final Path RECORDING =
            Path.of("../../shared/data/p1/recordings/telegram20min.txt");

    @Test
    void pumpsTheOriginalRecording() throws Exception {
        assumeTrue(
                Files.exists(RECORDING),
                "no real recordings at hand: " + RECORDING.toAbsolutePath());
        List<SiteInput> inputs = new ArrayList<>();
        LinkHealth health;
        try (InputStream in = Files.newInputStream(RECORDING)) {
            health = P1Stream.pump(in, SiteSettings.BELGIUM, inputs::add);
        }
        assertThat(health.telegrams()).isEqualTo(1201);
        assertThat(health.accepted()).isEqualTo(1199);
        assertThat(health.rejectedBy()).containsOnlyKeys("crc").containsEntry("crc", 2L);
        assertThat(inputs.stream().filter(i -> i instanceof SiteInput.MeterRead)).hasSize(1199);
    }

    @Test
    void readsSourcesAsPeopleWriteThem() {
        assertThat(SourceSpec.parse("serial:/dev/ttyUSB0"))
                .isEqualTo(new SourceSpec.Serial("/dev/ttyUSB0"));
        assertThat(SourceSpec.parse("tcp:dongle.local:2001"))
                .isEqualTo(new SourceSpec.Tcp("dongle.local", 2001));
        assertThat(SourceSpec.parse("tcp:[::1]:2001")).isEqualTo(new SourceSpec.Tcp("::1", 2001));
        assertThat(SourceSpec.parse("file:a b.txt"))
                .isEqualTo(new SourceSpec.File(Path.of("a b.txt")));
        assertThat(SourceSpec.parse("simulator")).isEqualTo(new SourceSpec.Simulator());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "usb",
                "serial:",
                "tcp:host",
                "tcp:host:99999",
                "tcp::1",
                "http://x",
                "simulator:2"
            })
    void saysWhatToWriteInstead(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceSpec.parse(wrong))
                .withMessageContaining("write");
    }
}
