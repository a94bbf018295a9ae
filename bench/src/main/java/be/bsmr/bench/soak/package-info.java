/**
 * Simulated days at high speed through the real program, with faults from a seed, and whether what
 * it kept is true. Knows nothing of how the program works inside: it speaks to it as the world
 * does, and reads its database when it has ended.
 */
@NullMarked
package be.bsmr.bench.soak;

import org.jspecify.annotations.NullMarked;
