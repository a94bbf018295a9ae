package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes that may grow are no matter of the schema. */
class SchemaTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    private static final List<QuarterDemand> QUARTERS =
            List.of(
                    quarter(0, Estimator.DEMAND_REGISTER, 12),
                    quarter(1, Estimator.REGISTERS, null),
                    quarter(2, Estimator.POWER, 3600));

    private static final List<MonthPeak> PEAKS =
            List.of(
                    new MonthPeak(
                            YearMonth.of(2025, 12),
                            new Power(4557),
                            Instant.ofEpochSecond(1766682000),
                            MonthPeak.Source.METER),
                    new MonthPeak(
                            YearMonth.of(2026, 1),
                            new Power(3600),
                            null,
                            MonthPeak.Source.COUNTED));

    @TempDir Path folder;
    private Path file;

    /** A database of the version before the codes were freed. */
    @BeforeEach
    void fillVersionEleven() throws Exception {
        file = folder.resolve("bsmr.db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/migration")
                .javaMigrations(new V6_1__Pack_the_readings())
                .target("11")
                .load()
                .migrate();
        long at = START.getEpochSecond();
        execute(
                "INSERT INTO quarters (start, import_j, coverage_e4, estimator, complete, error_j)"
                        + " VALUES (%d, 3240000, 10000, 1, 1, 12), (%d, 3240000, 10000, 2, 1, NULL),"
                                .formatted(at, at + 900)
                        + " (%d, 3240000, 10000, 3, 1, 3600)".formatted(at + 1800));
        execute(
                "INSERT INTO month_peaks (month, source, demand_w, quarter_end) VALUES"
                        + " (202512, 1, 4557, 1766682000), (202601, 2, 3600, NULL)");
    }

    @Test
    void whatWasStoredBeforeReadsTheSame() throws Exception {
        try (History history = History.open(file)) {
            assertThat(history.counted(START, START.plusSeconds(2700))).isEqualTo(QUARTERS);
            assertThat(history.peaks().months().values()).containsExactlyElementsOf(PEAKS);
            assertThat(history.info().integrity()).isEqualTo("ok");
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT group_concat(name, ' ') FROM (SELECT name FROM"
                                        + " pragma_table_list WHERE strict AND name IN ('quarters',"
                                        + " 'month_peaks') AND wr = (name = 'month_peaks') ORDER BY"
                                        + " name)")) {
            assertThat(r.getString(1))
                    .as("as strict as before, and peaks without a row number")
                    .isEqualTo("month_peaks quarters");
        }
    }

    @Test
    void theNextEstimatorAndTheNextSourceAreNoChangeOfTheSchema() throws Exception {
        History.open(file).close();
        execute(
                "INSERT INTO quarters (start, import_j, coverage_e4, estimator, complete)"
                        + " VALUES (%d, 1, 10000, 4, 1)".formatted(START.getEpochSecond() + 2700));
        execute("INSERT INTO month_peaks (month, source, demand_w) VALUES (202601, 7, 9999)");
        try (History history = History.open(file)) {
            assertThat(history.counted(START, START.plusSeconds(3600)))
                    .as("what this version does not know is passed over")
                    .isEqualTo(QUARTERS);
            assertThat(history.peaks().months().values()).containsExactlyElementsOf(PEAKS);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static QuarterDemand quarter(int number, Estimator estimator, Integer errorJoules) {
        return new QuarterDemand(
                new QuarterHour(START.plusSeconds(900L * number)),
                Energy.ofWattHours(900),
                1,
                estimator,
                true,
                errorJoules == null ? null : new Energy(errorJoules));
    }
}
