package be.bsmr.bench;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramLayouts;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.packed.PackedSeconds;
import be.bsmr.quarter.Forecaster;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringCodec;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What one of many meters costs in one program: bytes of what is counted of it, heap of what reads
 * and foresees it, time of its steps. Simulated meters of three phases with gas and the peaks of
 * thirteen months, each a house of its own. Heap is what is left after the collector has run, with
 * all meters alive, divided by their number.
 */
public final class FleetFigures {

    private static final Instant START = Instant.parse("2026-01-14T16:00:00Z");
    private static final ZoneId ZONE = SiteSettings.BELGIUM;
    private static final int METERS = 400;

    /** So many seconds each meter has been heard. */
    private static final int HEARD = 20;

    /** And so long its forecaster has learned. */
    private static final int LEARNED = 24 * 3600;

    private static final int MINUTE = 60;
    private static final int CHANNELS = 6;

    private FleetFigures() {}

    public static void main(String[] args) {
        counted();
        packed();
        say("heap of a decoder of its own", heap(METERS, m -> decoder(m, null)), "bytes");
        TelegramLayouts layouts = new TelegramLayouts();
        say("heap of a decoder, layouts shared", heap(METERS, m -> decoder(m, layouts)), "bytes");
        say("heap of a framer, of many meters or of one", heap(METERS, m -> framer()), "bytes");
        foreseen("small", Forecaster.SMALL, 40);
        keptWhole();
        foreseen("full", Forecaster.EMPTY, 8);
    }

    /** A minute of {@link #CHANNELS} channels of a house. */
    private static void packed() {
        SortedMap<Long, long[]> minute = new TreeMap<>();
        Household house = new Household(5, START, ZONE, Grid.STAR_400);
        long base = START.getEpochSecond();
        for (int s = 0; s < MINUTE; s++) {
            Reading r = house.next();
            minute.put(
                    base + s,
                    new long[] {
                        watts(r.importPower()),
                        watts(r.exportPower()),
                        watts(r.demand().running()),
                        r.imported().sum().map(Energy::wattHours).orElse(PackedSeconds.ABSENT),
                        r.exported().sum().map(Energy::wattHours).orElse(PackedSeconds.ABSENT),
                        PackedSeconds.ABSENT
                    });
        }
        byte[] plain = PackedSeconds.plain(base, minute, CHANNELS);
        byte[] deflated = PackedSeconds.deflated(base, minute, CHANNELS);
        say("a minute of 6 channels, plain", plain.length, "bytes");
        say("a minute of 6 channels, deflated", deflated.length, "bytes");
        say(
                "plain, packed, a minute",
                time(i -> PackedSeconds.plain(base, minute, CHANNELS).length),
                "ns");
        say("plain, unpacked, a minute", time(i -> rows(plain, base)), "ns");
        say("deflated, unpacked, a minute", time(i -> rows(deflated, base)), "ns");
    }

    private static int rows(byte[] packed, long base) {
        try {
            return PackedSeconds.rows(packed, base, CHANNELS).size();
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long watts(@Nullable Power power) {
        return power == null ? PackedSeconds.ABSENT : power.watts();
    }

    private static void foreseen(String form, Forecaster start, int houses) {
        say("heap of a forecaster, " + form, heap(houses, m -> taught(start, m)), "bytes");
        Forecaster taught = taught(start, 5);
        say("a forecaster as bytes, " + form, taught.whole().length, "bytes");
        Forecaster[] now = {taught};
        Instant end = START.plusSeconds(LEARNED);
        int[] second = {0};
        long step =
                time(
                        i -> {
                            Power power = new Power(300 + (i & 1023));
                            Instant at = end.plusSeconds(second[0]++);
                            now[0] = now[0].observe(at, power, power);
                            return 1;
                        });
        say("a second of a forecaster, " + form, step, "ns");
    }

    private static void keptWhole() {
        Forecaster taught = taught(Forecaster.SMALL, 5);
        byte[] whole = taught.whole();
        say("a forecaster to bytes, small", time(i -> taught.whole().length), "ns");
        long read = time(i -> Forecaster.resuming(whole).isPresent() ? 1 : 0);
        say("a forecaster from bytes, small", read, "ns");
    }

    private static void counted() {
        Metering metering = Metering.initial(PeakHistory.EMPTY);
        Household house = new Household(5, START, ZONE, Grid.STAR_400);
        for (int s = 0; s < 2000; s++) {
            metering = metering.step(read(house.next(), s), SiteSettings.DEFAULT).metering();
        }
        Metering state = metering;
        byte[] bytes = MeteringCodec.encode(state);
        say("counted, months of peaks", metering.peaks().months().size(), "");
        say("counted, as bytes", bytes.length, "bytes");
        say("counted, encode", time(i -> MeteringCodec.encode(state).length), "ns");
        say("counted, decode", time(i -> MeteringCodec.decode(bytes).isPresent() ? 1 : 0), "ns");
    }

    private static Object decoder(int meter, @Nullable TelegramLayouts shared) {
        ReadingDecoder decoder =
                shared == null ? new ReadingDecoder(ZONE) : new ReadingDecoder(ZONE, shared);
        TelegramWriter writer = new TelegramWriter(ZONE);
        Household house = new Household(meter, START, ZONE, Grid.STAR_400);
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram telegram
                                    && decoder.decode(telegram).isEmpty()) {
                                throw new IllegalStateException("a telegram is not read");
                            }
                        });
        for (int s = 0; s < HEARD; s++) {
            framer.message(writer.write(house.next()), START.plusSeconds(s), true);
        }
        return decoder;
    }

    private static Object framer() {
        TelegramFramer framer = new TelegramFramer(frame -> {});
        Household house = new Household(5, START, ZONE, Grid.STAR_400);
        framer.message(new TelegramWriter(ZONE).write(house.next()), START, true);
        return framer;
    }

    private static Forecaster taught(Forecaster start, int meter) {
        Forecaster forecaster = start;
        Household house = new Household(meter, START, ZONE, Grid.STAR_400);
        for (int s = 0; s < LEARNED; s++) {
            Power power = house.next().netPower().orElseThrow();
            forecaster = forecaster.observe(START.plusSeconds(s), power, power);
        }
        return forecaster;
    }

    private static MeterRead read(Reading reading, int second) {
        Instant at = START.plusSeconds(second);
        return new MeterRead(reading, at, LinkHealth.INITIAL.accepted(at, reading.measuredAt()));
    }

    /** Bytes that each of {@code meters} keeps. */
    private static long heap(int meters, IntFunction<Object> made) {
        Object[] all = new Object[meters];
        Object first = made.apply(meters);
        long before = used();
        for (int i = 0; i < meters; i++) {
            all[i] = made.apply(i);
        }
        long kept = used() - before;
        if (first.equals(all[0])) {
            throw new IllegalStateException("two meters are one");
        }
        return kept / meters;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Time of this thread on the processor, ns, the least of ten rounds. */
    private static long time(IntUnaryOperator work) {
        int rounds = 10;
        int times = 20_000;
        long least = Long.MAX_VALUE;
        int sum = 0;
        for (int r = 0; r < rounds; r++) {
            long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                sum += work.applyAsInt(i);
            }
            long ended = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            least = Math.min(least, (ended - begun) / times);
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return least;
    }

    private static void say(String what, long figure, String unit) {
        System.out.printf(Locale.ROOT, "%-50s %,12d %s%n", what, figure, unit);
    }
}
