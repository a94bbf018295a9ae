package be.bsmr.home.source;

import be.bsmr.p1.MeterTime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of telegrams, given out at the pace of the stamps in it. Every byte is passed on, the
 * broken ones too.
 */
public final class Recording extends PacedSource {

    private static final int LONGEST_PIECE = 32 * 1024;

    private final Path file;
    private final ZoneId zone;
    private @Nullable InputStream stream;
    private byte[] piece = new byte[0];

    /**
     * @param speed 1 = as it was recorded, 60 = a minute a second, infinite = as fast as it can be
     *     read
     */
    public Recording(Path file, ZoneId zone, double speed) {
        super(speed);
        this.file = file;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "file:" + file;
    }

    @Override
    public void open() throws IOException {
        try {
            stream = new BufferedInputStream(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    Optional<Instant> due() {
        return MeterTime.in(new String(piece, StandardCharsets.ISO_8859_1), zone);
    }

    /**
     * Up to and including the next line that begins with {@code !}: one telegram and what lies
     * before it.
     */
    @Override
    byte[] nextPiece() throws IOException {
        if (stream == null) {
            throw new IOException(file + " is not open");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        boolean lineStart = true;
        boolean lastLine = false;
        while (bytes.size() < LONGEST_PIECE) {
            int b = stream.read();
            if (b < 0) {
                stream.close();
                break;
            }
            bytes.write(b);
            lastLine |= lineStart && b == '!';
            if (lastLine && b == '\n') {
                break;
            }
            lineStart = b == '\n';
        }
        piece = bytes.toByteArray();
        return piece;
    }
}
