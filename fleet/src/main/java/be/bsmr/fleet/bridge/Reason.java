package be.bsmr.fleet.bridge;

import java.util.Locale;

/** Why something became a dead letter. */
public enum Reason {
    /** It cannot be read. */
    DAMAGED,
    /** More bytes than any message of a house, or telegram, has. */
    TOO_LARGE,
    /** A stamp in it is later than its arrival. */
    FUTURE,
    /** A stamp in it is much older than its arrival. */
    TOO_OLD,
    /** It does not belong on the topic on which it came. */
    WRONG_TOPIC,
    /** A telegram that says neither a meter's identifier nor an EAN. */
    NO_METER,
    /** A telegram of a meter for which another dongle speaks. */
    NOT_ITS_METER,
    /** One sender said more than anybody needs to: said once a minute, with how much it was. */
    FLOOD;

    /** The name used in headers and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
