/** What a house and a fleet say to each other, as bytes. */
@NullMarked
package be.bsmr.wire;

import org.jspecify.annotations.NullMarked;
