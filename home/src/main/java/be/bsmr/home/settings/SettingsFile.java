package be.bsmr.home.settings;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.config.ConfigText;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.home.users.Users;
import be.bsmr.home.web.WebSettings;
import be.bsmr.tariff.TariffSheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, as a page of settings shows and changes it. Who watches the file sees the
 * change and applies it.
 */
public final class SettingsFile {

    private static final String BEGINNING = "copy " + HomeConfig.SAMPLE;

    private static final String HEAD =
            "# BSMR's configuration, begun on its page; "
                    + HomeConfig.SAMPLE
                    + " explains every key.\n";

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * What every key says now, secrets without their values; the defaults while there is no file.
     *
     * @throws ConfigException when the file cannot be used
     */
    public List<KeyValue> values() throws ConfigException {
        return KeyValue.of(config(), HomeConfig.DEFAULT);
    }

    /** What a load is taken to say where it says nothing, by keys such as {@code modbus.port}. */
    public Map<String, String> loadDefaults() {
        return LoadDefaults.byKey();
    }

    /**
     * What the file says now; the defaults while there is none.
     *
     * @throws ConfigException when it cannot be used
     */
    public HomeConfig config() throws ConfigException {
        return isThere() ? HomeConfig.read(file) : HomeConfig.DEFAULT;
    }

    /**
     * The areas whose rates are known: by their keys what people call them.
     *
     * @throws ConfigException when the file, or a sheet that it names, cannot be used
     */
    public Map<String, String> areas() throws ConfigException {
        return TariffSheets.of(config().tariff()).names();
    }

    private boolean isThere() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** What people wanted does not fit, in the configuration's own words. */
    public static final class Unfit extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final @Nullable String key;

        private Unfit(String problem, @Nullable String key) {
            super(problem);
            this.key = key;
        }

        /** Which of the changes is to blame, if it is one. */
        public Optional<String> key() {
            return Optional.ofNullable(key);
        }
    }

    /**
     * Writes the file for the first time, unless it is there. Its folder is made, too, if it is to
     * be below the one that the program works in; no other.
     */
    public synchronized void begin(String text) throws IOException {
        if (isThere()) {
            return;
        }
        Path folder = file.getParent();
        if (folder != null && !folder.isAbsolute()) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
        replace(text, true);
    }

    /**
     * Writes other values into the file, all or none of them. Comments and order stay; the file as
     * it was before is kept beside it, with {@code .before} behind its name. A file that is not
     * there is made. Without any change it is written once more: who watches it tries again.
     *
     * @param changes by key, as in {@code tariff.area} or {@code loads[boiler].power_w}: a text, a
     *     list of texts, or null = as if it had never been written
     * @throws Unfit when what would become of the file does not fit; then nothing is written
     * @throws ConfigException when the file itself does not
     * @throws IllegalArgumentException when a key cannot be changed this way
     * @throws IOException when the file cannot be written
     */
    public synchronized void change(Map<String, ? extends @Nullable Object> changes)
            throws ConfigException, IOException {
        String before = before();
        String after = fitting(changes, before);
        boolean other = !after.equals(before);
        if (other || changes.isEmpty()) {
            replace(after, other);
        }
    }

    /**
     * Writes nothing, but says what {@link #change} would say of it.
     *
     * @throws Unfit when what would become of the file does not fit
     * @throws ConfigException when the file itself does not
     * @throws IllegalArgumentException when a key cannot be changed this way
     */
    public synchronized void check(Map<String, ? extends @Nullable Object> changes)
            throws ConfigException {
        Object unused = fitting(changes, before());
    }

    private String before() throws ConfigException {
        return isThere() ? ConfigFile.text(file, BEGINNING) : HEAD;
    }

    /** What the file would say with these changes. */
    private String fitting(Map<String, ? extends @Nullable Object> changes, String before)
            throws ConfigException {
        ConfigText text = new ConfigText(file, before);
        for (Map.Entry<String, ? extends @Nullable Object> change : changes.entrySet()) {
            Object value = change.getValue();
            text =
                    value instanceof List<?> many
                            ? text.with(
                                    change.getKey(), many.stream().map(String::valueOf).toList())
                            : text.with(change.getKey(), value == null ? null : value.toString());
        }
        try {
            HomeConfig config = HomeConfig.parse(file, text.text());
            Object unused = config.capacityTariff();
            requireContract(config);
            requirePassword(config);
        } catch (ConfigException e) {
            String why = String.valueOf(e.getMessage());
            String where = file + (e.line() > 0 ? ", line " + e.line() : "") + ": ";
            // Nobody can look at a line of a file that is not there.
            String told = isThere() || !why.startsWith(where) ? why : why.substring(where.length());
            throw new Unfit(told, toBlame(e.line(), why, text, changes.keySet()));
        }
        return text.text();
    }

    /** The hours of bands are found wrong only when they are looked up. */
    private void requireContract(HomeConfig config) throws ConfigException {
        try {
            Object unused = config.energyContract(TariffSheet.FIRST_YEAR);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file, 0, "prices: " + e.getMessage());
        }
    }

    /** Such a dashboard would not start; here somebody can still be told. */
    private void requirePassword(HomeConfig config) throws ConfigException {
        WebSettings web = config.sinks().web();
        boolean open = web.enabled() && !web.isForThisMachine();
        if (open && !Users.of(config.usersFile(), web.plain()).areThere()) {
            throw new ConfigException(
                    file,
                    0,
                    "web.bind "
                            + web.bind()
                            + " would show the dashboard to the whole network without a password:"
                            + " set one first");
        }
    }

    /**
     * Of the changes that stand in the line, or in the group that begins there, the one that the
     * problem names; or the only one in the line.
     */
    private static @Nullable String toBlame(
            int line, String why, ConfigText text, Collection<String> keys) throws ConfigException {
        List<String> words = List.of(why.split("[^a-z0-9_]+", -1));
        String only = null;
        for (String key : keys) {
            boolean there = line > 0 && text.lineOf(key) == line;
            boolean named = words.contains(key.substring(key.lastIndexOf('.') + 1));
            if (named && (there || isIn(line, text, key))) {
                return key;
            }
            only = there ? key : only;
        }
        return only;
    }

    private static boolean isIn(int line, ConfigText text, String key) throws ConfigException {
        boolean in = false;
        for (int end = key.lastIndexOf('.'); end > 0; end = key.lastIndexOf('.', end - 1)) {
            in |= text.lineOf(key.substring(0, end)) == line;
        }
        return in;
    }

    /** Whole or not at all, and no more readable than it was; a new one is for its owner only. */
    private void replace(String after, boolean other) throws IOException {
        boolean isNew = !isThere();
        Path real = isNew ? file.toAbsolutePath() : file.toRealPath();
        Path fresh = real.resolveSibling(real.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, ownerOnly("rw-------"));
        Files.writeString(fresh, after, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        if (!isNew) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(real));
        }
        if (!isNew && other) {
            Files.copy(
                    real,
                    real.resolveSibling(real.getFileName() + ".before"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
