/**
 * Brings what is measured to who does not ask for it: a Loxone Miniserver, EnergyID and PVOutput.
 * None of it is worked out here: what is said now is in {@code messages}, what was is in the store.
 */
@NullMarked
package be.bsmr.home.push;

import org.jspecify.annotations.NullMarked;
