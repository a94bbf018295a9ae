/** What the database shows as pictures: what plots draw, and the summaries of months and years. */
@NullMarked
package be.bsmr.home.pictures;

import org.jspecify.annotations.NullMarked;
