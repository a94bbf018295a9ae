package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.QuarterHour;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The part of the topology that is about communities. What houses say it only takes down; what
 * follows from it is said by the clock: no house can hold up the others, or hurry them.
 */
final class CommunityProcessor implements Processor<String, byte[], String, byte[]> {

    /** {@link Community#bytes} by id. */
    static final String COMMUNITIES = "communities";

    /** {@link House} by community and meter. */
    static final String MEMBERS = "members";

    /** {@link QuarterSum} by community and start of the quarter, s since 1970. */
    static final String SUMS = "sums";

    private final Topics topics;
    private final Rhythm rhythm;
    private final InstantSource clock;

    /** As the stores have them. */
    private final Map<String, Community> communities = new TreeMap<>();

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> kept;
    private KeyValueStore<String, byte[]> members;
    private KeyValueStore<String, byte[]> sums;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    CommunityProcessor(Topics topics, Rhythm rhythm, InstantSource clock) {
        this.topics = topics;
        this.rhythm = rhythm;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        kept = context.getStateStore(COMMUNITIES);
        members = context.getStateStore(MEMBERS);
        sums = context.getStateStore(SUMS);
        communities.clear();
        each(
                sums,
                (key, sum) ->
                        QuarterSum.of(sum)
                                .ifPresent(s -> community(key.community()).put(key.quarter(), s)));
        each(
                members,
                (key, house) ->
                        House.of(house)
                                .ifPresent(h -> community(key.community()).put(key.rest(), h)));
        each(kept, (key, bytes) -> community(key.community()).take(bytes));
        context.schedule(rhythm.every(), PunctuationType.WALL_CLOCK_TIME, this::turn);
    }

    private static void each(
            KeyValueStore<String, byte[]> store, BiConsumer<Stored.Key, byte[]> read) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> next = all.next();
                read.accept(Stored.Key.of(next.key), next.value);
            }
        }
    }

    private Community community(String id) {
        return communities.computeIfAbsent(id, i -> new Community());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        boolean ofAgreement =
                context.recordMetadata()
                        .map(m -> m.topic().equals(topics.agreements()))
                        .orElse(false);
        @Nullable String id = record.key();
        byte @Nullable [] value = record.value();
        if (ofAgreement) {
            agreement(record, id, value);
        } else if (id != null && value != null) {
            // The meters' part wrote it: what cannot be read is of an older build, and comes again.
            HouseSays.of(value).ifPresent(says -> hear(id, says));
        }
    }

    private void agreement(
            Record<String, byte[]> record, @Nullable String id, byte @Nullable [] value) {
        Optional<Agreement> agreed = value == null ? Optional.empty() : Stored.agreement(value);
        if (id == null || !Stored.isId(id) || (value != null && agreed.isEmpty())) {
            context.forward(
                    Stored.refused(record, "no-agreement: no community could have it"),
                    Stored.DEAD_AGREEMENTS);
            return;
        }
        Community community = community(id);
        community.agree(agreed.orElse(null));
        kept.put(id, community.bytes());
    }

    private void hear(String id, HouseSays says) {
        Community community = community(id);
        String meter = says.meter();
        House house = community.house(meter);
        if (says instanceof HouseSays.Joined joined) {
            keep(id, meter, new House(joined.member(), house == null ? null : house.newest()));
        } else if (says instanceof HouseSays.Left) {
            keep(id, meter, null);
        } else if (says instanceof HouseSays.Foresees foresees && house != null) {
            House.Foreseen newest =
                    new House.Foreseen(foresees.at(), foresees.forecast(), foresees.soFar());
            keep(id, meter, new House(house.member(), newest));
        } else if (says instanceof HouseSays.Ended ended) {
            QuarterHour quarter = ended.quarter().quarter();
            keep(id, quarter, community.sum(quarter).with(ended.quarter(), ended.before()));
        }
    }

    private void keep(String id, String meter, @Nullable House house) {
        community(id).put(meter, house);
        members.put(new Stored.Key(id, meter).text(), house == null ? null : house.bytes());
    }

    private void keep(String id, QuarterHour quarter, QuarterSum sum) {
        community(id).put(quarter, sum);
        sums.put(Stored.Key.of(id, quarter).text(), sum.bytes());
    }

    /** Says what follows by the clock. */
    private void turn(long wallClock) {
        Instant now = clock.instant();
        communities.forEach((id, community) -> turn(id, community, now));
        communities.values().removeIf(Community::isNothing);
    }

    private void turn(String id, Community community, Instant now) {
        Community.Turn turn = community.turn(now, rhythm.patience());
        for (CommunitySaid.Ended ended : turn.ended()) {
            QuarterHour quarter = ended.quarter();
            sums.put(Stored.Key.of(id, quarter).text(), community.sum(quarter).bytes());
            tell(topics.communities(), id, ended.bytes());
        }
        turn.past().forEach(quarter -> sums.delete(Stored.Key.of(id, quarter).text()));
        if (turn.now() != null) {
            tell(topics.communities(), id, turn.now().bytes());
        }
        turn.shares().forEach((meter, share) -> tell(topics.shares(), meter, share.bytes()));
        if (community.isNothing()) {
            kept.delete(id);
        } else if (turn.changed()) {
            kept.put(id, community.bytes());
        }
    }

    private void tell(String topic, String key, byte[] value) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), topic);
    }

    @Override
    public void close() {
        communities.clear();
    }
}
