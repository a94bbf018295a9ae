package be.bsmr.home.uplink;

import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.mqtt.Mosquitto;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.Share;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** A real mosquitto, and one behind it who hears what houses say, as a bridge would. */
public final class FleetServer implements AutoCloseable {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final List<String> topics = new CopyOnWriteArrayList<>();

    public final int port = FreePort.take();

    private final Path directory;
    private final List<HouseMessage> said = new CopyOnWriteArrayList<>();
    private Mosquitto.@Nullable Running broker;
    private @Nullable Mqtt5AsyncClient bridge;

    public FleetServer(Path directory) {
        this.directory = directory;
    }

    /** Neither who was connected nor what was subscribed to is remembered from before. */
    public FleetServer start() {
        broker =
                Mosquitto.broker(
                        directory, "listener " + port + " 127.0.0.1", "allow_anonymous true");
        return this;
    }

    /** From now on somebody hears what houses say. */
    public FleetServer startBridge() throws Exception {
        Mqtt5AsyncClient client =
                Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildAsync();
        Object unused = client.connect().get();
        bridge = client;
        unused =
                client.subscribeWith()
                        .topicFilter("$share/bridge/fleet/+/+")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(this::heard)
                        .send()
                        .get();
        return this;
    }

    private void heard(Mqtt5Publish publish) {
        String topic = publish.getTopic().toString();
        topics.add(topic);
        if (!topic.endsWith("/share")) {
            said.add(message(publish.getPayloadAsBytes()));
        }
    }

    public String address() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** What came of one kind, in its order; also what came twice. */
    public <T extends HouseMessage> List<T> said(Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<String> topics() {
        return topics.stream().distinct().sorted().toList();
    }

    private static HouseMessage message(byte[] bytes) {
        try {
            return HouseMessage.of(bytes);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }

    public void grant(String user, Share share) throws Exception {
        says(user, share.bytes());
    }

    void says(String user, byte[] bytes) throws Exception {
        Object unused =
                Objects.requireNonNull(bridge)
                        .publishWith()
                        .topic("fleet/" + user + "/share")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(bytes)
                        .send()
                        .get();
    }

    /** As a cut of the power would end it. */
    public void kill() {
        Objects.requireNonNull(broker).close();
        broker = null;
        Mqtt5AsyncClient client = bridge;
        if (client != null) {
            await().atMost(LONG_ENOUGH).until(() -> !client.getState().isConnectedOrReconnect());
        }
        bridge = null;
    }

    @Override
    public void close() {
        if (bridge != null) {
            bridge.disconnect().join();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
