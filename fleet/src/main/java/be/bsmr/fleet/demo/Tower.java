package be.bsmr.fleet.demo;

import be.bsmr.fleet.local.FasterClock;
import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A building of forty flats behind one connection. Lives on a thread of its own, as quickly as its
 * clock goes, and puts into the topics what a bridge would.
 */
final class Tower implements AutoCloseable {

    static final String COMMUNITY = "tower";
    static final int FLATS = 40;

    /** What the connection's contract allows. */
    static final Power TARGET = Power.ofWatts(60_000);

    /** This flat's clock is a day ahead. */
    static final int AHEAD = 13;

    /** This flat falls silent after some minutes. */
    static final int SILENT = 27;

    private static final Logger log = LoggerFactory.getLogger(Tower.class);
    private static final int EVERY_THIRD = 3;
    private static final Power OWN_TARGET = Power.ofWatts(2500);
    private static final Power WITH_CAR = Power.ofWatts(1500);
    private static final Duration SPEAKS_FOR = Duration.ofMinutes(5);

    private final List<Flat> flats = new ArrayList<>();
    private final Map<String, Flat> byKey = new HashMap<>();
    private final Map<String, Set<QuarterHour>> ended = new TreeMap<>();
    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final Consumer<String, byte[]> shares;
    private final FasterClock clock;
    private final Instant start;
    private final Thread thread = new Thread(this::live, "tower");
    private volatile boolean closed;

    /**
     * @param shares subscribed to nothing yet
     */
    Tower(
            Topics topics,
            Producer<String, byte[]> producer,
            Consumer<String, byte[]> shares,
            FasterClock clock) {
        this.topics = topics;
        this.producer = producer;
        this.shares = shares;
        this.clock = clock;
        start = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        for (int i = 1; i <= FLATS; i++) {
            boolean withCar = i % EVERY_THIRD == 0;
            Instant shown = i == AHEAD ? start.plus(1, ChronoUnit.DAYS) : start;
            Flat flat = new Flat(key(i), i, shown, withCar, withCar ? WITH_CAR : OWN_TARGET);
            flats.add(flat);
            byKey.put(flat.key(), flat);
        }
    }

    private static String key(int flat) {
        return String.format(Locale.ROOT, "flat%028d", flat);
    }

    /** Says who lives there, and begins. */
    void start() {
        send(
                topics.agreements(),
                COMMUNITY,
                new Agreement("Tower (made up, " + clock.speed() + " × as fast as life)", TARGET)
                        .bytes());
        for (int i = 0; i < flats.size(); i++) {
            Flat flat = flats.get(i);
            Member member =
                    new Member(
                            COMMUNITY,
                            "flat " + (i + 1),
                            flat.withCar() ? WITH_CAR : OWN_TARGET,
                            flat.withCar() ? Flat.CHARGER : Power.ZERO);
            send(topics.members(), flat.key(), member.bytes());
        }
        producer.flush();
        shares.subscribe(List.of(topics.shares()));
        thread.start();
    }

    private void live() {
        Instant minute = start;
        try {
            while (!closed) {
                Instant end = minute.plus(1, ChronoUnit.MINUTES);
                hearShares(Duration.between(clock.instant(), end).dividedBy(clock.speed()));
                if (!clock.instant().isBefore(end)) {
                    live(minute, end);
                    minute = end;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                log.error("the flats stopped", e);
            }
        }
    }

    private void hearShares(Duration most) throws InterruptedException {
        if (most.isNegative() || most.isZero()) {
            most = Duration.ofMillis(1);
        }
        for (ConsumerRecord<String, byte[]> one : shares.poll(most)) {
            Flat flat = byKey.get(one.key());
            // Without a value its share was erased.
            if (flat != null && one.value() != null) {
                try {
                    flat.hear(Share.of(one.value()));
                } catch (DataFormatException e) {
                    log.warn("{}: {}", one.key(), e.getMessage());
                }
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** All flats live through one minute and say so. */
    private void live(Instant begin, Instant end) {
        for (int i = 1; i <= flats.size(); i++) {
            Flat flat = flats.get(i - 1);
            for (int s = 0; s < TimeUnit.MINUTES.toSeconds(1); s++) {
                flat.second();
            }
            List<HouseMessage> said = flat.said();
            if (i == SILENT && begin.isAfter(start.plus(SPEAKS_FOR))) {
                continue;
            }
            for (HouseMessage message : said) {
                send(topics.telegrams(), flat.key(), new Arrived(end, message).bytes());
                if (message instanceof QuarterSent quarter && i != AHEAD) {
                    note(flat.key(), quarter);
                }
            }
        }
    }

    private void send(String topic, String key, byte[] value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(topic, key, value),
                        (where, trouble) -> {
                            if (trouble != null && !closed) {
                                log.warn("{} was not taken: {}", topic, trouble.getMessage());
                            }
                        });
    }

    private synchronized void note(String key, QuarterSent quarter) {
        ended.computeIfAbsent(key, k -> new TreeSet<>()).add(quarter.demand().quarter());
    }

    /** The quarters that have ended, by flat: each of them stands in the topic once. */
    synchronized Map<String, Set<QuarterHour>> ended() {
        Map<String, Set<QuarterHour>> copy = new TreeMap<>();
        ended.forEach((key, quarters) -> copy.put(key, new TreeSet<>(quarters)));
        return copy;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
