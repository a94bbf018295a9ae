package be.bsmr.home.mqtt;

/** Takes what is to be published. */
@FunctionalInterface
public interface Outbox {

    /**
     * Never blocks and never fails: a message that cannot be sent is the outbox's own affair.
     *
     * @param retain whether the broker keeps it for those who subscribe later
     */
    void publish(String topic, String payload, boolean retain, Qos qos);

    /**
     * Publishes what happened, once: each such message counts, also when there is a newer one. Some
     * outboxes keep them in order while nobody takes them.
     */
    default void tell(String topic, String payload, boolean retain) {
        publish(topic, payload, retain, Qos.AT_LEAST_ONCE);
    }
}
