/** What stands in the topics of a fleet, as bytes, and how the topics are called. */
@NullMarked
package be.bsmr.fleet.topics;

import org.jspecify.annotations.NullMarked;
