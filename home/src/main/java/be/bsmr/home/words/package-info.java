/** What machines say, as people say it. */
@NullMarked
package be.bsmr.home.words;

import org.jspecify.annotations.NullMarked;
