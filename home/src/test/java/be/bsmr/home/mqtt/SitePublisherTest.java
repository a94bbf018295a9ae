package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.LogLines;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitePublisherTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T16:59:50Z");

    private static final SiteSettings SETTINGS =
            new SiteSettings(
                    SiteSettings.BELGIUM,
                    SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                    List.of(Load.onOff("boiler", "Boiler", new Power(2400))),
                    ControlMode.ACTIVE,
                    SiteSettings.Rating.UNSAID,
                    SiteSettings.Listening.TO_ANY,
                    CapacityTariff.UNKNOWN);

    private record Sent(String topic, String payload, boolean retain, Qos qos) {}

    private final List<Sent> sent = new ArrayList<>();
    private final SitePublisher publisher =
            new SitePublisher(
                    MqttSettings.DEFAULT,
                    new SiteJson(SiteSettings.BELGIUM),
                    (topic, payload, retain, qos) ->
                            sent.add(new Sent(topic, payload, retain, qos)));
    private final LiveSite site = new LiveSite(SETTINGS);

    @Test
    void publishesEveryReadingAndWhatItMeansForTheQuarter() {
        live(3);
        assertThat(topic("reading"))
                .hasSize(3)
                .allMatch(s -> s.retain() && s.qos() == Qos.AT_MOST_ONCE)
                .allMatch(s -> s.payload().contains("\"import_power_w\":"));
        assertThat(topic("quarter"))
                .hasSize(3)
                .allMatch(s -> s.retain() && s.qos() == Qos.AT_MOST_ONCE)
                .allMatch(s -> s.payload().contains("\"forecast_wh\":"));
    }

    @Test
    void publishesWhatMayBeDrawnNowAsABareNumberThatIsNotKept() {
        live(3);
        assertThat(topic("limit_w"))
                .hasSize(3)
                .allMatch(s -> !s.retain() && s.payload().matches("[1-9]\\d*"));
        assertThat(topic("quarter").get(2).payload())
                .contains("\"limit_w\":" + topic("limit_w").get(2).payload() + ",");
    }

    @Test
    void publishesAQuarterOnceWhenItHasEnded() {
        live(20);
        assertThat(topic("quarter/finished"))
                .singleElement()
                .matches(s -> s.retain() && s.qos() == Qos.AT_LEAST_ONCE)
                .extracting(Sent::payload)
                .asString()
                .contains("\"start\":\"2026-01-13T17:45:00+01:00\"", "\"complete\":");
    }

    @Test
    void publishesPeaksAndLoadsOnlyWhenTheyChange() {
        live(30);
        int peaks = topic("peaks").size();
        assertThat(topic("load/boiler"))
                .singleElement()
                .matches(s -> s.retain() && s.qos() == Qos.AT_LEAST_ONCE);
        live(30);
        assertThat(topic("load/boiler")).hasSize(1);
        assertThat(topic("peaks")).hasSize(peaks).doesNotHaveDuplicates();

        publish(
                new SiteInput.UserRequest(
                        EVENING.plusSeconds(60), "boiler", ManualOverride.ALWAYS_SHED));
        assertThat(topic("load/boiler")).hasSize(2);
        assertThat(topic("load/boiler").get(1).payload())
                .contains("\"mode\":\"always_shed\"", "\"state\":\"shed\"");
    }

    @Test
    void publishesTheLinksCountersEveryTenSecondsButABreakAtOnce() {
        live(21);
        assertThat(topic("link")).hasSize(3).allMatch(Sent::retain);
        assertThat(topic("link").get(2).payload()).contains("\"accepted\":21");
        publish(
                new SiteInput.LinkReport(
                        EVENING.plusSeconds(21), LinkHealth.INITIAL.broken("cable pulled")));
        assertThat(topic("link")).hasSize(4);
        assertThat(topic("link").get(3).payload())
                .contains("\"connected\":false", "\"trouble\":\"cable pulled\"");
    }

    @Test
    void publishesADecisionAsAnEvent() {
        live(2);
        publish(
                new SiteInput.UserRequest(
                        EVENING.plusSeconds(2), "boiler", ManualOverride.ALWAYS_SHED));
        assertThat(topic("decision"))
                .last()
                .matches(s -> !s.retain() && s.qos() == Qos.AT_LEAST_ONCE)
                .extracting(Sent::payload)
                .asString()
                .contains("\"what\":\"load_forced_off\"", "\"load\":\"boiler\"");
    }

    @Test
    void publishesLinesWithoutANameOnlyWhenTheyChange() {
        live(2);
        assertThat(topic("raw"))
                .singleElement()
                .matches(Sent::retain)
                .extracting(Sent::payload)
                .isEqualTo("{\"unknown\":[],\"unreadable\":[]}");
        String line = "9-9:77.7.7(253)";
        publisher.publish(site.read(decoded(line)));
        publisher.publish(site.read(decoded(line)));
        assertThat(topic("raw")).hasSize(2);
        assertThat(topic("raw").get(1).payload())
                .isEqualTo("{\"unknown\":[\"" + line + "\"],\"unreadable\":[]}");
        publisher.publish(site.read(decoded("1-0:1.7.0(nothing*kW)")));
        assertThat(topic("raw").get(2).payload())
                .isEqualTo("{\"unknown\":[],\"unreadable\":[\"1-0:1.7.0(nothing*kW)\"]}");
    }

    @Test
    void othersCanReadTheLinesWithoutAName(@TempDir Path directory) throws Exception {
        LogLines.unchanged();
        try (EmbeddedBroker broker =
                new EmbeddedBroker(
                        MqttSettings.DEFAULT.with(
                                new BrokerSettings(
                                        true, "127.0.0.1", 0, null, null, List.of(), List.of())),
                        directory)) {
            broker.start();
            try (MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker);
                    var listener = Mosquitto.subscribe(broker.port(), "bsmr/home/raw")) {
                link.start();
                SiteJson words = new SiteJson(SiteSettings.BELGIUM);
                new SitePublisher(MqttSettings.DEFAULT, words, link)
                        .publish(site.read(decoded("9-9:77.7.7(253)")));
                listener.awaitSaid("bsmr/home/raw {\"unknown\":[\"9-9:77.7.7(253)\"]");
            }
        }
    }

    /** A telegram of a meter that sends this line as well. */
    private Reading decoded(String line) {
        String text =
                new String(
                        new TelegramWriter(SiteSettings.BELGIUM).write(house.next()),
                        StandardCharsets.ISO_8859_1);
        byte[] bytes =
                (text.substring(0, text.indexOf('!')) + line + "\r\n!\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        List<Reading> readings = new ArrayList<>();
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        new TelegramFramer(f -> decoder.decode((Telegram) f).ifPresent(readings::add))
                .push(bytes, 0, bytes.length, EVENING);
        return readings.get(0);
    }

    private final Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);

    private void live(int seconds) {
        for (int i = 0; i < seconds; i++) {
            publisher.publish(site.read(house.next()));
        }
    }

    private void publish(SiteInput input) {
        SiteStep step = site.step(input);
        publisher.publish(step);
    }

    private List<Sent> topic(String name) {
        return sent.stream().filter(s -> s.topic().equals("bsmr/home/" + name)).toList();
    }
}
