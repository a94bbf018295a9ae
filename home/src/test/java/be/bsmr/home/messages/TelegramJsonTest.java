package be.bsmr.home.messages;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelegramJsonTest {

    private static final TelegramJson WORDS = new TelegramJson(SiteSettings.BELGIUM);

    @Test
    void saysAllThatATelegramSays() throws Exception {
        String said =
                decoded(
                        """
                        /FLU5\\253000000_A

                        0-0:96.1.4(50221)
                        1-0:94.32.1(230)
                        0-0:96.1.1(3153494D32323030303030303031)
                        0-0:1.0.0(260113184450W)
                        1-0:1.8.1(000100.000*kWh)
                        1-0:1.8.2(000200.123*kWh)
                        1-0:2.8.1(000000.000*kWh)
                        1-0:2.8.2(000001.0005*kWh)
                        0-0:96.14.0(0001)
                        1-0:1.4.0(00.351*kW)
                        1-0:1.6.0(260105181500W)(03.914*kW)
                        0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(260101000000W)(251208181500W)(04.100*kW)
                        1-0:1.7.0(01.200*kW)
                        1-0:2.7.0(00.000*kW)
                        1-0:21.7.0(00.700*kW)
                        1-0:22.7.0(00.000*kW)
                        1-0:32.7.0(230.0*V)
                        1-0:31.7.0(003.41*A)
                        0-0:96.3.10(2)
                        0-0:17.0.0(09.200*kW)
                        1-0:31.4.0(040.00*A)
                        0-1:96.3.10(0)
                        0-0:96.7.21(00003)
                        0-0:96.13.0(48616C6C6F)
                        0-1:24.1.0(003)
                        0-1:96.1.1(3753494D32323030303030303031)
                        0-1:24.4.0(1)
                        0-1:24.2.3(260113184000W)(00100.000*m3)
                        9-9:9.9.9(new)
                        1-0:52.7.0(2x0*V)
                        !
                        """);
        assertThat(said)
                .isEqualTo(
                        """
                        {"meter_time":"2026-01-13T18:44:50+01:00","header":"FLU5\\\\253000000_A",\
                        "version":"50221","equipment_id":"1SIM2200000001",\
                        "import_t1_wh":100000,"import_t2_wh":200123,\
                        "export_t1_wh":0,"export_t2_wh":1000.5,"tariff":1,\
                        "import_power_w":1200,"export_power_w":0,"demand_w":351,\
                        "month_peak":{"time":"2026-01-05T18:15:00+01:00","demand_w":3914},\
                        "peaks":[{"month":"2025-12","time":"2025-12-08T18:15:00+01:00","demand_w":4100}],\
                        "voltage_l1_v":230,"current_l1_a":3.41,\
                        "import_power_l1_w":700,"export_power_l1_w":0,"grid":"3x230",\
                        "mbus":[{"channel":1,"type":"gas","id":"7SIM2200000001",\
                        "time":"2026-01-13T18:40:00+01:00","value":100,"unit":"m3","valve":"connected"}],\
                        "breaker":"ready","relays":{"1":"disconnected"},"limiter_w":9200,"fuse_a":40,\
                        "message":"Hallo","power_failures":3,"unknown":["9-9:9.9.9(new)"],\
                        "unreadable":["1-0:52.7.0(2x0*V)"],"crc":"absent"}""");
    }

    @Test
    void saysWhatALargeUsersMeterSays() throws Exception {
        JsonNode said =
                new JsonMapper()
                        .readTree(
                                decoded(
                                        """
                                        /LG_E660_TEST

                                        1-0:1.7.0(010.512*kW)
                                        1-0:3.8.0(000012.5*kvarh)
                                        1-0:23.7.0(00.120*kvar)
                                        1-0:13.7.0(0.985)
                                        1-0:2.4.0(00.500*kW)
                                        1-0:2.6.0(260704143000S)(02.500*kW)
                                        0-0:98.1.0(1)(0-0:0.1.0)(1-0:1.6.0)(1-0:1.6.0)(1-0:2.6.0)(1-0:2.6.0)(260701000000S)(42)(260609094500S)(22.731*kW)(260621143000S)(09.120*kW)
                                        0-0:96.13.2(48616C6C6F)
                                        0-1:24.1.0(003)
                                        0-1:96.1.2(353431343430303030303030303030303031)
                                        !
                                        """));
        assertThat(said.at("/peaks/0/demand_w").intValue()).isEqualTo(22_731);
        assertThat(said.at("/export_peaks/0/month").textValue()).isEqualTo("2026-06");
        assertThat(said.at("/export_peaks/0/demand_w").intValue()).isEqualTo(9120);
        assertThat(said.at("/export_month_peak/demand_w").intValue()).isEqualTo(2500);
        assertThat(said.at("/export_demand_w").intValue()).isEqualTo(500);
        assertThat(said.at("/reactive_import_varh").intValue()).isEqualTo(12_500);
        assertThat(said.at("/reactive_import_power_l1_var").intValue()).isEqualTo(120);
        assertThat(said.at("/power_factor").decimalValue()).isEqualByComparingTo("0.985");
        assertThat(said.at("/billing_periods").intValue()).isEqualTo(42);
        assertThat(said.at("/message_2").textValue()).isEqualTo("Hallo");
        assertThat(said.at("/mbus/0/ean").textValue()).isEqualTo("541440000000000001");
        assertThat(said.has("unknown") || said.has("unreadable")).isFalse();
    }

    @Test
    void leavesOutWhatIsAbsent() throws Exception {
        JsonNode said = new JsonMapper().readTree(decoded("/ISK5\n\n1-0:1.8.0(000012.5*kWh)\n!\n"));
        assertThat(said.properties().stream().map(e -> e.getKey()))
                .containsExactly("header", "import_wh", "crc");
        assertThat(said.path("import_wh").isIntegralNumber()).isTrue();
    }

    @Test
    void namesTheCauseOfARejection() {
        assertThat(WORDS.rejected(Rejected.Cause.CRC, 59_200).toString())
                .isEqualTo("{\"rejected\":\"crc\",\"offset\":59200}");
    }

    private static String decoded(String telegram) {
        List<String> said = new ArrayList<>();
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        TelegramFramer framer =
                new TelegramFramer(
                        (Frame frame) -> {
                            Telegram t = (Telegram) frame;
                            said.add(
                                    WORDS.telegram(decoder.decode(t).orElseThrow(), t.checksum())
                                            .toString());
                        });
        byte[] bytes = telegram.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        framer.push(bytes, 0, bytes.length, Instant.EPOCH);
        assertThat(said).hasSize(1);
        return said.get(0);
    }
}
