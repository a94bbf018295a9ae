/**
 * What the house remembers, in one SQLite file: packed seconds, quarters, days, month peaks, what
 * other systems knew, decisions, what the forecast has learned and what is known of the loads.
 * Nothing here decides anything.
 */
@NullMarked
package be.bsmr.home.store;

import org.jspecify.annotations.NullMarked;
