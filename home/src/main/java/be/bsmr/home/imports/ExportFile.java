package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file that another system exported. */
public final class ExportFile {

    private final Path file;
    private final ImportedReading reading;
    private final Tables tables;
    private final Origin origin;
    private final Map<String, String> connections = new TreeMap<>();

    private ExportFile(Path file, ImportedReading reading, Tables tables, Origin origin) {
        this.file = file;
        this.reading = reading;
        this.tables = tables;
        this.origin = origin;
    }

    /** Receives what a file tells, row by row. */
    public interface Listener {

        /**
         * @param line of the file, from 1; of a workbook or a database the row
         * @param amounts none for a row without a value
         */
        void row(long line, List<ImportedAmount> amounts) throws IOException;

        /** A row that cannot be taken. */
        void refused(long line, Why why);

        /** A row that is understood, and that nothing counts. */
        void notCounted(long line, Why why);

        /**
         * @param share of the file that is read, 0…1
         */
        void read(double share);
    }

    /**
     * Looks what it is.
     *
     * @throws NotTaken when it is nothing that can be imported, or does not tell what it must
     * @throws IOException when it cannot be read
     */
    public static ExportFile open(Path file, ImportedReading reading) throws IOException {
        Tables tables = Tables.of(file);
        List<Origin> found = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        tables.visit(
                new Tables.Visitor() {
                    @Override
                    public boolean table(String name, List<String> first) throws IOException {
                        Header header = Header.of(first);
                        seen.add(String.join(tables.separator(), first));
                        Layout layout = layout(name, header, reading);
                        if (layout != null) {
                            found.add(layout.origin());
                        }
                        return false;
                    }

                    @Override
                    public void row(long line, List<String> cells) {}

                    @Override
                    public void read(double share) {}
                });
        if (found.isEmpty()) {
            throw new NotTaken(
                    seen.isEmpty()
                            ? Why.of(Why.Kind.EMPTY)
                            : Why.of(Why.Kind.UNKNOWN_LAYOUT)
                                    .with("start", shortened(seen.get(0))));
        }
        return new ExportFile(file, reading, tables, found.get(0));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    public Origin origin() {
        return origin;
    }

    /** Whether somebody vouches that it is of the house's own meter. */
    boolean ofHouse() {
        return reading.ofHouse();
    }

    /** Which connection it is of, by what it measures; known when it was read. */
    Map<String, String> connections() {
        return connections;
    }

    /**
     * @throws NotTaken when it may be of another meter than the house's
     * @throws IOException when it cannot be read to its end, or of {@code told}
     */
    public void read(Listener told) throws IOException {
        tables.visit(
                new Tables.Visitor() {
                    private @Nullable RowReader rows;
                    private long last;

                    @Override
                    public boolean table(String name, List<String> first) throws IOException {
                        end();
                        Layout layout = layout(name, Header.of(first), reading);
                        rows = layout == null ? null : layout.rows();
                        if (layout != null && !layout.hasHeader()) {
                            row(1, first);
                        }
                        return rows != null;
                    }

                    @Override
                    public void row(long line, List<String> cells) throws IOException {
                        last = line;
                        RowReader reader = rows;
                        if (reader == null) {
                            return;
                        }
                        for (String cell : cells) {
                            if (cell.indexOf('\n') >= 0) {
                                told.refused(
                                        line,
                                        Why.of(Why.Kind.OPEN_QUOTATION)
                                                .with("lines", cell.lines().count()));
                                return;
                            }
                        }
                        List<ImportedAmount> amounts;
                        try {
                            amounts = reader.read(new Cells(cells));
                        } catch (BadRow.NotCounted e) {
                            told.notCounted(line, e.why());
                            return;
                        } catch (BadRow e) {
                            told.refused(line, e.why());
                            return;
                        }
                        told.row(line, amounts);
                    }

                    @Override
                    public void read(double share) throws IOException {
                        told.read(share);
                        if (share >= 1) {
                            end();
                        }
                    }

                    private void end() throws IOException {
                        if (rows != null) {
                            List<ImportedAmount> left = rows.end();
                            connections.putAll(rows.connections());
                            rows = null;
                            if (!left.isEmpty()) {
                                told.row(last, left);
                            }
                        }
                    }
                });
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private record Layout(Origin origin, RowReader rows, boolean hasHeader) {

        private Layout(Origin origin, RowReader rows) {
            this(origin, rows, true);
        }
    }

    private static @Nullable Layout layout(String table, Header header, ImportedReading reading)
            throws IOException {
        if (OriginalForecastRows.knows(header)) {
            RowReader rows =
                    OriginalForecastRows.of(reading)
                            .orElseThrow(() -> new NotTaken(Why.of(Why.Kind.NO_START)));
            return new Layout(Origin.ORIGINAL, rows, false);
        }
        if (P1MonitorRows.knows(header)) {
            return of(Origin.P1_MONITOR, P1MonitorRows.of(table, header, reading));
        }
        Layout layout = of(Origin.GRID_OPERATOR, GridOperatorRows.of(header, reading));
        layout =
                layout != null ? layout : of(Origin.HOMEWIZARD, HomeWizardRows.of(header, reading));
        layout =
                layout != null
                        ? layout
                        : of(Origin.DSMR_READER, DsmrReaderRows.of(header, reading));
        return layout != null
                ? layout
                : of(Origin.HOME_ASSISTANT, HomeAssistantRows.of(header, reading));
    }

    private static @Nullable Layout of(Origin origin, Optional<RowReader> rows) {
        return rows.map(r -> new Layout(origin, r)).orElse(null);
    }
}
