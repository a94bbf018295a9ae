package be.bsmr.fleet.topology;

import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance of the topology that runs. Any number of them share the meters; one that is closed
 * gives its own to the others at once, one that is killed goes on under its name.
 */
public final class FleetStreams implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FleetStreams.class);

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final KafkaStreams streams;

    private FleetStreams(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Begins; {@link #isRunning} says when it has found its place. */
    public static FleetStreams start(Topology topology, StreamsSettings settings) {
        KafkaStreams streams = new KafkaStreams(topology, settings.forStreams());
        streams.setStateListener(
                (now, before) -> log.info("{}: {}, was {}", settings, now, before));
        // It stops, and whoever watches over it starts it anew: nothing is lost by that.
        streams.setUncaughtExceptionHandler(
                e -> {
                    log.error("{} stops", settings, e);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
        streams.start();
        return new FleetStreams(streams);
    }

    /** Whether it has its share of the meters, with all that was known of them. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Of how many partitions it looks after: none of a standby. */
    public int partitions() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .mapToInt(task -> task.topicPartitions().size())
                .sum();
    }

    /** Whether it has stopped by itself, and will not go on. */
    public boolean hasFailed() {
        return streams.state() == KafkaStreams.State.ERROR
                || streams.state() == KafkaStreams.State.PENDING_ERROR;
    }

    /** Says what was counted, and leaves its meters to the others. */
    @Override
    public void close() {
        CloseOptions leaving =
                CloseOptions.timeout(CLOSING)
                        .withGroupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leaving)) {
            log.warn("the topology does not stop within {}", CLOSING);
        }
    }
}
