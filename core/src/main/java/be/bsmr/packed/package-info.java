/**
 * Values as few bytes: numbers of variable length, one after the other, and the readings of many
 * seconds, column by column. Nothing here knows what the values mean, or where the bytes are kept.
 */
@NullMarked
package be.bsmr.packed;

import org.jspecify.annotations.NullMarked;
