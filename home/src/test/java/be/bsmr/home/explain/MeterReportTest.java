package be.bsmr.home.explain;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.words.Language;
import be.bsmr.meter.MeterId;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class MeterReportTest {

    private static final String OURS = "31";
    private static final String OTHER = "32";

    private Instant now = Instant.parse("2026-01-13T17:44:00Z");
    private Optional<MeterId> followed = Optional.empty();
    private final Overheard heard = new Overheard(() -> now);

    @Test
    void saysEachLineInTheLanguageOfItsReader() {
        hear(OURS, "1-0:1.7.0(00.512*kW)");

        assertThat(said(Language.nl, "1-0:1.7.0")).isEqualTo("Afname nu 0,512 kW");
        assertThat(said(Language.fr, "1-0:32.7.0")).isEqualTo("Tension L1 231,4 V");
        assertThat(said(Language.en, "1-0:94.32.1")).isEqualTo("Grid 3×400 V with neutral");
        assertThat(said(Language.en, "0-0:96.14.0")).isEqualTo("Tariff now 1 (normal)");
        assertThat(said(Language.de, "0-0:1.0.0")).startsWith("Zählerzeit");
    }

    @Test
    void theValueOfAnAttachedMeterBearsItsKind() {
        hear(OURS, "0-1:24.1.0(003)\r\n0-1:24.2.3(260113184000W)(01504.629*m3)");

        assertThat(said(Language.en, "0-1:24.2.3")).isEqualTo("Gas 1,504.629 m³");
        assertThat(said(Language.en, "0-1:24.1.0")).isEqualTo("Gas channel 1");
    }

    @Test
    void keepsALineWithoutAValueAndSaysWhy() {
        hear(OURS, "9-9:9.9.9(1)\r\n0-0:96.13.0()\r\n1-0:1.7.0(?)");

        assertThat(line(Language.en, "9-9:9.9.9").path("state").asText()).isEqualTo("unknown");
        assertThat(line(Language.en, "1-0:1.7.0").path("state").asText()).isEqualTo("unreadable");
        assertThat(line(Language.en, "0-0:96.13.0").path("state").asText()).isEqualTo("empty");
        assertThat(said(Language.en, "0-0:96.13.0")).isEqualTo("Message");
        assertThat(said(Language.en, "1-0:1.7.0")).isEqualTo("Import now");
    }

    @Test
    void showsTheMeterThatCountsWhenTwoSpeak() {
        followed = Optional.of(new MeterId("1"));
        hear(OURS, "1-0:1.7.0(00.111*kW)");
        hear(OTHER, "1-0:1.7.0(00.222*kW)");

        assertThat(said(Language.en, "1-0:1.7.0")).isEqualTo("Import now 0.111 kW");
    }

    @Test
    void theDoctorHearsWhatIsWrongWithTheLine() {
        for (int second = 0; second < 20; second++) {
            hear(OURS, "1-0:1.7.0(00.512*kW)");
            bytes("/FLU5\\253000000_A\r\n\r\n1-0:1.7.0(00.512*kW)\r\n!0000\r\n");
            now = now.plusSeconds(1);
        }

        JsonNode findings = report(Language.en).path("findings");
        assertThat(findings.toString()).contains("\"crc_errors\",\"severity\":\"problem\"");
        assertThat(report(Language.en).path("heard_s").asInt()).isEqualTo(19);
        assertThat(report(Language.en).path("fuse_a").asInt()).isEqualTo(25);
    }

    @Test
    void keepsTheNewestAndNoMore() {
        for (int telegram = 0; telegram < 2000; telegram++) {
            hear(OURS, "1-0:1.7.0(00.512*kW)");
        }

        int kept = heard.newest().stream().mapToInt(p -> p.text().length()).sum();
        assertThat(kept).isBetween(60_000, 64 * 1024);
        assertThat(said(Language.en, "1-0:1.7.0")).isEqualTo("Import now 0.512 kW");
    }

    @Test
    void beforeTheFirstByteItSaysWhatToDo() {
        JsonNode report = report(Language.en);
        assertThat(report.path("findings").path(0).path("text").asText())
                .startsWith("Not one byte came. 1. Is the P1 port open?");
        assertThat(report.has("lines")).isFalse();
    }

    private void hear(String meter, String lines) {
        bytes(
                "/FLU5\\253000000_A\r\n\r\n0-0:96.1.4(50221)\r\n0-0:96.1.1("
                        + meter
                        + ")\r\n0-0:1.0.0(260113184400W)\r\n0-0:96.14.0(0001)\r\n"
                        + "1-0:94.32.1(400)\r\n1-0:32.7.0(231.4*V)\r\n"
                        + lines
                        + "\r\n!\r\n");
    }

    private void bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        heard.hear(bytes, bytes.length);
    }

    private String said(Language language, String code) {
        JsonNode row = line(language, code).path("says").path(0);
        return String.join(
                        " ",
                        row.path("label").asText(),
                        row.path("value").asText(),
                        row.path("unit").asText())
                .strip();
    }

    private JsonNode line(Language language, String code) {
        return StreamSupport.stream(report(language).path("lines").spliterator(), false)
                .filter(line -> line.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode report(Language language) {
        return reports().in(language);
    }

    private MeterReport reports() {
        MeterReport.Origin origin =
                new MeterReport.Origin(
                        heard,
                        SiteSettings.BELGIUM,
                        Optional.of(Current.ofAmperes(25)),
                        () -> followed,
                        () ->
                                new LineDoctor(
                                        SiteSettings.BELGIUM,
                                        SerialSettings.DEFAULT,
                                        HostClock.UNKNOWN,
                                        followed));
        return new MeterReport(origin, () -> now);
    }
}
