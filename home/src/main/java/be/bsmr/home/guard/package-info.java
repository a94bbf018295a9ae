/**
 * What every door of the program needs against who comes too often: who guesses passwords, who
 * takes all seats. Only the counting; the doors themselves, and what they say, are in their rooms.
 * And what every room needs against errors that nobody would hear of.
 */
@NullMarked
package be.bsmr.home.guard;

import org.jspecify.annotations.NullMarked;
