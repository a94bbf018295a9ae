package be.bsmr.home.relay;

import java.io.IOException;
import java.util.function.Consumer;

/** How one load is spoken to through a broker. */
public interface MqttLine {

    /**
     * Sends a message; returns at once.
     *
     * @throws IOException when the broker is away
     */
    void publish(String topic, String payload, boolean retain) throws IOException;

    /**
     * Whether what is published now arrives; always so where the line itself sends it later.
     *
     * @throws IOException when the broker is away
     */
    void requireConnected() throws IOException;

    /**
     * Receives the payloads on one topic, now and after every reconnect, on a thread of the line.
     */
    void subscribe(String topic, Consumer<String> receiver);

    /** Calls {@code then} after every connect, before anything is received. Once, at the start. */
    void whenConnected(Runnable then);

    /**
     * From now on, when this returns, the broker speaks for us when we are dead. Doing it twice
     * does no harm; may wait for the broker.
     *
     * @throws IOException when the broker is there but has not taken the last will
     */
    void vouch() throws IOException;

    /**
     * Whether the broker may be speaking for us now: it has lost the connection whose end is our
     * death to it. Never waits.
     */
    boolean isSpokenFor();

    /** From now on it does not. */
    void release();
}
