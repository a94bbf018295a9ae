package be.bsmr.home.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Why a row, a telegram or a file is not taken as it stands. Its words are whoever's who tells it.
 *
 * @param facts what fills the blanks of the words, by their names
 */
public record Why(Kind kind, Map<String, Object> facts) {

    /** Each has words in every language, with a blank for each of its facts. */
    public enum Kind {
        // ---- a cell
        NO_NUMBER,
        BELOW_ZERO,
        BELOW_ZERO_AT,
        TOO_LARGE,
        NO_DATE,
        NO_TIME_OF_DAY,
        NO_DATE_AND_TIME,
        NO_INSTANT,
        NO_SECOND,
        NO_REGISTER,
        NO_UNIT,
        WRONG_UNIT,
        // ---- a row
        CELLS_MISSING,
        NUMBERS_MISSING,
        OPEN_QUOTATION,
        SKIPPED_HOUR,
        ENDS_BEFORE_IT_BEGINS,
        THIRD_TIME,
        NOT_IN_QUARTERS,
        NO_QUARTER,
        IMPOSSIBLE,
        TELEGRAM,
        TELEGRAM_LINE_ENDS,
        /** It is known otherwise, and surer. */
        KNOWN_STAYS,
        /** It was known otherwise, and less sure. */
        KNOWN_REPLACED,
        /** Another telegram of that second is stored. */
        SECOND_STAYS,
        // ---- a row that nothing counts
        REACTIVE,
        PEAK_OF_GIVEN,
        PEAK_OF_MONTHS,
        OTHER_CONNECTION,
        OTHER_METER,
        LEAP,
        MORE_THAN_A_DAY,
        SERIES_WITHOUT_USE,
        SERIES_UNNAMED,
        // ---- a file
        EMPTY,
        UNKNOWN_LAYOUT,
        NO_START,
        TWO_CONNECTIONS,
        TWO_SERIES,
        DEVICE,
        CONNECTION_CHANGED,
        METER_CHANGED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Why {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public static Why of(Kind kind) {
        return new Why(kind, Map.of());
    }

    /** With one more fact. */
    public Why with(String name, Object fact) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, fact);
        return new Why(kind, more);
    }

    @Override
    public String toString() {
        return kind.label() + (facts.isEmpty() ? "" : facts);
    }
}
