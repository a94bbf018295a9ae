/**
 * What the topics say, kept in PostgreSQL for who asks. Nothing is worked out here that the topics
 * do not say, and nothing is written to them but by {@link be.bsmr.fleet.sink.Erasure}.
 */
@NullMarked
package be.bsmr.fleet.sink;

import org.jspecify.annotations.NullMarked;
