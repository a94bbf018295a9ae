package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one program at a time do what two must not: keep readings in a database, import into it, or
 * replace it. Whoever comes second is told who holds it.
 *
 * <p>A lock of the operating system on a file of its own, which goes with the process however that
 * ends; the number of the process and its command in the file are only there to be told. Such a
 * lock is lost as soon as its process closes <em>any</em> descriptor of the file (POSIX, fcntl): so
 * nothing else opens it, and a second try within this process ends before it does.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/fcntl.html">fcntl</a>
 */
final class StoreLock implements AutoCloseable {

    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private static final int LONGEST_COMMAND = 200;

    private final Path path;
    private final FileChannel file;
    private final FileIdentity identity;
    private @Nullable StoreLock also;

    private StoreLock(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
        identity = FileIdentity.of(path);
    }

    /**
     * For who keeps readings in a database: {@code run} and {@code demo}, also an import that
     * teaches the forecast.
     *
     * @throws FileRefused when another program has it
     * @throws IOException when the disk knows no locks, or refuses
     */
    static StoreLock ofProgram(Path database) throws IOException {
        return of(database, "-lock", "one program at a time keeps readings there");
    }

    /** For who imports, which goes on beside a program that runs; throws as {@link #ofProgram}. */
    static StoreLock ofImport(Path database) throws IOException {
        return of(database, "-import-lock", "one import at a time");
    }

    /** For who puts another database in the place of this one; throws as {@link #ofProgram}. */
    static StoreLock ofAll(Path database) throws IOException {
        StoreLock lock = ofProgram(database);
        try {
            lock.also = ofImport(database);
            return lock;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static StoreLock of(Path database, String end, String rule) throws IOException {
        Path real = real(database);
        Path path = DatabaseFiles.next(real, end);
        if (!OURS.add(path)) {
            throw refused(real, "this very program", rule);
        }
        FileChannel file = null;
        try {
            file = DatabaseFiles.open(path);
            if (tryLock(file, path) == null) {
                throw refused(real, holder(file), rule);
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
            return new StoreLock(path, file);
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            OURS.remove(path);
            throw e instanceof FileRefused || file != null
                    ? e
                    : new IOException(
                            "cannot make "
                                    + path
                                    + " ("
                                    + PlainWords.of(e)
                                    + "): let this user write there, or name another store.file",
                            e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file, Path path) throws IOException {
        try {
            return file.tryLock();
        } catch (IOException e) {
            throw new IOException(
                    "cannot lock "
                            + path
                            + " ("
                            + e.getMessage()
                            + "): its file system knows no locks, as some network shares; name a"
                            + " store.file on a disk of this machine",
                    e);
        }
    }

    /** Whether it still keeps others out: not once its file was deleted, or it was closed. */
    boolean holds() {
        return file.isOpen() && identity.isInPlace();
    }

    /** Through whatever links to its folder: the same database has the same lock. */
    private static Path real(Path database) throws IOException {
        DatabaseFiles.refuseLink(database);
        if (Files.exists(database)) {
            return database.toRealPath();
        }
        Path folder = database.toAbsolutePath().getParent();
        return folder == null ? database : folder.toRealPath().resolve(database.getFileName());
    }

    private static FileRefused refused(Path database, String holder, String rule) {
        return new FileRefused(
                database
                        + " is in use by "
                        + holder
                        + ", and "
                        + rule
                        + ". Wait until it has ended or stop it, or name another store.file");
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(4 * LONGEST_COMMAND);
        file.read(text, 0);
        String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return holder.isEmpty() ? "another BSMR" : holder;
    }

    /** Such as "process 4711 (bsmr run --config bsmr.yaml)". */
    private static String self() {
        String[] command = System.getProperty("sun.java.command", "").split(" ", 2);
        String words = command.length == 2 ? "bsmr " + command[1] : "bsmr";
        if (words.length() > LONGEST_COMMAND) {
            words = words.substring(0, LONGEST_COMMAND) + "…";
        }
        return "process " + ProcessHandle.current().pid() + " (" + words + ")\n";
    }

    /** The file stays: who waits for it may have opened it already. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // The descriptor is gone all the same, and the lock with it.
        } finally {
            OURS.remove(path);
        }
        if (also != null) {
            also.close();
        }
    }
}
