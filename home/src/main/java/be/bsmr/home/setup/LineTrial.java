package be.bsmr.home.setup;

import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A way to the meter that is tried: what is heard there, on a thread of its own, until closed. */
final class LineTrial implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LineTrial.class);

    private static final int BUFFER_BYTES = 4096;

    private final ByteSource source;
    private final Overheard heard;
    private final Thread thread = new Thread(this::listen, "trial");
    private volatile boolean closing;
    private volatile @Nullable String trouble;

    /**
     * Begins to listen.
     *
     * @param source not opened yet
     * @param clock the host's
     */
    LineTrial(ByteSource source, InstantSource clock) {
        this.source = source;
        heard = new Overheard(clock);
        thread.setDaemon(true);
        thread.start();
    }

    Overheard heard() {
        return heard;
    }

    /** Why nothing is heard any more, in plain words; null while it listens. */
    @Nullable String trouble() {
        return trouble;
    }

    private void listen() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (source) {
            source.open();
            while (!closing) {
                int count = source.read(buffer);
                if (count == ByteSource.END) {
                    return;
                }
                if (count > 0) {
                    heard.hear(buffer, count);
                }
            }
        } catch (IOException e) {
            if (!closing) {
                log.info("{} was tried: {}", source.name(), PlainWords.of(e));
                trouble = PlainWords.of(e);
            }
        }
    }

    /** Returns when the line is free for another. */
    @Override
    public void close() {
        closing = true;
        source.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
