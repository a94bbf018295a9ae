/**
 * Which load to shed or restore, and why. Decides only: the relay that obeys lives outside the
 * core.
 */
@NullMarked
package be.bsmr.control;

import org.jspecify.annotations.NullMarked;
