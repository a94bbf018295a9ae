package be.bsmr.home.source;

import be.bsmr.home.words.PlainWords;
import be.bsmr.p1.MeterTime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of telegrams, given out at the pace of the stamps in it. Every byte is passed on, the
 * broken ones too.
 */
public final class Recording extends PacedSource {

    private static final Logger log = LoggerFactory.getLogger(Recording.class);

    private static final int LONGEST_PIECE = 32 * 1024;

    /** Meters of DSMR 2.2 and 3.0 write no stamp; they speak every ten seconds. */
    private static final Duration WITHOUT_STAMPS = Duration.ofSeconds(10);

    private final Path file;
    private final ZoneId zone;
    private final LineEnds lineEnds;
    private volatile @Nullable InputStream stream;
    private byte[] piece = new byte[0];

    private boolean hasStamps;

    /** When the last telegram was due in a recording in which none has a stamp so far. */
    private Instant stampless = Instant.EPOCH;

    /** Bytes of the file that lie behind, so that a file opened again goes on where it was. */
    private long behind;

    /**
     * @param speed 1 = as it was recorded, 60 = a minute a second, infinite = as fast as it can be
     *     read
     */
    public Recording(Path file, ZoneId zone, double speed) {
        this(file, zone, speed, LineEnds.keep);
    }

    /**
     * @param lineEnds what becomes of them
     */
    public Recording(Path file, ZoneId zone, double speed, LineEnds lineEnds) {
        super(speed);
        this.file = file;
        this.zone = zone;
        this.lineEnds = lineEnds;
    }

    @Override
    public String name() {
        return "file:" + file;
    }

    @Override
    public void open() throws IOException {
        release();
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; name a file of telegrams");
        }
        try {
            InputStream opening = new BufferedInputStream(lineEnds.of(Files.newInputStream(file)));
            stream = opening;
            opening.skipNBytes(behind);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (IOException e) {
            throw new IOException(PlainWords.ofReading(file, e), e);
        }
    }

    @Override
    Optional<Instant> due() {
        Optional<Instant> stamp =
                MeterTime.in(new String(piece, StandardCharsets.ISO_8859_1), zone);
        hasStamps |= stamp.isPresent();
        if (stamp.isPresent() || hasStamps) {
            return stamp;
        }
        stampless = stampless.plus(WITHOUT_STAMPS);
        return Optional.of(stampless);
    }

    /**
     * Up to and including the next line that begins with {@code !}: one telegram and what lies
     * before it.
     */
    @Override
    byte[] nextPiece() throws IOException {
        InputStream open = stream;
        if (open == null) {
            throw new IOException(file + " is not open");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        boolean lineStart = true;
        boolean lastLine = false;
        while (bytes.size() < LONGEST_PIECE) {
            int b = open.read();
            if (b < 0) {
                break;
            }
            bytes.write(b);
            lastLine |= lineStart && b == '!';
            if (lastLine && b == '\n') {
                break;
            }
            lineStart = b == '\n';
        }
        behind += bytes.size();
        piece = bytes.toByteArray();
        return piece;
    }

    @Override
    void release() {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("closing {}", file, e);
            }
        }
    }
}
