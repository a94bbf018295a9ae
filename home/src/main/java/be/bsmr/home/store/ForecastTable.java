package be.bsmr.home.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Table {@code forecast}: what was learned of the house, in its one row. */
final class ForecastTable {

    /** Twice what a forecaster ever remembers: more is not of its making. */
    private static final int MOST_BYTES = 2_000_000;

    private ForecastTable() {}

    static void write(byte[] memory, Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO forecast (id, memory) VALUES (1, ?)")) {
            s.setBytes(1, deflated(memory));
            s.executeUpdate();
        }
    }

    /** What was written last; empty bytes when it cannot be inflated. */
    static Optional<byte[]> read(Connection connection) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT memory FROM forecast")) {
            return r.next() ? Optional.of(inflated(r.getBytes(1))) : Optional.empty();
        }
    }

    private static byte[] deflated(byte[] memory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] inflated(byte[] bytes) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException damaged) {
            return new byte[0];
        }
    }
}
