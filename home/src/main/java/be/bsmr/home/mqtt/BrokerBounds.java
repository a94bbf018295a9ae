package be.bsmr.home.mqtt;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;

/**
 * How much of our broker's memory others may take: everything that a client can make more of, and
 * that stays when it has gone. BSMR itself is not counted. Safe for many threads.
 */
final class BrokerBounds {

    static final int MOST_TOPICS = 1000;
    static final int MOST_RETAINED = 200;
    static final int MOST_RETAINED_BYTES = 2 << 20;
    static final int MOST_SUBSCRIPTIONS_EACH = 64;
    static final int MOST_SUBSCRIPTIONS = 512;

    /** Lasting sessions of clients that are away; when there are more, the oldest ends. */
    static final int MOST_SESSIONS = 16;

    /** The oldest ends within seconds; who makes them faster than that is refused. */
    static final int MOST_SESSIONS_ENDING = 2 * MOST_SESSIONS;

    /** Artemis forgets a topic that nobody reads within a few seconds. */
    private static final long TOPIC_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Map<String, Long> topics = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> retained = new HashMap<>();
    private final Map<String, Set<String>> subscriptions = new HashMap<>();
    private int retainedBytes;

    /** Whether there is room for a topic that somebody publishes on. */
    synchronized boolean mayPublish(String topic) {
        long now = System.nanoTime();
        if (!topics.containsKey(topic) && topics.size() >= MOST_TOPICS) {
            Map.Entry<String, Long> eldest = topics.entrySet().iterator().next();
            if (now - eldest.getValue() < TOPIC_NANOS) {
                return false;
            }
            topics.remove(eldest.getKey());
        }
        topics.put(topic, now);
        return true;
    }

    /** Whether there is room for a retained message; one without bytes takes the old one away. */
    synchronized boolean mayKeep(String topic, int bytes) {
        int before = retained.getOrDefault(topic, 0);
        if (bytes == 0) {
            retained.remove(topic);
            retainedBytes -= before;
            return true;
        }
        boolean room = retained.containsKey(topic) || retained.size() < MOST_RETAINED;
        if (!room || retainedBytes - before + bytes > MOST_RETAINED_BYTES) {
            return false;
        }
        retained.put(topic, bytes);
        retainedBytes += bytes - before;
        return true;
    }

    /** Whether there is room for what a client wants to subscribe to; if so it has it. */
    synchronized boolean maySubscribe(String client, Collection<String> filters) {
        Set<String> his = subscriptions.getOrDefault(client, Set.of());
        Set<String> then = new HashSet<>(his);
        then.addAll(filters);
        int all = subscriptions.values().stream().mapToInt(Set::size).sum();
        if (then.size() > MOST_SUBSCRIPTIONS_EACH
                || all - his.size() + then.size() > MOST_SUBSCRIPTIONS) {
            return false;
        }
        subscriptions.put(client, then);
        return true;
    }

    synchronized void unsubscribed(String client, Collection<String> filters) {
        Set<String> his = subscriptions.get(client);
        if (his != null) {
            his.removeAll(filters);
        }
    }

    /**
     * Forgets the subscriptions of clients that are gone, and ends the oldest sessions of those who
     * are away when there are too many.
     *
     * @param connected clients that are there
     * @return whether one more may leave a session behind
     */
    synchronized boolean tidy(MQTTStateManager sessions, Set<String> connected) {
        Map<String, MQTTSessionState> states = sessions.getSessionStates();
        subscriptions.keySet().removeIf(c -> !connected.contains(c) && !states.containsKey(c));
        List<MQTTSessionState> away =
                states.values().stream()
                        .filter(s -> !s.isAttached())
                        .sorted(Comparator.comparingLong(MQTTSessionState::getDisconnectedTime))
                        .toList();
        for (int i = 0; i < away.size() - MOST_SESSIONS + 1; i++) {
            // Artemis looks every second which have expired.
            away.get(i).setClientSessionExpiryInterval(1);
        }
        return away.size() < MOST_SESSIONS_ENDING;
    }
}
