package be.bsmr.home.mqtt;

import be.bsmr.home.words.PlainWords;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.lifecycle.Mqtt3ClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reactivex.schedulers.Schedulers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker, ours or another, in MQTT 3.1.1, which every broker speaks. Comes back
 * by itself after a break, waiting 1 s, then twice as long each time, at most 30 s.
 *
 * <p>Remembers the newest retained message of every topic and sends them all after each connect: a
 * broker that lost its memory has ours again, and one that was away learns only what counts now.
 * What happened, {@link #tell}, waits in order. Other messages are lost while there is no
 * connection. So memory is bounded by the number of topics.
 */
public final class MqttLink implements Outbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MqttLink.class);

    private static final long FIRST_PAUSE_SECONDS = 1;
    private static final long LONGEST_PAUSE_SECONDS = 30;

    /** A connection that lasts less counts as one more failure: the broker throws us out. */
    private static final long SHORT_LIFE_SECONDS = 10;

    /** By then all who lost the broker with us have come back. */
    private static final long SETTLED_SECONDS = 10;

    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long GOODBYE_SECONDS = 2;

    /** Messages handed to the client and not yet sent or acknowledged. */
    private static final int MOST_UNDER_WAY = 256;

    /** Takes what arrives on a subscription. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * Called on the link's thread: must not block.
         *
         * @param retained true when the broker had kept it from before we subscribed
         */
        void receive(String topic, String payload, boolean retained);
    }

    private record Subscription(String topicFilter, Receiver receiver) {}

    private final BrokerAddress broker;
    private final @Nullable Mqtt3Publish online;
    private final @Nullable Mqtt3Publish offline;
    private final EventLoopGroup thread =
            new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-link", true));
    private final Mqtt3AsyncClient client;

    private final Object lock = new Object();
    private final Map<String, Mqtt3Publish> retained = new LinkedHashMap<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Backlog backlog = new Backlog();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Runnable> whenConnected = new ArrayList<>();
    private CompletableFuture<?> subscribed = CompletableFuture.completedFuture(null);
    private boolean started;
    private boolean connected;
    private boolean closing;
    private @Nullable String trouble;
    private long connectedAt;

    /** By the same clock; null before the broker first took something. */
    private @Nullable Long heardAt;

    private int thrownOut;
    private int underWay;

    /** One after the other: what is on its way when the connection breaks is sent once more. */
    private boolean telling;

    private long dropped;

    /**
     * The program's link, not yet connected. Its topic {@code status} says {@code online}, and
     * {@code offline} when it is gone, however it went.
     *
     * @param embedded our own broker, started; null when {@code settings} name an external one
     * @throws IllegalArgumentException when there is no broker at all, or {@code mqtt.ca} cannot be
     *     read
     */
    public MqttLink(MqttSettings settings, @Nullable EmbeddedBroker embedded) {
        this(
                address(settings, embedded),
                clientName(settings),
                packet(settings.topic("status"), "online", true, Qos.AT_LEAST_ONCE),
                packet(settings.topic("status"), "offline", true, Qos.AT_LEAST_ONCE));
        // Whoever shares our topics and goes takes only itself away.
        subscribe(settings.topic("status"), (topic, payload, kept) -> contradict(payload));
    }

    /**
     * A link to the second broker of {@code mqtt.bridge}, not yet connected. It is told there
     * whether the program is there, as the first is.
     *
     * @param host of that broker
     * @throws IllegalArgumentException when {@code mqtt.bridge.ca} cannot be read
     */
    static MqttLink forBridge(MqttSettings settings, String host) {
        return new MqttLink(
                settings.bridge().address(host),
                clientName(settings) + "-bridge",
                packet(settings.topic("status"), "online", true, Qos.AT_LEAST_ONCE),
                packet(settings.topic("status"), "offline", true, Qos.AT_LEAST_ONCE));
    }

    /**
     * A small link of its own for one load, not yet connected: a client has one last will only. The
     * broker says it when we are gone without a goodbye; a proper one says nothing.
     *
     * @param load its id
     * @param retain whether the broker keeps the will
     */
    public static MqttLink forLoad(
            MqttSettings settings,
            @Nullable EmbeddedBroker embedded,
            String load,
            String willTopic,
            String will,
            boolean retain) {
        return new MqttLink(
                address(settings, embedded),
                clientName(settings) + "-" + load,
                null,
                packet(willTopic, will, retain, Qos.AT_LEAST_ONCE));
    }

    /**
     * A link to the broker that a device brings along, not yet connected: it says nothing of
     * itself.
     *
     * @param will said there when we are gone without a goodbye, on {@code willTopic}; null = none
     * @throws IllegalArgumentException when its {@code ca} cannot be read
     */
    public static MqttLink forDevice(
            ExternalBrokerSettings device, @Nullable String willTopic, @Nullable String will) {
        String host = Objects.requireNonNull(device.host());
        return new MqttLink(
                BrokerAddress.ofDevice(device, host),
                "bsmr-" + UUID.randomUUID().toString().substring(0, 8),
                null,
                willTopic == null || will == null
                        ? null
                        : packet(willTopic, will, false, Qos.AT_LEAST_ONCE));
    }

    /**
     * A link for a command that says one thing beside the program that runs, not yet connected: it
     * says nothing of itself.
     *
     * @throws IllegalArgumentException when {@code settings} name no broker of the house's
     */
    public static MqttLink forMessage(MqttSettings settings) {
        return new MqttLink(address(settings, null), clientName(settings), null, null);
    }

    /**
     * A link for a command that looks on, not yet connected, to the broker of the house: it says
     * nothing of itself.
     *
     * @throws IllegalArgumentException when {@code settings} name no broker
     */
    public static MqttLink forWatching(MqttSettings settings) {
        return new MqttLink(BrokerAddress.ofHouse(settings), clientName(settings), null, null);
    }

    /**
     * A link as that, to a broker that somebody named. It is told the password of the configuration
     * only if it is one of the configuration's.
     */
    public static MqttLink forWatching(MqttSettings settings, String host, int port) {
        return new MqttLink(
                BrokerAddress.named(settings, host, port), clientName(settings), null, null);
    }

    /**
     * @param online said after each connect; null for a link that says nothing of itself
     * @param offline the last will; null = none
     */
    private MqttLink(
            BrokerAddress address,
            String name,
            @Nullable Mqtt3Publish online,
            @Nullable Mqtt3Publish offline) {
        this.online = online;
        this.offline = offline;
        broker = address;
        // The same name at every reconnect: a broker that still holds our dead connection drops it
        // when we come back, so that its last will cannot arrive after our `online`.
        client =
                address.client()
                        .identifier(name)
                        .willPublish(offline)
                        .addConnectedListener(context -> connected())
                        .addDisconnectedListener(this::disconnected)
                        .executorConfig()
                        .nettyExecutor(thread)
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .applyExecutorConfig()
                        .buildAsync();
    }

    /** Another one for each link: a second program of this site must not throw us out. */
    private static String clientName(MqttSettings settings) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        TopicSettings topics = settings.topics();
        return topics.prefix().replace('/', '-') + "-" + topics.site() + "-" + unique;
    }

    private static BrokerAddress address(MqttSettings settings, @Nullable EmbeddedBroker embedded) {
        String host = settings.external().host();
        if (host != null) {
            return BrokerAddress.external(settings.external(), host);
        }
        if (embedded != null) {
            return embedded.ownAddress();
        }
        throw new IllegalArgumentException(
                "there is no MQTT broker: set mqtt.host or mqtt.broker.enabled: true");
    }

    /** Begins to connect, and keeps at it until {@link #close}. Returns at once. */
    public void start() {
        synchronized (lock) {
            if (started || closing) {
                return;
            }
            started = true;
        }
        var unused =
                client.connectWith()
                        .cleanSession(true)
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .send()
                        .exceptionally(e -> null);
    }

    /** Whether the broker is there now. */
    public boolean isConnected() {
        synchronized (lock) {
            return connected;
        }
    }

    /** Where the broker is, for people. */
    public String broker() {
        return broker.toString();
    }

    /** Why the broker is not there, in English; empty while it is, or was not yet tried. */
    public Optional<String> trouble() {
        synchronized (lock) {
            return Optional.ofNullable(trouble);
        }
    }

    /** Since the broker last took something from us; empty when it has not yet. */
    public Optional<Duration> heardAgo() {
        synchronized (lock) {
            return heardAt == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(System.nanoTime() - heardAt));
        }
    }

    /**
     * Waits until the broker is there, on any thread but the link's.
     *
     * @return false when it still is not after {@code longest}, or the link was closed
     */
    public boolean awaitConnected(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        synchronized (lock) {
            while (!connected && !closing) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return connected;
        }
    }

    /** Messages that were given up because the broker was away or too slow. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    @Override
    public void publish(String topic, String payload, boolean retain, Qos qos) {
        Mqtt3Publish message = packetOrNull(topic, payload, retain, qos);
        if (message == null) {
            return;
        }
        synchronized (lock) {
            if (closing) {
                dropped++;
            } else if (retain) {
                retained.put(topic, message);
                waiting.add(topic);
                sendWaiting();
            } else if (connected && underWay < MOST_UNDER_WAY) {
                send(message);
            } else {
                dropped++;
            }
        }
    }

    /**
     * Sends a command that the broker does not keep, however much else is under way; returns at
     * once.
     *
     * @throws IOException when there is no connection: who commands tries again
     */
    public void command(String topic, String payload) throws IOException {
        Mqtt3Publish message = packet(topic, payload, false, Qos.AT_LEAST_ONCE);
        synchronized (lock) {
            requireConnected();
            send(message);
        }
    }

    /**
     * @throws IOException when there is no connection; the message says why
     */
    public void requireConnected() throws IOException {
        synchronized (lock) {
            if (!connected) {
                throw new IOException(
                        "the MQTT broker is away" + (trouble == null ? "" : ": " + trouble));
            }
        }
    }

    @Override
    public void tell(String topic, String payload, boolean retain) {
        Mqtt3Publish message = packetOrNull(topic, payload, retain, Qos.AT_LEAST_ONCE);
        if (message == null) {
            return;
        }
        synchronized (lock) {
            if (closing) {
                dropped++;
                return;
            }
            if (retain) {
                retained.put(topic, message);
            }
            dropped += backlog.add(message);
            sendWaiting();
        }
    }

    /**
     * Publishes a message that the broker does not keep, on any thread but the link's.
     *
     * @throws IOException when the broker has not taken it after {@code longest}
     */
    public void deliver(String topic, String payload, Duration longest) throws IOException {
        if (!awaitConnected(longest)) {
            throw new IOException(broker + ": no connection");
        }
        try {
            var unused =
                    client.publish(packet(topic, payload, false, Qos.AT_LEAST_ONCE))
                            .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("publishing was interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(broker + " has not taken it: " + PlainWords.of(e), e);
        }
    }

    /**
     * Receives what is published under {@code topicFilter}, now and after every reconnect. A
     * receiver that throws is logged and stays subscribed.
     */
    public void subscribe(String topicFilter, Receiver receiver) {
        Subscription subscription = new Subscription(topicFilter, receiver);
        synchronized (lock) {
            subscriptions.add(subscription);
            if (connected) {
                send(subscription);
            }
        }
    }

    /** Calls {@code then} after every connect, before anything is received; it must not block. */
    public void whenConnected(Runnable then) {
        synchronized (lock) {
            whenConnected.add(then);
        }
    }

    /** Says {@code offline} and hangs up; takes at most a few seconds. */
    @Override
    public void close() {
        boolean wasConnected;
        CompletableFuture<?> asked;
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            asked = subscribed;
            wasConnected = connected;
            connected = false;
            lock.notifyAll();
        }
        if (wasConnected) {
            if (online != null && offline != null) {
                await(client.publish(offline));
            }
            // Artemis stumbles over who hangs up while it is being answered.
            await(asked);
            await(client.disconnect());
        }
        thread.shutdownGracefully(0, GOODBYE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void connected() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            connected = true;
            lock.notifyAll();
            connectedAt = System.nanoTime();
            trouble = null;
            whenConnected.forEach(Runnable::run);
            subscriptions.forEach(this::send);
            if (online != null) {
                log.info("MQTT: connected to {}", broker);
                send(online);
                long since = connectedAt;
                var unused =
                        thread.schedule(() -> sayAgain(since), SETTLED_SECONDS, TimeUnit.SECONDS);
            }
            waiting.addAll(retained.keySet());
            // Their newest comes last of those that wait.
            waiting.removeAll(backlog.topics());
            sendWaiting();
        }
    }

    /**
     * Who subscribes at the very moment in which something is said that is kept may miss it: our
     * own broker hands it out before it keeps it, and when it starts all come back at once.
     */
    private void sayAgain(long since) {
        synchronized (lock) {
            if (connected && !closing && online != null && connectedAt == since) {
                send(online);
            }
        }
    }

    private void contradict(String status) {
        synchronized (lock) {
            if (status.equals("offline") && connected && online != null) {
                send(online);
            }
        }
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (!(context instanceof Mqtt3ClientDisconnectedContext mqtt3)) {
            return;
        }
        int failures = mqtt3.getReconnector().getAttempts();
        synchronized (lock) {
            if (closing) {
                return;
            }
            boolean was = connected;
            if (was) {
                connected = false;
                thrownOut = lastedSeconds() < SHORT_LIFE_SECONDS ? thrownOut + 1 : 0;
            }
            failures = Math.max(failures, thrownOut);
            tell(context.getCause(), was);
        }
        long pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS << Math.min(failures, 6));
        mqtt3.getReconnector()
                .reconnect(true)
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(false)
                .delay(pause, TimeUnit.SECONDS);
    }

    private long lastedSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - connectedAt);
    }

    /** Once per kind of trouble, not once per attempt; a load's link has the program's trouble. */
    private void tell(Throwable cause, boolean wasConnected) {
        String now =
                wasConnected
                        ? "it ended (" + BrokerTrouble.said(cause) + ")"
                        : broker.ofDevice()
                                ? broker + ": " + BrokerTrouble.said(cause)
                                : BrokerTrouble.words(broker, cause);
        boolean isNews = !now.equals(trouble);
        trouble = now;
        if (online == null) {
            return;
        }
        if (isNews) {
            log.warn("MQTT: no connection to {}, trying again: {}", broker, now);
        }
        if (thrownOut == 3) {
            log.warn(
                    "MQTT: {} keeps ending the connection: look into its log for the reason",
                    broker);
        }
    }

    private void sendWaiting() {
        Mqtt3Publish oldest = backlog.oldest();
        if (connected && !telling && oldest != null) {
            telling = true;
            var unused =
                    client.publish(oldest).whenComplete((sent, failure) -> told(oldest, failure));
        }
        while (connected && underWay < MOST_UNDER_WAY && !waiting.isEmpty()) {
            String topic = waiting.iterator().next();
            waiting.remove(topic);
            send(Objects.requireNonNull(retained.get(topic)));
        }
    }

    private void send(Mqtt3Publish message) {
        underWay++;
        var unused =
                client.publish(message).whenComplete((sent, failure) -> sent(message, failure));
    }

    private void told(Mqtt3Publish message, @Nullable Throwable failure) {
        synchronized (lock) {
            telling = false;
            if (failure == null) {
                heardAt = System.nanoTime();
                backlog.taken(message);
            } else if (backlog.notTaken(message)) {
                dropped++;
            }
            sendWaiting();
        }
    }

    /** A retained message that failed is sent again after the next connect, with all the others. */
    private void sent(Mqtt3Publish message, @Nullable Throwable failure) {
        synchronized (lock) {
            underWay--;
            heardAt = failure == null ? Long.valueOf(System.nanoTime()) : heardAt;
            if (failure != null && !message.isRetain()) {
                dropped++;
            }
            sendWaiting();
        }
    }

    private void send(Subscription subscription) {
        CompletableFuture<?> answered =
                client.subscribe(
                                Mqtt3Subscribe.builder()
                                        .topicFilter(subscription.topicFilter())
                                        .qos(MqttQos.AT_LEAST_ONCE)
                                        .build(),
                                publish -> receive(subscription, publish))
                        .handle(
                                (ack, failure) -> {
                                    if (failure != null && isConnected()) {
                                        log.error(
                                                "MQTT: {} refuses a subscription to {}: {}",
                                                broker,
                                                subscription.topicFilter(),
                                                failure.getMessage());
                                    }
                                    return ack;
                                });
        subscribed = CompletableFuture.allOf(subscribed, answered);
    }

    private static void receive(Subscription subscription, Mqtt3Publish publish) {
        String topic = publish.getTopic().toString();
        String payload = new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
        try {
            subscription.receiver().receive(topic, payload, publish.isRetain());
        } catch (RuntimeException e) {
            log.error("MQTT: a message on {} failed", topic, e);
        } catch (Error e) {
            // The client would swallow it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** Null, and told in the log, when nothing can be published there. */
    private static @Nullable Mqtt3Publish packetOrNull(
            String topic, String payload, boolean retain, Qos qos) {
        try {
            return packet(topic, payload, retain, qos);
        } catch (IllegalArgumentException e) {
            log.error("MQTT: cannot publish on '{}': {}", topic, e.getMessage());
            return null;
        }
    }

    private static Mqtt3Publish packet(String topic, String payload, boolean retain, Qos qos) {
        return Mqtt3Publish.builder()
                .topic(topic)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .retain(retain)
                .qos(qos == Qos.AT_MOST_ONCE ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
                .build();
    }

    private static void await(CompletableFuture<?> future) {
        try {
            future.get(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("MQTT: no proper goodbye: {}", PlainWords.of(e));
        }
    }
}
