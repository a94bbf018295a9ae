package be.bsmr.bench.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of the program's own, in memory; only root may mount one. */
final class Disk implements AutoCloseable {

    private final Path folder;
    private final boolean mounted;

    /**
     * @param folder made here; when it cannot be a disk of its own, it is only a folder
     */
    Disk(Path folder) throws IOException {
        this.folder = Files.createDirectory(folder);
        boolean isDisk = true;
        try {
            Commands.run(
                    "mount", "-t", "tmpfs", "-o", "size=400m,mode=700", "tmpfs", folder.toString());
        } catch (IOException notRoot) {
            isDisk = false;
        }
        mounted = isDisk;
    }

    Path folder() {
        return folder;
    }

    /** Whether it can be filled and mounted read-only. */
    boolean isMounted() {
        return mounted;
    }

    /** Until not a byte more has room. */
    void fill() throws IOException {
        byte[] zeros = new byte[4096];
        try (OutputStream out = Files.newOutputStream(rest())) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(rest());
    }

    /** While no file of it is open to write. */
    void writable(boolean writable) throws IOException {
        Commands.run("mount", "-o", "remount," + (writable ? "rw" : "ro"), folder.toString());
    }

    private Path rest() {
        return folder.resolve("rest");
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            Commands.run("umount", "-l", folder.toString());
        }
    }
}
