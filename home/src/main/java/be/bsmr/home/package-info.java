/**
 * The Raspberry Pi program: builds every room, starts them in order, stops them in reverse. The
 * only room that knows all the edges.
 */
@NullMarked
package be.bsmr.home;

import org.jspecify.annotations.NullMarked;
