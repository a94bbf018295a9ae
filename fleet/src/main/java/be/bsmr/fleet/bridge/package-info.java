/**
 * Carries what houses and bare dongles say over MQTT into Kafka, and shares back. It checks who
 * says what when; it counts nothing of a meter, and knows no Kafka Streams. Where a meter's number
 * comes in, a pseudonym goes on.
 */
@NullMarked
package be.bsmr.fleet.bridge;

import org.jspecify.annotations.NullMarked;
