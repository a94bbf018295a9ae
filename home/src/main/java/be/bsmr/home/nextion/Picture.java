package be.bsmr.home.nextion;

import java.util.Collections;
import java.util.List;

/**
 * What both pages are to show.
 *
 * @param live false when nobody knows how it is now: then there is neither number nor graph
 * @param numbers of the components n0 to n16
 * @param columns of the running quarter, the oldest first
 */
public record Picture(boolean live, List<Integer> numbers, List<Column> columns) {

    /** So many components show a number. */
    public static final int NUMBERS = 17;

    /** The meter is silent, or the house cannot be heard. */
    public static final Picture SILENT =
            new Picture(false, Collections.nCopies(NUMBERS, 0), List.of());

    public Picture {
        if (numbers.size() != NUMBERS) {
            throw new IllegalArgumentException("there are " + NUMBERS + " numbers");
        }
        numbers = List.copyOf(numbers);
        columns = List.copyOf(columns);
    }
}
