package be.bsmr.fleet.bridge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Where goes what cannot be read, with the reason. */
final class DeadLetters {

    /** No more of one is kept. */
    static final int MOST_BYTES = 64 * 1024;

    private static final String HEADER = "reason";

    private final String topic;
    private final KafkaSender kafka;
    private final Tally tally;

    DeadLetters(String topic, KafkaSender kafka, Tally tally) {
        this.topic = topic;
        this.kafka = kafka;
        this.tally = tally;
    }

    /**
     * One of {@code sender}, unless it has had many in this minute.
     *
     * @param value as it came, but without who a meter is
     * @param done run once nothing of it can be lost
     */
    void write(
            String sender, byte[] value, Refused why, Senders senders, Instant now, Runnable done) {
        tally.dead(why.reason(), 1);
        if (senders.mayBeKept(sender, now)) {
            byte[] kept = value.length > MOST_BYTES ? Arrays.copyOf(value, MOST_BYTES) : value;
            send(sender, kept, why.reason(), why.detail(), done);
        } else {
            done.run();
        }
    }

    /** One for all that a sender said too much in a minute. */
    void flood(Senders.Excess excess) {
        tally.dead(Reason.FLOOD, excess.messages());
        String many = excess.messages() + " more in the minute from " + excess.minute();
        send(excess.sender(), many.getBytes(StandardCharsets.UTF_8), Reason.FLOOD, many, () -> {});
    }

    private void send(String sender, byte[] value, Reason reason, String detail, Runnable done) {
        String header = reason.label() + ": " + detail;
        kafka.send(
                new ProducerRecord<>(
                        topic,
                        null,
                        sender,
                        value,
                        List.of(new RecordHeader(HEADER, header.getBytes(StandardCharsets.UTF_8)))),
                done);
    }
}
