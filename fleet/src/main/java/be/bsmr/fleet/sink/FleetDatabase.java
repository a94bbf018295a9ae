package be.bsmr.fleet.sink;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one tenant. Each tenant has a schema of its own, {@code bsmr_} and its name, and a
 * connection sees no other: rights can be given by schema, and one tenant can be dropped or
 * restored alone. It need not be there when this is made.
 */
public final class FleetDatabase implements AutoCloseable {

    /** Who asks is told after this that it does not answer, ms. */
    private static final int PATIENCE_MS = 2000;

    private static final Logger log = LoggerFactory.getLogger(FleetDatabase.class);

    /** What is read in one transaction. */
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private final String schema;
    private final HikariDataSource pool;
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private volatile boolean ready;

    /**
     * @param tenant small letters, digits and hyphens
     * @param most connections at a time
     */
    public FleetDatabase(PostgresSettings settings, String tenant, int most) {
        schema = "bsmr_" + tenant.replace('-', '_');
        HikariConfig config = new HikariConfig();
        config.setPoolName("fleet-" + tenant);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(PATIENCE_MS);
        config.setInitializationFailTimeout(-1);
        // Set when it connects: what is set in a transaction is undone with it.
        config.addDataSourceProperty("currentSchema", schema);
        config.addDataSourceProperty("ApplicationName", "bsmr " + tenant);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        // The values of a prepared statement are not logged when it fails: they are people's.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        pool = new HikariDataSource(config);
    }

    /**
     * Makes the tables, or brings those of an earlier version up to this one.
     *
     * @throws SQLException when the database does not answer or does not let us
     */
    public void prepare() throws SQLException {
        if (ready) {
            return;
        }
        pool.getConnection().close();
        try {
            Flyway.configure(FleetDatabase.class.getClassLoader())
                    .dataSource(pool)
                    .schemas(schema)
                    .locations("classpath:db/fleet")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new SQLException("the tables cannot be made: " + e.getMessage(), e);
        }
        ready = true;
    }

    /**
     * Reads. Whether the database answers is logged when it changes.
     *
     * @throws SQLException when it does not answer
     */
    public <T> T read(Reading<T> reading) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setReadOnly(true);
            T found = reading.from(connection);
            if (!answers.getAndSet(true)) {
                log.info("{}: PostgreSQL answers again", schema);
            }
            return found;
        } catch (SQLException e) {
            if (answers.getAndSet(false)) {
                log.warn("{}: PostgreSQL does not answer: {}", schema, e.getMessage());
            }
            throw e;
        }
    }

    /** A transaction has to be ended by {@code commit}; closed without, it never was. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }
}
