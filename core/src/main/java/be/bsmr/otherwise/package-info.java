/**
 * How a house's own past would have gone otherwise: with a battery, without control, under a lower
 * target; and what that comes to on the bill. Quarter-hours as they were stored go in, months come
 * out; or each second goes once more through the very same site. Nothing here reads files.
 */
@NullMarked
package be.bsmr.otherwise;

import org.jspecify.annotations.NullMarked;
