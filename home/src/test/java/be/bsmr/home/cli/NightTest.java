package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class NightTest {

    private final Night.Written written = new Night.Written();

    @ParameterizedTest
    @CsvSource({
        "22:00-07:00, 21:59:59, false",
        "22:00-07:00, 22:00:00, true",
        "22:00-07:00, 00:00:00, true",
        "22:00-07:00, 06:59:59, true",
        "22:00-07:00, 07:00:00, false",
        "01:00-05:30, 00:30:00, false",
        "01:00-05:30, 05:29:00, true",
        "01:00-05:30, 12:00:00, false"
    })
    void lastsOverMidnightOrNot(String night, LocalTime time, boolean within) {
        assertThat(written.convert(night).has(time)).isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22:00", "22-7", "22:00-25:00", "22:00-07:00-08:00"})
    void saysWhatToWriteInstead(String text) {
        assertThatThrownBy(() -> written.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("22:00-07:00");
    }
}
