package be.bsmr.home.cli;

import be.bsmr.home.imports.ImportReport;
import be.bsmr.home.imports.ImportedRows;
import be.bsmr.home.imports.NotTaken;
import be.bsmr.home.imports.Why;
import be.bsmr.home.messages.MeterLog;
import be.bsmr.home.source.LineEnds;
import be.bsmr.home.source.ReadAhead;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.Imports.Verdict;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.meter.MeterId;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a recording of telegrams into the database: parsed, counted in quarters, stored. */
final class RecordingImport {

    private static final int START = 1 << 16;

    /** A line of a telegram: the first, or one with its OBIS code. */
    private static final Pattern TELEGRAM =
            Pattern.compile(
                    "(?s)(^|.*\\n)(/[^\\r\\n]{5,}\\r?\\n\\r?\\n|[01]-\\d:\\d+\\.\\d+\\.\\d+\\().*");

    private final RecordedReadings readings;
    private final SiteSettings settings;
    private final boolean vouched;

    /** Null when the recording is only counted, which is ten times faster. */
    private final @Nullable Site learning;

    private final Consumer<MeteringStep> also;
    private final MeterLog meterLog = new MeterLog();
    private final LineEnds lineEnds;
    private final List<LinkHealth.Rejection> rejections = new ArrayList<>();

    /** By which telegram of the file it is, from 1. */
    private final SortedMap<Long, SiteInput.MeterRead> conflicts = new TreeMap<>();

    private Metering metering;

    /** Moves only while it learns. */
    private SiteState learned;

    private long fresh;
    private long equal;
    private long conflicting;
    private long refused;
    private long ofOthers;
    private final SortedSet<QuarterHour> seams = new TreeSet<>();
    private @Nullable Instant first;
    private @Nullable Instant last;

    private RecordingImport(
            RecordedReadings readings,
            SiteSettings settings,
            ImportOptions purpose,
            SiteState start) {
        this.readings = readings;
        this.settings = settings;
        vouched = purpose.vouched;
        this.also = purpose.also;
        this.lineEnds = purpose.lineEnds;
        learning = purpose.learns ? new Site(settings) : null;
        metering = start.metering();
        learned = start;
    }

    /**
     * What else is done with a recording than to keep it.
     *
     * @param dry whether to leave the database as it is
     * @param learns whether the forecast learns the house from it: ten times slower
     * @param vouched whether somebody says that its meter is the house's, though another is stored
     * @param lineEnds what becomes of the ends of its lines
     * @param also told each step
     */
    record ImportOptions(
            boolean dry,
            boolean learns,
            boolean vouched,
            LineEnds lineEnds,
            Consumer<MeteringStep> also) {}

    static boolean isRecording(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(START), StandardCharsets.ISO_8859_1);
            return TELEGRAM.matcher(start).matches();
        }
    }

    /**
     * @param progress told the share of the file that is read, 0…1
     * @throws NotTaken when it is not the one whose telegrams are stored, and nobody vouches
     * @throws IOException when the file cannot be read or the database refuses
     */
    static ImportReport of(
            Path file,
            SiteSettings settings,
            Path database,
            ImportOptions purpose,
            DoubleConsumer progress)
            throws IOException {
        // What would have been switched then is nobody's business now.
        SiteSettings watching = settings.controlling(List.of());
        try (RecordedReadings readings =
                        Imports.ofRecording(
                                database, settings.zone(), purpose.dry, purpose.learns);
                InputStream in = purpose.lineEnds.of(new Watched(file, progress))) {
            SiteState start = SiteState.initial(watching, PeakHistory.EMPTY, readings.forecaster());
            RecordingImport running = new RecordingImport(readings, watching, purpose, start);
            long began = System.nanoTime();
            ReadAhead.pump(in, settings.zone(), running::take);
            running.seam(running.metering.last());
            readings.finish();
            if (!purpose.dry) {
                running.mend();
                readings.finish();
            }
            if (purpose.learns) {
                readings.keep(running.learned.foresight().forecaster());
            }
            ImportReport report = running.report(file);
            tellRate(file, report.rows().read(), began);
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * @param began {@link System#nanoTime}
     */
    static void tellRate(Path file, long telegrams, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.err.printf(
                "%s: %,d %s in %.1f s, %,.0f a second%n",
                file,
                telegrams,
                telegrams == 1 ? "telegram" : "telegrams",
                seconds,
                telegrams / seconds);
    }

    private void take(SiteInput input) {
        try {
            SiteInput.MeterRead read = input instanceof SiteInput.MeterRead r ? r : null;
            if (read != null) {
                prepareFor(read);
            }
            LinkHealth.Rejections known = metering.link().rejections();
            SiteInput.MeterRead before = metering.last();
            MeteringStep step = step(input);
            also.accept(step);
            meterLog.note(step);
            Optional<Verdict> outcome = readings.take(step);
            if (read == null) {
                if (!metering.link().rejections().equals(known)) {
                    refuse(metering.link());
                }
            } else if (outcome.isPresent()) {
                count(outcome.get(), read);
            } else if (before != null && isSameMeter(read, before)) {
                // Counting passed it over; what it says of its time is kept.
                count(readings.keep(read), read);
            } else {
                ofOthers++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MeteringStep step(SiteInput input) {
        MeteringStep step;
        if (learning == null) {
            step = metering.step(input, settings);
        } else {
            SiteStep whole = learning.step(learned, input);
            learned = whole.state();
            step = whole.counted();
        }
        metering = step.metering();
        return step;
    }

    /** The first of all is asked whose it is; with one of an earlier time counting begins anew. */
    private void prepareFor(SiteInput.MeterRead read) throws IOException {
        SiteInput.MeterRead last = metering.last();
        if (first == null && last == null) {
            requireMeterOfHouse(read);
            seam(read);
        } else if (last != null
                && isSameMeter(read, last)
                && read.measuredAt().isBefore(last.measuredAt())) {
            seam(last);
            seam(read);
            readings.goesBack();
            Forecaster forecaster = learned.foresight().forecaster().interrupted();
            learned = SiteState.initial(settings, metering.peaks(), forecaster);
            metering = learned.metering();
        }
    }

    private static boolean isSameMeter(SiteInput.MeterRead one, SiteInput.MeterRead other) {
        MeterId meter = one.reading().identity().meter();
        MeterId another = other.reading().identity().meter();
        return meter == null || another == null || meter.equals(another);
    }

    private void requireMeterOfHouse(SiteInput.MeterRead read) throws NotTaken {
        MeterId meter = read.reading().identity().meter();
        Optional<MeterId> another = meter == null ? Optional.empty() : readings.another(meter);
        if (another.isPresent() && vouched) {
            readings.areOfAnotherMeter();
        } else if (meter != null && another.isPresent()) {
            throw new NotTaken(
                    Why.of(Why.Kind.METER_CHANGED)
                            .with("meter", meter.value())
                            .with("known", another.get().value()));
        }
    }

    /** Around here pieces of the recording meet one another, or what was stored before. */
    private void seam(SiteInput.@Nullable MeterRead read) {
        if (read != null) {
            QuarterHour quarter = QuarterHour.of(read.measuredAt());
            seams.add(QuarterHour.of(quarter.start().minusSeconds(1)));
            seams.add(quarter);
            seams.add(QuarterHour.of(quarter.end()));
        }
    }

    /** Counts the quarters at the seams anew, from all that is stored of them. */
    private void mend() {
        for (QuarterHour quarter : seams) {
            Metering counted = Metering.initial(PeakHistory.EMPTY);
            // What came before tells how the registers stood at its start.
            for (SiteInput.MeterRead read :
                    readings.stored(
                            quarter.start().minus(QuarterHour.LENGTH),
                            quarter.end().plus(QuarterHour.LENGTH))) {
                MeteringStep step = counted.step(read, settings);
                counted = step.metering();
                step.finished().filter(q -> q.quarter().equals(quarter)).ifPresent(readings::add);
            }
        }
    }

    private void count(Verdict outcome, SiteInput.MeterRead read) {
        switch (outcome) {
            case NEW, REPLACED -> fresh++;
            case EQUAL -> equal++;
            case KEPT -> {
                conflicting++;
                if (conflicts.size() < ImportReport.MOST_PROBLEMS) {
                    conflicts.put(read.link().telegrams(), read);
                }
            }
        }
        Instant at = read.measuredAt();
        first = first == null || at.isBefore(first) ? at : first;
        last = last == null || at.isAfter(last) ? at : last;
    }

    private void refuse(LinkHealth link) {
        refused++;
        LinkHealth.Rejection rejection = link.rejections().last();
        if (rejection != null && rejections.size() < ImportReport.MOST_PROBLEMS) {
            rejections.add(rejection);
        }
    }

    private ImportReport report(Path file) throws IOException {
        return new ImportReport(
                file.toString(),
                "recording",
                new ImportedRows(
                        fresh + equal + conflicting + refused + ofOthers,
                        fresh,
                        equal,
                        conflicting,
                        0,
                        refused,
                        0,
                        ofOthers == 0 ? Map.of() : Map.of(Why.of(Why.Kind.OTHER_METER), ofOthers)),
                problems(file),
                first,
                last,
                readings.months(),
                readings.contradicted(),
                List.of());
    }

    /** The decoder knows bytes; people look for lines. */
    private List<ImportReport.Problem> problems(Path file) throws IOException {
        SortedMap<Long, Why> byOffset = new TreeMap<>();
        rejections.forEach(r -> byOffset.put(r.offset(), why(r)));
        List<Long> offsets = conflicts.isEmpty() ? List.of() : telegrams(file);
        conflicts.forEach(
                (number, read) -> byOffset.put(offsets.get((int) (number - 1)), why(read)));
        List<ImportReport.Problem> problems = new ArrayList<>();
        if (byOffset.isEmpty()) {
            return problems;
        }
        try (InputStream in = new BufferedInputStream(lineEnds.of(Files.newInputStream(file)))) {
            long line = 1;
            long at = 0;
            for (Map.Entry<Long, Why> e : byOffset.entrySet()) {
                for (; at < e.getKey(); at++) {
                    line += in.read() == '\n' ? 1 : 0;
                }
                boolean isRefused = e.getValue().kind() != Why.Kind.SECOND_STAYS;
                problems.add(new ImportReport.Problem(line, isRefused, e.getValue()));
            }
        }
        return problems.size() > ImportReport.MOST_PROBLEMS
                ? problems.subList(0, ImportReport.MOST_PROBLEMS)
                : problems;
    }

    /** Where each telegram begins, up to the last that conflicts. */
    private List<Long> telegrams(Path file) throws IOException {
        List<Long> offsets = new ArrayList<>();
        TelegramFramer framer =
                new TelegramFramer(
                        frame ->
                                offsets.add(
                                        frame instanceof Telegram t
                                                ? t.offset()
                                                : ((Rejected) frame).offset()));
        try (InputStream in = lineEnds.of(Files.newInputStream(file))) {
            byte[] buffer = new byte[START];
            int count = in.read(buffer);
            while (count >= 0 && offsets.size() < conflicts.lastKey()) {
                framer.push(buffer, 0, count, Instant.EPOCH);
                count = in.read(buffer);
            }
            framer.end(Instant.EPOCH);
        }
        return offsets;
    }

    private Why why(SiteInput.MeterRead read) {
        return Why.of(Why.Kind.SECOND_STAYS)
                .with("at", read.measuredAt().atZone(settings.zone()).toOffsetDateTime());
    }

    private static Why why(LinkHealth.Rejection rejection) {
        Rejected.Cause cause = Rejected.Cause.valueOf(rejection.cause().toUpperCase(Locale.ROOT));
        return cause == Rejected.Cause.LINE_ENDS
                ? Why.of(Why.Kind.TELEGRAM_LINE_ENDS)
                : Why.of(Why.Kind.TELEGRAM).with("cause", cause);
    }

    /** Tells how far it is read. */
    private static final class Watched extends FilterInputStream {

        private final double size;
        private final DoubleConsumer progress;
        private long count;

        private Watched(Path file, DoubleConsumer progress) throws IOException {
            super(Files.newInputStream(file));
            size = Math.max(1, Files.size(file));
            this.progress = progress;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count += Math.max(0, n);
            progress.accept(count / size);
            return n;
        }
    }
}
