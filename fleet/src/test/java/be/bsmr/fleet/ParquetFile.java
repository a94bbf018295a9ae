package be.bsmr.fleet;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What others find in a file that was exported. */
public final class ParquetFile {

    private ParquetFile() {}

    /** Its rows, by the names of the columns. */
    public static List<Map<String, Object>> rows(Path file) throws IOException {
        try (Stream<Map<String, Object>> rows =
                ParquetReader.streamContent(file.toFile(), new Rows())) {
            return rows.toList();
        }
    }

    private static final class Rows
            implements Hydrator<Map<String, Object>, Map<String, Object>, String[]> {

        @Override
        public Map<String, Object> start() {
            return new TreeMap<>();
        }

        @Override
        public Map<String, Object> add(Map<String, Object> row, String[] path, Object value) {
            row.put(path[0], value);
            return row;
        }

        @Override
        public Map<String, Object> finish(Map<String, Object> row) {
            return row;
        }
    }
}
