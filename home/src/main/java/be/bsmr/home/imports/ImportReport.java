package be.bsmr.home.imports;

import be.bsmr.home.store.Imports.Comparison;
import be.bsmr.home.store.Imports.Contradicted;
import be.bsmr.home.store.Imports.Month;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param origin a label, such as {@code grid_operator}
 * @param rows how many, by what became of them
 * @param problems of conflicting and refused rows, the first {@value #MOST_PROBLEMS}
 * @param from of the first interval; null when there is none
 * @param to end of the last interval; null when there is none
 * @param months that something new was told of, as they are known now
 * @param contradicted months of which it says otherwise than the meter did; nothing of that is
 *     taken
 * @param comparisons with what others know of the same intervals
 */
public record ImportReport(
        String file,
        String origin,
        ImportedRows rows,
        List<Problem> problems,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Month> months,
        List<Contradicted> contradicted,
        List<Comparison> comparisons) {

    public static final int MOST_PROBLEMS = 1000;

    public ImportReport {
        problems = List.copyOf(problems);
        months = List.copyOf(months);
        contradicted = List.copyOf(contradicted);
        comparisons = List.copyOf(comparisons);
    }

    /** Whether nothing of it was of any use. */
    public boolean isUseless() {
        return rows.fresh() + rows.equal() + rows.conflicting() == 0;
    }

    /**
     * @param line of the file, from 1
     * @param refused false when it is conflicting
     */
    public record Problem(long line, boolean refused, Why why) {}
}
