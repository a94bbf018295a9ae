package be.bsmr.home.settings;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.config.ConfigText;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.tariff.TariffSheets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, as a page of settings shows and changes it. Who watches the file sees the
 * change and applies it.
 */
public final class SettingsFile {

    private static final String BEGINNING = "copy docs/bsmr.yaml";

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * What every key says now, secrets without their values.
     *
     * @throws ConfigException when the file cannot be used
     */
    public List<KeyValue> values() throws ConfigException {
        return KeyValue.of(HomeConfig.read(file));
    }

    /**
     * The areas whose rates are known.
     *
     * @throws ConfigException when the file, or a sheet that it names, cannot be used
     */
    public Collection<String> areas() throws ConfigException {
        return TariffSheets.of(HomeConfig.read(file).tariff()).areas();
    }

    /**
     * Writes other values into the file, all or none of them. Comments and order stay; the file as
     * it was before is kept beside it, with {@code .before} behind its name.
     *
     * @param changes by key, as in {@code tariff.area}; null = as if it had never been written
     * @throws ConfigException when the file, or what would become of it, does not fit; then nothing
     *     is written
     * @throws IllegalArgumentException when a key cannot be changed this way
     * @throws IOException when the file cannot be written
     */
    public synchronized void change(Map<String, @Nullable String> changes)
            throws ConfigException, IOException {
        String before = ConfigFile.text(file, BEGINNING);
        ConfigText text = new ConfigText(file, before);
        for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
            text = text.with(change.getKey(), change.getValue());
        }
        HomeConfig.parse(file, text.text()).capacityTariff();
        if (!text.text().equals(before)) {
            replace(text.text());
        }
    }

    /** Whole or not at all, and no more readable than it was. */
    private void replace(String after) throws IOException {
        Path real = file.toRealPath();
        Path old = real.resolveSibling(real.getFileName() + ".before");
        Path fresh = real.resolveSibling(real.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, after, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(real));
        Files.copy(
                real, old, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
    }
}
