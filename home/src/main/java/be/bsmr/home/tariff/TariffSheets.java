package be.bsmr.home.tariff;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.TariffSheet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All sheets that are known: those built in, and the user's own. */
public final class TariffSheets {

    private static final List<String> BUILT_IN =
            List.of(
                    "flanders-2023.yaml",
                    "flanders-2024.yaml",
                    "flanders-2025.yaml",
                    "flanders-2026.yaml",
                    "wallonia-2026.yaml",
                    "brussels-2026.yaml");

    /** The older first: the last one of a year and an area counts. */
    private final List<TariffSheet> sheets;

    private TariffSheets(List<TariffSheet> sheets) {
        this.sheets = List.copyOf(sheets);
    }

    /** Those that come with the program. */
    public static TariffSheets builtIn() {
        List<TariffSheet> all = new ArrayList<>();
        for (String name : BUILT_IN) {
            try (InputStream in = TariffSheets.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("this program was built without " + name);
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                all.addAll(read(Path.of(name), text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ConfigException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        return new TariffSheets(all);
    }

    /**
     * Those that the configuration asks for.
     *
     * @throws ConfigException when a file cannot be read or does not fit, saying file and line
     */
    public static TariffSheets of(TariffSettings settings) throws ConfigException {
        List<TariffSheet> all = new ArrayList<>(builtIn().sheets);
        for (Path file : settings.sheets()) {
            all.addAll(read(file, ConfigFile.text(file, "see docs/tariffs.md")));
        }
        return new TariffSheets(all);
    }

    private static List<TariffSheet> read(Path file, String text) throws ConfigException {
        SheetFile written =
                ConfigFile.parse(file, text, SheetFile.EMPTY, SheetFile.class, Map.of());
        if (written.year() == 0) {
            throw new ConfigException(file, 0, "year: say of which year these rates are");
        }
        if (written.source().isBlank()) {
            throw new ConfigException(
                    file, 0, "source: say who published these rates, such as the regulator");
        }
        return written.sheets();
    }

    /** What people call each area, by its key. */
    public SortedMap<String, String> names() {
        SortedMap<String, String> names = new TreeMap<>();
        sheets.forEach(s -> names.put(s.area(), s.name()));
        return names;
    }

    /** The keys of all areas, in order. */
    public SortedSet<String> areas() {
        SortedSet<String> areas = new TreeSet<>();
        sheets.forEach(s -> areas.add(s.area()));
        return areas;
    }

    /**
     * What peaks cost in an area.
     *
     * @throws IllegalArgumentException when there is no sheet of {@code area}, naming those that
     *     there are
     */
    public CapacityTariff required(String area) {
        List<TariffSheet> known = sheets.stream().filter(s -> s.area().equals(area)).toList();
        if (known.isEmpty()) {
            throw new IllegalArgumentException(
                    "area '" + area + "' is unknown; there are " + String.join(", ", areas()));
        }
        return new CapacityTariff(known);
    }
}
