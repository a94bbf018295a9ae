package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import java.util.List;
import java.util.Map;

/** What one layout makes of the rows of a table, one after the other. */
interface RowReader {

    /**
     * @param cells as the header names them; those that are missing at the end are empty
     * @return nothing for a row without a value, or one that only leads to the next
     * @throws BadRow when it cannot be understood, or is not counted
     * @throws NotTaken when the file may be of several meters, or of another
     */
    List<ImportedAmount> read(Cells cells) throws BadRow, NotTaken;

    /** Which connection the rows so far were of, by what it measures: none when none was named. */
    default Map<String, String> connections() {
        return Map.of();
    }

    /** What is left to tell after the last row. */
    default List<ImportedAmount> end() {
        return List.of();
    }
}
