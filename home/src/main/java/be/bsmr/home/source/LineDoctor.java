package be.bsmr.home.source;

import be.bsmr.home.source.Finding.Kind;
import be.bsmr.home.source.Finding.Severity;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a line and says what is the matter with it, or that all is well. Only what was heard
 * counts: it opens nothing, waits for nothing and has no words. One thread; memory is bounded
 * however long it listens.
 */
public final class LineDoctor {

    private static final int MOST_LINES = 20;
    private static final double SOME = 0.01;

    /** Some devices report once a day, at an hour that moves with the clock. */
    private static final Duration MBUS_STALE = Duration.ofHours(25);

    private static final Duration MBUS_DEAD = Duration.ofHours(50);
    private static final int FIRST_WITH_DEMAND = 50_217;
    private static final Pattern BELGIAN = Pattern.compile("502\\d\\d");

    /** 230 V ± 10 %, EN 50160. */
    private static final double LOWEST_VOLTAGE = 207;

    private static final double HIGHEST_VOLTAGE = 253;

    private static final Pattern LINE =
            Pattern.compile("|/.*|!.*|\\d+-\\d+:\\d+(\\.\\d+){2,3}\\(.*\\)|\\(.*\\)");

    /** What is known of the host's clock. */
    public enum HostClock {
        SYNCHRONISED,
        NOT_SYNCHRONISED,
        UNKNOWN,
        /** What is heard was recorded long ago: no clock to compare with. */
        OF_NO_USE;

        /** Where systemd says that the clock was set from the network. */
        private static final Path SYNCHRONISED_BY_SYSTEMD =
                Path.of("/run/systemd/timesync/synchronized");

        private static final Path SYSTEMD = Path.of("/run/systemd/timesync");

        /** Other time services than systemd's leave no trace: then nothing is known. */
        public static HostClock ofThisMachine() {
            if (Files.exists(SYNCHRONISED_BY_SYSTEMD)) {
                return SYNCHRONISED;
            }
            return Files.isDirectory(SYSTEMD) ? NOT_SYNCHRONISED : UNKNOWN;
        }
    }

    private final SerialLine listens;
    private final HeardClock clock;
    private final HeardMeters meters;
    private final ReadingDecoder decoder;
    private final TelegramFramer framer = new TelegramFramer(this::take);
    private final LineBytes bytes = new LineBytes();
    private final Map<Rejected.Cause, Long> rejected = new EnumMap<>(Rejected.Cause.class);
    private final SortedMap<String, String> unknown = new TreeMap<>();
    private final SortedMap<String, String> unreadable = new TreeMap<>();
    private @Nullable Rejected firstCrcError;
    private @Nullable String brokenLine;
    private @Nullable Reading last;
    private @Nullable Grid grid;
    private boolean demandSeen;
    private long accepted;
    private long withoutChecksum;
    private boolean behindAddress;
    private long strayBefore = -1;
    private Instant receivedAt = Instant.EPOCH;

    /**
     * @param zone the meter's
     * @param settings how the port is set, where it is one
     * @param named the meter to follow where several speak; empty = the first that is heard
     */
    public LineDoctor(
            ZoneId zone, SerialSettings settings, HostClock hostClock, Optional<MeterId> named) {
        listens = settings.line().orElse(SerialLine.DEFAULT);
        clock = new HeardClock(hostClock, zone);
        meters = new HeardMeters(named);
        decoder = new ReadingDecoder(zone);
    }

    /**
     * What it hears comes from there: the silence of an address has other causes than a cable's.
     */
    public LineDoctor of(SourceSpec spec) {
        behindAddress = spec.isAddress();
        return this;
    }

    /** Takes what was read at {@code at}. */
    public void hear(byte[] heard, int count, Instant at) {
        receivedAt = at;
        // In pieces, so that a telegram that is refused is still remembered when it is.
        byte[] piece = new byte[Math.min(count, 4096)];
        for (int from = 0; from < count; from += piece.length) {
            int length = Math.min(piece.length, count - from);
            System.arraycopy(heard, from, piece, 0, length);
            bytes.hear(piece, length);
            framer.push(piece, 0, length, at);
        }
    }

    /** The source has ended: nothing more will complete what is open. */
    public void end(Instant at) {
        receivedAt = at;
        framer.end(at);
    }

    /** How many telegrams could be read. */
    public long accepted() {
        return accepted;
    }

    public long bytesHeard() {
        return bytes.total();
    }

    /** What there is to say of all that was heard. */
    public List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        if (accepted > 0) {
            telegrams(found);
        }
        link(found);
        Reading reading = last;
        meters.tell(found);
        if (reading != null) {
            clock.tell(found);
            meter(found, reading);
            grid(found, reading);
            reading.mbus().forEach(m -> found.add(mbus(m, reading)));
            lines(found, Kind.UNKNOWN_LINES, unknown);
            lines(found, Kind.UNREADABLE_LINES, unreadable);
        }
        return found;
    }

    // ---- listening

    private void take(Frame frame) {
        if (strayBefore < 0) {
            // Listening begins anywhere in a telegram.
            strayBefore = framer.strayBytes();
        }
        if (frame instanceof Rejected r) {
            reject(r);
            return;
        }
        Telegram telegram = (Telegram) frame;
        Optional<Reading> reading = decoder.decode(telegram);
        if (reading.isEmpty()) {
            rejected.merge(Rejected.Cause.EMPTY, 1L, Long::sum);
            return;
        }
        accepted++;
        withoutChecksum += telegram.checksum() == Checksum.ABSENT ? 1 : 0;
        accept(reading.get());
    }

    private void accept(Reading reading) {
        if (!meters.isFollowed(reading)) {
            return;
        }
        clock.hear(reading, receivedAt);
        last = reading;
        grid = reading.grid().orElse(grid);
        demandSeen |= reading.demand().running() != null || reading.demand().monthPeak() != null;
        remember(unknown, reading.unknown());
        remember(unreadable, reading.unreadable());
    }

    private void reject(Rejected r) {
        rejected.merge(r.cause(), 1L, Long::sum);
        if (r.cause() == Rejected.Cause.CRC && brokenLine == null) {
            String broken = brokenLine(bytes.text(r.offset(), r.length()));
            if (firstCrcError == null || broken != null) {
                firstCrcError = r;
                brokenLine = broken;
            }
        }
    }

    /** The first line in which a character, or its form, cannot be right. */
    private static @Nullable String brokenLine(String telegram) {
        for (String line : telegram.split("[\r\n]+", -1)) {
            boolean readable = line.chars().allMatch(LineBytes::isPrintable);
            if (!readable || !LINE.matcher(line).matches()) {
                return line.length() > 120 ? line.substring(0, 120) : line;
            }
        }
        return null;
    }

    /** By OBIS code: the values of a line change. */
    private static void remember(SortedMap<String, String> lines, List<String> more) {
        for (String line : more) {
            int open = line.indexOf('(');
            String code = open < 0 ? line : line.substring(0, open);
            if (lines.size() < MOST_LINES || lines.containsKey(code)) {
                lines.put(code, line);
            }
        }
    }

    // ---- the line

    private void telegrams(List<Finding> found) {
        Finding telegrams = Finding.ok(Kind.TELEGRAMS).with("telegrams", accepted);
        found.add(clock.interval().map(i -> telegrams.with("interval_s", i)).orElse(telegrams));
    }

    private void link(List<Finding> found) {
        if (bytes.total() == 0) {
            found.add(Finding.problem(behindAddress ? Kind.SILENT_ADDRESS : Kind.SILENCE));
        } else if (accepted == 0 && bytes.encrypted() > 0) {
            found.add(
                    Finding.problem(Kind.ENCRYPTED).with("encrypted_telegrams", bytes.encrypted()));
        } else if (accepted == 0 && !bytes.isText()) {
            found.add(bytes.garbage(listens).with("bytes", bytes.total()));
        } else if (accepted == 0
                && rejectedBy(Rejected.Cause.CRC) == 0
                && rejectedBy(Rejected.Cause.LINE_ENDS) == 0) {
            noTelegram(found);
        } else {
            errors(found);
        }
    }

    private void noTelegram(List<Finding> found) {
        if (rejectedBy(Rejected.Cause.EMPTY) > 0) {
            found.add(empty());
        } else if (bytes.headers() > 0) {
            found.add(
                    Finding.problem(Kind.NEVER_ENDS)
                            .with("beginnings", bytes.headers())
                            .with("bytes", bytes.total()));
        } else {
            found.add(
                    Finding.problem(Kind.NOT_P1)
                            .with("bytes", bytes.total())
                            .with("text", firstLine(bytes.text(0, 200))));
        }
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> line.length() > 3).findFirst().orElse(text.strip());
    }

    private void errors(List<Finding> found) {
        long all = accepted + rejected.values().stream().mapToLong(Long::longValue).sum();
        long crc = rejectedBy(Rejected.Cause.CRC);
        long lineEnds = rejectedBy(Rejected.Cause.LINE_ENDS);
        if (lineEnds > 0) {
            found.add(Finding.problem(Kind.LINE_ENDS).with("telegrams", lineEnds));
        }
        if (crc > 0) {
            found.add(crcErrors(crc, all));
        }
        long cut = rejectedBy(Rejected.Cause.CUT) + rejectedBy(Rejected.Cause.OVERSIZED);
        if (cut > 0) {
            found.add(
                    new Finding(
                            Kind.CUT_TELEGRAMS,
                            cut > 1 && cut > all * SOME ? Severity.PROBLEM : Severity.NOTE,
                            Map.of("telegrams", cut)));
        }
        if (rejectedBy(Rejected.Cause.EMPTY) > 0) {
            found.add(empty());
        }
        long stray = framer.strayBytes() - Math.max(0, strayBefore);
        if (stray > 0) {
            found.add(Finding.note(Kind.STRAY_BYTES).with("bytes", stray));
        }
        if (withoutChecksum > 0) {
            found.add(Finding.note(Kind.NO_CHECKSUM).with("telegrams", withoutChecksum));
        }
        clock.missing(crc + lineEnds).ifPresent(found::add);
    }

    private Finding empty() {
        return Finding.problem(Kind.EMPTY_TELEGRAMS)
                .with("telegrams", rejectedBy(Rejected.Cause.EMPTY));
    }

    private Finding crcErrors(long crc, long all) {
        boolean one = crc == 1 && all > 1;
        boolean rare = crc <= all * SOME;
        Finding finding =
                new Finding(
                                Kind.CRC_ERRORS,
                                one || rare ? Severity.NOTE : Severity.PROBLEM,
                                Map.of())
                        .with("rejected", crc)
                        .with("telegrams", all)
                        .with(
                                "rate_percent",
                                BigDecimal.valueOf(Math.round(1000.0 * crc / all), 1));
        if (firstCrcError != null) {
            finding = finding.with("offset", firstCrcError.offset());
        }
        return brokenLine == null ? finding : finding.with("line", brokenLine);
    }

    private long rejectedBy(Rejected.Cause cause) {
        return rejected.getOrDefault(cause, 0L);
    }

    // ---- the meter

    private void meter(List<Finding> found, Reading reading) {
        Identity identity = reading.identity();
        Finding meter = Finding.ok(Kind.METER).with("header", identity.header());
        if (identity.meter() != null) {
            meter = meter.with("equipment_id", identity.meter().value());
        }
        if (identity.version() != null) {
            meter = meter.with("version", identity.version());
        }
        found.add(meter);
        boolean hasElectricity =
                reading.imported().sum().isPresent()
                        || reading.exported().sum().isPresent()
                        || reading.netPower().isPresent()
                        || !reading.phases().isEmpty();
        if (!hasElectricity) {
            found.add(Finding.problem(Kind.NO_ELECTRICITY));
        }
        String version = identity.version() == null ? "" : identity.version();
        boolean belgian =
                BELGIAN.matcher(version).matches()
                        || identity.header().toUpperCase(Locale.ROOT).startsWith("FLU");
        if (demandSeen) {
            Finding demand = Finding.ok(Kind.DEMAND);
            if (reading.demand().running() != null) {
                demand = demand.with("demand_w", reading.demand().running().watts());
            }
            if (reading.demand().monthPeak() != null) {
                demand = demand.with("peak_w", reading.demand().monthPeak().demand().watts());
            }
            found.add(demand);
        } else if (belgian) {
            boolean keepsDemand =
                    BELGIAN.matcher(version).matches()
                            && Integer.parseInt(version) >= FIRST_WITH_DEMAND;
            found.add(
                    keepsDemand
                            ? Finding.problem(Kind.NO_DEMAND).with("version", version)
                            : Finding.note(Kind.OLD_FIRMWARE));
        }
    }

    private void grid(List<Finding> found, Reading reading) {
        List<PhaseReading> phases = reading.phases();
        if (phases.isEmpty()) {
            return;
        }
        Finding finding =
                grid == null
                        ? Finding.note(Kind.GRID_UNKNOWN)
                        : Finding.ok(
                                switch (grid) {
                                    case SINGLE_PHASE -> Kind.GRID_1X230;
                                    case DELTA_230 -> Kind.GRID_3X230;
                                    case STAR_400 -> Kind.GRID_3N400;
                                });
        finding = finding.with("phases", phases.size());
        for (int i = 0; i < phases.size(); i++) {
            PhaseReading p = phases.get(i);
            if (p.voltage() != null) {
                finding = finding.with("voltage_l" + (i + 1) + "_v", volts(p));
            }
        }
        found.add(finding);
        if (grid == Grid.SINGLE_PHASE || grid == Grid.STAR_400) {
            voltages(found, phases);
        }
    }

    private static void voltages(List<Finding> found, List<PhaseReading> phases) {
        for (int i = 0; i < phases.size(); i++) {
            PhaseReading p = phases.get(i);
            if (p.voltage() == null) {
                continue;
            }
            double volts = p.voltage().volts();
            if (volts < LOWEST_VOLTAGE || volts > HIGHEST_VOLTAGE) {
                found.add(
                        new Finding(
                                        Kind.VOLTAGE,
                                        p.voltage().isZero() ? Severity.PROBLEM : Severity.NOTE,
                                        Map.of())
                                .with("phase", i + 1)
                                .with("voltage_v", volts(p)));
            }
        }
    }

    private static BigDecimal volts(PhaseReading p) {
        return BigDecimal.valueOf(
                Math.round(p.voltage() == null ? 0 : p.voltage().volts() * 10), 1);
    }

    private Finding mbus(MBusReading m, Reading reading) {
        String type = m.type().name().toLowerCase(Locale.ROOT);
        if (m.value() == null && m.measuredAt() == null) {
            return device(Finding.note(Kind.MBUS_NEVER), m, type);
        }
        Duration age = age(m, reading);
        Finding finding =
                age == null || age.compareTo(MBUS_STALE) <= 0
                        ? Finding.ok(Kind.MBUS)
                        : reading.mbus(m.type()).stream().anyMatch(other -> lives(other, reading))
                                ? Finding.note(Kind.MBUS_REPLACED)
                                : age.compareTo(MBUS_DEAD) <= 0
                                        ? Finding.note(Kind.MBUS_STALE)
                                        : Finding.problem(Kind.MBUS_STALE);
        Finding told = device(finding, m, type);
        if (age == null) {
            return told;
        }
        // The clock of the electricity meter may stand still while the other meter's goes on.
        return age.isNegative()
                ? told.with("ahead_s", -age.toSeconds())
                : told.with("age_s", age.toSeconds());
    }

    private static boolean lives(MBusReading m, Reading reading) {
        Duration age = age(m, reading);
        return age != null && age.compareTo(MBUS_STALE) <= 0;
    }

    private static @Nullable Duration age(MBusReading m, Reading reading) {
        return m.measuredAt() == null || reading.measuredAt() == null
                ? null
                : Duration.between(m.measuredAt(), reading.measuredAt());
    }

    private static Finding device(Finding finding, MBusReading m, String type) {
        Finding device = finding.with("channel", m.channel()).with("type", type);
        return m.id() == null ? device : device.with("id", m.id());
    }

    private static void lines(List<Finding> found, Kind kind, SortedMap<String, String> lines) {
        if (!lines.isEmpty()) {
            found.add(
                    Finding.note(kind)
                            .with("count", lines.size())
                            .with("lines", List.copyOf(lines.values())));
        }
    }
}
