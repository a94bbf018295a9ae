package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.home.config.ConfigFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {

    @Test
    void listensOnThisMachineOnlyByDefault() {
        assertThat(WebSettings.DEFAULT)
                .isEqualTo(new WebSettings(true, "127.0.0.1", 8080, null, null));
        assertThat(WebSettings.DEFAULT.isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.20", "raspberrypi.local", "127.evil.org"})
    void refusesTheNetworkWithoutAPassword(String bind) {
        WebSettings open = new WebSettings(true, bind, 8080, null, null);
        assertThat(open.isLoopback()).isFalse();
        try (Dashboard dashboard = Pages.dashboard(open, Pages.access(), Pages.answers(false))) {
            assertThatIOException()
                    .isThrownBy(dashboard::start)
                    .withMessageContaining("web.bind " + bind)
                    .withMessageContaining("bsmr passwd NAME")
                    .withMessageContaining("127.0.0.1");
        }
    }

    @Test
    void refusesAProxyWithoutAPassword() {
        WebSettings behind =
                ConfigFile.with(
                        WebSettings.DEFAULT, Map.of("port", 0, "proxies", List.of("127.0.0.1")));
        try (Dashboard dashboard = Pages.dashboard(behind, Pages.access(), Pages.answers(false))) {
            assertThatIOException()
                    .isThrownBy(dashboard::start)
                    .withMessageContaining("web.proxies")
                    .withMessageContaining("bsmr passwd NAME");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "proxies, here, 'web.proxies: ''here'' is no address'",
        "hosts, https://bsmr.example/, 'web.hosts: ''https://bsmr.example/'' is no name'",
    })
    void saysWhatProxiesAndNamesAre(String key, String value, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigFile.with(WebSettings.DEFAULT, Map.of(key, List.of(value))))
                .withMessageContaining(why);
    }

    @Test
    void wantsCertificateAndKeyTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConfigFile.with(WebSettings.DEFAULT, Map.of("tls.key", "key.pem")))
                .withMessageContaining("web.tls.certificate is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.1.1", "localhost", "LOCALHOST", "::1", "[::1]"})
    void needsNoPasswordOnLoopback(String bind) {
        assertThat(new WebSettings(true, bind, 8080, null, null).isLoopback()).isTrue();
    }

    @Test
    void asksNothingOfADashboardThatIsOff() {
        assertThat(new WebSettings(false, "0.0.0.0", 8080, null, null).enabled()).isFalse();
    }

    @Test
    void wantsUserAndPasswordTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, "127.0.0.1", 8080, "an", null))
                .withMessageContaining("web.password is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, "127.0.0.1", 8080, null, "geheim"))
                .withMessageContaining("web.user is missing")
                .withMessageNotContaining("geheim");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, "0.0.0.0", 8080, "an", " "))
                .withMessageContaining("web.password is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, "0.0.0.0", 8080, "a:n", "geheim"))
                .withMessageContaining("without a colon");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void namesAPortThatCannotBe(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, "127.0.0.1", port, null, null))
                .withMessageContaining("web.port")
                .withMessageContaining(String.valueOf(port));
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(new WebSettings(true, "0.0.0.0", 8080, "an", "geheim").toString())
                .contains("user=an")
                .contains("password=***")
                .doesNotContain("geheim");
    }

    @Test
    void tellsOtherDevicesWhereItIsReached() {
        assertThat(ListenAddress.forOthers(WebSettings.DEFAULT)).isEmpty();
        WebSettings one = new WebSettings(true, "192.168.1.20", 8080, null, null);
        assertThat(ListenAddress.forOthers(one)).containsExactly("http://192.168.1.20:8080/");
        WebSettings all = new WebSettings(true, "0.0.0.0", 8080, null, null);
        assertThat(ListenAddress.forOthers(all))
                .isNotEmpty()
                .noneMatch(address -> address.contains("127.0.0.1"))
                .allMatch(address -> address.matches("http://[^/]+:8080/"));
        WebSettings proxied =
                ConfigFile.with(WebSettings.DEFAULT, Map.of("hosts", List.of("bsmr.example")));
        assertThat(ListenAddress.forOthers(proxied)).containsExactly("https://bsmr.example/");
    }
}
