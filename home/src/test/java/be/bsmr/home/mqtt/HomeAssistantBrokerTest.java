package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.home.LogLines;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.mqtt.homeassistant.HomeAssistant;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings.Format;
import be.bsmr.home.words.Language;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Home Assistant's messages on our own broker, read with mosquitto's client. */
class HomeAssistantBrokerTest {

    private static final String PUMP = "homeassistant/device/bsmr_home_pump/config";
    private static final Instant EVENING = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir private Path directory;

    private Instant at = EVENING;

    @Test
    void theBrokerKeepsWhatIsAnnouncedAndALaterStartTakesBackWhatIsGone() throws Exception {
        LogLines.unchanged();
        try (EmbeddedBroker broker = OwnBroker.start(directory, null, null)) {
            live(broker, List.of(load("boiler"), load("pump")), PUMP + " {");
            // Who subscribes when the program has gone still finds the house.
            try (var late = Mosquitto.subscribe(broker.port(), "homeassistant/#")) {
                late.awaitSaid("homeassistant/device/bsmr_home/config {")
                        .awaitSaid("homeassistant/device/bsmr_home_boiler/config {")
                        .awaitSaid(PUMP + " {");
            }
            live(broker, List.of(load("boiler")), PUMP + " (null)");
            try (var late = Mosquitto.subscribe(broker.port(), "homeassistant/#")) {
                late.awaitSaid("homeassistant/device/bsmr_home_boiler/config {");
                assertThat(late.said(PUMP)).isEmpty();
            }
        }
    }

    /** The program runs until this is said on the broker. */
    private void live(EmbeddedBroker broker, List<Load> loads, String awaited) {
        SiteSettings settings =
                new SiteSettings(
                        SiteSettings.BELGIUM,
                        SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                        loads,
                        ControlMode.ACTIVE,
                        SiteSettings.Rating.UNSAID,
                        SiteSettings.Listening.TO_ANY,
                        CapacityTariff.UNKNOWN);
        LiveSite site = new LiveSite(settings);
        Household household = new Household(5, at, SiteSettings.BELGIUM, Grid.STAR_400);
        try (MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker);
                var listener = Mosquitto.subscribe(broker.port(), "homeassistant/#")) {
            SitePublisher publisher =
                    new SitePublisher(
                            MqttSettings.DEFAULT, new SiteJson(SiteSettings.BELGIUM), link);
            HomeAssistant homeAssistant =
                    new HomeAssistant(
                            MqttSettings.DEFAULT,
                            new HomeAssistantSettings(
                                    true, "homeassistant", Format.device, 10, Language.nl),
                            link);
            homeAssistant.listen(link);
            link.start();
            assertThat(link.awaitConnected(Duration.ofSeconds(10))).isTrue();
            Awaitility.await()
                    .until(
                            () -> {
                                SiteStep step = site.read(household.next());
                                at = step.input().at();
                                homeAssistant.tell(at, publisher.publish(step));
                                return !listener.said(awaited).isEmpty();
                            });
        }
    }

    private static Load load(String id) {
        return Load.onOff(id, id, new Power(2400));
    }
}
