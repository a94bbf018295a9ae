package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.wire.SecondsBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes a block of each minute of a meter. A minute that has begun waits until the meter's next
 * begins, or until it should have ended. Of what a meter remembers of past months only the first
 * block of an hour speaks.
 */
final class Minutes {

    /** Who has been silent as long is forgotten; another dongle may speak for its meter. */
    static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final Identity NOBODY = new Identity("", null, null, null);
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final Duration LATE = Duration.ofSeconds(5);

    private final String topic;
    private final KafkaSender kafka;
    private final Tally tally;
    private final Map<String, Meter> meters = new HashMap<>();

    Minutes(String topic, KafkaSender kafka, Tally tally) {
        this.topic = topic;
        this.kafka = kafka;
        this.tally = tally;
    }

    /** The minute of one meter that runs. */
    private final class Meter {

        private final String pseudonym;
        private String owner;
        private Instant heard = Instant.MIN;
        private final List<Reading> readings = new ArrayList<>();
        private List<Parts> parts = new ArrayList<>();
        private long minute;
        private Instant due = Instant.MAX;
        private long hour = Long.MIN_VALUE;

        Meter(String pseudonym, String owner) {
            this.pseudonym = pseudonym;
            this.owner = owner;
        }

        void add(Reading reading, Instant at, Instant now, Parts of) {
            long its = Math.floorDiv(at.getEpochSecond(), MINUTE);
            if (its != minute || readings.size() == SecondsBlock.MOST) {
                flush(now);
            }
            if (readings.isEmpty()) {
                minute = its;
                due = now.plusSeconds((its + 1) * MINUTE - at.getEpochSecond()).plus(LATE);
            }
            readings.add(slim(reading, at));
            of.begin();
            parts.add(of);
        }

        void flush(Instant now) {
            if (readings.isEmpty()) {
                return;
            }
            SecondsBlock block = SecondsBlock.of(readings);
            long its = Math.floorDiv(block.from().getEpochSecond(), HOUR);
            Arrived arrived = new Arrived(now, its == hour ? block.withoutHistory() : block);
            hour = its;
            List<Parts> done = parts;
            parts = new ArrayList<>();
            readings.clear();
            kafka.send(
                    new ProducerRecord<>(topic, pseudonym, arrived.bytes()),
                    () -> {
                        tally.blocks.increment();
                        done.forEach(Parts::end);
                    });
        }
    }

    /** No more than goes into a block. */
    private static Reading slim(Reading reading, Instant at) {
        return new Reading(
                NOBODY,
                at,
                null,
                reading.fromGrid(),
                reading.toGrid(),
                List.of(),
                List.of(),
                Supply.UNKNOWN);
    }

    /**
     * Adds what a meter said.
     *
     * @param owner who speaks for the meter; nobody else does while he does
     * @param now its arrival, and its time when the meter has no clock
     * @param of told when Kafka has the block of it
     * @throws Refused when it must not go on
     */
    void add(String pseudonym, String owner, Reading reading, Instant now, Parts of)
            throws Refused {
        Instant at = reading.measuredAt() == null ? now : reading.measuredAt();
        Arrival.allows(at, now);
        Meter meter = meters.computeIfAbsent(pseudonym, name -> new Meter(name, owner));
        if (!meter.owner.equals(owner)) {
            if (!meter.heard.isBefore(now.minus(FORGOTTEN))) {
                throw new Refused(Reason.NOT_ITS_METER, meter.owner + " speaks for this meter");
            }
            meter.owner = owner;
        }
        meter.heard = now;
        meter.add(reading, at, now, of);
        tally.telegrams.increment();
    }

    void tick(Instant now) {
        for (Meter meter : meters.values()) {
            if (!now.isBefore(meter.due)) {
                meter.flush(now);
            }
        }
        Instant before = now.minus(FORGOTTEN);
        meters.values().removeIf(meter -> meter.readings.isEmpty() && meter.heard.isBefore(before));
    }

    void flush(Instant now) {
        meters.values().forEach(meter -> meter.flush(now));
    }
}
