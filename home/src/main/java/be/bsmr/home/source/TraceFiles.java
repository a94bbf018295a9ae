package be.bsmr.home.source;

import be.bsmr.backtest.TraceMeter;
import be.bsmr.site.SiteInput.MeterRead;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Recorded telegrams, or files of times and powers, as readings in the order of time. All files are
 * read at once, each only as far as needed: a year of seconds takes no more memory than a day. Any
 * may be compressed with gzip.
 */
public final class TraceFiles {

    /**
     * A value that is written only when it changes holds so long at most: a house that draws the
     * same to the watt for longer is rare, a program that has stopped is not.
     */
    public static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private static final Pattern TELEGRAM =
            Pattern.compile("(?m)^/\\S{4,}|^\\d-\\d{1,2}:\\d{1,2}\\.\\d{1,2}\\.\\d");

    private static final int LOOKED_AT = 1 << 14;

    private final List<Path> files;
    private final TraceWish wish;
    private final TraceReport report = new TraceReport();

    /** Bytes, of all files. */
    private long all;

    private long read;

    public TraceFiles(List<Path> files, TraceWish wish) {
        this.files = List.copyOf(files);
        this.wish = wish;
    }

    /** How much of the files has been read, 0…1. */
    public double share() {
        return all == 0 ? 1 : read / (double) all;
    }

    public TraceReport report() {
        return report;
    }

    /**
     * Reads all to their ends.
     *
     * @param inbox takes each reading, in the order of time; a value of power is a reading at the
     *     first whole second at which it was known
     * @throws IllegalArgumentException when a file is no trace
     */
    public void pump(Consumer<MeterRead> inbox) throws IOException {
        List<InputStream> open = new ArrayList<>();
        try {
            List<TelegramFile> telegrams = new ArrayList<>();
            List<PowerFile> powers = new ArrayList<>();
            for (Path file : files) {
                all += Files.size(file);
                InputStream in = open(file);
                open.add(in);
                if (isTelegrams(file, in)) {
                    telegrams.add(new TelegramFile(in, wish.zone(), report));
                } else {
                    powers.add(new PowerFile(file.toString(), in, wish, report));
                }
            }
            if (!telegrams.isEmpty() && !powers.isEmpty()) {
                throw new IllegalArgumentException(
                        "telegrams and files of powers cannot be one trace; give one kind");
            }
            merge(telegrams, TelegramFile::next, r -> r.measuredAt().toEpochMilli(), inbox);
            Seconds seconds = new Seconds(wish.hold(), inbox);
            merge(powers, PowerFile::next, PowerFile.Value::at, seconds::take);
            seconds.end();
        } finally {
            for (InputStream in : open) {
                in.close();
            }
        }
    }

    private InputStream open(Path file) throws IOException {
        InputStream counted =
                new FilterInputStream(Files.newInputStream(file)) {
                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        int n = super.read(into, from, length);
                        read += Math.max(0, n);
                        return n;
                    }
                };
        InputStream plain = new BufferedInputStream(counted, LOOKED_AT);
        plain.mark(2);
        boolean compressed = plain.read() == 0x1f && plain.read() == 0x8b;
        plain.reset();
        return compressed
                ? new BufferedInputStream(new GZIPInputStream(plain, LOOKED_AT), LOOKED_AT)
                : plain;
    }

    private static boolean isTelegrams(Path file, InputStream in) throws IOException {
        in.mark(LOOKED_AT);
        byte[] bytes = in.readNBytes(LOOKED_AT);
        in.reset();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    file + ": not plain text; give telegrams, or lines of time and watts");
        }
        return TELEGRAM.matcher(text).find();
    }

    /** Something that gives the next item, or null when there is none. */
    private interface Next<F, T> {
        @Nullable T of(F file) throws IOException;
    }

    private record Head<F, T>(long at, int file, F from, T item) {}

    /** Of several items of one time the first file's comes first. */
    private static <F extends Closeable, T> void merge(
            List<F> files, Next<F, T> next, ToLongFunction<T> time, Consumer<T> inbox)
            throws IOException {
        PriorityQueue<Head<F, T>> heads =
                new PriorityQueue<>(
                        (a, b) ->
                                a.at != b.at
                                        ? Long.compare(a.at, b.at)
                                        : Integer.compare(a.file, b.file));
        for (int i = 0; i < files.size(); i++) {
            advance(heads, files.get(i), i, next, time);
        }
        for (Head<F, T> head = heads.poll(); head != null; head = heads.poll()) {
            inbox.accept(head.item);
            advance(heads, head.from, head.file, next, time);
        }
    }

    private static <F, T> void advance(
            PriorityQueue<Head<F, T>> heads,
            F file,
            int number,
            Next<F, T> next,
            ToLongFunction<T> time)
            throws IOException {
        T item = next.of(file);
        if (item != null) {
            heads.add(new Head<>(time.applyAsLong(item), number, file, item));
        }
    }

    /** From values at any time to one reading a second. */
    private final class Seconds {

        private final TraceMeter meter = new TraceMeter();
        private final boolean hold;
        private final Consumer<MeterRead> inbox;
        private long at = Long.MIN_VALUE;
        private double sum;
        private int count;
        private long second = Long.MIN_VALUE;
        private double watts;

        Seconds(boolean hold, Consumer<MeterRead> inbox) {
            this.hold = hold;
            this.inbox = inbox;
        }

        void take(PowerFile.Value value) {
            if (value.at() == at) {
                report.duplicate();
                return;
            }
            at = value.at();
            long known = -Math.floorDiv(-at, 1000L);
            if (known != second && count > 0) {
                tell(known);
            }
            second = known;
            sum += value.watts();
            count++;
        }

        void end() {
            if (count > 0) {
                tell(second);
            }
        }

        /** The values of one second are one, their mean; it may hold until {@code next}. */
        private void tell(long next) {
            watts = sum / count;
            sum = 0;
            count = 0;
            say(second);
            long heldUntil = Math.min(next - 1, second + LONGEST_HOLD.toSeconds());
            for (long s = second + 1; hold && s <= heldUntil; s++) {
                say(s);
            }
        }

        private void say(long when) {
            inbox.accept(meter.read(Instant.ofEpochSecond(when), watts));
        }
    }
}
