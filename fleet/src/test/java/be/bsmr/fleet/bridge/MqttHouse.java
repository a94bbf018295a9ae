package be.bsmr.fleet.bridge;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A house or a dongle, as the MQTT broker knows it. */
final class MqttHouse implements AutoCloseable {

    private final String name;
    private final Mqtt5BlockingClient client;
    private final Queue<Mqtt5Publish> heard = new ConcurrentLinkedQueue<>();

    MqttHouse(DocumentedMosquitto broker, String name) {
        this.name = name;
        client =
                Mqtt5Client.builder()
                        .serverHost("127.0.0.1")
                        .serverPort(broker.port())
                        .identifier("house-" + name)
                        .simpleAuth()
                        .username(name)
                        .password(
                                DocumentedMosquitto.password(name).getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .automaticReconnect()
                        .initialDelay(100, TimeUnit.MILLISECONDS)
                        .maxDelay(500, TimeUnit.MILLISECONDS)
                        .applyAutomaticReconnect()
                        .buildBlocking();
        client.toAsync().publishes(MqttGlobalPublishFilter.ALL, heard::add);
        client.connectWith().cleanStart(false).sessionExpiryInterval(1000).send();
    }

    String name() {
        return name;
    }

    /** Done when the broker has it, also over a restart of it. */
    CompletableFuture<?> publish(String topic, byte[] payload) {
        return client.toAsync()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    CompletableFuture<?> say(String kind, byte[] payload) {
        return publish("fleet/" + name + "/" + kind, payload);
    }

    /** As one that does not ask whether it has arrived. */
    void sayOnceAtMost(String kind, byte[] payload) {
        client.publishWith().topic("fleet/" + name + "/" + kind).payload(payload).send();
    }

    void listen() {
        client.subscribeWith()
                .topicFilter("fleet/" + name + "/share")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    List<Mqtt5Publish> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
