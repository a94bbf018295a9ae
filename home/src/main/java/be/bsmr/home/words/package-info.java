/** What the program says to people, in their language, and what machines say, as people say it. */
@NullMarked
package be.bsmr.home.words;

import org.jspecify.annotations.NullMarked;
