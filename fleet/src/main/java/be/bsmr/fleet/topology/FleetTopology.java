package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Topics;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What the fleet does with what houses say, in two parts.
 *
 * <pre>
 * telegrams ─┐                 ┌─► quarters, peaks, forecasts, dead-letters
 * members ───┴─► meters ───────┤
 *                              └─► by community ─┐
 * agreements ────────────────────────────────────┴─► communities ─► communities, shares, dead-letters
 * </pre>
 *
 * The first knows each meter by itself, the second each community; between them stands a topic of
 * its own, by community.
 */
public final class FleetTopology {

    /** The processors; nodes, stores and topics keep their names: what runs finds its state. */
    private static final String METERS = "count-meters";

    private static final String COMMUNITIES = "close-communities";

    private static final String BY_COMMUNITY = "by-community";

    private static final Serde<String> KEY = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private FleetTopology() {}

    /**
     * @param partitions of the tenant's topics
     * @param clock the fleet's: it ends communities' quarters
     */
    public static Topology of(Topics topics, int partitions, Rhythm rhythm, InstantSource clock) {
        StreamsBuilder builder = new StreamsBuilder();
        for (String store :
                List.of(
                        MeterProcessor.METERS,
                        MeterProcessor.HOUSES,
                        MeterProcessor.FORESIGHT,
                        CommunityProcessor.COMMUNITIES,
                        CommunityProcessor.MEMBERS,
                        CommunityProcessor.SUMS)) {
            builder.addStateStore(inMemory(store));
        }
        // Nothing is looked at on the way: it has a name, by which the meters' part sends to it.
        KStream<String, byte[]> byCommunity =
                builder.stream(
                                List.of(topics.telegrams(), topics.members()),
                                Consumed.with(KEY, BYTES).withName("houses-say"))
                        .process(
                                () -> new MeterProcessor(topics),
                                Named.as(METERS),
                                MeterProcessor.METERS,
                                MeterProcessor.HOUSES,
                                MeterProcessor.FORESIGHT)
                        .peek((community, says) -> {}, Named.as(MeterProcessor.TO_COMMUNITIES))
                        .repartition(
                                Repartitioned.<String, byte[]>as(BY_COMMUNITY)
                                        .withKeySerde(KEY)
                                        .withValueSerde(BYTES)
                                        .withNumberOfPartitions(partitions));
        builder.stream(topics.agreements(), Consumed.with(KEY, BYTES).withName("communities-agree"))
                .merge(byCommunity, Named.as("of-communities"))
                .process(
                        () -> new CommunityProcessor(topics, rhythm, clock),
                        Named.as(COMMUNITIES),
                        CommunityProcessor.COMMUNITIES,
                        CommunityProcessor.MEMBERS,
                        CommunityProcessor.SUMS);
        Topology topology = builder.build();
        sink(topology, topics.quarters(), METERS);
        sink(topology, topics.peaks(), METERS);
        sink(topology, topics.forecasts(), METERS);
        sink(topology, topics.communities(), COMMUNITIES);
        sink(topology, topics.shares(), COMMUNITIES);
        topology.addSink(
                topics.deadLetters(),
                topics.deadLetters(),
                KEY.serializer(),
                BYTES.serializer(),
                METERS);
        topology.addSink(
                Stored.DEAD_AGREEMENTS,
                topics.deadLetters(),
                KEY.serializer(),
                BYTES.serializer(),
                COMMUNITIES);
        return topology;
    }

    /** Called as its topic, so that processors send to it by that name. */
    private static void sink(Topology topology, String topic, String from) {
        topology.addSink(topic, topic, KEY.serializer(), BYTES.serializer(), from);
    }

    /**
     * Exactly-once wipes a store on disk after each crash; this state is small enough to be read
     * back from its changelog.
     */
    private static StoreBuilder<?> inMemory(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), KEY, BYTES);
    }
}
