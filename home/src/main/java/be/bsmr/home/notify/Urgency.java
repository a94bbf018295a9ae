package be.bsmr.home.notify;

/** How much a message matters. */
public enum Urgency {
    /** It is not sent at all. */
    OFF,
    /** Without a sound, where the channel can. */
    LOW,
    NORMAL,
    /** Loud, and in quiet hours too. */
    HIGH
}
