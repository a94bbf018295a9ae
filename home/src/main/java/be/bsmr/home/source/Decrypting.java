package be.bsmr.home.source;

import be.bsmr.p1.DecryptionKey;
import be.bsmr.p1.EncryptedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another source, with its encrypted telegrams in clear. What is not encrypted passes as it is;
 * telegrams that cannot be opened are trouble of the link, said in words that help.
 */
public final class Decrypting implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(Decrypting.class);

    private static final int BUFFER_BYTES = 4096;

    /** So many telegrams in a row that do not open: that is no noise on the cable. */
    private static final int REFUSED_IN_A_ROW = 3;

    /** More than the tail of an encrypted telegram that was met halfway. */
    private static final int CERTAINLY_CLEAR_BYTES = 4096;

    /**
     * Stands for a telegram that did not open, once the key is known to be right: its checksum is
     * wrong, so that it is counted as what it is, one that arrived damaged.
     */
    private static final byte[] DAMAGED = "/?\r\n!?\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteSource source;
    private final @Nullable DecryptionKey key;
    private final byte[] raw = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream clear = new ByteArrayOutputStream();
    private EncryptedStream stream;
    private byte[] ready = new byte[0];
    private int given;
    private long openedBefore;
    private long refusedBefore;
    private int refusedInARow;
    private boolean everOpened;
    private boolean clearSaid;

    public Decrypting(ByteSource source, DecryptionSettings settings) {
        this.source = source;
        key = settings.decryptionKey();
        stream = new EncryptedStream(key, clear::writeBytes);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean canWait() {
        return source.canWait();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public void open() throws IOException {
        stream = new EncryptedStream(key, clear::writeBytes);
        clear.reset();
        ready = new byte[0];
        given = 0;
        openedBefore = 0;
        refusedBefore = 0;
        refusedInARow = 0;
        source.open();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        if (given == ready.length) {
            int count = source.read(raw);
            if (count == END) {
                return END;
            }
            stream.push(raw, 0, count);
            judge();
            ready = clear.toByteArray();
            given = 0;
            clear.reset();
        }
        int count = Math.min(buffer.length, ready.length - given);
        System.arraycopy(ready, given, buffer, 0, count);
        given += count;
        return count;
    }

    @Override
    public void close() {
        source.close();
    }

    private void judge() throws IOException {
        long refused = stream.refused() - refusedBefore;
        refusedBefore = stream.refused();
        if (stream.opened() > openedBefore) {
            openedBefore = stream.opened();
            refusedInARow = 0;
            everOpened = true;
        } else {
            refusedInARow += (int) refused;
        }
        if (refusedInARow >= REFUSED_IN_A_ROW) {
            throw new SilentSource(
                    key == null
                            ? "the telegrams of "
                                    + name()
                                    + " are encrypted; set decryption.key to the key that the grid"
                                    + " operator gives"
                            : "decryption.key or decryption.authentication_key does not fit the"
                                    + " telegrams of "
                                    + name()
                                    + "; compare it with the grid operator's");
        }
        for (; everOpened && refused > 0; refused--) {
            clear.writeBytes(DAMAGED);
        }
        if (key != null
                && !clearSaid
                && stream.opened() == 0
                && stream.clearBytes() > CERTAINLY_CLEAR_BYTES) {
            clearSaid = true;
            log.info("{} does not encrypt its telegrams: decryption.key is not needed", name());
        }
    }
}
