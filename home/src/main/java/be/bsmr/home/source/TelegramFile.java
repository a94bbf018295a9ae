package be.bsmr.home.source;

import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A file of telegrams, read from its beginning to its end at the pace of who asks. */
final class TelegramFile implements Closeable {

    /** Meters of DSMR 2.2 and 3.0 write no stamp; they speak every ten seconds. */
    private static final Duration WITHOUT_STAMPS = Duration.ofSeconds(10);

    private final InputStream in;
    private final P1Stream stream;
    private final TraceReport report;
    private final Deque<MeterRead> read = new ArrayDeque<>();
    private final byte[] buffer = new byte[1 << 16];
    private Instant stampless = Instant.EPOCH;
    private boolean ended;

    TelegramFile(InputStream in, ZoneId zone, TraceReport report) {
        this.in = in;
        this.report = report;
        stream = P1Stream.ofRecording(zone, this::take);
    }

    /** The next reading; null at the end. */
    @Nullable MeterRead next() throws IOException {
        while (read.isEmpty() && !ended) {
            int count = in.read(buffer);
            if (count < 0) {
                ended = true;
                stream.broken(Instant.EPOCH);
            } else {
                stream.push(buffer, count, Instant.EPOCH);
            }
        }
        return read.poll();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void take(SiteInput input) {
        if (input instanceof MeterRead told) {
            report.value();
            if (told.reading().measuredAt() == null) {
                stampless = stampless.plus(WITHOUT_STAMPS);
                read.add(new MeterRead(told.reading(), stampless, told.link()));
            } else {
                read.add(told);
            }
        }
    }
}
