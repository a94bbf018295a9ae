package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    @Test
    void addsTheMeanOfThirtySecondsForTheTimeThatIsLeft() {
        Forecaster forecaster = Forecaster.EMPTY;
        for (int s = 1; s <= 60; s++) {
            Power power = new Power(s <= 30 ? 9000 : 1000);
            forecaster = forecaster.observe(START.plusSeconds(s), power, power);
        }
        DemandForecast forecast = forecaster.forecast(at(60, 100));
        assertThat(forecast.meanImport()).isEqualTo(new Power(1000));
        // 100 Wh so far and 1 kW for 840 s: 233.33 Wh more.
        assertThat(forecast.expected().wattHours()).isEqualTo(333);
    }

    @Test
    void exportLaterInTheQuarterCannotUndoImport() {
        Forecaster forecaster =
                Forecaster.EMPTY.observe(START.plusSeconds(300), Power.ZERO, new Power(-2000));
        DemandForecast forecast = forecaster.forecast(at(300, 400));
        assertThat(forecast.expected()).isEqualTo(Energy.ofWattHours(400));
        assertThat(forecast.meanNet()).isEqualTo(new Power(-2000));
    }

    @Test
    void theAlarmLineFallsFrom1100To900WattHoursAsInTheOriginal() {
        Energy limit = Energy.ofWattHours(1000);
        AlarmLine line = AlarmLine.ORIGINAL;
        assertThat(line.at(Duration.ZERO, limit)).isEqualTo(Energy.ofWattHours(1100));
        assertThat(line.at(Duration.ofSeconds(450), limit)).isEqualTo(Energy.ofWattHours(1000));
        assertThat(line.at(Duration.ofMinutes(15), limit)).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void refusesAnAlarmLineThatRises() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AlarmLine(0.9, 1.1));
    }

    @Test
    void refusesAQuarterThatDoesNotStartOnOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuarterHour(START.plusSeconds(1)));
        assertThat(QuarterHour.of(START.plusSeconds(899)).start()).isEqualTo(START);
        assertThat(QuarterHour.of(START.plusSeconds(900)).start())
                .isEqualTo(START.plusSeconds(900));
    }

    private static RunningQuarter at(int second, int wattHours) {
        Sample start = new Sample(START, Energy.ZERO, Power.ZERO, null);
        Sample now =
                new Sample(
                        START.plusSeconds(second), Energy.ofWattHours(wattHours), Power.ZERO, null);
        return RunningQuarter.startingWith(start).next(now).running();
    }
}
