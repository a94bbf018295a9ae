package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Day;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.ManualOverride;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTableTest {

    private static final Instant AT = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir Path directory;

    @Test
    void keepsTheNewestOfEachLoad() throws Exception {
        LoadMemory car =
                new LoadMemory(
                        "car",
                        "Car in the garage",
                        ManualOverride.ALWAYS_ON,
                        AT,
                        List.of(3600, 3680),
                        new Day(LocalDate.of(2026, 1, 13), 2, 3.6e6, AT, 5.5e6, 410.5, 0));
        LoadMemory pump =
                new LoadMemory(
                        "pump",
                        "Pump",
                        ManualOverride.AUTO,
                        null,
                        List.of(),
                        new Day(null, 0, 0, null, 0, 0, 0));
        LoadMemory later =
                new LoadMemory("pump", "Pump", ManualOverride.AUTO, AT, List.of(600), pump.day());
        try (Database database = Database.open(directory.resolve("bsmr.db"))) {
            database.write(c -> LoadTable.write(List.of(pump, car), c));
            assertThat(database.read(LoadTable::read)).containsExactly(car, pump);
            database.write(c -> LoadTable.write(List.of(later), c));
            assertThat(database.read(LoadTable::read)).containsExactly(car, later);
        }
    }
}
