package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PseudonymTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** As openssl says: printf 1SIM2200000001 | openssl dgst -sha256 -hmac 0123…. */
    @Test
    void isTheBeginningOfAnHmacThatOtherProgramsMakeToo() {
        assertThat(new Pseudonym(SECRET).of("1SIM2200000001"))
                .isEqualTo("6dbb2f937039c4def368728258751025")
                .isEqualTo(new Pseudonym(SECRET + "\n").of(" 1SIM2200000001 "));
    }

    @Test
    void anotherSecretOrMeterIsAnotherOne() {
        Pseudonym ours = new Pseudonym(SECRET);
        assertThat(ours.of("1SIM2200000002")).isNotEqualTo(ours.of("1SIM2200000001"));
        assertThat(new Pseudonym(SECRET + "0").of("1SIM2200000001"))
                .isNotEqualTo(ours.of("1SIM2200000001"));
    }

    @Test
    void aShortSecretIsRefusedAndNeverPrinted() {
        assertThatThrownBy(() -> new Pseudonym("letmein"))
                .hasMessageContaining("7 characters")
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining("letmein");
        assertThat(new Pseudonym(SECRET).toString()).doesNotContain(SECRET);
    }
}
