package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionTableTest {

    private static final Instant AT = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir Path directory;

    @Test
    void keepsEachDecisionWithItsNumbersTheNewestFirst() throws Exception {
        Decision first = Decision.about(AT, Decision.What.METER_SILENT, null);
        Decision second =
                new Decision(
                        AT.plusSeconds(60),
                        Decision.What.LOAD_SHED,
                        "boiler",
                        new Decision.Figures(
                                new Power(2900),
                                new Power(2500),
                                null,
                                new Power(2400),
                                0.83,
                                null,
                                null,
                                null),
                        true);
        Decision third =
                new Decision(
                        AT.plusSeconds(120),
                        Decision.What.LOAD_PLANNED,
                        "car",
                        new Decision.Figures(
                                null,
                                new Power(3900),
                                null,
                                new Power(2600),
                                null,
                                new Decision.Span(AT.plusSeconds(900), AT.plusSeconds(30_000)),
                                new BigDecimal("65.40"),
                                new BigDecimal("1.50")),
                        false);
        try (Database database = Database.open(directory.resolve("bsmr.db"))) {
            write(database, List.of(first, second, third));
            assertThat(read(database, AT, 10)).containsExactly(third, second, first);
            assertThat(read(database, AT.plusSeconds(1), 10)).containsExactly(third, second);
            assertThat(read(database, AT, 1)).containsExactly(third);
        }
    }

    private static void write(Database database, List<Decision> decisions) throws Exception {
        database.write(c -> DecisionTable.write(decisions, c));
    }

    private static List<Decision> read(Database database, Instant from, int most) {
        return database.read(c -> DecisionTable.read(from, Instant.MAX, most, c));
    }
}
