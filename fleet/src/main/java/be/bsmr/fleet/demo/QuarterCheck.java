package be.bsmr.fleet.demo;

import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what was counted, as anybody else does, and holds it against what the flats say. */
final class QuarterCheck implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private record Place(String key, QuarterHour quarter) {}

    /**
     * What came of it.
     *
     * @param quarters that ended, of all flats
     * @param missing of them, in the topic
     * @param doubled counted twice
     */
    record Outcome(int quarters, int missing, int doubled) {}

    private final Consumer<String, byte[]> consumer;
    private final Map<Place, Integer> counted = new HashMap<>();

    /**
     * @param consumer reads committed records only, from the beginning; subscribed to nothing yet
     */
    QuarterCheck(Consumer<String, byte[]> consumer, String quarters) {
        this.consumer = consumer;
        consumer.subscribe(List.of(quarters));
    }

    /**
     * Waits until all is there, but no longer than {@code patience}.
     *
     * @param ended quarters by flat
     */
    Outcome of(Map<String, Set<QuarterHour>> ended, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Outcome outcome;
        do {
            for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL)) {
                count(one);
            }
            outcome = outcome(ended);
        } while (outcome.missing > 0 && System.nanoTime() < end);
        return outcome;
    }

    private void count(ConsumerRecord<String, byte[]> one) {
        try {
            CountedQuarter quarter = CountedQuarter.of(one.value());
            if (quarter.by() == CountedQuarter.By.FLEET) {
                counted.merge(new Place(one.key(), quarter.demand().quarter()), 1, Integer::sum);
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("what the fleet wrote cannot be read", e);
        }
    }

    private Outcome outcome(Map<String, Set<QuarterHour>> ended) {
        int quarters = 0;
        int missing = 0;
        for (Map.Entry<String, Set<QuarterHour>> flat : ended.entrySet()) {
            for (QuarterHour quarter : flat.getValue()) {
                quarters++;
                missing += counted.containsKey(new Place(flat.getKey(), quarter)) ? 0 : 1;
            }
        }
        int doubled = 0;
        for (int times : counted.values()) {
            doubled += times > 1 ? 1 : 0;
        }
        return new Outcome(quarters, missing, doubled);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
