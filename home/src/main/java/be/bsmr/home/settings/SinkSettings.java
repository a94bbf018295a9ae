package be.bsmr.home.settings;

import be.bsmr.home.influx.InfluxSettings;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.web.WebSettings;

/**
 * Who else is told what the meter says.
 *
 * @param influx a server that gets every second
 * @param mqtt the broker, and its topics
 * @param web the dashboard
 */
public record SinkSettings(InfluxSettings influx, MqttSettings mqtt, WebSettings web) {

    static final SinkSettings DEFAULT =
            new SinkSettings(InfluxSettings.NONE, MqttSettings.DEFAULT, WebSettings.DEFAULT);
}
