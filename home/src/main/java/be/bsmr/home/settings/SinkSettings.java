package be.bsmr.home.settings;

import be.bsmr.home.gridmeter.GridMeterSettings;
import be.bsmr.home.influx.InfluxSettings;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings;
import be.bsmr.home.notify.NotifySettings;
import be.bsmr.home.push.PushSettings;
import be.bsmr.home.uplink.UplinkSettings;
import be.bsmr.home.web.WebSettings;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who else is told what the meter says.
 *
 * @param influx a server that gets every second
 * @param mqtt the broker, and its topics
 * @param homeAssistant how the house is presented to Home Assistant through that broker
 * @param gridMeter other meters that the house's meter is read as
 * @param push who is sent it without asking
 * @param uplink the fleet that is sent it, too
 * @param web the dashboard
 * @param people messages to them; its key is {@code notify}, the name of a method of every object
 */
public record SinkSettings(
        InfluxSettings influx,
        MqttSettings mqtt,
        HomeAssistantSettings homeAssistant,
        GridMeterSettings gridMeter,
        PushSettings push,
        UplinkSettings uplink,
        WebSettings web,
        @JsonProperty("notify") NotifySettings people) {

    static final SinkSettings DEFAULT =
            new SinkSettings(
                    InfluxSettings.NONE,
                    MqttSettings.DEFAULT,
                    HomeAssistantSettings.DEFAULT,
                    GridMeterSettings.DEFAULT,
                    PushSettings.NONE,
                    UplinkSettings.NONE,
                    WebSettings.DEFAULT,
                    NotifySettings.DEFAULT);

    /**
     * @throws IllegalArgumentException when somebody is to be told through a broker that is not
     *     there
     */
    public SinkSettings {
        if (people.channels().mqtt() && !mqtt.enabled()) {
            throw new IllegalArgumentException(
                    "notify.mqtt needs a broker: set mqtt.host or mqtt.broker.enabled: true, or"
                            + " leave notify.mqtt out");
        }
        if (homeAssistant.enabled() && !mqtt.enabled()) {
            throw new IllegalArgumentException(
                    "home_assistant.enabled needs a broker: set mqtt.host or"
                            + " mqtt.broker.enabled: true, or write false");
        }
        if (gridMeter.victron().enabled() && !mqtt.enabled()) {
            throw new IllegalArgumentException(
                    "grid_meter.victron.enabled needs a broker: set mqtt.host or"
                            + " mqtt.broker.enabled: true, or write false");
        }
    }
}
