package be.bsmr.home.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Files that their owner alone may read. They are there whole or not at all, and nothing is written
 * through a link that somebody put in their place.
 */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Writes a new file in the place of the old one. It belongs to whom its folder belongs to, as
     * far as that is ours to say: what root writes the program must be able to read.
     */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        ownerOnly(file, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        UserPrincipal owner = Files.getOwner(folder);
        if (!Files.getOwner(fresh).equals(owner)) {
            giveTo(owner, fresh);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the folder of a file below the one that the program works in; no other. */
    public static void makeFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !folder.isAbsolute()) {
            Files.createDirectories(folder, ownerOnly(file, "rwx------"));
        }
    }

    /** None where the file system knows no owners. */
    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void giveTo(UserPrincipal owner, Path file) {
        try {
            Files.setOwner(file, owner);
        } catch (IOException onlyRootMay) {
            // It stays that of who wrote it.
        }
    }
}
