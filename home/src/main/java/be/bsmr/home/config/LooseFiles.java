package be.bsmr.home.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What other users of the machine may do with our files and should not, and how to end that. */
public final class LooseFiles {

    private static final Set<PosixFilePermission> READ =
            PosixFilePermissions.fromString("---r--r--");
    private static final Set<PosixFilePermission> EVERYBODY =
            PosixFilePermissions.fromString("------r--");
    private static final Set<PosixFilePermission> WRITE =
            PosixFilePermissions.fromString("----w--w-");

    private LooseFiles() {}

    /**
     * One sentence each, with the command that mends it; none where the file system knows no
     * owners.
     *
     * @param config may hold passwords, and says what the program does
     * @param users says who may come in; need not be there
     * @param keys private keys of certificates, which a group of this machine may read
     */
    public static List<String> warnings(Path config, Path users, List<Path> keys) {
        List<String> warnings = new ArrayList<>(ofConfig(config));
        if (others(users, READ) || others(users, WRITE)) {
            warnings.add("others may read or change " + users + ": chmod 600 " + users);
        }
        for (Path key : keys) {
            if (others(key, EVERYBODY) || others(key, WRITE)) {
                warnings.add("others may read or change " + key + ": chmod 600 " + key);
            }
        }
        return warnings;
    }

    /**
     * The sentence about the folder of a database, as in {@link #warnings}.
     *
     * @param database may be replaced by whoever may write to its folder
     */
    public static List<String> ofFolder(Path database) {
        Path folder = database.toAbsolutePath().getParent();
        return folder != null && others(folder, WRITE)
                ? List.of(
                        "others may write to "
                                + folder
                                + ", and so replace the database: chmod go-w "
                                + folder
                                + ", or name another folder in store.file")
                : List.of();
    }

    private static List<String> ofConfig(Path config) {
        if (others(config, WRITE)) {
            return List.of("others may change " + config + ": chmod 600 " + config);
        }
        if (others(config, READ) && Secrets.areIn(config)) {
            return List.of(
                    config + " holds passwords, and others may read it: chmod 600 " + config);
        }
        return List.of();
    }

    private static boolean others(Path file, Set<PosixFilePermission> may) {
        try {
            Set<PosixFilePermission> granted = EnumSet.copyOf(may);
            granted.retainAll(Files.getPosixFilePermissions(file));
            return !granted.isEmpty();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
