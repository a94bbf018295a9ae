package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SiteLoopTest {

    private static final SiteInput TICK = new SiteInput.Tick(Instant.EPOCH);

    private final Inbox inbox = new Inbox();

    @Test
    void nobodyWaitsForASiteThatFailed() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (SiteLoop loop =
                loop(
                        step -> {
                            throw new IllegalStateException("a defect");
                        },
                        failure)) {
            loop.start();
            inbox.put(TICK);
            assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessage("a defect");
        }
        // A relay that reports, a meter that goes on, a person who asks: more than the inbox holds.
        for (int i = 0; i < 10_000; i++) {
            inbox.put(TICK);
        }
    }

    @Test
    void whoWaitsForRoomIsLetGoWhenTheSiteFails() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Void> full = new CompletableFuture<>();
        try (SiteLoop loop =
                loop(
                        step -> {
                            full.join();
                            throw new IllegalStateException("a defect");
                        },
                        failure)) {
            loop.start();
            Thread sender =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    inbox.put(TICK);
                                }
                            });
            sender.start();
            while (sender.getState() != Thread.State.TIMED_WAITING
                    && sender.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            full.complete(null);
            sender.join();
            assertThat(failure).isCompleted();
        }
    }

    @Test
    void whoSetsTheHostsClockMakesNoMeterSilent() throws Exception {
        BlockingQueue<SiteStep> seen = new LinkedBlockingQueue<>();
        try (SiteLoop loop = loop(seen::add, new CompletableFuture<>())) {
            loop.start();
            Reading reading =
                    new Household(1, Instant.now(), SiteSettings.BELGIUM, Grid.STAR_400).next();
            // A Pi without a clock of its own wakes up in 1970.
            inbox.put(new SiteInput.MeterRead(reading, Instant.EPOCH, LinkHealth.INITIAL));
            SiteStep step = seen.poll(20, TimeUnit.SECONDS);
            while (step != null && !(step.input() instanceof SiteInput.MeterRead)) {
                step = seen.poll(20, TimeUnit.SECONDS);
            }
            SiteStep tick = seen.poll(20, TimeUnit.SECONDS);
            assertThat(tick).isNotNull();
            assertThat(tick.input()).isInstanceOf(SiteInput.Tick.class);
            assertThat(tick.input().at()).isBetween(Instant.EPOCH, Instant.EPOCH.plusSeconds(30));
        }
    }

    @Test
    void handlesWhatIsInTheInboxBeforeItEnds() {
        List<SiteInput> seen = new CopyOnWriteArrayList<>();
        SiteLoop loop = loop(step -> seen.add(step.input()), new CompletableFuture<>());
        for (int i = 0; i < 1000; i++) {
            inbox.put(TICK);
        }
        loop.start();
        loop.close();
        assertThat(seen).hasSize(1000);
        for (int i = 0; i < 10_000; i++) {
            inbox.put(TICK);
        }
    }

    private SiteLoop loop(Consumer<SiteStep> sink, CompletableFuture<Throwable> failure) {
        SiteSettings settings = SiteSettings.DEFAULT;
        return new SiteLoop(
                new Site(settings),
                SiteState.initial(settings, PeakHistory.EMPTY),
                inbox,
                new SteadyClock(),
                List.of(sink),
                failure::complete);
    }
}
