package be.bsmr.home;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.guard.Mailbox;
import be.bsmr.home.guard.Watchdog;
import be.bsmr.home.influx.InfluxFeed;
import be.bsmr.home.influx.InfluxSettings;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.json.WhatIfJson;
import be.bsmr.home.messages.FeedReport;
import be.bsmr.home.messages.MeterLog;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.home.mqtt.ControlClaim;
import be.bsmr.home.mqtt.EmbeddedBroker;
import be.bsmr.home.mqtt.ModeRequests;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.OriginalDisplay;
import be.bsmr.home.mqtt.SitePublisher;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.relay.Gpio;
import be.bsmr.home.relay.GpioRelay;
import be.bsmr.home.relay.RetryTimes;
import be.bsmr.home.relay.StopButton;
import be.bsmr.home.series.LineServer;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.MeterLink;
import be.bsmr.home.source.Tapped;
import be.bsmr.home.store.FileRefused;
import be.bsmr.home.store.History;
import be.bsmr.home.store.ImportWatch;
import be.bsmr.home.store.ScheduledBackups;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreHealth;
import be.bsmr.home.tariff.TariffSettings;
import be.bsmr.home.web.Dashboard;
import be.bsmr.home.web.PartReport;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole program: builds every room that the configuration asks for, starts them in order and
 * stops them in reverse.
 */
public final class Home implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Home.class);

    /**
     * So much is recalled before the running quarter's start: its boundary second, and what the
     * forecast looks back at.
     */
    private static final Duration RECALLED_BEFORE = Duration.ofHours(1);

    private static final int DECISIONS_REMEMBERED = 200;

    private static final int MQTT_BOX = 60;
    private static final int WEB_BOX = 60;

    private final HomeConfig config;
    private final ByteSource source;
    private final boolean storing;
    private final Clock clock = Clock.systemUTC();
    private final SteadyClock steady = new SteadyClock();
    private final Inbox inbox = new Inbox();
    private final List<Consumer<SiteStep>> listeners = new ArrayList<>();
    private final Map<String, Actuator> extraActuators = new HashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Thread.UncaughtExceptionHandler mourner = this::died;

    /** A store that comes late brings more while others run. */
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private @Nullable Dashboard dashboard;
    private @Nullable EmbeddedBroker broker;
    private @Nullable Keeper keeper;
    private Duration diskPause = Keeper.USUAL_PAUSE;
    private Map<String, Instant> knownAtDashboard = Map.of();
    private Map<String, Instant> knownAtBroker = Map.of();

    private Home(HomeConfig config, ByteSource source, boolean storing) {
        this.config = config;
        this.source = source;
        this.storing = storing;
    }

    /** Everything that the configuration asks for. */
    public static Home of(HomeConfig config, ByteSource source) {
        return new Home(config, source, true);
    }

    /** The same, but nothing is kept: for recordings that are only looked at. */
    public static Home withoutStore(HomeConfig config, ByteSource source) {
        return new Home(config, source, false);
    }

    /** Adds somebody who hears of each step, on the site thread. Before {@link #start}. */
    public Home tellingAlso(Consumer<SiteStep> listener) {
        listeners.add(listener);
        return this;
    }

    /** Adds an actuator to a load that the configuration names. Before {@link #start}. */
    public Home switching(String load, Actuator actuator) {
        extraActuators.put(load, actuator);
        return this;
    }

    /**
     * Takes the place of another home: whoever came in there is known here. Before {@link #start}.
     */
    public Home after(Home before) {
        knownAtDashboard =
                before.dashboard == null
                        ? before.knownAtDashboard
                        : before.dashboard.guesses().known();
        knownAtBroker =
                before.broker == null ? before.knownAtBroker : before.broker.guesses().known();
        return this;
    }

    /** How often a disk is tried again that cannot be used; for tests. Before {@link #start}. */
    Home retryingDisk(Duration pause) {
        diskPause = pause;
        return this;
    }

    /**
     * Starts all rooms; when one cannot, those that have started are stopped again.
     *
     * @throws IOException saying what cannot be had and which key to change
     */
    public synchronized void start() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(mourner);
        try {
            startRooms();
        } catch (IllegalArgumentException e) {
            // What the configuration says is found wrong by some rooms only when they use it.
            close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where the dashboard is; empty when there is none. */
    public Optional<URI> dashboard() {
        return Optional.ofNullable(dashboard).map(Dashboard::address);
    }

    /**
     * Completes when there is nothing more to do: the recording has ended or somebody pressed the
     * stop button; exceptionally when the site failed.
     */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** Says that there is nothing more to do; whoever waits for that closes. */
    public void end() {
        stopped.complete(null);
    }

    /**
     * Stops everything in reverse order. What was read is kept, loads are given back. May be called
     * more than once.
     */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                log.error("while stopping", e);
            }
        }
        stopped.complete(null);
        if (Thread.getDefaultUncaughtExceptionHandler() == mourner) {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    /**
     * Whichever thread it was, nobody knows what is not done any more: the program ends, and every
     * load goes to its fail-safe.
     */
    private void died(Thread thread, Throwable cause) {
        log.error("the thread {} died; the program ends", thread.getName(), cause);
        stopped.completeExceptionally(cause);
    }

    /** Whether what was read is to be kept at all: not of a recording that is only looked at. */
    public boolean keeps() {
        return storing;
    }

    /**
     * Why not all that was read is kept, in the operator's words; empty when it is. To be asked
     * after {@link #close}.
     */
    public synchronized Optional<String> notKept() {
        return keeper == null ? Optional.empty() : keeper.missing();
    }

    private void startRooms() throws IOException {
        CapacityTariff tariff = tariff();
        SiteSettings settings = config.site().billed(tariff);
        // First of all: another program that keeps its readings there must be told apart.
        keeper = storing ? openStore(settings.zone()) : null;
        SiteJson words = new SiteJson(settings.zone());
        Site site = new Site(settings);
        List<Consumer<SiteStep>> sinks = new ArrayList<>();
        Map<String, Actuator> pins = claimPins();

        if (config.sinks().web().enabled()) {
            WhatIfJson answers = new WhatIfJson(settings.zone());
            dashboard =
                    started(
                            new Dashboard(
                                    config.sinks().web(),
                                    words,
                                    bill(settings, tariff),
                                    (now, question) ->
                                            WhatIf.of(now, settings, question)
                                                    .map(answers::answer)));
            dashboard.obeying(ids(), steady, inbox.asking());
            dashboard.guesses().recall(knownAtDashboard);
            dashboard.start();
        }
        SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
        if (keeper != null) {
            Optional<Store> store = keeper.store();
            if (store.isPresent()) {
                state =
                        recalled(
                                store.get(),
                                site,
                                settings,
                                step -> {
                                    if (dashboard != null) {
                                        dashboard.show(step.withoutDecisions());
                                    }
                                });
                startBeside(store.get());
            }
            watchDisk(keeper, startBackups());
            keeper.start();
            sinks.add(keeper::put);
        }
        @Nullable MqttLink mqtt = startMqtt(words, sinks);
        if (dashboard != null) {
            sinks.add(inMailbox("web", WEB_BOX, dashboard::show));
        }
        LoadSwitches switches = startLoads(pins, mqtt);
        sinks.add(0, step -> step.commands().forEach(switches::obey));
        sinks.add(new MeterLog()::note);
        sinks.addAll(listeners);

        SiteLoop loop =
                new SiteLoop(site, state, inbox, steady, sinks, stopped::completeExceptionally);
        started(loop).start();
        watchHealth(loop, mqtt);
        started(new Watchdog(loop::stillFor, Watchdog.PATIENCE, switches::keepSafe)).start();
        MeterLink meter = started(new MeterLink(tapped(), settings.zone(), clock, telegrams()));
        meter.start();
        var unused = meter.ended().whenComplete((end, failure) -> meterEnded(failure));
    }

    /**
     * A card that is full, broken or read-only must not leave the loads alone; a file that is not
     * ours must be said.
     */
    private Keeper openStore(ZoneId zone) throws IOException {
        Keeper.Opening opening = () -> Store.open(config.store(), clock, zone);
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
        return started(new Keeper(store, trouble, opening, diskPause, this::storeComes));
    }

    /** The disk is back: the site hears what was known, and what goes with a store begins. */
    private void storeComes(Store store) {
        if (store.recoveredSince().isPresent()) {
            SiteSettings settings = config.site();
            var unused = recalled(store, new Site(settings), settings, step -> {});
        }
        inbox.put(store.comesLate(steady.instant()));
        try {
            startBeside(store);
        } catch (IOException e) {
            log.error("{}", e.getMessage());
        }
    }

    private void startBeside(Store store) throws IOException {
        if (dashboard != null) {
            dashboard.remember(store.history().decisions(Instant.EPOCH, DECISIONS_REMEMBERED));
        }
        startInflux(store);
        started(new ImportWatch(store.history(), steady, inbox::put)).start();
    }

    /** Readings that can wait where they come from wait there while the disk is far behind. */
    private Consumer<SiteInput> telegrams() {
        Keeper behind = keeper;
        if (behind == null || !source.canWait()) {
            return inbox::put;
        }
        return input -> {
            behind.hold();
            inbox.put(input);
        };
    }

    private @Nullable ScheduledBackups startBackups() {
        if (!config.store().backup().wanted()) {
            return null;
        }
        ScheduledBackups backups =
                started(
                        new ScheduledBackups(
                                config.store().file(), config.store().backup(), clock));
        backups.start();
        return backups;
    }

    private void startInflux(Store store) throws IOException {
        InfluxSettings influx = config.sinks().influx();
        if (!influx.wanted()) {
            return;
        }
        try {
            String token =
                    influx.tokenFile().isBlank()
                            ? null
                            : LineServer.token(Path.of(influx.tokenFile()));
            LineServer server = new LineServer(influx.url(), token);
            log.info("every second goes to {} too", server);
            InfluxFeed feed =
                    started(
                            new InfluxFeed(
                                    store.history(),
                                    config.store().file(),
                                    server,
                                    config.sinks().mqtt().site(),
                                    config.site().zone()));
            if (dashboard != null) {
                dashboard.watchingFeed(
                        () -> new FeedReport(feed.health().refused(), feed.health().trouble()));
            }
            feed.start();
        } catch (IOException e) {
            throw new IOException("influx.token_file: " + PlainWords.of(e), e);
        }
    }

    private void watchDisk(Keeper keeper, @Nullable ScheduledBackups backups) {
        if (dashboard == null) {
            return;
        }
        dashboard.watchingDisk(
                () -> {
                    StoreHealth health = health();
                    ScheduledBackups.Health copies =
                            backups == null
                                    ? new ScheduledBackups.Health(null, null)
                                    : backups.health();
                    return new StoreReport(
                            health.stored(),
                            health.waiting() + keeper.waiting(),
                            health.dropped() + keeper.lostReadings(),
                            health.trouble(),
                            copies.newest(),
                            copies.trouble());
                });
    }

    /** What {@code /healthz} says beside the meter. */
    private void watchHealth(SiteLoop loop, @Nullable MqttLink mqtt) {
        if (dashboard == null) {
            return;
        }
        dashboard.watchingPart(
                "site",
                () -> {
                    Duration still = loop.stillFor();
                    boolean hangs = still.compareTo(Watchdog.PATIENCE) > 0;
                    return new PartReport(still, hangs ? "does not move" : null);
                });
        if (storing) {
            dashboard.watchingPart("store", this::storeHealth);
        }
        if (mqtt != null) {
            dashboard.watchingPart(
                    "broker",
                    () ->
                            new PartReport(
                                    mqtt.heardAgo().orElse(null),
                                    mqtt.isConnected() ? null : "not connected"));
        }
    }

    private PartReport storeHealth() {
        StoreHealth health = health();
        Instant until = health.storedUntil();
        return new PartReport(
                until == null ? null : Duration.between(until, clock.instant()), health.trouble());
    }

    /** What could not be opened has stored nothing and says why. */
    private StoreHealth health() {
        Keeper kept = Objects.requireNonNull(keeper);
        return kept.store()
                .map(Store::health)
                .orElse(new StoreHealth(0, 0, 0, null, kept.trouble().orElse(null)));
    }

    private Set<String> ids() {
        return config.loadControl().loads().stream()
                .map(LoadSettings::id)
                .collect(Collectors.toSet());
    }

    /** What peaks cost where the house stands; null when the configuration does not say where. */
    private @Nullable BillJson bill(SiteSettings settings, CapacityTariff tariff) {
        TariffSettings house = config.tariff();
        return house.area() == null
                ? null
                : new BillJson(
                        settings.zone(),
                        house.area(),
                        tariff,
                        house.volumeKwh() == 0 ? null : BigDecimal.valueOf(house.volumeKwh()));
    }

    private CapacityTariff tariff() throws IOException {
        try {
            return config.capacityTariff();
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IOException("tariff: " + e.getMessage(), e);
        }
    }

    /** What we read, others may read along: after decryption, and whichever source it came from. */
    private ByteSource tapped() throws IOException {
        if (!config.link().hub().enabled()) {
            return source;
        }
        try {
            Hub hub = started(Hub.listening(config.link().hub()));
            log.info(
                    "telegrams for other programs at tcp:{}:{}",
                    config.link().hub().bind(),
                    hub.port());
            return new Tapped(source, hub);
        } catch (IOException e) {
            throw new IOException("hub.bind, hub.port: " + PlainWords.of(e), e);
        }
    }

    /**
     * A recording has an end; a meter that cannot be read for good must not leave a blind program
     * running.
     */
    private void meterEnded(@Nullable Throwable failure) {
        if (failure == null) {
            stopped.complete(null);
        } else {
            stopped.completeExceptionally(failure);
        }
    }

    /**
     * What an earlier run read of the running quarter goes through the site again, and what it
     * could not write to the database but in the journal: its quarters are counted now.
     */
    private SiteState recalled(
            Store store, Site site, SiteSettings settings, Consumer<SiteStep> shown) {
        History history = store.history();
        SiteState state = SiteState.initial(settings, history.peaks(), history.forecaster());
        Optional<Instant> newest = history.newest();
        if (newest.isEmpty()) {
            return state;
        }
        Instant since = store.recoveredSince().orElse(newest.get());
        Instant first = QuarterHour.of(min(since, newest.get())).start();
        List<SiteInput.MeterRead> readings = history.recall(first.minus(RECALLED_BEFORE));
        List<QuarterDemand> counted = new ArrayList<>();
        for (SiteInput.MeterRead read : readings) {
            SiteStep step = site.step(state, read);
            state = step.state();
            step.finished()
                    .filter(q -> !q.quarter().start().isBefore(first))
                    .ifPresent(counted::add);
            shown.accept(step);
        }
        if (!counted.isEmpty()) {
            store.keepRecovered(counted, state.peaks());
        }
        log.info(
                "continues from {} stored readings, the last of {}", readings.size(), newest.get());
        return state.resumed(settings, history.loads(), steady.instant());
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private @Nullable MqttLink startMqtt(SiteJson words, List<Consumer<SiteStep>> sinks)
            throws IOException {
        if (!config.sinks().mqtt().enabled()) {
            return null;
        }
        if (config.sinks().mqtt().embedded()) {
            broker = started(new EmbeddedBroker(config.sinks().mqtt(), config.brokerDirectory()));
            broker.guesses().recall(knownAtBroker);
            broker.start();
            if (dashboard != null) {
                dashboard.watchingGuesses("mqtt", broker.guesses());
            }
        }
        MqttLink mqtt = started(new MqttLink(config.sinks().mqtt(), broker));
        mqtt.start();
        ModeRequests.listen(mqtt, config.sinks().mqtt(), ids(), steady, inbox.asking());
        SitePublisher publisher = new SitePublisher(config.sinks().mqtt(), words, mqtt);
        OriginalDisplay display = new OriginalDisplay(config.sinks().mqtt().displayTopic(), mqtt);
        sinks.add(
                inMailbox(
                        "mqtt",
                        MQTT_BOX,
                        step -> {
                            publisher.publish(step);
                            display.publish(step);
                        }));
        return mqtt;
    }

    /** First of all, so that a machine without pins is told so before anything else has started. */
    private Map<String, Actuator> claimPins() throws IOException {
        Map<String, Actuator> pins = new HashMap<>();
        boolean wanted =
                config.loadControl().stopButton() != null
                        || config.loadControl().loads().stream()
                                .anyMatch(l -> l.actuators().gpio() != null);
        if (!wanted) {
            return pins;
        }
        Gpio gpio = started(Gpio.open());
        if (config.loadControl().stopButton() != null) {
            var unused = new StopButton(gpio, config.loadControl().stopButton(), this::stopAsked);
        }
        for (LoadSettings load : config.loadControl().loads()) {
            if (load.actuators().gpio() != null) {
                boolean safelyShed = load.load().failSafe() instanceof Load.FailSafe.Off;
                pins.put(load.id(), new GpioRelay(gpio, load.actuators().gpio(), safelyShed));
            }
        }
        return pins;
    }

    /**
     * Nothing is touched before it is known that no other BSMR controls. On the way out loads are
     * made safe first, and then another may have them.
     */
    private LoadSwitches startLoads(Map<String, Actuator> pins, @Nullable MqttLink mqtt)
            throws IOException {
        LoadSwitches switches = new LoadSwitches(steady, inbox::put, RetryTimes.USUAL);
        boolean acts = config.loadControl().control().mode() == ControlMode.ACTIVE;
        Consumer<Boolean> mayControl =
                may -> {
                    switches.control(may, acts);
                    inbox.put(new SiteInput.ControlReport(steady.instant(), may));
                };
        @Nullable ControlClaim claim = null;
        if (mqtt != null && !config.loadControl().loads().isEmpty()) {
            claim =
                    started(
                            new ControlClaim(
                                    mqtt,
                                    config.sinks().mqtt(),
                                    ControlClaim.Pace.USUAL,
                                    mayControl));
        }
        started(switches);
        LoadSwitches.@Nullable Broker through =
                mqtt == null ? null : new LoadSwitches.Broker(config.sinks().mqtt(), broker, mqtt);
        for (LoadSettings load : config.loadControl().loads()) {
            List<Actuator> more = new ArrayList<>();
            Optional.ofNullable(pins.get(load.id())).ifPresent(more::add);
            Optional.ofNullable(extraActuators.get(load.id())).ifPresent(more::add);
            switches.add(load, more, through);
        }
        if (claim == null) {
            switches.control(true, acts);
        } else {
            claim.start(config.sinks().mqtt().embedded());
        }
        return switches;
    }

    private void stopAsked() {
        log.info("stop button pressed");
        end();
    }

    /** For who shows what is now: simulated or recorded time may pass faster than it is shown. */
    private Consumer<SiteStep> inMailbox(String name, int capacity, Consumer<SiteStep> sink) {
        boolean mayMiss = !source.isLive() || source.canWait();
        return started(new Mailbox<>(name, capacity, sink, mayMiss))::put;
    }

    private <T extends AutoCloseable> T started(T room) {
        running.push(room);
        return room;
    }
}
