/**
 * Messages to people: which there are ({@code Rules}), and the channels through which they go. What
 * happens in the house is told here, never decided.
 */
@NullMarked
package be.bsmr.home.notify;

import org.jspecify.annotations.NullMarked;
