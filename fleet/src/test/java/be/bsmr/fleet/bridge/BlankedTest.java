package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlankedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0-0:1.0.0(260114190007W) | 0-0:1.0.0(260114190007W)",
                "1-0:1.8.1(003456.123*kWh) | 1-0:1.8.1(003456.123*kWh)",
                "0-0:96.14.0(0002) | 0-0:96.14.0(0002)",
                "0-0:96.1.1(3153494D32) | 0-0:96.1.1(xxxxxxxxxx)",
                "0-0:96.1.1(3153494D32 | 0-0:96.1.1(xxxxxxxxxx",
                "0-0:96.1.1 3153494D32) | xxxxxxxxxxxxxxxxxxxxx)",
                "0-0:96.1.2(541448820000000017) | 0-0:96.1.2(xxxxxxxxxxxxxxxxxx)",
                "0-0:96.13.0(48)(12) | 0-0:96.13.0(xx)(xx)",
                "0-0:96.13.0(Hi) | 0-0:96.13.0(xx)",
                "0-1:24.2.1(260114190000W)(00123.456*m3) | 0-1:24.2.1(260114190000W)(00123.456*m3)",
                "/FLU5253000000_A | xxxxxxxxxxxxxxxx",
                "!1A2B | !1A2B",
                "{'id':'1SIM22'} | xxxxxxxxxxxxxxx"
            })
    void onlyWhatIsPlainlyANumberATimeOrACodeStays(String from, String to) {
        byte[] blanked = Blanked.telegram(from.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(blanked, StandardCharsets.ISO_8859_1)).isEqualTo(to);
    }
}
