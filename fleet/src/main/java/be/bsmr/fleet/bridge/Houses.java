package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes what houses say, each by its key: the name of the MQTT topic, on which the broker lets only
 * that house write.
 */
final class Houses {

    static final int MOST_LETTERS_A_MINUTE = 20;

    private static final String ALL = "fleet/+/";
    private static final String RAW = "raw";
    private static final String SECONDS = "seconds";
    private static final String QUARTER = "quarter";
    private static final String FORECAST = "forecast";

    private static final String SHARED = "$share/bsmr/";

    private static final Pattern TOPIC = Pattern.compile("fleet/([^/]+)/([a-z]+)");
    private static final Pattern KEY = Pattern.compile("(?!" + RAW + "$)[A-Za-z0-9_-]{1,64}");

    /** Only to look at readings. */
    private static final MeterId NOBODY = new MeterId("nobody");

    private final String telegrams;
    private final KafkaSender kafka;
    private final DeadLetters letters;
    private final Senders senders;
    private final Tally tally;
    private final InstantSource clock;
    private final @Nullable Part part;

    Houses(
            @Nullable Part part,
            String telegrams,
            KafkaSender kafka,
            DeadLetters letters,
            Senders senders,
            Tally tally,
            InstantSource clock) {
        this.part = part;
        this.telegrams = telegrams;
        this.kafka = kafka;
        this.letters = letters;
        this.senders = senders;
        this.tally = tally;
        this.clock = clock;
    }

    /**
     * What to subscribe to.
     *
     * @param part null = the MQTT broker gives each message to one of those that subscribe so
     */
    static List<String> filters(@Nullable Part part) {
        return Stream.of(SECONDS, QUARTER, FORECAST)
                .map(kind -> (part == null ? SHARED : "") + ALL + kind)
                .toList();
    }

    /** Whether a house may be called so: it is a part of a topic, and none of ours. */
    static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    /** Hands it on, or makes it a dead letter; acknowledges it when Kafka has it. */
    void take(Received received) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Matcher topic = TOPIC.matcher(received.topic());
        String key = topic.matches() ? topic.group(1) : received.topic();
        // A dongle may be called as one of our topics.
        boolean ours = !key.equals(RAW) && (part == null || part.takes(key));
        if (!ours) {
            received.acknowledge().run();
            return;
        }
        try {
            if (!topic.matches() || !isKey(key)) {
                throw new Refused(Reason.WRONG_TOPIC, "no house is called so");
            }
            HouseMessage message = checked(topic.group(2), received.payload(), now);
            // What is refused does not count: a house that was cut off for long begins with what is
            // too old.
            if (!senders.mayPass(key, now)) {
                received.acknowledge().run();
                return;
            }
            kafka.send(
                    new ProducerRecord<>(telegrams, key, new Arrived(now, message).bytes()),
                    () -> {
                        tally.messages.increment();
                        received.acknowledge().run();
                    });
        } catch (Refused e) {
            byte[] kept = unlessTelegram(received.payload());
            letters.write(key, kept, e, senders, now, received.acknowledge());
        }
    }

    /** Somebody may have put a dongle's telegram there, which says who the meter is. */
    private static byte[] unlessTelegram(byte[] payload) {
        boolean begunByUs = payload.length > 0 && payload[0] > 0 && payload[0] < '\n';
        return begunByUs ? payload : Blanked.telegram(payload);
    }

    private static HouseMessage checked(String kind, byte[] payload, Instant now) throws Refused {
        if (payload.length > DeadLetters.MOST_BYTES) {
            throw new Refused(Reason.TOO_LARGE, payload.length + " bytes");
        }
        try {
            HouseMessage message = HouseMessage.of(payload);
            String its = check(message, now);
            if (!its.equals(kind)) {
                throw new Refused(Reason.WRONG_TOPIC, its + " on the topic of " + kind);
            }
            return message;
        } catch (DataFormatException | RuntimeException e) {
            // Whatever is wrong with it: it must not come again and again.
            throw new Refused(Reason.DAMAGED, String.valueOf(e.getMessage()));
        }
    }

    /** Looks at each stamp, and that each value can be read; gives the topic it belongs on. */
    private static String check(HouseMessage message, Instant now)
            throws Refused, DataFormatException {
        if (message instanceof SecondsBlock block) {
            List<Reading> readings = block.readings(NOBODY);
            if (readings.isEmpty() || readings.size() > SecondsBlock.MOST) {
                throw new Refused(Reason.DAMAGED, readings.size() + " seconds in a block");
            }
            for (Reading reading : readings) {
                Instant at = reading.measuredAt();
                Arrival.allows(at == null ? block.from() : at, now);
            }
            return SECONDS;
        }
        if (message instanceof QuarterSent quarter) {
            Arrival.allows(quarter.demand().quarter().end(), now);
            return QUARTER;
        }
        ForecastSent forecast = (ForecastSent) message;
        Arrival.allows(forecast.at(), now);
        QuarterHour quarter = forecast.quarter();
        if (forecast.at().isBefore(quarter.start()) || forecast.at().isAfter(quarter.end())) {
            throw new Refused(Reason.DAMAGED, "foreseen outside of its quarter-hour");
        }
        return FORECAST;
    }
}
