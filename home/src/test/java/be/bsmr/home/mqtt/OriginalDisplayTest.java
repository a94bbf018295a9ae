package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginalDisplayTest {

    /** A winter evening, on a quarter: 18:00 in Belgium. */
    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    private static final List<PhaseReading> THREE_PHASES =
            List.of(phase(231.4, 1.49), phase(0, 2.5), phase(229.6, 3.51));

    private final List<String> sent = new ArrayList<>();
    private final OriginalDisplay display =
            new OriginalDisplay(
                    OriginalDisplay.TOPIC,
                    (topic, payload, retain, qos) ->
                            sent.add(topic + " " + retain + " " + qos + " " + payload));
    private final LiveSite site = new LiveSite(SiteSettings.DEFAULT);

    /**
     * 3600 W import one Wh each second. The limit follows the target of 2.5 kW: 625 Wh. The alarm
     * line falls from 687.5 to 562.5 Wh in 900 s: 0.1389 Wh each second.
     */
    @Test
    void sendsWhatTheOriginalSent() {
        for (int second = 0; second <= 15; second++) {
            read(second, 5_000 + second, 3600, THREE_PHASES);
        }
        String slot1 =
                "\"edt2\":6000,\"ert1\":777,\"ert2\":888,\"pd\":3600,\"pr\":0,"
                        + "\"vl1\":231,\"vl2\":0,\"vl3\":230,\"cl1\":1,\"cl2\":3,\"cl3\":4}";
        assertThat(sent)
                .containsExactly(
                        "esp32/json false AT_MOST_ONCE {\"slot\":0,\"loper900\":0,\"limiet\":625,"
                                + "\"alarm\":688,\"pv\":900,\"pg900tot\":0,"
                                + "\"pd\":3600,\"pr\":0,\"pg\":3600}",
                        "esp32/json false AT_MOST_ONCE {\"slot\":1,\"edt1\":5005," + slot1,
                        "esp32/json false AT_MOST_ONCE {\"slot\":0,\"loper900\":10,\"limiet\":625,"
                                + "\"alarm\":686,\"pv\":900,\"pg900tot\":10,"
                                + "\"pd\":3600,\"pr\":0,\"pg\":3600}",
                        "esp32/json false AT_MOST_ONCE {\"slot\":1,\"edt1\":5015," + slot1);
    }

    @Test
    void sendsZeroForWhatASinglePhaseMeterDoesNotHave() {
        read(5, 5_000, -1200, List.of(phase(235.5, 5.2)));
        assertThat(sent)
                .containsExactly(
                        "esp32/json false AT_MOST_ONCE {\"slot\":0,\"loper900\":5,\"limiet\":625,"
                                + "\"alarm\":687,\"pv\":0,\"pg900tot\":0,"
                                + "\"pd\":0,\"pr\":1200,\"pg\":-1200}",
                        "esp32/json false AT_MOST_ONCE {\"slot\":1,\"edt1\":5000,\"edt2\":6000,"
                                + "\"ert1\":777,\"ert2\":888,\"pd\":0,\"pr\":1200,"
                                + "\"vl1\":236,\"vl2\":0,\"vl3\":0,\"cl1\":5,\"cl2\":0,\"cl3\":0}");
    }

    /** The display has 256 bytes for topic and all, and drops what is longer without a word. */
    @Test
    void doesNotSendWhatTheDisplayCannotHold() {
        String longTopic = "t".repeat(140);
        OriginalDisplay far =
                new OriginalDisplay(
                        longTopic, (topic, payload, retain, qos) -> sent.add(topic + payload));
        try (LogLines logs = new LogLines(OriginalDisplay.class)) {
            for (int second = 0; second <= 25; second++) {
                far.publish(
                        site.read(
                                Readings.of(
                                        START.plusSeconds(second),
                                        99_999_999_999L,
                                        99_999_999_999L,
                                        99_999,
                                        THREE_PHASES)));
            }
            assertThat(sent)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(packet -> packet.contains("\"slot\":0"))
                    .allMatch(packet -> packet.length() <= 248);
            assertThat(logs.lines()).as("once").hasSize(1);
            assertThat(logs.lines().get(0)).contains("too many for the display", longTopic);
        }
    }

    /** The highest that registers, powers and wires of a telegram have digits for. */
    @Test
    void theMostThatAMeterCanSayFitsTheDisplay() {
        List<PhaseReading> wires = Collections.nCopies(3, phase(999.9, 999.99));
        for (int second = 0; second <= 5; second++) {
            display.publish(
                    site.read(full(START.plusSeconds(second), 999_999_999L, 99_999, wires)));
        }
        assertThat(slots()).containsExactly("0@0", "1");
        assertThat(sent.get(1))
                .contains("\"ert2\":999999999,\"pd\":99999,\"pr\":99999,\"vl1\":1000,");
        assertThat(sent).allMatch(s -> s.substring(s.indexOf('{')).length() <= 200);
    }

    @Test
    void moreThanTwoHundredBytesAreRefused() {
        List<PhaseReading> wires = Collections.nCopies(3, phase(99_999_999, 99_999_999));
        try (LogLines logs = new LogLines(OriginalDisplay.class)) {
            for (int second = 0; second <= 5; second++) {
                display.publish(
                        site.read(
                                full(
                                        START.plusSeconds(second),
                                        99_999_999_999_999L,
                                        99_999,
                                        wires)));
            }
            assertThat(slots()).containsExactly("0@0");
            assertThat(logs.lines()).hasSize(1);
            assertThat(logs.lines().get(0)).contains("which takes 200 on esp32/json");
        }
    }

    @Test
    void keepsTheBeatWhenSecondsAreMissing() {
        for (int second : new int[] {0, 1, 3, 7, 8, 12, 13, 14, 16, 19, 21}) {
            read(second, 5_000, 0, THREE_PHASES);
        }
        assertThat(slots()).containsExactly("0@0", "1", "0@12", "1", "0@21");
    }

    @Test
    void sendsBothSlotsForAMeterThatSpeaksEveryTenSeconds() {
        for (int second = 0; second <= 30; second += 10) {
            read(second, 5_000, 0, THREE_PHASES);
        }
        assertThat(slots()).containsExactly("0@0", "1", "0@10", "1", "0@20", "1", "0@30");
    }

    @Test
    void isSilentWhenSwitchedOff() {
        OriginalDisplay off = new OriginalDisplay("", (t, p, r, q) -> sent.add(t));
        off.publish(site.read(Readings.of(START, 1, 1, 1, THREE_PHASES)));
        assertThat(sent).isEmpty();
    }

    private List<String> slots() {
        return sent.stream()
                .map(s -> s.replaceAll(".*\"slot\":0,\"loper900\":(\\d+),.*", "0@$1"))
                .map(s -> s.replaceAll(".*\"slot\":1,.*", "1"))
                .toList();
    }

    private void read(int second, long t1, int watts, List<PhaseReading> phases) {
        display.publish(
                site.read(Readings.of(START.plusSeconds(second), t1, 6_000, watts, phases)));
    }

    private static Reading full(Instant at, long register, int watts, List<PhaseReading> wires) {
        Energy energy = Energy.ofWattHours(register);
        Flow flow = new Flow(EnergyRegisters.ofTariffs(energy, energy), new Power(watts));
        return new Reading(
                new Identity("FLU5\\1", "50216", null, null),
                at,
                1,
                flow,
                flow,
                wires,
                List.of(),
                Supply.UNKNOWN);
    }

    private static PhaseReading phase(double volts, double amperes) {
        return new PhaseReading(null, null, Voltage.ofVolts(volts), Current.ofAmperes(amperes));
    }
}
