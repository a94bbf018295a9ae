/**
 * The capacity tariff's memory: the peak of each month and the target that follows from it. Nothing
 * here switches anything.
 */
@NullMarked
package be.bsmr.tariff;

import org.jspecify.annotations.NullMarked;
