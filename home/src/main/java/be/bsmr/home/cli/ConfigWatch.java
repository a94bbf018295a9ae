package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the configuration file was changed, and reads it. One that cannot be used is told,
 * and the old one stays.
 */
final class ConfigWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path file;
    private final HomeConfig now;
    private final Duration every;
    private final Consumer<HomeConfig> changed;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "config");
    private FileTime seen;

    /**
     * Begins to watch.
     *
     * @param now what counts so far
     * @param every how often the file is looked at; it is read when it did not change between two
     *     looks, so that it is not read half written
     * @param changed told once, on a thread of its own, of a configuration that differs from {@code
     *     now}
     */
    ConfigWatch(Path file, HomeConfig now, Duration every, Consumer<HomeConfig> changed) {
        this.file = file;
        this.now = now;
        this.every = every;
        this.changed = changed;
        seen = stamp();
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void run() {
        FileTime last = seen;
        while (!isClosing()) {
            FileTime stamp = stamp();
            if (stamp.equals(last) && !stamp.equals(seen)) {
                seen = stamp;
                if (isTaken()) {
                    return;
                }
            }
            last = stamp;
        }
    }

    private boolean isTaken() {
        HomeConfig fresh;
        try {
            fresh = HomeConfig.read(file);
        } catch (ConfigException e) {
            log.error("{}; the configuration from before goes on", e.getMessage());
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            log.error("{} cannot be read; the configuration from before goes on", file, e);
            return false;
        }
        if (fresh.equals(now)) {
            log.info("{} was written, but nothing in it has changed", file);
            return false;
        }
        log.info("{} has changed: starting again with it", file);
        changed.accept(fresh);
        return true;
    }

    private boolean isClosing() {
        try {
            return closing.await(every.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** A file that is away for a moment, as while an editor saves it, has a stamp too. */
    private FileTime stamp() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
