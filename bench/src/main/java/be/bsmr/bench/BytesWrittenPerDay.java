package be.bsmr.bench;

import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * How many bytes a day the store writes at one reading a second: hours of a simulated household
 * through the real store, with a clock that runs ahead. Arguments: hours (24), commit seconds (10),
 * folder on the disk to measure (the working directory; not a RAM disk).
 */
public final class BytesWrittenPerDay {

    private static final Instant START = Instant.parse("2026-01-13T12:00:00Z");

    private Instant now = START;

    private BytesWrittenPerDay() {}

    public static void main(String[] args) throws IOException {
        int hours = args.length > 0 ? Integer.parseInt(args[0]) : 24;
        int commitSeconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path parent = Path.of(args.length > 2 ? args[2] : ".");
        Path folder = Files.createTempDirectory(parent, "bytes-written");
        Path file = folder.resolve("bsmr.db");
        try {
            new BytesWrittenPerDay().measure(file, hours, commitSeconds);
        } finally {
            for (String end : new String[] {"-shm", "-wal", "-seconds", ""}) {
                Files.deleteIfExists(Path.of(file + end));
            }
            Files.delete(folder);
        }
    }

    private void measure(Path file, int hours, int commitSeconds) throws IOException {
        Site site = new Site(SiteSettings.DEFAULT);
        SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
        Household house = new Household(5, START, SiteSettings.BELGIUM, Grid.STAR_400);
        Clock clock = clock(() -> now);
        StoreSettings settings = StoreSettings.of(file, commitSeconds, 0);
        DiskCounter before;
        long fileBefore;
        try (Store store = Store.open(settings, clock, SiteSettings.BELGIUM)) {
            before = DiskCounter.now();
            fileBefore = Files.size(file);
            for (int s = 0; s < hours * 3600; s++) {
                SiteStep step =
                        site.step(state, new MeterRead(house.next(), now, LinkHealth.INITIAL));
                state = step.state();
                // Each commit waits for the disk: faster than life, but no commit joins another.
                store.keep(step);
                now = now.plusSeconds(1);
            }
        }
        DiskCounter written = DiskCounter.now().since(before);
        long grown = Files.size(file) - fileBefore;
        double days = hours / 24.0;
        System.out.printf(
                Locale.ROOT,
                "%d h at 1 Hz, a commit every %d s: per day %.1f MB to the disk (%.1f MB by"
                        + " write()), and the file grows by %.1f MB%n",
                hours,
                commitSeconds,
                written.disk() / days / 1e6,
                written.handedOver() / days / 1e6,
                grown / days / 1e6);
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
