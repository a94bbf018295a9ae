package be.bsmr.home.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {

    @TempDir private Path directory;

    private Path file;

    @BeforeEach
    void names() {
        file = directory.resolve("p1.log");
    }

    @Test
    void readsWhatIsAppendedAndNotWhatWasThere() throws Exception {
        append("before");
        try (GrowingFile tail = new GrowingFile(file)) {
            tail.open();
            assertThat(tail.read(new byte[10])).as("nothing new").isZero();
            append("first ");
            assertThat(next(tail)).isEqualTo("first ");
            tail.open();
            append("after a pause");
            tail.open();
            assertThat(next(tail)).as("opened again, goes on").isEqualTo("after a pause");
        }
    }

    @Test
    void readsAFileThatAppearsLaterFromItsBeginning() throws Exception {
        try (GrowingFile tail = new GrowingFile(file)) {
            assertThatThrownBy(tail::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not exist yet");
            append("whole");
            tail.open();
            assertThat(next(tail)).isEqualTo("whole");
        }
    }

    @Test
    void followsAFileThatIsRotatedAndLosesNothing() throws Exception {
        append("old");
        try (GrowingFile tail = new GrowingFile(file)) {
            tail.open();
            append("last of the old");
            Files.move(file, directory.resolve("p1.log.1"));
            assertThat(next(tail)).isEqualTo("last of the old");
            assertThat(tail.read(new byte[10])).as("between the two").isZero();
            append("first of the new");
            assertThat(next(tail)).isEqualTo("first of the new");
            Files.delete(file);
            append("and once more");
            assertThat(next(tail)).isEqualTo("and once more");
        }
    }

    @Test
    void followsAFileThatIsEmptied() throws Exception {
        append("a long past");
        try (GrowingFile tail = new GrowingFile(file)) {
            tail.open();
            append("more");
            assertThat(next(tail)).isEqualTo("more");
            Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            append("anew");
            assertThat(next(tail)).isEqualTo("anew");
        }
    }

    @Test
    void saysSoWhenItNoLongerGrowsAndGoesOnWhereItWas() throws Exception {
        append("past");
        try (GrowingFile tail = new GrowingFile(file, Duration.ofMillis(100))) {
            tail.open();
            assertThatThrownBy(() -> tail.read(new byte[10]))
                    .isInstanceOf(SilentSource.class)
                    .hasMessageContaining(file.toString());
            append("meanwhile");
            tail.open();
            assertThat(next(tail)).isEqualTo("meanwhile");
        }
    }

    @Test
    void endsAWaitWhenItIsClosed() throws Exception {
        append("past");
        GrowingFile tail = new GrowingFile(file);
        tail.open();
        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return tail.read(new byte[10]);
                            } catch (IOException e) {
                                return -2;
                            }
                        });
        tail.close();
        tail.close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(0);
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> new GrowingFile(directory).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String next(GrowingFile tail) throws IOException {
        byte[] buffer = new byte[100];
        return new String(buffer, 0, Math.max(0, tail.read(buffer)), US_ASCII);
    }
}
