package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSettings(true, bind, 8080, null, null))
                .withMessageContaining("web.bind " + bind)
                .withMessageContaining("set web.user and web.password")
                .withMessageContaining("127.0.0.1");
        assertThat(new WebSettings(true, bind, 8080, "an", "geheim").isLoopback()).isFalse();
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
}
