package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.quarter.QuarterHour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    @TempDir private Path folder;

    @Test
    void whatWasToldTodayIsKnownAfterARestart() throws Exception {
        Path file = folder.resolve("bsmr.db-notify");
        assertThat(Told.read(file)).isEqualTo(Told.NOTHING);
        Told told =
                Told.NOTHING
                        .counting(Rule.QUARTER, TODAY)
                        .counting(Rule.QUARTER, TODAY)
                        .counting(Rule.MONTH_PEAK, TODAY)
                        .summing(YearMonth.of(2026, 10))
                        .warning(QuarterHour.of(Instant.parse("2026-11-26T17:00:00Z")));
        told.write(file);
        assertThat(Told.read(file)).isEqualTo(told);
        assertThat(Told.read(file).count(Rule.QUARTER, TODAY)).isEqualTo(2);
        assertThat(Told.read(file).count(Rule.QUARTER, TODAY.plusDays(1))).isZero();
    }

    @Test
    void aFileThatSaysSomethingElseIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("told"), "{\"day\": \"yesterday\"}");
        assertThatThrownBy(() -> Told.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> Told.read(file)).isInstanceOf(IOException.class);
    }
}
