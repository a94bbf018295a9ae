/**
 * One way to a fleet: what the house measured and what it foresees go there, and what it is granted
 * comes back (ADR 68). What is said, as bytes, is in {@code be.bsmr.wire}; that a limit which was
 * granted ends is in {@code be.bsmr.site}.
 */
@NullMarked
package be.bsmr.home.uplink;

import org.jspecify.annotations.NullMarked;
