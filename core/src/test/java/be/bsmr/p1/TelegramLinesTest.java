package be.bsmr.p1;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.MBusReading;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramLines.Said;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelegramLinesTest {

    @Test
    void eachLineSaysWhatItSaysAndNoMore() {
        List<Said> lines = lines("1-0:1.7.0(00.512*kW)", "1-0:2.7.0(00.000*kW)");

        assertThat(lines).extracting(Said::code).containsExactly("1-0:1.7.0", "1-0:2.7.0");
        assertThat(lines.get(0).values()).isEqualTo("(00.512*kW)");
        Reading first = lines.get(0).reading();
        assertThat(first.importPower()).isEqualTo(new Power(512));
        assertThat(first.exportPower()).isNull();
    }

    @Test
    void tellsWhatItDoesNotKnowFromWhatMakesNoSense() {
        List<Said> lines = lines("9-9:9.9.9(1)", "1-0:1.7.0(?.512*kW)", "nonsense");

        assertThat(lines).extracting(Said::known).containsExactly(false, true, false);
        assertThat(lines).extracting(Said::reading).containsOnlyNulls();
        assertThat(lines.get(2).code()).isEqualTo("nonsense");
    }

    @Test
    void aValueOnTheLineBelowBelongsToTheLineAbove() {
        List<Said> lines =
                lines("0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00000.123)");

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).reading().mbus())
                .extracting(MBusReading::value)
                .containsExactly(new BigDecimal("0.123"));
    }

    @Test
    void aLineThatSaysNothingIsKnownByWhatItCouldSay() {
        assertThat(example("0-0:17.0.0").supply().limiter()).isEqualTo(new Power(41_000));
        assertThat(example("1-0:31.4.0").supply().fuse()).isEqualTo(Current.ofAmperes(41));
        assertThat(example("0-0:96.13.0").supply().message()).isEqualTo("A");
        assertThat(example("9-9:9.9.9")).isNull();
    }

    private static Reading example(String code) {
        return TelegramLines.example(code, Telegrams.NOW, Telegrams.BRUSSELS);
    }

    private static List<Said> lines(String... lines) {
        String text = "/FLU5\\253000000_A\r\n\r\n" + String.join("\r\n", lines) + "\r\n!";
        return TelegramLines.of(text, Telegrams.NOW, Telegrams.BRUSSELS);
    }
}
