package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.relay.AlarmLampSettings.From;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lamp on Pi4J's own mock provider, told by a real site. */
@Timeout(60)
class AlarmLampTest {

    /** A winter evening, on a quarter: 18:00 in Belgium. */
    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    private static final AlarmLampSettings PLAIN =
            new AlarmLampSettings(18, false, From.MAYBE, 0, List.of());

    private final Context pi4j =
            Pi4J.newContextBuilder().add(MockDigitalOutputProvider.newInstance()).build();
    private final Gpio gpio = Gpio.on(pi4j, "mock");
    private final Site site = new Site(SiteSettings.DEFAULT);
    private final List<DigitalState> changes = new CopyOnWriteArrayList<>();
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private Instant now = START;
    private double imported = 1_000_000;

    @AfterEach
    void shutdown() {
        gpio.close();
    }

    /** Each signal can be told from the others by who sees nothing but whether it is lit. */
    @Test
    void saysHowTheQuarterDoes() throws IOException {
        try (AlarmLamp lamp = lamp(PLAIN)) {
            seconds(lamp, 60, 300);
            assertThat(changes).as("all is well").isEmpty();

            seconds(lamp, 90, 9000);
            await().until(() -> changes.size() >= 8);
            assertThat(state.foresight().outlook().alarm().on()).isTrue();

            seconds(lamp, 400, 9000);
            await().until(() -> pin().state() == DigitalState.HIGH);
            int before = changes.size();
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> pin().state() == DigitalState.HIGH);
            assertThat(changes.size()).as("on, and nothing else").isLessThanOrEqualTo(before + 1);

            now = now.plusSeconds(90);
            hear(lamp, new SiteInput.Tick(now));
            changes.clear();
            await().until(() -> changes.size() >= 4);
            await().during(Duration.ofMillis(800))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> pin().state() == DigitalState.LOW);

            now = START.plusSeconds(900);
            seconds(lamp, 120, 100);
            await().until(() -> pin().state() == DigitalState.LOW);
            changes.clear();
            await().during(Duration.ofMillis(2500))
                    .atMost(Duration.ofSeconds(5))
                    .until(changes::isEmpty);
        }
    }

    @Test
    void isOffWhenTheProgramStopsAlsoWhereALowPinLightsIt() throws IOException {
        AlarmLamp lamp = lamp(new AlarmLampSettings(18, true, From.MAYBE, 0, List.of()));
        assertThat(pin().state()).isEqualTo(DigitalState.HIGH);
        seconds(lamp, 600, 9000);
        await().until(() -> pin().state() == DigitalState.LOW);
        lamp.close();
        assertThat(pin().state()).isEqualTo(DigitalState.HIGH);
    }

    /** A pin that takes its time must not hold up the loads. */
    @Test
    void whoTellsItDoesNotWaitForThePin() throws IOException {
        AlarmLamp lamp = lamp(PLAIN);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        DigitalStateChangeListener sticks =
                event -> {
                    stuck.countDown();
                    try {
                        free.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        pin().addListener(sticks);
        seconds(lamp, 600, 9000);
        await().until(() -> stuck.getCount() == 0);
        now = START.plusSeconds(900);
        seconds(lamp, 60, 100);
        free.countDown();
        await().until(() -> pin().state() == DigitalState.LOW);
        lamp.close();
    }

    @Test
    void aBuzzerIsQuietAfterAWhile() throws IOException {
        try (AlarmLamp lamp = lamp(new AlarmLampSettings(18, false, From.ALARM, 1, List.of()))) {
            seconds(lamp, 600, 9000);
            await().until(() -> changes.size() >= 2);
            assertThat(pin().state()).isEqualTo(DigitalState.LOW);
            seconds(lamp, 30, 9000);
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> pin().state() == DigitalState.LOW);
        }
    }

    @Test
    void tellsWhatItsOwnerWantsToKnowWhenHeWantsTo() {
        ZonedDateTime night = START.atZone(SiteSettings.BELGIUM).withHour(23);
        ZonedDateTime day = night.withHour(12);
        AlarmLampSettings buzzer =
                new AlarmLampSettings(18, false, From.ALARM, 10, List.of("22:00-07:00"));
        assertThat(buzzer.shown(LampSignal.MAYBE, day)).isEqualTo(LampSignal.NONE);
        assertThat(buzzer.shown(LampSignal.ALARM, day)).isEqualTo(LampSignal.ALARM);
        assertThat(buzzer.shown(LampSignal.SILENT, day)).isEqualTo(LampSignal.SILENT);
        assertThat(buzzer.shown(LampSignal.PASSED, night)).isEqualTo(LampSignal.NONE);
        AlarmLampSettings late = new AlarmLampSettings(18, false, From.PASSED, 0, List.of());
        assertThat(late.shown(LampSignal.ALARM, day)).isEqualTo(LampSignal.NONE);
        assertThat(late.shown(LampSignal.PASSED, day)).isEqualTo(LampSignal.PASSED);
        assertThat(PLAIN.shown(LampSignal.MAYBE, day)).isEqualTo(LampSignal.MAYBE);
    }

    @Test
    void aPinHasOneUser() throws IOException {
        try (AlarmLamp lamp = lamp(PLAIN)) {
            assertThat(lamp).isNotNull();
            assertThatThrownBy(
                            () -> new GpioRelay(gpio, new GpioRelaySettings(18, true, true), false))
                    .isInstanceOf(IOException.class)
                    .hasMessage("pin 18 is taken by a lamp already; give a relay another");
        }
    }

    // --- helpers ---

    private AlarmLamp lamp(AlarmLampSettings settings) throws IOException {
        AlarmLamp lamp = new AlarmLamp(gpio, settings, SiteSettings.BELGIUM);
        pin().addListener((DigitalStateChangeListener) event -> changes.add(event.state()));
        return lamp;
    }

    private MockDigitalOutput pin() {
        return (MockDigitalOutput) pi4j.registry().get("lamp-18");
    }

    /** So many telegrams, a second apart, at one power. */
    private void seconds(AlarmLamp lamp, int count, int watts) {
        for (int i = 0; i < count; i++) {
            imported += watts / 3600.0;
            hear(
                    lamp,
                    new SiteInput.MeterRead(
                            reading(watts), now, LinkHealth.INITIAL.accepted(now, null)));
            now = now.plusSeconds(1);
        }
    }

    private void hear(AlarmLamp lamp, SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        lamp.hear(step);
    }

    private Reading reading(int watts) {
        Energy none = Energy.ofWattHours(0);
        return new Reading(
                new Identity("FLU5\\1", "50216", null, null),
                now,
                1,
                new Flow(
                        EnergyRegisters.ofTariffs(Energy.ofWattHours((long) imported), none),
                        new Power(watts)),
                new Flow(EnergyRegisters.ofTariffs(none, none), new Power(0)),
                List.of(),
                List.of(),
                Supply.UNKNOWN);
    }
}
