/**
 * What each edge of the house is, and what it may know of the site: the rooms offer how they open,
 * {@code Home} says in which order.
 */
@NullMarked
package be.bsmr.home.edge;

import org.jspecify.annotations.NullMarked;
