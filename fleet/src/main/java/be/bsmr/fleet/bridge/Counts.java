package be.bsmr.fleet.bridge;

import java.util.Map;

/**
 * What a bridge has done since it was opened.
 *
 * @param messages of houses that Kafka has
 * @param telegrams of bare dongles that went into a block
 * @param blocks of bare dongles that Kafka has
 * @param dead what became a dead letter, or was dropped with one a minute, by reason; each reason
 *     has a row
 * @param inFlight records that Kafka has not confirmed yet
 * @param shares handed to the MQTT broker
 * @param sharesDropped shares that were over, or found no MQTT broker
 */
public record Counts(
        long messages,
        long telegrams,
        long blocks,
        Map<Reason, Long> dead,
        long inFlight,
        long shares,
        long sharesDropped) {

    public Counts {
        dead = Map.copyOf(dead);
    }
}
