package be.bsmr.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.meter.Grid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {

    private final PackedWriter to = new PackedWriter();

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                63,
                -64,
                64,
                8191,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void aNumberIsWhatItWas(long number) {
        to.number(number);
        PackedReader from = from(to.bytes());
        assertThat(from.number()).isEqualTo(number);
        assertThat(from.isAtEnd()).isTrue();
    }

    @Test
    void smallNumbersTakeOneByte() {
        to.number(-64);
        to.number(63);
        assertThat(to.bytes()).hasSize(2);
    }

    @Test
    void aTextThatWasWrittenBeforeTakesAByte() {
        to.text("1SIM2200000001");
        int once = to.bytes().length;
        to.text("");
        to.text("1SIM2200000001");
        assertThat(to.bytes()).hasSize(once + 2);
        PackedReader from = from(to.bytes());
        assertThat(from.text()).isEqualTo("1SIM2200000001");
        assertThat(from.text()).isEmpty();
        assertThat(from.text()).isEqualTo("1SIM2200000001");
    }

    @Test
    void anInstantNearTheOneBeforeTakesTwoBytes() {
        Instant peak = Instant.parse("2026-01-31T23:00:00Z");
        to.instant(peak);
        int first = to.bytes().length;
        to.instant(peak.minus(Duration.ofDays(40)));
        assertThat(to.bytes()).hasSize(first + 2);
        to.instant(Instant.MIN);
        to.instant(Instant.MAX);
        to.instant(peak.plusMillis(-1));
        PackedReader from = from(to.bytes());
        assertThat(from.instant()).isEqualTo(peak);
        assertThat(from.instant()).isEqualTo(peak.minus(Duration.ofDays(40)));
        assertThat(from.instant()).isEqualTo(Instant.MIN);
        assertThat(from.instant()).isEqualTo(Instant.MAX);
        assertThat(from.instant()).isEqualTo(peak.plusMillis(-1));
    }

    @Test
    void allElseIsWhatItWas() {
        Instant instant = Instant.parse("1999-12-31T23:59:59.999999999Z");
        UUID uuid = new UUID(-1, 7);
        to.text("Zähler");
        to.instant(instant);
        to.duration(Duration.ofMillis(-1500));
        to.uuid(uuid);
        to.place(Grid.DELTA_230, List.of(Grid.values()));
        to.maybe((String) null, to::text);
        to.each(List.of("a", "b"), to::text);
        PackedReader from = from(to.bytes());
        assertThat(from.text()).isEqualTo("Zähler");
        assertThat(from.instant()).isEqualTo(instant);
        assertThat(from.duration()).isEqualTo(Duration.ofMillis(-1500));
        assertThat(from.uuid()).isEqualTo(uuid);
        assertThat(from.place(List.of(Grid.values()))).isEqualTo(Grid.DELTA_230);
        assertThat(from.maybe(from::text)).isNull();
        assertThat(from.each(from::text)).containsExactly("a", "b");
        assertThat(from.isAtEnd()).isTrue();
    }

    @Test
    void aCountThatCannotBeIsRefusedBeforeAnythingIsReserved() {
        to.number(Integer.MAX_VALUE);
        byte[] bytes = to.bytes();
        assertThatIllegalArgumentException().isThrownBy(() -> from(bytes).text());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> {
                            PackedReader from = from(bytes);
                            from.each(from::number);
                        });
    }

    private static PackedReader from(byte[] bytes) {
        return new PackedReader(bytes, 0, bytes.length);
    }
}
