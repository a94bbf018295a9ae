package be.bsmr.home.imports;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** The sheets of an Excel workbook ({@code .xlsx}). */
record WorkbookTables(Path file) implements Tables {

    private static final int TELL_EVERY = 2000;

    @Override
    public void visit(Visitor visitor) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
            List<Sheet> sheets = workbook.getSheets().toList();
            for (int i = 0; i < sheets.size(); i++) {
                visit(sheets.get(i), (double) i / sheets.size(), visitor);
            }
            visitor.read(1);
        } catch (ExcelReaderException | UncheckedIOException e) {
            throw new IOException(PlainWords.ofReading(file, e), e);
        }
    }

    private static void visit(Sheet sheet, double share, Visitor visitor) throws IOException {
        try (Stream<Row> rows = sheet.openStream()) {
            boolean first = true;
            Iterator<Row> each = rows.iterator();
            while (each.hasNext()) {
                Row row = each.next();
                List<String> cells = cells(row);
                if (cells.isEmpty()) {
                    continue;
                }
                if (first) {
                    first = false;
                    if (!visitor.table(sheet.getName(), cells)) {
                        return;
                    }
                } else {
                    visitor.row(row.getRowNum(), cells);
                }
                if (row.getRowNum() % TELL_EVERY == 0) {
                    visitor.read(Math.min(0.999, share));
                }
            }
        }
    }

    /** Spreadsheets keep 15.574 as 15.5740000000005. */
    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) {
            if (cell == null) {
                cells.add("");
            } else if (cell.getType() == CellType.NUMBER) {
                BigDecimal number = cell.asNumber();
                cells.add(number.setScale(6, RoundingMode.HALF_UP).toPlainString());
            } else {
                cells.add(cell.getText());
            }
        }
        return cells.stream().allMatch(String::isBlank) ? List.of() : cells;
    }
}
