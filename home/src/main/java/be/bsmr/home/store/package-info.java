/**
 * What the house remembers, in one SQLite file: readings, quarters and month peaks. Nothing here
 * decides anything, and what can be recomputed from readings is not stored.
 */
@NullMarked
package be.bsmr.home.store;

import org.jspecify.annotations.NullMarked;
