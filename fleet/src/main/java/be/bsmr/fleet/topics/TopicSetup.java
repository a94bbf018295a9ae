package be.bsmr.fleet.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics of a tenant, with how long each is kept. Those that are there already stay as
 * they are.
 *
 * @param topics whose
 * @param partitions of each: so many instances can share the work at most. It never changes: a
 *     meter would be counted in two places
 * @param copies on how many brokers each stands, 1 to 3
 */
public record TopicSetup(Topics topics, int partitions, short copies) {

    /** Seconds of a house tell when somebody is home: they go as soon as nobody repairs by them. */
    public static final Duration SECONDS_KEPT = Arrived.LATE;

    /** Thirteen months: what a bill in Flanders looks back on. */
    public static final Duration QUARTERS_KEPT = Duration.ofDays(400);

    /** So long may the database be down without losing a community's quarter. */
    private static final Duration COMMUNITIES_KEPT = Duration.ofDays(7);

    private static final Duration FORECASTS_KEPT = Duration.ofDays(1);

    private static final Duration SHARES_KEPT = Duration.ofHours(1);

    /** Ten seconds. */
    private static final int MOST_TRIES = 200;

    public TopicSetup {
        if (partitions < 1 || copies < 1) {
            throw new IllegalArgumentException(
                    "1 partition and 1 copy or more, not " + partitions + " and " + copies);
        }
    }

    /**
     * Makes what is missing.
     *
     * @throws IllegalStateException when a topic is there with another number of partitions, or the
     *     brokers refuse
     */
    public void create(Admin admin) {
        Map<String, KafkaFuture<Void>> made = admin.createTopics(all()).values();
        made.forEach((topic, future) -> await("cannot make the topic " + topic, future));
        for (String topic : topics.all()) {
            int there = partitions(admin, topic);
            if (there != partitions) {
                throw new IllegalStateException(
                        "the topic %s has %d partitions, not %d: that cannot change; write partitions: %d"
                                .formatted(topic, there, partitions, there));
            }
        }
    }

    private List<NewTopic> all() {
        List<NewTopic> all = new ArrayList<>();
        // Others write these: what they claim about the time must not decide how long it is kept.
        all.add(arriving(topics.telegrams()));
        all.add(arriving(topics.deadLetters()));
        all.add(kept(topics.quarters(), QUARTERS_KEPT));
        all.add(kept(topics.peaks(), QUARTERS_KEPT));
        all.add(kept(topics.forecasts(), FORECASTS_KEPT));
        all.add(kept(topics.communities(), COMMUNITIES_KEPT));
        all.add(kept(topics.shares(), SHARES_KEPT));
        all.add(newest(topics.members()));
        all.add(newest(topics.agreements()));
        return all;
    }

    private NewTopic arriving(String name) {
        Map<String, String> settings = new HashMap<>(keeping(SECONDS_KEPT));
        settings.put("message.timestamp.type", "LogAppendTime");
        return new NewTopic(name, partitions, copies).configs(settings);
    }

    private NewTopic kept(String name, Duration howLong) {
        return new NewTopic(name, partitions, copies).configs(keeping(howLong));
    }

    /** What was said last under each key. */
    private NewTopic newest(String name) {
        return new NewTopic(name, partitions, copies).configs(Map.of("cleanup.policy", "compact"));
    }

    /** Only whole files are deleted: a quiet topic would be kept for a week more. */
    private static Map<String, String> keeping(Duration howLong) {
        Duration file = howLong.dividedBy(12);
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                String.valueOf(howLong.toMillis()),
                "segment.ms",
                String.valueOf(file.toMillis()));
    }

    private static void await(String what, KafkaFuture<Void> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(what + ": " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + ": interrupted", e);
        }
    }

    /** How many it has; a broker does not know at once what its controller has made. */
    private static int partitions(Admin admin, String topic) {
        for (int tries = 0; ; tries++) {
            try {
                Map<String, TopicDescription> found =
                        admin.describeTopics(List.of(topic)).allTopicNames().get();
                return found.values().iterator().next().partitions().size();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || tries == MOST_TRIES) {
                    throw new IllegalStateException(
                            "cannot look at the topic " + topic + ": " + e.getMessage(), e);
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
