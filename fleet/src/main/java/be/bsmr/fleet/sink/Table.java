package be.bsmr.fleet.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table, many at a time, in the order in which they came. The driver makes one
 * statement of many rows, which may not have the same key.
 */
final class Table implements AutoCloseable {

    private final Connection connection;
    private final int keys;
    private final Set<List<@Nullable Object>> pending = new HashSet<>();
    private @Nullable PreparedStatement statement;
    private String sql = "";

    /**
     * @param keys how many of the first columns are the key
     */
    Table(Connection connection, int keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /** What one row is written or deleted with. */
    void put(String newSql, @Nullable Object... values) throws SQLException {
        List<@Nullable Object> row = Arrays.asList(values);
        PreparedStatement current = statement;
        if (current == null || !newSql.equals(sql)) {
            close();
            current = connection.prepareStatement(newSql);
            statement = current;
            sql = newSql;
        }
        List<@Nullable Object> key = row.subList(0, Math.min(keys, row.size()));
        if (!pending.add(key)) {
            current.executeBatch();
            pending.clear();
            pending.add(key);
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
        pending.clear();
        try (PreparedStatement current = statement) {
            statement = null;
            if (current != null) {
                current.executeBatch();
            }
        }
    }
}
