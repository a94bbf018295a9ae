package be.bsmr.home.imports;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The tables of an SQLite file, such as P1-monitor keeps; read, never written. */
record DatabaseTables(Path file) implements Tables {

    private static final int TELL_EVERY = 2000;

    @Override
    public void visit(Visitor visitor) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try (Connection c = source.getConnection()) {
            List<String> names = names(c);
            for (int i = 0; i < names.size(); i++) {
                visit(names.get(i), (double) i / names.size(), visitor, c);
            }
            visitor.read(1);
        } catch (SQLException e) {
            throw new IOException(PlainWords.ofReading(file, e), e);
        }
    }

    private static List<String> names(Connection c) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (r.next()) {
                names.add(r.getString(1));
            }
        }
        return names;
    }

    private static void visit(String table, double share, Visitor visitor, Connection c)
            throws SQLException, IOException {
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT * FROM \""
                                        + table.replace("\"", "\"\"")
                                        + "\" ORDER BY 1")) {
            ResultSetMetaData columns = r.getMetaData();
            List<String> header = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                header.add(columns.getColumnName(i));
            }
            if (!visitor.table(table, header)) {
                return;
            }
            for (long row = 1; r.next(); row++) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= header.size(); i++) {
                    String cell = r.getString(i);
                    cells.add(cell == null ? "" : cell);
                }
                visitor.row(row, cells);
                if (row % TELL_EVERY == 0) {
                    visitor.read(Math.min(0.999, share));
                }
            }
        }
    }
}
