package be.bsmr.fleet.sink;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one tenant. Each tenant has a schema of its own, {@code bsmr_} and its name, and a
 * connection sees no other: rights can be given by schema, and one tenant can be dropped or
 * restored alone. It need not be there when this is made.
 */
public final class FleetDatabase implements AutoCloseable {

    /**
     * Failures in a row after which the operator is told: a server that has just begun, or a busy
     * machine, may miss the first.
     */
    static final int SURE = 2;

    /** Who asks is told after this that it does not answer, ms. */
    private static final int PATIENCE_MS = 2000;

    /** Whether a connection that rested still does is known after this, ms. */
    private static final int LOOK_MS = 1000;

    // SQLSTATE, appendix A of PostgreSQL's manual.
    private static final String NOT_LET_IN = "28";
    private static final String NO_DATABASE = "3D000";
    private static final String NO_TABLE = "42P01";
    private static final String NO_CONNECTION = "08";
    private static final String STOPPING = "57P01";
    private static final String STARTING = "57P03";

    private static final Logger log = LoggerFactory.getLogger(FleetDatabase.class);

    /** What is read in one transaction. */
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** Who asks for what, and how long he waits for the first of it. */
    public enum Use {
        /** Writes, reads all, or makes tables: what takes long is waited for. */
        WORK(2, 30),
        /** Answers people, whose page gives up after seconds. */
        PAGE(4, 4);

        private final int connections;
        private final int seconds;

        Use(int connections, int seconds) {
            this.connections = connections;
            this.seconds = seconds;
        }
    }

    private final String schema;
    private final String where;
    private final HikariDataSource pool;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean ready;

    /**
     * @param tenant small letters, digits and hyphens
     */
    public FleetDatabase(PostgresSettings settings, String tenant, Use use) {
        where = "PostgreSQL at " + settings.url().replaceFirst("\\?.*", "");
        schema = "bsmr_" + tenant.replace('-', '_');
        HikariConfig config = new HikariConfig();
        config.setPoolName("fleet-" + tenant);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(use.connections);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(PATIENCE_MS);
        config.setValidationTimeout(LOOK_MS);
        config.setInitializationFailTimeout(-1);
        // Set when it connects: what is set in a transaction is undone with it.
        config.addDataSourceProperty("currentSchema", schema);
        config.addDataSourceProperty("ApplicationName", "bsmr " + tenant);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", String.valueOf(use.seconds));
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
     * @throws SQLException when it does not answer, or has no tables yet: {@link #isEmpty}
     */
    public <T> T read(Reading<T> reading) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setReadOnly(true);
            T found = reading.from(connection);
            if (failures.getAndSet(0) >= SURE) {
                log.info("{}: PostgreSQL answers again", schema);
            }
            return found;
        } catch (SQLException e) {
            if (!isEmpty(e) && failures.incrementAndGet() == SURE) {
                log.warn("{}", told(e));
            }
            throw e;
        }
    }

    /** Whether it answers, but nobody has made tables yet. */
    public static boolean isEmpty(SQLException e) {
        return NO_TABLE.equals(e.getSQLState());
    }

    /** What is wrong and where to look, in one sentence. */
    String told(SQLException failure) {
        SQLException root = root(failure);
        String state = root.getSQLState() == null ? "" : root.getSQLState();
        if (state.startsWith(NOT_LET_IN)) {
            return where + " does not let us in: look at database.user and database.password";
        }
        if (state.isEmpty() || state.startsWith(NO_CONNECTION)) {
            return away();
        }
        return switch (state) {
            case NO_DATABASE -> where + " has no such database: look at database.url";
            case NO_TABLE ->
                    where + " has no tables of this tenant yet: bsmr fleet page makes them";
            case STOPPING, STARTING -> away();
            default -> where + " does not do it: " + firstLine(root);
        };
    }

    private String away() {
        return where + " does not answer: is it there, and is this database.url?";
    }

    /** Behind what the pool says, and of a batch the one that failed. */
    private static SQLException root(SQLException failure) {
        SQLException root = failure;
        SQLException next = deeper(root);
        while (next != null) {
            root = next;
            next = deeper(root);
        }
        return root;
    }

    private static @Nullable SQLException deeper(SQLException of) {
        if (of.getNextException() != null) {
            return of.getNextException();
        }
        return of.getCause() instanceof SQLException cause ? cause : null;
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
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
