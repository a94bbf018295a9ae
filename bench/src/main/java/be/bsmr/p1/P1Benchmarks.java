package be.bsmr.p1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How fast telegrams are read, beside what a copy of the same bytes costs. In the reader's own
 * package, to reach its checksum.
 *
 * <p>The stream is the recording over and over, longer than any cache, as bytes are that arrive for
 * the first time. The time is the thread's own on the processor: what else the machine does is left
 * out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
public class P1Benchmarks {

    private static final int STREAM_BYTES = 64_000_000;

    /** What a serial port or a socket gives at once is less, a file gives as much. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");

    /** A recording of telegrams. */
    @Param("")
    public String recording = "";

    private byte[] once = {};
    private byte[] stream = {};
    private byte[] copy = {};
    private List<Slice> telegrams = List.of();
    private final ReadingDecoder decoder = new ReadingDecoder(ZoneId.of("Europe/Brussels"));
    private final Crc16 checksum = new Crc16();
    private final RegexDecoder reference = new RegexDecoder();

    private record Slice(int from, int to) {}

    /** What one iteration did. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Work {

        private static final com.sun.management.ThreadMXBean THREADS =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        public long cpuNanos;
        public long telegrams;
        public long bytes;
        public long allocated;

        private <T> T measured(long bytesRead, Supplier<T> work) {
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            long before = THREADS.getCurrentThreadCpuTime();
            T result = work.get();
            cpuNanos += THREADS.getCurrentThreadCpuTime() - before;
            allocated += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
            bytes += bytesRead;
            return result;
        }
    }

    @Setup
    public void read() {
        try {
            once = Files.readAllBytes(Path.of(recording));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int times = STREAM_BYTES / once.length + 1;
        stream = new byte[times * once.length];
        copy = new byte[stream.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, stream, i * once.length, once.length);
        }
        List<Slice> found = new ArrayList<>();
        push(
                stream,
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram t) {
                                int from = (int) t.offset();
                                found.add(new Slice(from, from + t.length()));
                            }
                        }));
        telegrams = List.copyOf(found);
    }

    /** Framing, checksum and every line of every telegram into typed values. */
    @Benchmark
    public long decode(Work work) {
        return work.measured(
                stream.length,
                () -> {
                    long[] watts = {0};
                    push(
                            stream,
                            new TelegramFramer(
                                    frame -> {
                                        if (frame instanceof Telegram telegram) {
                                            watts[0] += watts(telegram);
                                            work.telegrams++;
                                        }
                                    }));
                    return watts[0];
                });
    }

    /** Framing and checksum only. */
    @Benchmark
    public long frame(Work work) {
        return work.measured(
                stream.length,
                () -> {
                    long[] bytes = {0};
                    push(
                            stream,
                            new TelegramFramer(
                                    frame -> {
                                        if (frame instanceof Telegram telegram) {
                                            bytes[0] += telegram.length();
                                            work.telegrams++;
                                        }
                                    }));
                    return bytes[0];
                });
    }

    private long watts(Telegram telegram) {
        return decoder.decode(telegram)
                .map(r -> r.importPower() == null ? 0 : r.importPower().watts())
                .orElse(0);
    }

    @Benchmark
    public byte[] copy(Work work) {
        return work.measured(
                stream.length,
                () -> {
                    System.arraycopy(stream, 0, copy, 0, stream.length);
                    return copy;
                });
    }

    @Benchmark
    public int crc(Work work) {
        long bytes = telegrams.stream().mapToLong(t -> t.to() - t.from()).sum();
        return work.measured(
                bytes,
                () -> {
                    int sum = 0;
                    for (Slice t : telegrams) {
                        sum += checksum.of(stream, t.from(), t.to());
                    }
                    return sum;
                });
    }

    /** A reader as one writes it first. */
    @Benchmark
    public long regex(Work work) {
        return work.measured(
                once.length,
                () -> {
                    long values = 0;
                    for (var telegram : reference.read(once)) {
                        values += telegram.size();
                        work.telegrams++;
                    }
                    return values;
                });
    }

    private static void push(byte[] bytes, TelegramFramer framer) {
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            framer.push(bytes, at, Math.min(PIECE_BYTES, bytes.length - at), NOW);
        }
        framer.end(NOW);
    }
}
