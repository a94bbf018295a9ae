package be.bsmr.home.cli;

import be.bsmr.home.Home;
import be.bsmr.home.config.LooseFiles;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One home after the other: each with what the configuration file says when it begins. When the
 * next cannot begin, the one from before goes on.
 */
final class Homes {

    private static final Logger log = LoggerFactory.getLogger(Homes.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** A home that is not started yet. */
    @FunctionalInterface
    interface Building {

        /**
         * @param before why the home before this one could not begin; null when it did, or was none
         */
        Home of(HomeConfig config, @Nullable String before) throws Fault;
    }

    private final SettingsFile file;
    private final Building building;
    private @Nullable Home before;
    private @Nullable String trouble;

    /**
     * @param file that is watched, and that the page may change; need not be there yet
     */
    Homes(SettingsFile file, Building building) {
        this.file = file;
        this.building = building;
    }

    /**
     * Returns when a home has ended and the file is not another.
     *
     * @param config what the file says
     */
    void untilEnded(HomeConfig config) throws Fault {
        HomeConfig good = config;
        Optional<HomeConfig> next = untilChanged(good);
        while (next.isPresent()) {
            HomeConfig fresh = next.get();
            trouble = null;
            try {
                next = untilChanged(fresh);
                good = fresh;
            } catch (Fault e) {
                if (e.exitCode() == Exit.FAILED) {
                    throw e;
                }
                log.error("{}; the configuration from before goes on", e.getMessage());
                trouble = e.getMessage();
                next = untilChanged(good);
            } catch (RuntimeException e) {
                // Whatever it is: what measured before measures on.
                log.error(
                        "starting with the new configuration failed; the one from before goes on",
                        e);
                next = untilChanged(good);
            }
        }
    }

    /**
     * Runs until there is nothing more to do, or until the configuration file is another; then the
     * loads are safe, and what it says now is returned.
     */
    private Optional<HomeConfig> untilChanged(HomeConfig config) throws Fault {
        Path path = file.file();
        Home built = building.of(config, trouble).writtenIn(file);
        Home home = before == null ? built : built.after(before);
        before = home;
        LooseFiles.warnings(path, config.usersFile(), config.keyFiles()).forEach(log::warn);
        LooseFiles.ofFolder(config.store().file()).forEach(log::warn);
        List<HomeConfig> fresh = new CopyOnWriteArrayList<>();
        Consumer<HomeConfig> changed =
                other -> {
                    fresh.add(other);
                    home.end();
                };
        try (ConfigWatch watch = new ConfigWatch(path, config, LOOK, changed)) {
            log.debug("{} watches {}", watch, path);
            Running.untilEnded(home, System.out);
        } catch (Fault e) {
            if (e.exitCode() != Exit.UNAVAILABLE) {
                throw e;
            }
            throw Files.exists(path) ? e.in(path) : e.withoutFile();
        }
        return fresh.stream().findFirst();
    }
}
