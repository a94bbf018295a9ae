/** What must sit beside the reader to measure it. */
@NullMarked
package be.bsmr.p1;

import org.jspecify.annotations.NullMarked;
