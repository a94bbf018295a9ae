/**
 * How owners set up the house on the page: its configuration, a message to try the ways to people,
 * and the first start, when there is no configuration yet. Who may come in is the business of
 * {@code users}, and what fits that of {@code settings}.
 */
@NullMarked
package be.bsmr.home.setup;

import org.jspecify.annotations.NullMarked;
