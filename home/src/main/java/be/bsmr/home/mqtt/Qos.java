package be.bsmr.home.mqtt;

/** How hard a message is tried. MQTT's third level, exactly once, is not needed here. */
public enum Qos {
    /** QoS 0: sent, not acknowledged. */
    AT_MOST_ONCE,
    /** QoS 1: sent until acknowledged. */
    AT_LEAST_ONCE
}
