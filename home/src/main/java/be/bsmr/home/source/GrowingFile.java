package be.bsmr.home.source;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that another program appends telegrams to, followed as {@code tail -F} does: from its end
 * on; from its beginning when it appears, is emptied or is replaced while we look.
 */
public final class GrowingFile implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(GrowingFile.class);

    private static final long LOOK_MILLIS = 100;
    private static final int LOOKS = 10;

    private final Path file;
    private final SourceSilence silence;
    private volatile @Nullable SeekableByteChannel channel;

    /** What tells the open file from one that took its name. */
    private @Nullable Object key;

    private volatile boolean fromTheEnd = true;
    private volatile CountDownLatch closed = new CountDownLatch(0);

    public GrowingFile(Path file) {
        this(file, SilentSource.AFTER);
    }

    /**
     * @param patience a file that does not grow for so long is reported
     */
    GrowingFile(Path file, Duration patience) {
        this.file = file;
        silence = new SourceSilence(patience);
    }

    @Override
    public String name() {
        return "tail:" + file;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    /** Goes on where it was when it was open before. */
    @Override
    public void open() throws IOException {
        silence.begins();
        if (channel != null) {
            return;
        }
        closed = new CountDownLatch(1);
        try {
            channel = begin();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + " does not exist yet; is the program that writes it on?", e);
        } catch (IOException e) {
            throw new IOException(PlainWords.ofReading(file, e), e);
        } finally {
            fromTheEnd = false;
        }
    }

    private SeekableByteChannel begin() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        FileChannel opening = FileChannel.open(file);
        key = key();
        if (fromTheEnd) {
            opening.position(opening.size());
        }
        return opening;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            int count = appendedOrLetGo(buffer);
            if (count > 0) {
                silence.ends();
                return count;
            }
            if (isClosedWhileWaiting()) {
                return 0;
            }
        }
        if (silence.isTooLong()) {
            throw silence.trouble(file.toString(), "does the program still run that writes it?");
        }
        return 0;
    }

    private int appendedOrLetGo(byte[] buffer) throws IOException {
        try {
            return appended(buffer);
        } catch (IOException e) {
            close();
            throw new IOException(PlainWords.ofReading(file, e), e);
        }
    }

    private int appended(byte[] buffer) throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            throw new IOException("it was closed");
        }
        // Looked at before reading: what the old file got until then must not be lost.
        Object now = key();
        if (open.size() < open.position()) {
            log.info("{} was emptied; reading it from its beginning", file);
            open.position(0);
        }
        int count = open.read(ByteBuffer.wrap(buffer));
        if (count > 0 || now == null || now.equals(key)) {
            return count;
        }
        log.info("{} was replaced; reading the new one", file);
        SeekableByteChannel next = begin();
        open.close();
        channel = next;
        return next.read(ByteBuffer.wrap(buffer));
    }

    /** Null while there is no such file. */
    private @Nullable Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException rotating) {
            return null;
        }
    }

    private boolean isClosedWhileWaiting() {
        try {
            return closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        SeekableByteChannel open = channel;
        channel = null;
        fromTheEnd = true;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("closing {}", file, e);
            }
        }
    }
}
