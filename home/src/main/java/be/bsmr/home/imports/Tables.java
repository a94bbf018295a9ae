package be.bsmr.home.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The tables of a file, whatever kind of file it is. */
interface Tables {

    /** Receives the rows of one table after the other. */
    interface Visitor {

        /**
         * @param first its first row
         * @return whether its other rows are wanted
         */
        boolean table(String name, List<String> first) throws IOException;

        /**
         * @param line of the file, or the row of the table, from 1
         */
        void row(long line, List<String> cells) throws IOException;

        /**
         * @param share of the file that is read; 1 exactly once, at its end
         */
        void read(double share) throws IOException;
    }

    void visit(Visitor visitor) throws IOException;

    /** What stood between the cells. */
    default String separator() {
        return ";";
    }

    /**
     * @throws IOException when it cannot be read
     */
    static Tables of(Path file) throws IOException {
        byte[] start;
        try (var in = Files.newInputStream(file)) {
            start = in.readNBytes(16);
        }
        if (startsWith(start, "PK\u0003\u0004")) {
            return new WorkbookTables(file);
        }
        return startsWith(start, "SQLite format 3\0")
                ? new DatabaseTables(file)
                : CsvTable.of(file);
    }

    private static boolean startsWith(byte[] bytes, String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= wanted.length
                && Arrays.equals(Arrays.copyOf(bytes, wanted.length), wanted);
    }
}
