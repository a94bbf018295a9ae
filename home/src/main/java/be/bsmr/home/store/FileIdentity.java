package be.bsmr.home.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file that is open from another that has taken its name.
 *
 * @param key the system's own; null where it gives none, or where there is no file
 */
record FileIdentity(Path path, boolean exists, @Nullable Object key) {

    /** Of the file that has this name now. */
    static FileIdentity of(Path path) {
        try {
            return new FileIdentity(
                    path,
                    true,
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        } catch (IOException e) {
            return new FileIdentity(path, false, null);
        }
    }

    /** Whether the name is still this file's. */
    boolean isInPlace() {
        FileIdentity now = of(path);
        return exists && now.exists && Objects.equals(key, now.key);
    }
}
