/** The experiments behind every figure we publish; each class is a program of its own. */
@NullMarked
package be.bsmr.bench;

import org.jspecify.annotations.NullMarked;
