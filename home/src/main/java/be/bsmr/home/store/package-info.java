/**
 * What the house remembers, in one SQLite file and a journal beside it: packed seconds, quarters,
 * days, month peaks, what other systems knew, decisions, how the cable did, what the forecast has
 * learned and what is known of the loads.
 *
 * <p>{@link Store} decides when to write, {@link Commit} is the one transaction of it and of
 * imports, {@link History} reads, and {@link StoredSite} goes on from what is stored. How a table
 * is written and read is in a class of its own, {@code …Table}.
 */
@NullMarked
package be.bsmr.home.store;

import org.jspecify.annotations.NullMarked;
