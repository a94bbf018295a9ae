/**
 * What a meter says and how its line does, in plain words, for commands and pages alike. Nothing
 * here reads a meter.
 */
@NullMarked
package be.bsmr.home.explain;

import org.jspecify.annotations.NullMarked;
