package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge with a real server, over restarts. */
class NotifierTest {

    private static final Picture PICTURE = new Picture(new byte[] {1, 2, 3});

    private final SiteSettings site = SiteSettings.DEFAULT;
    private final ProgramHealth health = new ProgramHealth();
    private final Yearbook yearbook =
            new Yearbook() {
                @Override
                public Entry month(YearMonth month) {
                    return new Entry(312_400L, null, Optional.of(PICTURE));
                }

                @Override
                public Entry year(Year year) {
                    return Entry.UNKNOWN;
                }
            };
    private Instant now = Instant.parse("2026-12-31T12:00:00Z");
    private HttpSink sink;

    @TempDir private Path folder;

    @BeforeEach
    void listen() throws IOException {
        sink = new HttpSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private Notifier notifier(Path told) {
        NtfySettings ntfy = new NtfySettings(sink.url(), "house", null, null, null);
        return Notifier.open(
                NotifySettings.DEFAULT,
                new Notifier.House(site, () -> now, told),
                health,
                yearbook,
                List.of(new NtfyChannel(ntfy, new Web())),
                Delivery.Pauses.USUAL);
    }

    private void tick(Notifier notifier) {
        notifier.hear(
                new Site(site)
                        .step(SiteState.initial(site, PeakHistory.EMPTY), new SiteInput.Tick(now)));
    }

    @Test
    void sumsUpEachMonthOnceAlsoWhenItWasOffAtMidnight() {
        Path told = folder.resolve("bsmr.db-notify");
        try (Notifier first = notifier(told)) {
            tick(first);
        }
        now = Instant.parse("2027-01-03T08:00:00Z");
        try (Notifier second = notifier(told)) {
            tick(second);
            tick(second);
            await().until(() -> sink.requests().size() == 2);
            assertThat(sink.requests().get(0).path()).contains("title=december+2026");
            assertThat(sink.requests().get(0).bytes()).isEqualTo(PICTURE.png());
            assertThat(sink.requests().get(1).text()).contains("2026: hoogste piek");
            assertThat(health.parts().get("notify.ntfy").trouble()).isNull();
        }
        try (Notifier third = notifier(told)) {
            tick(third);
            // What is told next comes behind what would have been repeated.
            diskFails(third);
            await().until(() -> sink.requests().size() > 2);
        }
        assertThat(sink.requests()).hasSize(3);
        assertThat(sink.requests().get(2).text()).contains("Er wordt niets meer bewaard");
    }

    @Test
    void tellsOnWhereItCannotRememberWhatItTold() {
        try (LogLines log = new LogLines(Notifier.class);
                Notifier notifier = notifier(folder.resolve("missing/bsmr.db-notify"))) {
            tick(notifier);
            diskFails(notifier);
            await().until(() -> !sink.requests().isEmpty());
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("cannot write", "may come again");
        }
    }

    @Test
    void whatHadNotArrivedAtTheStopArrivesAfterTheStart() throws IOException {
        Path told = folder.resolve("bsmr.db-notify");
        Path unsent = folder.resolve("bsmr.db-notify-unsent");
        sink.answers(503, "not now");
        try (Notifier first = notifier(told)) {
            tick(first);
            diskFails(first);
            await().until(() -> !sink.requests().isEmpty());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unsent)))
                .isEqualTo("rw-------");
        sink.answers(200, "ok");
        int tried = sink.requests().size();
        try (Notifier second = notifier(told)) {
            tick(second);
            await().until(() -> sink.requests().size() > tried);
            assertThat(sink.requests().get(tried).text()).contains("Er wordt niets meer bewaard");
        }
        assertThat(unsent).doesNotExist();
    }

    @Test
    void whatIsNoNewsAnyMoreIsNotSentAfterTheStart() throws IOException {
        Path told = folder.resolve("bsmr.db-notify");
        sink.answers(503, "not now");
        try (Notifier first = notifier(told)) {
            tick(first);
            diskFails(first);
            await().until(() -> !sink.requests().isEmpty());
        }
        int tried = sink.requests().size();
        now = now.plus(Rule.DISK.fresh());
        try (LogLines log = new LogLines(Delivery.class);
                Notifier second = notifier(told)) {
            await().until(() -> log.lines().toString().contains("is not news any more"));
            assertThat(second).isNotNull();
        }
        assertThat(sink.requests()).hasSize(tried);
    }

    private void diskFails(Notifier notifier) {
        health.watchStore(() -> new StoreReport(0, 9, 0, "disk is full", null, null));
        tick(notifier);
        now = now.plus(Duration.ofMinutes(2));
        tick(notifier);
    }
}
