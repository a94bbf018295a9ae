package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.store.SecondsTable.Block;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteAheadLogTest {

    private static final int PAGES = 8;

    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("bsmr.db-seconds");
    }

    @Test
    void holdsWhatWasAppendedSinceTheLastRestart() throws IOException {
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(journal.found()).isEmpty();
            journal.append(List.of(block(1), block(2)));
            journal.append(List.of(block(3)));
            assertThat(quarters(WriteAheadLog.read(path))).containsExactly(1L, 2L, 3L);
            journal.restart();
            assertThat(quarters(WriteAheadLog.read(path)))
                    .as("as long as nothing came after")
                    .containsExactly(1L, 2L, 3L);
            journal.append(List.of(block(4)));
            assertThat(quarters(WriteAheadLog.read(path))).containsExactly(4L);
        }
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(quarters(journal.found())).containsExactly(4L);
            journal.append(List.of(block(5)));
            assertThat(quarters(journal.blocks())).containsExactly(4L, 5L);
        }
    }

    @Test
    void saysWhenItIsFull() throws IOException {
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            for (int i = 0; i < PAGES; i++) {
                assertThat(journal.append(List.of(block(i)))).isTrue();
            }
            assertThat(journal.append(List.of(block(99)))).isFalse();
            assertThat(quarters(WriteAheadLog.read(path))).hasSize(PAGES);
        }
        assertThat(Files.size(path)).isEqualTo(PAGES * 4096);
    }

    @Test
    void losesOnlyTheEntryThatWasTorn() throws IOException {
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            journal.append(List.of(block(1)));
            journal.append(List.of(block(2)));
            journal.append(List.of(block(3)));
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(2 * 4096 + 30);
            file.write(0x55);
        }
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(quarters(journal.found())).containsExactly(1L, 2L);
            journal.append(List.of(block(4)));
        }
        assertThat(quarters(WriteAheadLog.read(path))).containsExactly(1L, 2L, 4L);
    }

    /** With a checksum that is right. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 17, Integer.MAX_VALUE})
    void aLengthThatCannotBeIsDamageAndSetAside(int length) throws IOException {
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            journal.append(List.of(block(1)));
            journal.append(List.of(block(2)));
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] entry = new byte[16 + 3];
            file.seek(4096 + 20);
            file.readFully(entry);
            ByteBuffer.wrap(entry).putInt(12, length);
            CRC32C crc = new CRC32C();
            crc.update(entry);
            file.seek(4096 + 16);
            file.writeInt((int) crc.getValue());
            file.write(entry);
        }
        assertThat(quarters(WriteAheadLog.read(path))).as("what is before it").containsExactly(1L);
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(quarters(journal.found())).containsExactly(1L);
            journal.append(List.of(block(3)));
        }
        assertThat(quarters(WriteAheadLog.read(path))).containsExactly(3L);
        assertThat(folder.resolve("bsmr.db-seconds.damaged")).exists();
    }

    @Test
    void whatSomebodyCutOffIsSetAsideAndWhatCameAfterIsKept() throws IOException {
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            journal.append(List.of(block(1)));
            journal.append(List.of(block(2)));
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(0);
            }
            journal.append(List.of(block(3)));
            journal.append(List.of(block(4)));
        }
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(quarters(journal.found())).containsExactly(3L, 4L);
            journal.append(List.of(block(5)));
        }
        assertThat(quarters(WriteAheadLog.read(path))).containsExactly(5L);
        assertThat(folder.resolve("bsmr.db-seconds.damaged")).exists();
    }

    @Test
    void whatIsNoJournalIsSetAside() throws IOException {
        Files.writeString(path, "a diary");
        try (WriteAheadLog journal = WriteAheadLog.open(path, PAGES)) {
            assertThat(journal.found()).isEmpty();
        }
        assertThat(folder.resolve("bsmr.db-seconds.damaged")).hasContent("a diary");
    }

    private static Block block(long quarter) {
        return new Block(1, quarter, new byte[] {1, 2, 3});
    }

    private static List<Long> quarters(List<Block> blocks) {
        return blocks.stream().map(Block::quarter).toList();
    }
}
