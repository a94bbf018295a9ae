package be.bsmr.home.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file that becomes a record. Keys are the record's components in snake_case; what the file
 * leaves out is as in the defaults; a key or a value that does not fit is refused.
 */
public final class ConfigFile {

    /** Bytes; a house with a hundred loads is described in 50 kB. */
    private static final int MOST_BYTES = 1_000_000;

    private ConfigFile() {}

    /**
     * Reads {@code file} over {@code defaults}.
     *
     * @param beginning how to come by such a file, as in {@code copy docs/bsmr.yaml}
     * @param itemDefaults for lists of records: the defaults of each item, by the list's key
     * @throws ConfigException when the file is missing, is no YAML, or holds what does not fit
     */
    public static <T extends Record> T read(
            Path file,
            String beginning,
            T defaults,
            Class<T> type,
            Map<String, ? extends Record> itemDefaults)
            throws ConfigException {
        return parse(file, text(file, beginning), defaults, type, itemDefaults);
    }

    /**
     * Reads a text that comes from {@code file} over {@code defaults}.
     *
     * @param file named when the text does not fit
     * @param itemDefaults for lists of records: the defaults of each item, by the list's key
     * @throws ConfigException when it is no YAML, or holds what does not fit
     */
    public static <T extends Record> T parse(
            Path file,
            String text,
            T defaults,
            Class<T> type,
            Map<String, ? extends Record> itemDefaults)
            throws ConfigException {
        Written written = Written.of(file, text);
        ObjectNode merged = Overlay.keys(defaults);
        try {
            if (!written.tree().isNull()) {
                if (!(written.tree() instanceof ObjectNode keys)) {
                    throw new ConfigException(file, 1, "expected lines of the form 'key: value'");
                }
                Overlay.lay(merged, keys);
                Overlay.fillItems(merged, itemDefaults);
            }
            return Overlay.record(merged, type);
        } catch (JsonMappingException e) {
            throw Misfit.of(e, type, merged).in(file, written);
        } catch (JsonProcessingException e) {
            throw new ConfigException(file, 0, String.valueOf(e.getOriginalMessage()));
        }
    }

    /**
     * A record as it would be had its file said so: what the command line, a test or a page of
     * settings lays over it.
     *
     * @param changes values by their keys, as in {@code web.port}: what the key takes, or the text
     *     that would stand in the file; null = none
     * @throws IllegalArgumentException when a key is unknown or a value does not fit, saying what
     *     to write instead
     */
    public static <T extends Record> T with(
            T record, Map<String, ? extends @Nullable Object> changes) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) record.getClass();
        ObjectNode keys = Overlay.keys(record);
        changes.forEach((key, value) -> Overlay.set(keys, key, value));
        try {
            return Overlay.record(keys, type);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(Misfit.of(e, type, keys).problem(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(String.valueOf(e.getOriginalMessage()), e);
        }
    }

    /**
     * The file as text.
     *
     * @param beginning how to come by such a file, as in {@code copy docs/bsmr.yaml}
     * @throws ConfigException also when it is not a file but a device, or far larger than any
     *     configuration: whoever watches it must come to an end
     */
    public static String text(Path file, String beginning) throws ConfigException {
        if (Files.exists(file) && (!Files.isRegularFile(file) || isTheKernels(file))) {
            throw ConfigException.unopened(file + ": is no file but a folder, a device or a pipe");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigException(
                        file, 0, "is larger than 1 MB; is that the configuration?");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw ConfigException.unopened(file + ": no such file; to begin with, " + beginning);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, 0, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw ConfigException.unopened(PlainWords.ofReading(file, e));
        }
    }

    /** They look like files, but reading one may never end. */
    private static boolean isTheKernels(Path file) {
        try {
            Path real = file.toRealPath();
            return real.startsWith("/proc") || real.startsWith("/sys");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What was found wrong only when it was used, with the file, and the line of the first key that
     * it names in full, such as {@code mqtt.ca}.
     */
    public static String located(Path file, String problem) {
        int line = 0;
        try {
            line = Written.of(file, text(file, "")).lineNamedIn(problem).orElse(0);
        } catch (ConfigException e) {
            // It has been changed meanwhile: the problem alone is said.
        }
        return String.valueOf(new ConfigException(file, line, problem).getMessage());
    }
}
