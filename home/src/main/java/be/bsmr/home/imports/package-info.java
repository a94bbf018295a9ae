/**
 * Reads what other systems export: each layout turns the rows of a table into amounts of intervals.
 */
@NullMarked
package be.bsmr.home.imports;

import org.jspecify.annotations.NullMarked;
