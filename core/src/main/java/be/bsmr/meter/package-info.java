/**
 * What a meter says at one moment, in the field's own words. Nothing here knows how it was sent
 * (see {@code p1}) or what it means for a bill (see {@code quarter} and {@code tariff}).
 */
@NullMarked
package be.bsmr.meter;

import org.jspecify.annotations.NullMarked;
