package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.home.guard.OneThread;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what houses and bare dongles say from the MQTT broker into Kafka, and shares back. A
 * message is acknowledged to the MQTT broker when Kafka has it: whoever dies in between, it comes
 * again, and is the same. Several bridges share the houses.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    private static final long GOODBYE_SECONDS = 3;
    private static final String RAW = "fleet/raw/";
    private static final long LOOK_MS = 100;

    private final Tally tally = new Tally();
    private final InstantSource clock;
    private final KafkaSender kafka;
    private final DeadLetters letters;
    private final Senders houseSenders;
    private final Senders dongleSenders =
            new Senders(Dongles.MOST_A_MINUTE, Dongles.MOST_LETTERS_A_MINUTE);
    private final Dongles dongles;
    private final MqttSession houses;
    private final @Nullable MqttSession raw;
    private final Shares shares;
    private final OneThread thread = new OneThread("bridge");
    private @Nullable DongleDoor door;
    private Future<?> looking = CompletableFuture.completedFuture(null);

    private Bridge(BridgeSettings settings, InstantSource clock, int mostOfAHouse) {
        this.clock = clock;
        String name = settings.topics().tenant() + "-" + settings.name();
        String telegrams = settings.topics().telegrams();
        houseSenders = new Senders(mostOfAHouse, Houses.MOST_LETTERS_A_MINUTE);
        kafka = new KafkaSender(settings.kafka());
        letters = new DeadLetters(settings.topics().deadLetters(), kafka, tally);
        Houses said =
                new Houses(
                        settings.houses(), telegrams, kafka, letters, houseSenders, tally, clock);
        Minutes minutes = new Minutes(telegrams, kafka, tally);
        dongles = new Dongles(settings.pseudonym(), minutes, letters, dongleSenders, clock);
        Outages outages = new Outages(settings.mqtt());
        houses =
                new MqttSession(
                        settings.mqtt(),
                        outages,
                        name,
                        Houses.filters(settings.houses()),
                        said::take);
        Part part = settings.dongles();
        // A session of its own: messages are acknowledged in their order, and a telegram waits for
        // its minute.
        raw =
                part == null
                        ? null
                        : new MqttSession(
                                settings.mqtt(),
                                outages,
                                name + "-raw",
                                List.of(RAW + "+"),
                                received -> raw(received, part));
        shares = new Shares(settings, houses, tally, clock);
    }

    /**
     * A bridge that runs. Kafka and the MQTT broker may come later: {@link #trouble} says what is
     * missing.
     *
     * @param clock what stamps are held against
     * @throws IllegalArgumentException when the settings do not fit; the message says which
     * @throws IOException when no dongle can connect over TCP
     */
    public static Bridge open(BridgeSettings settings, InstantSource clock) throws IOException {
        return open(settings, clock, Arrived.MOST_A_MINUTE);
    }

    /**
     * @param mostOfAHouse messages of one house in a minute that are taken
     */
    static Bridge open(BridgeSettings settings, InstantSource clock, int mostOfAHouse)
            throws IOException {
        Bridge bridge = new Bridge(settings, clock, mostOfAHouse);
        try {
            if (settings.tcp() != null) {
                bridge.door = DongleDoor.open(settings.tcp(), bridge.dongles, clock);
            }
        } catch (IOException e) {
            bridge.kafka.close();
            throw e;
        }
        bridge.start();
        return bridge;
    }

    private void start() {
        houses.start();
        if (raw != null) {
            raw.start();
        }
        shares.start();
        looking =
                thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void raw(Received received, Part part) {
        String dongle = received.topic().substring(RAW.length());
        if (part.takes(dongle)) {
            dongles.message(dongle, received.payload(), received.acknowledge());
        } else {
            received.acknowledge().run();
        }
    }

    private void look() {
        dongles.tick();
        Stream.of(houseSenders, dongleSenders)
                .flatMap(senders -> senders.ended(clock.instant()).stream())
                .forEach(letters::flood);
    }

    /** What it has done so far. */
    public Counts counts() {
        return tally.counts(kafka.waiting());
    }

    /** Where dongles connect over TCP; empty when they do not. */
    public OptionalInt tcpPort() {
        return door == null ? OptionalInt.empty() : OptionalInt.of(door.port());
    }

    /** What keeps it from carrying now, in English; empty when nothing does. */
    public Optional<String> trouble() {
        return kafka.trouble()
                .or(houses::trouble)
                .or(() -> raw == null ? Optional.empty() : raw.trouble());
    }

    /**
     * Whether a part of it has died of what nobody foresaw: it must be begun anew, and nothing that
     * was not carried is lost by that.
     */
    public boolean hasFailed() {
        return !thread.isShutdown()
                && (looking.isDone()
                        || kafka.hasFailed()
                        || houses.hasFailed()
                        || (raw != null && raw.hasFailed())
                        || (door != null && door.hasFailed())
                        || shares.hasFailed());
    }

    /**
     * Ends in order: nothing more is taken, minutes that have begun go to Kafka as they are, what
     * Kafka confirms is acknowledged. The rest comes again.
     */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        if (door != null) {
            door.close();
        }
        houses.stop();
        if (raw != null) {
            raw.stop();
        }
        flush();
        shares.close();
        kafka.close();
        houses.close();
        if (raw != null) {
            raw.close();
        }
    }

    /** While Kafka is away this must not wait for it: what was not sent comes again. */
    private void flush() {
        try {
            thread.submit(dongles::flush).get(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("minutes that run are not sent", e);
        }
        thread.shutdown();
    }
}
