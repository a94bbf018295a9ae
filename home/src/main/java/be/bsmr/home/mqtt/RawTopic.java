package be.bsmr.home.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reactivex.schedulers.Schedulers;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A topic whose messages are taken as they are, byte by byte. On a connection of its own, which is
 * not made again by itself: whoever opened it opens it again.
 */
public final class RawTopic {

    private static final int LONGEST_OPENING_SECONDS = 5;
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final BrokerAddress broker;
    private final String topic;
    private volatile @Nullable Connection connection;

    /**
     * @param settings user, password and TLS, when the broker is one that they name
     * @param topic without wildcards
     */
    public RawTopic(MqttSettings settings, String host, int port, String topic) {
        broker = BrokerAddress.named(settings, host, port);
        this.topic = topic;
    }

    /**
     * Returns when the broker has confirmed that messages will come. One that it had kept from
     * before is not taken: nobody knows how old it is.
     *
     * @param message takes each message, on the connection's thread; must not block
     * @param lost takes the reason why the connection broke, at most once
     * @throws IOException when there is no way to the topic now; the message says what to do
     */
    public void open(Consumer<byte[]> message, Consumer<String> lost) throws IOException {
        close();
        Connection opening = connection(message, lost);
        connection = opening; // from here on a close ends the wait for the broker
        try {
            opening.open();
        } catch (IOException e) {
            opening.close();
            throw e;
        }
    }

    private Connection connection(Consumer<byte[]> message, Consumer<String> lost)
            throws IOException {
        try {
            return new Connection(message, lost);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Hangs up. May be called more than once, and from another thread. */
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private final class Connection {

        private final EventLoopGroup thread =
                new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-raw", true));
        private final CompletableFuture<Void> ready = new CompletableFuture<>();
        private final Mqtt3AsyncClient client;
        private final Consumer<byte[]> message;
        private volatile boolean closed;

        Connection(Consumer<byte[]> message, Consumer<String> lost) {
            this.message = message;
            // Another name each time: two programs may listen to the same topic.
            client =
                    broker.client()
                            .identifier("bsmr-" + UUID.randomUUID().toString().substring(0, 13))
                            .addDisconnectedListener(
                                    context -> {
                                        if (!closed) {
                                            lost.accept(
                                                    noMore(
                                                            BrokerTrouble.words(
                                                                    broker, context.getCause())));
                                        }
                                    })
                            .executorConfig()
                            .nettyExecutor(thread)
                            .applicationScheduler(Schedulers.from(Runnable::run))
                            .applyExecutorConfig()
                            .buildAsync();
        }

        void open() throws IOException {
            var unused =
                    client.connectWith()
                            .cleanSession(true)
                            .keepAlive(KEEP_ALIVE_SECONDS)
                            .send()
                            .thenCompose(connected -> client.subscribe(subscription(), this::take))
                            .whenComplete(
                                    (subscribed, failure) -> {
                                        if (failure == null) {
                                            ready.complete(null);
                                        } else {
                                            ready.completeExceptionally(failure);
                                        }
                                    });
            try {
                ready.get(LONGEST_OPENING_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(cannot("interrupted"), e);
            } catch (TimeoutException e) {
                throw new IOException(cannot("no answer; see whether it is the broker's port"), e);
            } catch (ExecutionException e) {
                throw new IOException(cannot(BrokerTrouble.words(broker, e)), e);
            }
        }

        private void take(Mqtt3Publish publish) {
            if (!publish.isRetain() && !closed) {
                message.accept(publish.getPayloadAsBytes());
            }
        }

        void close() {
            closed = true;
            ready.completeExceptionally(new IOException("closed"));
            var gone = client.disconnect();
            var unused = gone.whenComplete((end, failure) -> letGo());
        }

        private void letGo() {
            var unused = thread.shutdownGracefully(0, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Mqtt3Subscribe subscription() {
        return Mqtt3Subscribe.builder().topicFilter(topic).qos(MqttQos.AT_MOST_ONCE).build();
    }

    private String cannot(String why) {
        return "cannot subscribe to " + topic + " at " + broker + ": " + why;
    }

    private String noMore(String why) {
        return "the broker " + broker + " ended the connection: " + why;
    }
}
