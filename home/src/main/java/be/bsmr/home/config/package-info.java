/**
 * Reads a YAML file into a record and says what is wrong with it: file, line, and what to write
 * instead. Nothing here knows what the keys mean.
 */
@NullMarked
package be.bsmr.home.config;

import org.jspecify.annotations.NullMarked;
