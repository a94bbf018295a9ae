package be.bsmr.home;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.influx.InfluxFeed;
import be.bsmr.home.influx.InfluxSettings;
import be.bsmr.home.messages.FeedReport;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.home.series.LineServer;
import be.bsmr.home.series.Past;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.FileRefused;
import be.bsmr.home.store.ImportWatch;
import be.bsmr.home.store.Keeper;
import be.bsmr.home.store.ScheduledBackups;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreHealth;
import be.bsmr.home.store.StoredSite;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk as an edge of the house: the store, which may come late, and what goes with it: copies,
 * imports that are noticed, and the feed of another server.
 */
final class Keeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Keeping.class);

    private final HomeConfig config;
    private final SiteSettings settings;
    private final SiteAccess site;
    private final Clock host;
    private final Keeper keeper;

    /** A store that comes late brings more while others run. */
    private final Deque<AutoCloseable> beside = new ConcurrentLinkedDeque<>();

    /**
     * Opens the store. A card that is full, broken or read-only must not leave the loads alone; a
     * file that is not ours must be said.
     *
     * @param host the host's clock
     * @param pause how often a disk is tried again that cannot be used
     * @throws IOException when another program keeps its readings there, or the file is not ours
     */
    Keeping(HomeConfig config, SiteSettings settings, SiteAccess site, Clock host, Duration pause)
            throws IOException {
        this.config = config;
        this.settings = settings;
        this.site = site;
        this.host = host;
        Keeper.Opening opening = () -> Store.open(config.store(), host, settings.zone());
        Store store = null;
        String trouble = null;
        try {
            store = opening.open();
        } catch (FileRefused e) {
            throw e;
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            log.error(
                    "{}. BSMR goes on, knows nothing of before, and tries again until it works; an"
                            + " hour of readings waits for that",
                    trouble);
        }
        keeper = new Keeper(store, trouble, opening, pause, this::storeComes);
    }

    /**
     * The site as an earlier run left it.
     *
     * @param each told of each step that is replayed
     */
    SiteState resume(Consumer<SiteStep> each) {
        return keeper.store()
                .map(store -> StoredSite.resume(store, settings, site.clock(), each))
                .orElse(SiteState.initial(settings, PeakHistory.EMPTY));
    }

    /**
     * Begins to keep.
     *
     * @throws IOException when what goes with the store cannot be had
     */
    void start() throws IOException {
        if (keeper.store().isPresent()) {
            startBeside(keeper.store().get());
        }
        Optional<ScheduledBackups> backups = Optional.empty();
        if (config.store().backup().wanted()) {
            backups =
                    Optional.of(
                            new ScheduledBackups(
                                    config.store().file(), config.store().backup(), host));
            beside.push(backups.get());
            backups.get().start();
        }
        Optional<ScheduledBackups> copies = backups;
        site.health().watchStore(() -> report(copies));
        site.health().watch("store", this::part);
        keeper.start();
    }

    /** What is kept, to be read from any thread; empty while the disk cannot be used. */
    Optional<Past> past() {
        return keeper.store().map(Store::history);
    }

    /** Takes a step and returns at once. */
    void put(SiteStep step) {
        keeper.put(step);
    }

    /** The inbox for one who can wait where it reads from: it does while the disk is far behind. */
    Consumer<SiteInput> holding(Consumer<SiteInput> inbox) {
        return input -> {
            keeper.hold();
            inbox.accept(input);
        };
    }

    /**
     * Why not all is kept, in the operator's words; empty when it is. To be asked after {@link
     * #close}.
     */
    Optional<String> missing() {
        return keeper.missing();
    }

    @Override
    public void close() {
        while (!beside.isEmpty()) {
            try {
                beside.pop().close();
            } catch (Exception e) {
                log.error("while stopping", e);
            }
        }
        keeper.close();
    }

    /** The disk is back: the site hears what was known, and what goes with a store begins. */
    private void storeComes(Store store) {
        if (store.recoveredSince().isPresent()) {
            var unused = StoredSite.resume(store, settings, site.clock(), step -> {});
        }
        site.inbox().accept(store.comesLate(site.clock().instant()));
        try {
            startBeside(store);
        } catch (IOException e) {
            log.error("{}", e.getMessage());
        }
    }

    private void startBeside(Store store) throws IOException {
        site.latest()
                .remember(store.history().decisions(Instant.EPOCH, LatestState.DECISIONS_KEPT));
        if (config.sinks().influx().wanted()) {
            startFeed(store);
        }
        ImportWatch imports = new ImportWatch(store.history(), site.clock(), site.inbox());
        beside.push(imports);
        imports.start();
    }

    private void startFeed(Store store) throws IOException {
        InfluxSettings influx = config.sinks().influx();
        try {
            String token =
                    influx.tokenFile().isBlank()
                            ? null
                            : LineServer.token(Path.of(influx.tokenFile()));
            LineServer server = new LineServer(influx.url(), token);
            log.info("every second goes to {} too", server);
            InfluxFeed feed =
                    new InfluxFeed(
                            store.history(),
                            config.store().file(),
                            server,
                            config.sinks().mqtt().topics().site(),
                            settings.zone());
            beside.push(feed);
            site.health()
                    .watchFeed(
                            () -> new FeedReport(feed.health().refused(), feed.health().trouble()));
            feed.start();
        } catch (IOException e) {
            throw new IOException("influx.token_file: " + PlainWords.of(e), e);
        }
    }

    private StoreReport report(Optional<ScheduledBackups> backups) {
        StoreHealth store = health();
        ScheduledBackups.Health copies =
                backups.map(ScheduledBackups::health)
                        .orElse(new ScheduledBackups.Health(null, null));
        return new StoreReport(
                store.stored(),
                store.waiting() + keeper.waiting(),
                store.dropped() + keeper.lostReadings(),
                store.trouble(),
                copies.newest(),
                copies.trouble());
    }

    private PartReport part() {
        StoreHealth store = health();
        Instant until = store.storedUntil();
        return new PartReport(
                until == null ? null : Duration.between(until, host.instant()), store.trouble());
    }

    /** What could not be opened has stored nothing and says why. */
    private StoreHealth health() {
        return keeper.store()
                .map(Store::health)
                .orElse(new StoreHealth(0, 0, 0, null, keeper.trouble().orElse(null)));
    }
}
