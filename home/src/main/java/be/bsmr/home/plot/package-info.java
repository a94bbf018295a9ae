/**
 * Pictures of what is stored: a quarter, a day, a month, a year, a heat map, as PNG or SVG files or
 * as characters. Nothing here measures, forecasts or reads the store.
 */
@NullMarked
package be.bsmr.home.plot;

import org.jspecify.annotations.NullMarked;
