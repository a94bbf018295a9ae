package be.bsmr.home.cli;

import be.bsmr.home.MeterLog;
import be.bsmr.home.imports.ImportReport;
import be.bsmr.home.source.ReadAhead;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.Imports.Outcome;
import be.bsmr.home.store.RecordedReadings;
import be.bsmr.site.LinkHealth;
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
import java.util.Optional;
import java.util.TreeMap;
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
    private final Site site;
    private final Consumer<SiteStep> also;
    private final MeterLog meterLog = new MeterLog();
    private final List<LinkHealth.Rejection> rejections = new ArrayList<>();
    private SiteState state;
    private long fresh;
    private long equal;
    private long conflicting;
    private long refused;
    private long passedOver;
    private @Nullable Instant first;
    private @Nullable Instant last;

    private RecordingImport(
            RecordedReadings readings, SiteSettings settings, Purpose purpose, SiteState start) {
        this.readings = readings;
        this.also = purpose.also;
        site = purpose.learns ? new Site(settings) : Site.ofThePast(settings);
        state = start;
    }

    /**
     * What else is done with a recording than to keep it.
     *
     * @param dry whether to leave the database as it is
     * @param learns whether the forecast learns the house from it: ten times slower
     * @param also told each step
     */
    record Purpose(boolean dry, boolean learns, Consumer<SiteStep> also) {}

    static boolean isRecording(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(START), StandardCharsets.ISO_8859_1);
            return TELEGRAM.matcher(start).matches();
        }
    }

    /**
     * @param progress told the share of the file that is read, 0…1
     * @throws IOException when the file cannot be read or the database refuses
     */
    static ImportReport of(
            Path file,
            SiteSettings settings,
            Path database,
            Purpose purpose,
            DoubleConsumer progress)
            throws IOException {
        // What would have been switched then is nobody's business now.
        SiteSettings watching = settings.steering(List.of());
        try (RecordedReadings readings =
                        Imports.ofRecording(
                                database, settings.zone(), purpose.dry, purpose.learns);
                InputStream in = new Watched(file, progress)) {
            SiteState start = SiteState.initial(watching, PeakHistory.EMPTY, readings.forecaster());
            RecordingImport running = new RecordingImport(readings, watching, purpose, start);
            long began = System.nanoTime();
            ReadAhead.pump(in, settings.zone(), running::take);
            readings.finish();
            if (purpose.learns) {
                readings.keep(running.state.forecaster());
            }
            ImportReport report = running.report(file);
            tellRate(file, report.read(), began);
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
                "%s: %,d telegrams in %.1f s, %,.0f a second%n",
                file, telegrams, seconds, telegrams / seconds);
    }

    private void take(SiteInput input) {
        LinkHealth.Rejections known = state.link().rejections();
        SiteStep step = site.step(state, input);
        state = step.state();
        also.accept(step);
        meterLog.note(step);
        try {
            Optional<Outcome> outcome = readings.take(step);
            if (input instanceof SiteInput.MeterRead read) {
                count(outcome, read);
            } else if (!state.link().rejections().equals(known)) {
                refuse(state.link());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(Optional<Outcome> outcome, SiteInput.MeterRead read) {
        if (outcome.isEmpty()) {
            passedOver++;
            return;
        }
        switch (outcome.get()) {
            case NEW, REPLACED -> fresh++;
            case EQUAL -> equal++;
            case KEPT -> conflicting++;
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
                fresh + equal + conflicting + refused + passedOver,
                fresh,
                equal,
                conflicting,
                refused,
                passedOver,
                new TreeMap<>(),
                0,
                problems(file),
                first,
                last,
                List.of(),
                List.of());
    }

    /** The decoder knows bytes; people look for lines. */
    private List<ImportReport.Problem> problems(Path file) throws IOException {
        List<ImportReport.Problem> problems = new ArrayList<>();
        if (rejections.isEmpty()) {
            return problems;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long line = 1;
            long at = 0;
            for (LinkHealth.Rejection rejection : rejections) {
                for (; at < rejection.offset(); at++) {
                    line += in.read() == '\n' ? 1 : 0;
                }
                problems.add(
                        new ImportReport.Problem(
                                line, true, "the telegram is refused: " + rejection.cause()));
            }
        }
        return problems;
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
