package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.home.words.PlainWords;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the MQTT broker under a name that stays: what was sent to it and not acknowledged
 * comes again after a break, ours or the broker's. Messages are acknowledged one by one, when who
 * takes them says so, and in the order in which they came. Comes back by itself.
 */
final class MqttSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MqttSession.class);

    /** What is older than this would be refused in any case. */
    private static final Duration KEPT = Arrived.LATE;

    /** More than any message that is taken, so that a larger one can be refused with a reason. */
    private static final int MOST_BYTES = 128 * 1024;

    /**
     * As many as the protocol knows: the broker's own bound is to be less than half of it.
     * mosquitto 2.0.11 does not keep to ours, and after a break what comes again counts twice.
     */
    private static final int MOST_IN_FLIGHT = 65_535;

    private static final int MOST_UNPROMISED = 10_000;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long LONGEST_PAUSE_SECONDS = 30;
    private static final long GOODBYE_SECONDS = 2;
    private static final long LOOK_MS = 100;

    private final MqttServer server;
    private final Outages outages;
    private final String name;
    private final List<String> filters;
    private final BlockingQueue<Received> queue;
    private final Thread reader;
    private final EventLoopGroup thread;
    private final Mqtt5AsyncClient client;
    private volatile boolean closing;
    private volatile @Nullable String trouble;

    /**
     * Connects, and keeps at it until it is closed.
     *
     * @param outages of the broker, shared with other sessions there
     * @param name no other client has it
     * @param taker called on a thread of this session, for one after the other; may block
     * @throws IllegalArgumentException when the settings of {@code server} do not fit
     */
    MqttSession(
            MqttServer server,
            Outages outages,
            String name,
            List<String> filters,
            Consumer<Received> taker) {
        this.server = server;
        this.outages = outages;
        this.name = name;
        this.filters = List.copyOf(filters);
        queue = new LinkedBlockingQueue<>();
        thread = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt " + name, true));
        client =
                server.client()
                        .identifier(name)
                        .automaticReconnect()
                        .initialDelay(1, TimeUnit.SECONDS)
                        .maxDelay(LONGEST_PAUSE_SECONDS, TimeUnit.SECONDS)
                        .applyAutomaticReconnect()
                        .addConnectedListener(context -> connected())
                        .addDisconnectedListener(this::disconnected)
                        .executorConfig()
                        .nettyExecutor(thread)
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .applyExecutorConfig()
                        .buildAsync();
        // Before the first connection: what the broker has kept for us comes with it.
        client.publishes(MqttGlobalPublishFilter.ALL, this::receive, true);
        reader = new Thread(() -> read(taker), name);
        reader.setDaemon(true);
    }

    void start() {
        reader.start();
        Mqtt5Connect connect =
                Mqtt5Connect.builder()
                        .cleanStart(false)
                        .sessionExpiryInterval(KEPT.toSeconds())
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .restrictions()
                        .receiveMaximum(MOST_IN_FLIGHT)
                        .maximumPacketSize(MOST_BYTES)
                        .applyRestrictions()
                        .build();
        var unused = client.connect(connect).exceptionally(e -> null);
    }

    /** Whether nobody takes what comes, for a reason that nobody foresaw. */
    boolean hasFailed() {
        return !closing && !reader.isAlive();
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    /** Why the broker is not there, for people; empty while it is, or was not yet tried. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Sends a message that nobody needs later; done when the broker has it.
     *
     * @param seconds after which the broker drops it, when it could not pass it on
     */
    CompletableFuture<?> publish(String topic, byte[] payload, long seconds) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .messageExpiryInterval(seconds)
                .send();
    }

    private void connected() {
        trouble = null;
        outages.over(name);
        // Anew each time: a broker may have lost its memory.
        List<Mqtt5Subscription> all =
                filters.stream()
                        .map(
                                filter ->
                                        Mqtt5Subscription.builder()
                                                .topicFilter(filter)
                                                .qos(MqttQos.AT_LEAST_ONCE)
                                                .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                                                .build())
                        .toList();
        var unused =
                client.subscribe(Mqtt5Subscribe.builder().addSubscriptions(all).build())
                        .whenComplete(
                                (ack, failure) -> {
                                    if (failure != null && isConnected()) {
                                        log.error(
                                                "the MQTT broker at {} refuses a subscription to"
                                                        + " {}: {}",
                                                server,
                                                filters,
                                                PlainWords.of(failure));
                                    }
                                });
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        String now = words(context.getCause());
        outages.began(name, now);
        trouble = now;
    }

    private String words(Throwable cause) {
        String at = "the MQTT broker at " + server;
        if (cause instanceof Mqtt5ConnAckException refusal) {
            Mqtt5ConnAckReasonCode code = refusal.getMqttMessage().getReasonCode();
            return code == Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD
                            || code == Mqtt5ConnAckReasonCode.NOT_AUTHORIZED
                    ? at + " refuses user or password"
                    : at + " lets the bridge not in (" + code + ")";
        }
        if (cause instanceof Mqtt5DisconnectException end
                && end.getMqttMessage().getReasonCode()
                        == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER) {
            return at + " knows another client called '" + name + "': each bridge has its own name";
        }
        return at + " is not there (" + PlainWords.of(cause) + ")";
    }

    /** On the client's thread: must not wait. */
    private void receive(Mqtt5Publish publish) {
        Received received =
                new Received(
                        publish.getTopic().toString(),
                        publish.getPayloadAsBytes(),
                        publish::acknowledge);
        // The broker keeps to what we may have in flight, but for what nobody promised to deliver.
        if (publish.getQos() != MqttQos.AT_MOST_ONCE || queue.size() < MOST_UNPROMISED) {
            queue.add(received);
        }
    }

    private void read(Consumer<Received> taker) {
        try {
            while (!closing) {
                Received received = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (received != null) {
                    taker.accept(received);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** No message is taken any more; what was taken can still be acknowledged. */
    void stop() {
        closing = true;
        try {
            // Longer only while Kafka is away.
            reader.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            client.disconnect().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("no proper goodbye", e);
        }
        var unused = thread.shutdownGracefully(0, GOODBYE_SECONDS, TimeUnit.SECONDS);
    }
}
