package be.bsmr.home.mqtt;

import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened and was not yet taken by the broker, oldest first. When it is full the oldest gives
 * way. Not safe for use by several threads.
 */
final class Backlog {

    /** Quarters of ten days. */
    static final int MOST = 1000;

    private static final int MOST_BYTES = 1 << 20;

    /** One at which a broker hangs up each time does not hold up those behind it. */
    private static final int MOST_TRIES = 5;

    private final Deque<Mqtt3Publish> waiting = new ArrayDeque<>();
    private int bytes;
    private int tries;

    /**
     * Adds the newest.
     *
     * @return how many were given up for it
     */
    int add(Mqtt3Publish message) {
        waiting.addLast(message);
        bytes += message.getPayloadAsBytes().length;
        int dropped = 0;
        while (waiting.size() > MOST || (bytes > MOST_BYTES && waiting.size() > 1)) {
            remove();
            dropped++;
        }
        return dropped;
    }

    /** The oldest, which is to be sent; null when there is none. */
    @Nullable Mqtt3Publish oldest() {
        return waiting.peekFirst();
    }

    /** The broker has {@code message}. */
    void taken(Mqtt3Publish message) {
        if (waiting.peekFirst() == message) {
            remove();
        }
    }

    /**
     * {@code message} was sent, and the connection broke before the broker said that it has it.
     *
     * @return whether it is given up
     */
    boolean notTaken(Mqtt3Publish message) {
        if (waiting.peekFirst() != message) {
            return false;
        }
        tries++;
        if (tries < MOST_TRIES) {
            return false;
        }
        remove();
        return true;
    }

    /** Of those that wait. */
    Set<String> topics() {
        return waiting.stream().map(m -> m.getTopic().toString()).collect(Collectors.toSet());
    }

    private void remove() {
        bytes -= waiting.removeFirst().getPayloadAsBytes().length;
        tries = 0;
    }
}
