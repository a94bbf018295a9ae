package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.PlainWords;
import be.bsmr.home.words.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the house of the demo is set to. Its first start writes that into a configuration file of
 * its own, beside its database, which its page changes; nobody's {@code bsmr.yaml} is touched.
 */
final class DemoHouse {

    /** A demo keeps its readings apart from those of a real meter. */
    static final Path DATABASE = HomeConfig.DEFAULT.store().simulated();

    /** What the demo is set to where no other file is named. */
    static final Path FILE = Path.of("data/demo.yaml");

    private DemoHouse() {}

    /** Its own file, written now if it is not there. */
    static SettingsFile file() throws Fault {
        SettingsFile file = new SettingsFile(FILE);
        try {
            file.begin(text());
        } catch (IOException e) {
            throw Fault.unavailable(FILE + ": " + PlainWords.of(e));
        }
        return file;
    }

    /** What the file says that was named; of its own, or what that would say, when none was. */
    static HomeConfig config(@Nullable Path named) throws Fault {
        if (named != null) {
            return furnished(Settings.read(named));
        }
        return Files.exists(FILE) ? inItsDatabase(Settings.read(FILE)) : asWritten();
    }

    /** Where the house stands and what loads it has, unless the configuration says so. */
    static HomeConfig furnished(HomeConfig config) {
        String area = Objects.requireNonNull(asWritten().tariff().area());
        return inItsDatabase(withLoads(config).inArea(area));
    }

    /** With the loads of the house, unless the configuration says what they are. */
    static HomeConfig withLoads(HomeConfig config) {
        List<LoadSettings> loads = new ArrayList<>(config.loadControl().loads());
        for (LoadSettings one : asWritten().loadControl().loads()) {
            if (loads.stream().noneMatch(load -> load.id().equals(one.id()))) {
                loads.add(one);
            }
        }
        return config.with("loads", loads);
    }

    static HomeConfig inItsDatabase(HomeConfig config) {
        return config.store().file().equals(HomeConfig.DEFAULT.store().file())
                ? config.with("store.file", DATABASE)
                : config;
    }

    private static HomeConfig asWritten() {
        try {
            return HomeConfig.parse(FILE, text());
        } catch (ConfigException e) {
            throw new IllegalStateException("what the demo writes does not fit", e);
        }
    }

    /** What its first start writes, in the words of the system's language. */
    private static String text() {
        Language language = Language.orSystems(null);
        Texts texts = new Texts(language, ZoneId.of(HomeConfig.DEFAULT.zone()));
        try (InputStream in = DemoHouse.class.getResourceAsStream("demo.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{file}", DATABASE.toString())
                    .replace("{car}", texts.text("demo.car"))
                    .replace("{boiler}", texts.text("demo.boiler"))
                    .replace("{heat_pump}", texts.text("demo.heat_pump"))
                    .replace("{language}", language.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
