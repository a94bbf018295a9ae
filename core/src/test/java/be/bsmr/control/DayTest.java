package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DayTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 12);

    @Test
    void countsWhatIsDrawnOnOneDayAndBeginsTheNextAnew() {
        Day monday = Day.NONE.used(MONDAY, 2000, 1800).shedOn(MONDAY).used(MONDAY, 1000, 3600);
        assertThat(monday.joules()).isEqualTo(7_200_000);
        assertThat(monday.sheds()).isEqualTo(1);

        Day tuesday = monday.used(MONDAY.plusDays(1), 500, 2);
        assertThat(tuesday.joules()).isEqualTo(1000);
        assertThat(tuesday.sheds()).isZero();
    }

    @Test
    void whatABatteryGivesBackIsNotTakenOffWhatItDrew() {
        assertThat(Day.NONE.used(MONDAY, 1000, 10).used(MONDAY, -1000, 10).joules())
                .isEqualTo(10_000);
    }
}
