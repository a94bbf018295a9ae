package be.bsmr.home.mqtt;

/** What a user of our own broker may do; {@link BrokerRights} says it topic by topic. */
public enum BrokerRole {
    /** Reads the display's topic, nothing else. */
    DISPLAY,
    /** Reads everything, publishes nothing. */
    READER,
    /**
     * A plug, a charger, a dongle: reads and publishes its own topics. Of ours it reads what it is
     * told, and whether BSMR is there.
     */
    DEVICE,
    /** Reads everything, publishes what a device may, and asks: modes of loads and of control. */
    CONTROL
}
