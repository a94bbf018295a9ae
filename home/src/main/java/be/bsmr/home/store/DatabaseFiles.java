package be.bsmr.home.store;

import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** A database and the files that go with it. */
final class DatabaseFiles {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final List<String> WITH_IT = List.of("-wal", "-shm", "-seconds");

    private DatabaseFiles() {}

    /** Seconds of the UTC clock, as file names say them: 20260113-180000. */
    static String stamp(Instant at) {
        return STAMP.format(at);
    }

    /** Gives a database and what goes with it another name next to the old one. */
    static Path moveAside(Path file, String why, Instant now) throws IOException {
        Path aside = next(file, "." + why + "-" + stamp(now));
        Files.move(file, aside);
        for (String end : WITH_IT) {
            Path part = next(file, end);
            if (Files.exists(part)) {
                Files.move(part, next(aside, end));
            }
        }
        return aside;
    }

    /**
     * Opens a file of ours to read and write it, or makes it, for its owner only.
     *
     * @throws FileRefused when a link is in its place
     */
    static FileChannel open(Path path) throws IOException {
        refuseLink(path);
        return FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS),
                ownerOnly(path, "rw-------"));
    }

    /** What we write may not go where somebody else's link points to. */
    static void refuseLink(Path path) throws FileRefused {
        if (Files.isSymbolicLink(path)) {
            throw new FileRefused(
                    path
                            + " is a link, and BSMR writes through none: remove it, or name in"
                            + " store.file the file itself");
        }
    }

    /** Copies a file so that the other one is whole or not there, and for the owner only. */
    static void copyWhole(Path from, Path to) throws IOException {
        Path part = next(to, ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, ownerOnly(part, "rw-------"));
        try {
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            makeOwnersOnly(part);
            putInPlace(part, to);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The last step of writing a file: it is on the card before it has its name. */
    static void putInPlace(Path part, Path to) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path next(Path file, String end) {
        return file.resolveSibling(file.getFileName() + end);
    }

    /**
     * Makes an empty database when there is none. What a house uses, and when it is away, is its
     * own business: nobody else may read it.
     */
    static void create(Path file) throws IOException {
        try {
            makeFolder(file);
            Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw new FileRefused(
                        "store.file "
                                + e.getFile()
                                + " is in the way: name a file, as data/bsmr.db");
            }
        } catch (OutputFolder.Missing e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "cannot make "
                            + file.toAbsolutePath()
                            + " ("
                            + PlainWords.of(e)
                            + "): name another store.file, or let this user write there",
                    e);
        }
    }

    /**
     * Makes the folder of a database below the one that the program works in. Elsewhere it must be
     * there: it may be of a disk that is not plugged in.
     */
    static void makeFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !folder.isAbsolute()) {
            Files.createDirectories(folder, ownerOnly(file, "rwx------"));
        }
        OutputFolder.mustHold(file);
    }

    /** None where the file system knows no owners. */
    static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void makeOwnersOnly(Path file) throws IOException {
        if (ownerOnly(file, "rw-------").length > 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
