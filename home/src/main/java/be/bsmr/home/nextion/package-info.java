/**
 * The original system's Nextion display, driven over its serial line without its ESP32: what its
 * two pages show, what it answers, and what to do when it does not. Knows nothing of a house.
 */
@NullMarked
package be.bsmr.home.nextion;

import org.jspecify.annotations.NullMarked;
