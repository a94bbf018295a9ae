/**
 * One household: readings, ticks, requests and reports in; commands, decisions and finished
 * quarters out. A pure state machine without clock, thread or I/O, in three parts that build on one
 * another: what is counted ({@code Metering}), what is foreseen ({@code Foresight}), what is done
 * about it ({@code Control}). What the owner chose is an argument of each step.
 */
@NullMarked
package be.bsmr.site;

import org.jspecify.annotations.NullMarked;
