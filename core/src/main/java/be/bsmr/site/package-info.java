/**
 * One household: readings, ticks, requests and reports in; commands, decisions and finished
 * quarters out. A pure state machine without clock, thread or I/O.
 */
@NullMarked
package be.bsmr.site;

import org.jspecify.annotations.NullMarked;
