package be.bsmr.home.store;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteInput;
import be.bsmr.tariff.MonthPeak;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each minute whether somebody imported peaks beside the running program. */
public final class ImportWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ImportWatch.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final History history;
    private final InstantSource clock;
    private final Consumer<SiteInput> inbox;
    private final OneThread thread = new OneThread("imports");
    private List<MonthPeak> known;

    public ImportWatch(History history, InstantSource clock, Consumer<SiteInput> inbox) {
        this.history = history;
        this.clock = clock;
        this.inbox = inbox;
        known = history.importedPeaks();
    }

    public void start() {
        var unused =
                thread.scheduleWithFixedDelay(
                        this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void look() {
        try {
            List<MonthPeak> now = history.importedPeaks();
            if (!now.equals(known)) {
                known = now;
                inbox.accept(new SiteInput.PeaksImported(clock.instant(), now));
                log.info("peaks were imported: {} months", now.size());
            }
        } catch (UncheckedIOException e) {
            log.warn("cannot look for imports: {}", PlainWords.of(e));
        } catch (RuntimeException e) {
            log.error("cannot look for imports", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
