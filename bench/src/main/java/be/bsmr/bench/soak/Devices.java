package be.bsmr.bench.soak;

import be.bsmr.home.mqtt.BrokerSettings;
import be.bsmr.home.mqtt.ExternalBrokerSettings;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.mqtt.TopicSettings;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loads of the house as the devices that they are: two plugs and a charging point, on each of
 * two brokers. They obey, say so, and know how they stand.
 */
final class Devices implements AutoCloseable {

    /** How they are written into the program's configuration. */
    static final String YAML =
            """
            loads:
              - {id: boiler, power_w: 2400, wires: [3], mqtt: {preset: tasmota, device: boiler}}
              - {id: heat-pump, power_w: 2000, wires: [2], min_shed_s: 300, mqtt: {preset: tasmota, device: pump}}
              - {id: car, wires: [1], modulating: {min: 6, max: 20}, mqtt: {preset: evcc, device: "1", restore: pv}}
            """;

    private static final Map<String, String> PLUGS =
            Map.of("boiler", Household.BOILER, "pump", Household.HEAT_PUMP);
    private static final List<String> LOADS =
            List.of(Household.BOILER, Household.HEAT_PUMP, Household.CAR);
    private static final long HEARTBEAT_NANOS = 500_000_000;
    private static final int MOST_AMPERES = 20;
    private static final double WATTS_PER_AMPERE = 230;

    private final List<MqttLink> links = new ArrayList<>();

    /** By load; what is not here was never told anything. */
    private final Map<String, Boolean> on = new ConcurrentHashMap<>();

    private long saidAt = System.nanoTime();
    private final AtomicBoolean toTellAll = new AtomicBoolean();
    private volatile int amperes = MOST_AMPERES;

    /**
     * @param brokers ports on this machine
     */
    Devices(int... brokers) {
        for (int port : brokers) {
            MqttLink link =
                    new MqttLink(
                            new MqttSettings(
                                    BrokerSettings.DEFAULT,
                                    ExternalBrokerSettings.at("127.0.0.1", port),
                                    new TopicSettings("devices", "soak", "")),
                            null);
            link.subscribe("cmnd/+/POWER", (topic, said, kept) -> plug(topic, said));
            link.subscribe("cmnd/+/Backlog", (topic, said, kept) -> tellPlug(link, topic));
            link.subscribe("evcc/loadpoints/1/+/set", (topic, said, kept) -> charger(topic, said));
            // Not at once: what is told there and then holds up the link, and this tells both.
            link.whenConnected(() -> toTellAll.set(true));
            links.add(link);
            link.start();
        }
    }

    private void plug(String topic, String said) {
        String device = topic.split("/", -1)[1];
        String load = PLUGS.get(device);
        if (load != null) {
            on.put(load, said.equals("ON"));
            tell("stat/" + device + "/POWER", said, false);
        }
    }

    /** Asked for both: how it stands, and what it draws, which it does not measure. */
    private void tellPlug(MqttLink link, String topic) {
        String device = topic.split("/", -1)[1];
        String load = PLUGS.get(device);
        if (load != null) {
            String stands = isOn(load) ? "ON" : "OFF";
            link.publish("stat/" + device + "/POWER", stands, false, Qos.AT_LEAST_ONCE);
            link.publish(
                    "stat/" + device + "/STATUS10", "{\"StatusSNS\":{}}", false, Qos.AT_LEAST_ONCE);
        }
    }

    private void charger(String topic, String said) {
        String what = topic.split("/", -1)[3];
        if (what.equals("mode")) {
            on.put(Household.CAR, !said.equals("off"));
        } else {
            amperes = Integer.parseInt(said);
        }
        tell(topic.substring(0, topic.length() - "/set".length()), said, true);
    }

    private void tellAll() {
        PLUGS.forEach(
                (device, load) ->
                        tell("stat/" + device + "/POWER", isOn(load) ? "ON" : "OFF", false));
        tell("evcc/loadpoints/1/mode", isOn(Household.CAR) ? "pv" : "off", true);
        tell("evcc/loadpoints/1/maxCurrent", String.valueOf(amperes), true);
    }

    private void tell(String topic, String payload, boolean retain) {
        links.stream()
                .filter(MqttLink::isConnected)
                .forEach(link -> link.publish(topic, payload, retain, Qos.AT_LEAST_ONCE));
    }

    private boolean isOn(String load) {
        return on.getOrDefault(load, true);
    }

    /**
     * They let the house draw what they may, and say now and then that they are there: the clock of
     * the host, by which a broker may judge who is gone, is much faster than their own.
     */
    void live(Meter meter) {
        if (System.nanoTime() - saidAt > HEARTBEAT_NANOS) {
            saidAt = System.nanoTime();
            tell("tele/alive", "yes", false);
        }
        if (toTellAll.getAndSet(false)) {
            tellAll();
        }
        PLUGS.values()
                .forEach(
                        load ->
                                meter.allow(
                                        load, isOn(load) ? Allowance.UNCONTROLLED : Allowance.OFF));
        meter.allow(Household.CAR, new Allowance(isOn(Household.CAR), amperes * WATTS_PER_AMPERE));
    }

    /**
     * Where a device stands otherwise than the program says.
     *
     * @param state of the program
     */
    List<String> otherThan(JsonNode state) {
        List<String> other = new ArrayList<>();
        for (JsonNode load : state.path("loads")) {
            String id = load.path("id").asText();
            String said = load.path("state").asText();
            boolean agrees = said.equals(isOn(id) ? "connected" : "shed");
            int value = load.path("value").asInt(MOST_AMPERES);
            if (id.equals(Household.CAR) && isOn(id) && agrees) {
                agrees = value == amperes;
            }
            if (!agrees) {
                other.add("%s is %s, the program says %s %d".formatted(id, stand(id), said, value));
            }
        }
        return other;
    }

    /** Those that may draw nothing. */
    List<String> off() {
        return LOADS.stream().filter(load -> !isOn(load)).toList();
    }

    /** Those that are not as they are when nobody controls them. */
    List<String> held() {
        List<String> held = new ArrayList<>();
        for (String load : LOADS) {
            if (!isOn(load) || (load.equals(Household.CAR) && amperes != MOST_AMPERES)) {
                held.add(load + " is " + stand(load));
            }
        }
        return held;
    }

    private String stand(String load) {
        String stand = isOn(load) ? "on" : "off";
        return load.equals(Household.CAR) ? stand + " at " + amperes + " A" : stand;
    }

    @Override
    public void close() {
        links.forEach(MqttLink::close);
    }
}
