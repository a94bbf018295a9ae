package be.bsmr.home.uplink;

import be.bsmr.home.tls.Authority;
import be.bsmr.home.words.PlainWords;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import be.bsmr.wire.Share;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reactivex.schedulers.Schedulers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the fleet's server, in MQTT 5. Comes back by itself, within two minutes at the
 * latest, and not at the same moment as all other houses. The session outlives a break by as long
 * as a share holds: what the fleet says meanwhile is still worth hearing.
 */
final class ServerLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerLink.class);

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long LONGEST_PAUSE_MILLIS = 120_000;
    private static final long GOODBYE_SECONDS = 2;

    /** A connection that lasts less counts as one more failure: the server throws us out. */
    private static final long SHORT_LIFE_SECONDS = 10;

    /** So many short lives one after another have a reason that stays. */
    private static final int OFTEN = 2;

    /** A share is far smaller: nobody fills our memory. */
    private static final int LARGEST = 4096;

    /** What the server has not taken, though we could speak to it; the message says why. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    private final UplinkSettings settings;
    private final Runnable whenConnected;
    private final EventLoopGroup thread =
            new NioEventLoopGroup(1, new DefaultThreadFactory("uplink-link", true));
    private final Mqtt5AsyncClient client;
    private volatile boolean connected;
    private volatile boolean closing;
    private volatile @Nullable String trouble;

    // On the link's thread only.
    private long connectedAt;
    private int thrownOut;

    /** What the log has last; null when that is over. */
    private @Nullable String told;

    /**
     * One that is not connected yet.
     *
     * @param shares takes what comes on the topic of shares, on the link's thread: must not block
     * @param whenConnected called after each connect, on that thread too
     * @throws IllegalArgumentException when {@code ca_file} cannot be read
     * @throws IOException when {@code password_file} cannot
     */
    ServerLink(UplinkSettings settings, Consumer<byte[]> shares, Runnable whenConnected)
            throws IOException {
        this.settings = settings;
        this.whenConnected = whenConnected;
        Mqtt5ClientBuilder builder =
                Mqtt5Client.builder()
                        .identifier("bsmr-" + settings.user())
                        .serverHost(settings.host())
                        .serverPort(settings.port())
                        .simpleAuth()
                        .username(settings.user())
                        .password(settings.secret().getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .addConnectedListener(context -> connected())
                        .addDisconnectedListener(this::disconnected)
                        .executorConfig()
                        .nettyExecutor(thread)
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .applyExecutorConfig();
        if (settings.encrypted()) {
            builder = builder.sslConfig(ssl());
        }
        client = builder.buildAsync();
        // A session that goes on brings what came meanwhile before we have subscribed again.
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> {
                    if (publish.getTopic().toString().equals(settings.topic("share"))) {
                        shares.accept(publish.getPayloadAsBytes());
                    }
                });
    }

    private MqttClientSslConfig ssl() {
        var builder = MqttClientSslConfig.builder();
        if (settings.caFile() != null) {
            builder =
                    builder.trustManagerFactory(
                            Authority.trusting(
                                    "uplink.ca_file",
                                    settings.caFile(),
                                    "where the certificate lies that the fleet gave for its"
                                            + " server"));
        }
        return builder.build();
    }

    /** Begins to connect, and keeps at it until {@link #close}. Returns at once. */
    void start() {
        var unused =
                client.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(Share.VALID.toSeconds())
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .restrictions()
                        .maximumPacketSize(LARGEST)
                        .applyRestrictions()
                        .send()
                        .exceptionally(e -> null);
    }

    /** Whether the server is there now; from any thread. */
    boolean isConnected() {
        return connected;
    }

    /** Why it is not there, in the operator's words; empty while it is, or was not tried yet. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Says something; from any thread, while connected.
     *
     * @return done when the server has taken it; fails with {@link Refused} when it does not want
     *     it, and with what else went wrong when the connection broke for too long
     */
    CompletableFuture<Void> say(HouseMessage message) {
        var publish =
                Mqtt5Publish.builder()
                        .topic(settings.topic(word(message)))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(message.bytes());
        if (message instanceof ForecastSent) {
            publish = publish.messageExpiryInterval(Share.VALID.toSeconds());
        }
        return client.publish(publish.build()).handle(this::taken);
    }

    private static String word(HouseMessage message) {
        if (message instanceof SecondsBlock) {
            return "seconds";
        }
        return message instanceof QuarterSent ? "quarter" : "forecast";
    }

    /** A message that nobody is subscribed to is dropped by the server: it is not taken. */
    private @Nullable Void taken(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
        Throwable error = result == null ? failure : result.getError().orElse(failure);
        if (error instanceof Mqtt5PubAckException refusal) {
            throw new CompletionException(
                    new Refused(refused(refusal.getMqttMessage().getReasonCode())));
        }
        if (error != null) {
            throw new CompletionException(error);
        }
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result qos1
                && qos1.getPubAck().getReasonCode()
                        == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS) {
            throw new CompletionException(
                    new Refused(
                            "nobody listens there to what houses say: the fleet's bridge does not"
                                    + " run, or has never yet"));
        }
        return null;
    }

    private String refused(Mqtt5PubAckReasonCode code) {
        return code == Mqtt5PubAckReasonCode.NOT_AUTHORIZED
                ? "it does not let "
                        + settings.user()
                        + " speak on "
                        + settings.topic("#")
                        + ": ask the fleet whether the user is right"
                : "it does not take what we say (" + code + ")";
    }

    private void connected() {
        if (closing) {
            return;
        }
        connected = true;
        trouble = null;
        connectedAt = System.nanoTime();
        if (thrownOut < OFTEN) {
            log.info("the fleet's server at {} is there", settings.server());
        } else {
            long since = connectedAt;
            var unused = thread.schedule(() -> lasts(since), SHORT_LIFE_SECONDS, TimeUnit.SECONDS);
        }
        subscribe();
        whenConnected.run();
    }

    private void subscribe() {
        var unused =
                client.subscribeWith()
                        .topicFilter(settings.topic("share"))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .whenComplete(
                                (ack, failure) -> {
                                    if (failure != null && connected) {
                                        log.warn(
                                                "the fleet's server does not let {} listen to {}:"
                                                        + " nothing that it grants is heard",
                                                settings.user(),
                                                settings.topic("share"));
                                    }
                                });
    }

    /** After many short lives it is there when it stays. */
    private void lasts(long since) {
        if (connected && connectedAt == since) {
            thrownOut = 0;
            told = null;
            log.info("the fleet's server at {} is there, and stays", settings.server());
        }
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (closing || !(context instanceof Mqtt5ClientDisconnectedContext mqtt5)) {
            return;
        }
        if (connected) {
            long lasted = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - connectedAt);
            thrownOut = lasted < SHORT_LIFE_SECONDS ? thrownOut + 1 : 0;
            told = thrownOut == 0 ? null : told;
        }
        ServerTrouble cause = new ServerTrouble(settings, context.getCause());
        String now = connected ? cause.ofAnEnd(thrownOut >= OFTEN) : cause.words();
        connected = false;
        trouble = now;
        if (!now.equals(told)) {
            log.warn("the fleet's server at {}: {}", settings.server(), now);
        }
        told = now;
        int failures = Math.max(mqtt5.getReconnector().getAttempts(), thrownOut);
        long pause = Math.min(LONGEST_PAUSE_MILLIS, 1000L << Math.min(failures, 10));
        mqtt5.getReconnector()
                .reconnect(true)
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(false)
                .delay(
                        ThreadLocalRandom.current().nextLong(pause / 2, pause),
                        TimeUnit.MILLISECONDS);
    }

    /** Hangs up; takes a few seconds at most. */
    @Override
    public void close() {
        boolean was = connected;
        closing = true;
        connected = false;
        if (was) {
            try {
                client.disconnect().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                log.warn("no proper goodbye to the fleet's server: {}", PlainWords.of(e));
            }
        }
        thread.shutdownGracefully(0, GOODBYE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
