package be.bsmr.fleet.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Writes rows of one table, many at a time, in the order in which they came. */
final class Table implements AutoCloseable {

    private final Connection connection;
    private @Nullable PreparedStatement statement;
    private String sql = "";

    Table(Connection connection) {
        this.connection = connection;
    }

    /** What one row is written or deleted with. */
    void put(String newSql, @Nullable Object... values) throws SQLException {
        PreparedStatement current = statement;
        if (current == null || !newSql.equals(sql)) {
            close();
            current = connection.prepareStatement(newSql);
            statement = current;
            sql = newSql;
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            current.setObject(
                    i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
        current.addBatch();
    }

    @Override
    public void close() throws SQLException {
        try (PreparedStatement current = statement) {
            statement = null;
            if (current != null) {
                current.executeBatch();
            }
        }
    }
}
