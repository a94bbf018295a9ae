package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.packed.PackedSeconds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings that are not in the database yet, next to it in a file of their own: what a cut of
 * the power may cost is what came after the last {@link #append}.
 *
 * <p>A database rewrites whole pages, and its log, for every commit; this file has its full size
 * from the start and is written over from its beginning after each {@link #restart}, so that a few
 * seconds cost one page of the card and no change of the file system's own books. An entry has a
 * page of its own: a page that is torn when the power fails takes no older entry with it.
 *
 * <p>An entry: "BSJ1", the round (which restart it came after), its length, the CRC-32C of what
 * follows, and its blocks; each of the meter's number, the quarter, its length and the {@linkplain
 * PackedSeconds packed seconds}. Numbers have the highest byte first. The file ends where an entry
 * is of another round than the first, or damaged.
 */
final class WriteAheadLog implements AutoCloseable {

    private static final int PAGE = 4096;

    /** Two hours of entries every ten seconds. */
    static final int MOST_PAGES = 768;

    private static final int MAGIC = 0x42534A31;
    private static final int HEAD = 4 + 8 + 4 + 4;
    private static final int BLOCK_HEAD = 4 + 8 + 4;

    /** Of the year 2999. */
    private static final long LAST_QUARTER = 32_503_679_100L;

    private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

    private final int mostPages;
    private final FileChannel file;
    private final FileIdentity identity;
    private final List<Block> found;
    private long round;
    private long end;

    private WriteAheadLog(FileChannel file, FileIdentity identity, Found found, int mostPages) {
        this.mostPages = mostPages;
        this.file = file;
        this.identity = identity;
        this.found = found.blocks;
        round = found.round;
        end = found.end;
    }

    /** Where the journal of a database is. */
    static Path of(Path database) {
        return DatabaseFiles.next(database, "-seconds");
    }

    /**
     * Opens it for the one program that holds the {@link StoreLock}, or makes it.
     *
     * @param mostPages how large it is, in pages
     * @throws IOException when it cannot be written
     */
    static WriteAheadLog open(Path path, int mostPages) throws IOException {
        boolean isNew = !Files.exists(path);
        FileChannel file = null;
        try {
            file = DatabaseFiles.open(path);
            Found found = isNew ? new Found() : read(file);
            if (found.damage != null) {
                file.close();
                Path aside = DatabaseFiles.next(path, ".damaged");
                Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
                log.error(
                        "{} is damaged ({}). It is now {}; {} blocks of seconds before the damage"
                                + " are kept, and BSMR goes on with a new one",
                        path,
                        found.damage,
                        aside,
                        found.blocks.size());
                file = DatabaseFiles.open(path);
                found.end = 0;
            }
            // Overwriting is all that ever happens to it: the file system has nothing to note then.
            ByteBuffer zeros = ByteBuffer.allocate(PAGE);
            for (long at = file.size() / PAGE * PAGE; at < (long) mostPages * PAGE; at += PAGE) {
                writeFully(file, zeros.clear(), at);
            }
            file.force(true);
            return new WriteAheadLog(file, FileIdentity.of(path), found, mostPages);
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    /** What a journal holds; nothing when there is none. Another program may be writing it. */
    static List<Block> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return read(file).blocks;
        }
    }

    /** Whether what is appended can be found again: not once its file was deleted. */
    boolean isInPlace() {
        return file.isOpen() && identity.isInPlace();
    }

    /** How many pages it has. */
    int mostPages() {
        return mostPages;
    }

    /** What it held when it was opened. */
    List<Block> found() {
        return found;
    }

    /** What was appended since the last {@link #restart}. */
    List<Block> blocks() throws IOException {
        return end == 0 ? List.of() : read(file).blocks;
    }

    /**
     * Puts blocks on the card; when it returns they are there.
     *
     * @return false when there is no room until the next {@link #restart}
     */
    boolean append(List<Block> blocks) throws IOException {
        int length = blocks.stream().mapToInt(b -> BLOCK_HEAD + b.packed().length).sum();
        int pages = (HEAD + length + PAGE - 1) / PAGE;
        if (end + (long) pages * PAGE > (long) mostPages * PAGE) {
            return false;
        }
        ByteBuffer entry = ByteBuffer.allocate(pages * PAGE);
        entry.position(HEAD);
        for (Block b : blocks) {
            entry.putInt(b.meter()).putLong(b.quarter()).putInt(b.packed().length).put(b.packed());
        }
        CRC32C crc = new CRC32C();
        crc.update(entry.array(), HEAD, length);
        entry.rewind().putInt(MAGIC).putLong(round).putInt(length).putInt((int) crc.getValue());
        writeFully(file, entry.rewind(), end);
        file.force(false);
        end += (long) pages * PAGE;
        return true;
    }

    /** Begins anew: what it holds is in the database by now. */
    void restart() {
        round++;
        end = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class Found {
        final List<Block> blocks = new ArrayList<>();
        long round = 1;
        long end;
        @Nullable String damage;
    }

    private static Found read(FileChannel file) throws IOException {
        Found found = new Found();
        @Nullable ByteBuffer entry = entryAt(file, 0);
        boolean isBlank = false;
        if (entry == null) {
            isBlank = firstWord(file) == 0;
            entry = isBlank ? entryAfterBlank(file, found) : null;
        }
        if (entry == null) {
            found.damage = isBlank || isOurs(file) ? null : "it is not a journal";
            return found;
        }
        found.round = entry.getLong(4);
        String torn = null;
        while (entry != null && torn == null && entry.getLong(4) == found.round) {
            found.end += (long) (entry.limit() + PAGE - 1) / PAGE * PAGE;
            entry.position(HEAD);
            torn = take(entry, found.blocks);
            entry = entryAt(file, found.end);
        }
        found.damage = isBlank ? "its beginning is gone" : torn;
        return found;
    }

    /** Takes the blocks of an entry; returns what is wrong with it, null when nothing is. */
    private static @Nullable String take(ByteBuffer entry, List<Block> blocks) {
        while (entry.hasRemaining()) {
            if (entry.remaining() < BLOCK_HEAD) {
                return "an entry ends within a block";
            }
            int meter = entry.getInt();
            long quarter = entry.getLong();
            int length = entry.getInt();
            if (length < 0 || length > entry.remaining()) {
                return "a block says it has " + length + " bytes";
            }
            if (quarter < 0 || quarter > LAST_QUARTER) {
                return "a block says it is of second " + quarter;
            }
            byte[] packed = new byte[length];
            entry.get(packed);
            blocks.add(new Block(meter, quarter, packed));
        }
        return null;
    }

    /** A new one is empty; one of ours begins with its mark, also when a page of it was torn. */
    private static boolean isOurs(FileChannel file) throws IOException {
        return file.size() < Integer.BYTES || firstWord(file) == MAGIC;
    }

    /** 0 also where there is none. */
    private static int firstWord(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Integer.BYTES);
        readFully(file, start, 0);
        return start.hasRemaining() ? 0 : start.getInt(0);
    }

    /** Somebody cut the file off while it was written on: nothing of ours begins so. */
    private static @Nullable ByteBuffer entryAfterBlank(FileChannel file, Found found)
            throws IOException {
        for (long at = PAGE; at < file.size(); at += PAGE) {
            ByteBuffer entry = entryAt(file, at);
            if (entry != null) {
                found.end = at;
                return entry;
            }
        }
        return null;
    }

    /** A whole entry, its head first; null when there is none. */
    private static @Nullable ByteBuffer entryAt(FileChannel file, long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        readFully(file, head, at);
        if (head.remaining() > 0 || head.getInt(0) != MAGIC) {
            return null;
        }
        int length = head.getInt(12);
        if (length < 0 || length > MOST_PAGES * PAGE) {
            return null;
        }
        ByteBuffer entry = ByteBuffer.allocate(HEAD + length);
        readFully(file, entry, at);
        CRC32C crc = new CRC32C();
        crc.update(entry.array(), HEAD, length);
        return entry.remaining() == 0 && (int) crc.getValue() == head.getInt(16) ? entry : null;
    }

    private static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
        int n = 0;
        while (into.hasRemaining() && n >= 0) {
            n = file.read(into, at + into.position());
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer from, long at) throws IOException {
        while (from.hasRemaining()) {
            file.write(from, at + from.position());
        }
    }
}
