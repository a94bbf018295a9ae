package be.bsmr.home.web;

import be.bsmr.home.web.api.OwnersAnswers;
import org.jspecify.annotations.Nullable;

/**
 * How owners set up the house on the page.
 *
 * @param settings the configuration; null when there is no file that the page may change
 * @param message one to try the ways to people; null when they cannot be tried
 * @param start tries ways to the meter; null when there is one
 * @param isFirst whether nobody has set up anything yet: the page begins with asking for it
 */
public record SetUp(
        @Nullable OwnersAnswers settings,
        @Nullable OwnersAnswers message,
        @Nullable OwnersAnswers start,
        boolean isFirst) {

    public static final SetUp NONE = new SetUp(null, null, null, false);
}
