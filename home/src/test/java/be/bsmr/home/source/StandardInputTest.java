package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code cat} passes on: a real pipe of the operating system. */
class StandardInputTest {

    private final Process cat;
    private final OutputStream writer;
    private final InputStream pipe;

    StandardInputTest() throws Exception {
        cat = new ProcessBuilder("cat").start();
        writer = cat.getOutputStream();
        pipe = cat.getInputStream();
    }

    @AfterEach
    void ends() {
        cat.destroy();
    }

    @Test
    void givesWhatIsWrittenAndEndsWithIt() throws Exception {
        byte[] written = new byte[10_000];
        Arrays.fill(written, (byte) 'x');
        try (StandardInput input = new StandardInput(pipe)) {
            input.open();
            assertThat(input.read(new byte[10])).as("nothing yet").isZero();
            writer.write("/telegram".getBytes(StandardCharsets.US_ASCII));
            writer.flush();
            byte[] buffer = new byte[5];
            assertThat(input.read(buffer)).isEqualTo(5);
            assertThat(input.read(buffer)).isEqualTo(4);
            assertThat(new String(buffer, StandardCharsets.US_ASCII)).startsWith("gram");
            input.open();
            writer.write(written);
            writer.close();
            int total = 0;
            for (int n = input.read(buffer); n != ByteSource.END; n = input.read(buffer)) {
                total += n;
            }
            assertThat(total).isEqualTo(written.length);
            assertThat(input.read(buffer)).as("still ended").isEqualTo(ByteSource.END);
        }
    }

    @Test
    void endsAWaitWhenItIsClosed() throws Exception {
        StandardInput input = new StandardInput(pipe);
        input.open();
        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(() -> input.read(new byte[10]));
        long begun = System.nanoTime();
        input.close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(ByteSource.END);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
}
