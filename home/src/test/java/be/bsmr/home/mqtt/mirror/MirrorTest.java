package be.bsmr.home.mqtt.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.control.ControlMode;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.mqtt.mirror.MirrorSettings.Words;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MirrorTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T16:44:55Z");

    private final Map<String, String> said = new LinkedHashMap<>();
    private int retained;
    private @Nullable Reading last;

    @ParameterizedTest
    @EnumSource
    void dsmrReaderHasEachValueAloneInKilowattsWithThreeDecimals(Grid grid) {
        live(new MirrorSettings(Words.dsmr_reader, null, null), grid, 20, 0);

        assertThat(said).containsEntry("dsmr/reading/timestamp", "2026-01-13T17:45:14+01:00");
        assertThat(kilo("dsmr/reading/electricity_currently_delivered"))
                .isEqualTo(Objects.requireNonNull(reading().importPower()).watts());
        assertThat(said.get("dsmr/reading/electricity_currently_delivered"))
                .matches("\\d+\\.\\d{3}");
        assertThat(kilo("dsmr/reading/electricity_delivered_1"))
                .isEqualTo(reading().imported().tariff(1).orElseThrow().wattHours());
        assertThat(kilo("dsmr/reading/electricity_returned_2"))
                .isEqualTo(reading().exported().tariff(2).orElseThrow().wattHours());
        assertThat(said.get("dsmr/reading/extra_device_delivered"))
                .isEqualTo(said.get("dsmr/consumption/gas/delivered"))
                .matches("\\d+\\.\\d{3}");
        assertThat(said).containsKey("dsmr/meter-stats/dsmr_version");
        assertThat(said).containsEntry("dsmr/meter-stats/rejected_telegrams", "0");
        assertThat(said.containsKey("dsmr/reading/phase_voltage_l3"))
                .as("a wire that is not there")
                .isEqualTo(grid != Grid.SINGLE_PHASE);
        assertThat(retained).isZero();
    }

    @Test
    void dsmrReaderTellsAQuarterThatIsWholeAndNoOther() {
        String average = "dsmr/consumption/quarter-hour-peak-electricity/average_delivered";
        new DsmrReader((topic, payload, retain, qos) -> said.put(topic, payload))
                .tell(
                        new SiteMessages.Message(
                                "quarter/finished",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("demand_w", 1200)
                                        .put("complete", false),
                                true,
                                false));
        assertThat(said).isEmpty();

        live(new MirrorSettings(Words.dsmr_reader, null, null), Grid.STAR_400, 920, 0);
        assertThat(said.get(average)).matches("\\d+\\.\\d{3}");
        assertThat(said)
                .containsEntry(
                        "dsmr/consumption/quarter-hour-peak-electricity/read_at_start",
                        "2026-01-13T17:45:00+01:00")
                .containsEntry(
                        "dsmr/consumption/quarter-hour-peak-electricity/read_at_end",
                        "2026-01-13T18:00:00+01:00");
    }

    @Test
    void dsmr2mqttHasThreeTopicsOfJson() {
        live(new MirrorSettings(Words.dsmr2mqtt, null, null), Grid.STAR_400, 20, 0);
        assertThat(said).containsOnlyKeys("dsmr/el", "dsmr/gas");
        long import1 = reading().imported().tariff(1).orElseThrow().wattHours();
        assertThat(said.get("dsmr/el"))
                .contains("\"timestamp\":" + EVENING.plusSeconds(19).getEpochSecond())
                .contains("\"el_consumed1\":" + import1)
                .contains("\"serial\":\"00000001\"", "\"P3_consumed\":", "\"V2\":")
                .contains(
                        "\"p_consumed\":"
                                + Objects.requireNonNull(reading().importPower()).watts());
        assertThat(said.get("dsmr/gas")).containsPattern("\"gas_consumed\":\\d{4,}\\.");
    }

    @Test
    void aSmartEvseIsToldSignedCurrentsAndWhatTheHouseMayDraw() {
        live(new MirrorSettings(Words.none, "SmartEVSE-1", null), Grid.STAR_400, 20, 6000);
        String meter = said.get("SmartEVSE-1/Set/MainsMeter");
        assertThat(meter).matches("-\\d+:-?\\d+:-?\\d+:0:\\d+");
        assertThat(Integer.parseInt(meter.substring(0, meter.indexOf(':'))))
                .as("tenths of an ampere, out of the house")
                .isEqualTo(-(int) Math.round(amperes(1) * 10));
        assertThat(Integer.parseInt(said.get("SmartEVSE-1/Set/CurrentMaxSumMains")))
                .isBetween(10, 600);
    }

    @Test
    void aSmartEvseHearsNothingOfAMeterWithoutCurrents() {
        said.clear();
        SmartEvse mirror = new SmartEvse("SmartEVSE-1", (t, p, r, q) -> said.put(t, p));
        mirror.tell(
                new SiteMessages.Message(
                        "reading",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("time", "2026-01-13T17:45:14+01:00")
                                .put("import_power_w", 500),
                        true,
                        true));
        assertThat(said).isEmpty();
    }

    /** On three wires without neutral L2 has a current and no power of its own. */
    @ParameterizedTest
    @EnumSource
    void openWbHasArraysOfThreeOrNone(Grid grid) {
        live(new MirrorSettings(Words.none, null, 3), grid, 20, 0);
        String get = "openWB/set/mqtt/counter/3/get/";
        assertThat(said.get(get + "power"))
                .isEqualTo(reading().netPower().orElseThrow().watts() + "");
        assertThat(Long.parseLong(said.get(get + "imported"))).isPositive();
        assertThat(numbers(said.get(get + "currents"))).hasSize(3);
        if (grid == Grid.SINGLE_PHASE) {
            assertThat(numbers(said.get(get + "currents"))).endsWith(0.0, 0.0);
            assertThat(said).doesNotContainKeys(get + "voltages", get + "powers");
        } else {
            assertThat(numbers(said.get(get + "voltages"))).hasSize(3);
        }
    }

    @Test
    void saysWhatToWriteInPlaceOfAPrefixThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MirrorSettings(Words.none, "SmartEVSE/#", null))
                .withMessageContaining("mqtt.smartevse")
                .withMessageContaining("SmartEVSE-1234");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MirrorSettings(Words.none, null, -1))
                .withMessageContaining("mqtt.openwb_counter");
    }

    private Reading reading() {
        return Objects.requireNonNull(last);
    }

    private double amperes(int wire) {
        return Objects.requireNonNull(reading().phases().get(wire - 1).current()).amperes();
    }

    private long kilo(String topic) {
        return new BigDecimal(said.get(topic))
                .scaleByPowerOfTen(3)
                .setScale(0, RoundingMode.UNNECESSARY)
                .longValueExact();
    }

    private static List<Double> numbers(String array) {
        return Pattern.compile("[-0-9.]+")
                .matcher(array)
                .results()
                .map(m -> Double.parseDouble(m.group()))
                .toList();
    }

    /** Lives through some seconds of a simulated house. */
    private void live(MirrorSettings settings, Grid grid, int seconds, int panels) {
        said.clear();
        SiteSettings site =
                new SiteSettings(
                        SiteSettings.BELGIUM,
                        SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                        List.of(),
                        ControlMode.ACTIVE,
                        SiteSettings.Rating.UNSAID,
                        SiteSettings.Listening.TO_ANY,
                        CapacityTariff.UNKNOWN);
        Instant start = panels > 0 ? Instant.parse("2026-06-13T11:00:00Z") : EVENING;
        Household household = new Household(7, start, SiteSettings.BELGIUM, grid);
        household.panels(panels);
        SiteMessages messages = new SiteMessages(new SiteJson(SiteSettings.BELGIUM));
        List<Mirror> mirrors =
                Mirror.of(
                        settings,
                        (topic, payload, retain, qos) -> {
                            said.put(topic, payload);
                            retained += retain ? 1 : 0;
                        });
        SiteState state = SiteState.initial(site, PeakHistory.EMPTY);
        LinkHealth link = state.metering().link().opened();
        Site machine = new Site(site);
        for (int i = 0; i < seconds; i++) {
            Reading read = household.next();
            Instant at = Objects.requireNonNull(read.measuredAt());
            link = link.accepted(at, null);
            var step = machine.step(state, new SiteInput.MeterRead(read, at, link));
            state = step.state();
            last = read;
            messages.of(step).forEach(m -> mirrors.forEach(one -> one.tell(m)));
        }
    }
}
