package be.bsmr.home;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.edge.Edge;
import be.bsmr.home.edge.Edge.Duty;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.explain.MeterReport;
import be.bsmr.home.gridmeter.GridMeter;
import be.bsmr.home.guard.Mailbox;
import be.bsmr.home.guard.Watchdog;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.json.WhatIfJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.MeterLog;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.mqtt.MqttEdge;
import be.bsmr.home.notify.MqttChannel;
import be.bsmr.home.notify.Notifier;
import be.bsmr.home.notify.NotifySettings;
import be.bsmr.home.pictures.StoredYearbook;
import be.bsmr.home.prices.Prices;
import be.bsmr.home.push.Push;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.relay.AlarmLamp;
import be.bsmr.home.relay.Gpio;
import be.bsmr.home.relay.StopButton;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.setup.FirstStart;
import be.bsmr.home.setup.SettingsAnswers;
import be.bsmr.home.setup.TestMessage;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.home.source.MeterLink;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.source.Tapped;
import be.bsmr.home.store.Keeper;
import be.bsmr.home.tariff.TariffSettings;
import be.bsmr.home.uplink.Uplink;
import be.bsmr.home.uplink.UplinkSettings;
import be.bsmr.home.users.Users;
import be.bsmr.home.web.Dashboard;
import be.bsmr.home.web.SetUp;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.home.words.PlainWords;
import be.bsmr.meter.MeterId;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    /** What the part of the program is called that steps the site. */
    private static final String SITE = "site";

    private static final int MQTT_BOX = 60;
    private static final int WEB_BOX = 60;
    private static final int METER_BOX = 60;
    private static final int PUSH_BOX = 60;
    private static final int UPLINK_BOX = 60;

    /** What is said once must not be missed while a picture is drawn. */
    private static final int NOTIFY_BOX = 600;

    private static final Duration NOTIFY_PATIENCE = Duration.ofSeconds(10);

    private final HomeConfig config;
    private final ByteSource source;
    private final Extras extras;
    private final Clock clock = Clock.systemUTC();
    private final SteadyClock steady = new SteadyClock();
    private final Overheard overheard = new Overheard(clock);
    private final Inbox inbox = new Inbox();
    private final LatestState latest = new LatestState();
    private final ProgramHealth health = new ProgramHealth();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Thread.UncaughtExceptionHandler mourner = this::died;
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
    private Optional<URI> dashboard = Optional.empty();
    private Optional<Keeping> keeping = Optional.empty();
    private Optional<AlarmLamp> lamp = Optional.empty();
    private volatile Optional<MqttChannel.Topic> topic = Optional.empty();

    /**
     * What a home has besides its configuration.
     *
     * @param storing whether what was read is kept
     * @param listeners hear of each step, on the site thread
     * @param actuators besides those of the configuration, by load
     * @param diskPause how often a disk is tried again that cannot be used
     * @param before whose place this one takes: whoever came in there is known here
     * @param file that the configuration stands in, if the page may change it
     * @param start as long as there is no meter: nobody has said where it is, or the house is
     *     simulated
     */
    private record Extras(
            boolean storing,
            List<Consumer<SiteStep>> listeners,
            Map<String, Actuator> actuators,
            Duration diskPause,
            Optional<Home> before,
            Optional<SettingsFile> file,
            Optional<FirstStart> start) {

        static final Extras NONE =
                new Extras(
                        true,
                        List.of(),
                        Map.of(),
                        Keeper.USUAL_PAUSE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        /** What is tried before anything is set up is not kept. */
        boolean isFirst() {
            return start.isPresent() && !storing;
        }

        Extras keepingNothing() {
            return new Extras(false, listeners, actuators, diskPause, before, file, start);
        }

        Extras tellingAlso(Consumer<SiteStep> listener) {
            List<Consumer<SiteStep>> more = new ArrayList<>(listeners);
            more.add(listener);
            return new Extras(storing, more, actuators, diskPause, before, file, start);
        }

        Extras switching(String load, Actuator actuator) {
            Map<String, Actuator> more = new HashMap<>(actuators);
            more.put(load, actuator);
            return new Extras(storing, listeners, more, diskPause, before, file, start);
        }

        Extras retryingDisk(Duration pause) {
            return new Extras(storing, listeners, actuators, pause, before, file, start);
        }

        Extras after(Home other) {
            return new Extras(
                    storing, listeners, actuators, diskPause, Optional.of(other), file, start);
        }

        Extras writtenIn(SettingsFile other) {
            return new Extras(
                    storing, listeners, actuators, diskPause, before, Optional.of(other), start);
        }

        Extras connecting(FirstStart ways) {
            return new Extras(
                    storing, listeners, actuators, diskPause, before, file, Optional.of(ways));
        }

        Extras startingWith(FirstStart first) {
            return new Extras(
                    false, listeners, actuators, diskPause, before, file, Optional.of(first));
        }
    }

    private Home(HomeConfig config, ByteSource source, Extras extras) {
        this.config = config;
        this.source = source;
        this.extras = extras;
        extras.before.ifPresent(before -> health.recall(before.health));
    }

    /** Everything that the configuration asks for. */
    public static Home of(HomeConfig config, ByteSource source) {
        return new Home(config, source, Extras.NONE);
    }

    /** A home that keeps nothing: for recordings that are only looked at. */
    public static Home withoutStore(HomeConfig config, ByteSource source) {
        return new Home(config, source, Extras.NONE.keepingNothing());
    }

    /** This home, not started yet, with somebody who hears of each step, on the site thread. */
    public Home tellingAlso(Consumer<SiteStep> listener) {
        return with(extras.tellingAlso(listener));
    }

    /** This home, not started yet, with an actuator of a load that the configuration names. */
    public Home switching(String load, Actuator actuator) {
        return with(extras.switching(load, actuator));
    }

    /** This home, not started yet, in the place of another: who came in there is known here. */
    public Home after(Home before) {
        return with(extras.after(before));
    }

    /**
     * This home, not started yet, whose page may change the file that its configuration stands in.
     * Who watches that file starts a home with what it says then.
     */
    public Home writtenIn(SettingsFile file) {
        return with(extras.writtenIn(file));
    }

    /**
     * This home, not started yet, whose page asks where the meter is and what else there is; it
     * keeps nothing.
     */
    public Home startingWith(FirstStart first) {
        return with(extras.startingWith(first));
    }

    /** This simulated home, not started yet, whose page may look for a meter to take its place. */
    public Home connecting(FirstStart ways) {
        return with(extras.connecting(ways));
    }

    /** This home, not started yet, trying a disk that cannot be used this often; for tests. */
    Home retryingDisk(Duration pause) {
        return with(extras.retryingDisk(pause));
    }

    private Home with(Extras more) {
        return new Home(config, source, more);
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
        return dashboard;
    }

    /**
     * Whether the site takes what comes, a telegram or, each second, that there is none: also of a
     * meter that is silent.
     */
    public boolean lives() {
        PartReport site = health.parts().get(SITE);
        return site != null && site.trouble() == null;
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
        return extras.storing;
    }

    /**
     * Why not all that was read is kept, in the operator's words; empty when it is. To be asked
     * after {@link #close}.
     */
    public synchronized Optional<String> notKept() {
        return keeping.flatMap(Keeping::missing);
    }

    /** The edges of the house in the order in which they open. */
    private void startRooms() throws IOException {
        CapacityTariff tariff = tariff();
        SiteSettings settings = config.site().billed(tariff);
        SiteJson json = new SiteJson(settings.zone(), tariff);
        SiteAccess site =
                new SiteAccess(
                        ids(),
                        steady,
                        inbox::put,
                        inbox::asking,
                        latest,
                        health,
                        () -> keeping.flatMap(Keeping::past));
        List<Edge> edges = new ArrayList<>();

        // First of all: another program that keeps its readings there must be told apart.
        if (extras.storing) {
            Keeping kept = started(new Keeping(config, settings, site, clock, extras.diskPause));
            keeping = Optional.of(kept);
            edges.add(new Edge("store", Duty.KEEP, kept::put));
        }
        // A machine without pins is told so before anything else has started.
        Optional<Gpio> pins = pins();
        // So is one whose file with a password cannot be read.
        Optional<Uplink> uplink = uplink(site);

        SiteState state;
        if (config.sinks().web().enabled()) {
            Dashboard pages =
                    new Dashboard(
                            config.sinks().web(), users(), site, answers(settings, tariff, json));
            state = past(settings, pages::show);
            started(pages).start();
            dashboard = Optional.of(pages.address());
            edges.add(inMailbox("web", WEB_BOX, pages::show));
        } else {
            state = past(settings, latest::show);
            edges.add(new Edge("latest", Duty.SHOW, latest::show));
        }
        if (keeping.isPresent()) {
            keeping.get().start();
        }
        Optional<MqttEdge> mqtt = broker(site, json);
        mqtt.ifPresent(broker -> edges.add(inMailbox("mqtt", MQTT_BOX, broker::tell)));
        // What is only looked at, nobody is told of.
        if (extras.storing && config.sinks().people().wanted()) {
            Notifier people = started(notifier(settings));
            edges.add(inMailbox("notify", NOTIFY_BOX, people::hear));
        }
        if (extras.storing && config.sinks().gridMeter().wanted()) {
            GridMeter meter =
                    started(gridMeter(new GridMeter.House(site, json, telegram(settings)), mqtt));
            edges.add(inMailbox("grid meter", METER_BOX, meter::hear));
        }
        if (extras.storing && config.sinks().push().wanted()) {
            Push push = started(push(site, json));
            edges.add(inMailbox("push", PUSH_BOX, push::hear));
        }
        if (uplink.isPresent()) {
            uplink.get().start();
            edges.add(inMailbox("uplink", UPLINK_BOX, uplink.get()::hear));
        }
        if (extras.storing && config.prices().wanted()) {
            started(Prices.open(config.prices(), prices(site)));
        }
        LoadSwitches switches =
                started(LoadSwitches.open(config, extras.actuators, pins, mqtt, site));
        edges.add(new Edge("loads", Duty.ACT, step -> step.commands().forEach(switches::obey)));
        MeterLog meterLog = new MeterLog();
        edges.add(new Edge("meter log", Duty.SHOW, step -> meterLog.note(step.counted())));
        lamp.ifPresent(one -> edges.add(new Edge("alarm lamp", Duty.SHOW, one::hear)));
        extras.listeners.forEach(one -> edges.add(new Edge("listener", Duty.SHOW, one)));

        begin(settings, state, edges, switches);
    }

    /** The site's thread, what looks after it, and the meter, from which all comes. */
    private void begin(
            SiteSettings settings, SiteState state, List<Edge> edges, LoadSwitches switches)
            throws IOException {
        SiteLoop loop =
                new SiteLoop(
                        new Site(settings),
                        state,
                        inbox,
                        steady,
                        Edge.sinks(edges),
                        stopped::completeExceptionally);
        started(loop).start();
        health.watch(SITE, () -> moves(loop));
        started(new Watchdog(loop::stillFor, Watchdog.PATIENCE, switches::keepSafe)).start();
        MeterLink meter = started(new MeterLink(tapped(), settings.zone(), clock, telegrams()));
        meter.start();
        var unused = meter.ended().whenComplete((end, failure) -> meterEnded(failure));
    }

    private Optional<Uplink> uplink(SiteAccess site) throws IOException {
        UplinkSettings settings = config.sinks().uplink();
        return extras.storing && settings.wanted()
                ? Optional.of(started(new Uplink(settings, site, config.store().file())))
                : Optional.empty();
    }

    private Optional<MqttEdge> broker(SiteAccess site, SiteJson json) throws IOException {
        if (!config.sinks().mqtt().enabled()) {
            return Optional.empty();
        }
        MqttEdge broker =
                started(
                        MqttEdge.open(
                                config.sinks().mqtt(),
                                config.sinks().homeAssistant(),
                                config.brokerDirectory(),
                                site,
                                json));
        topic = Optional.of(topic(broker));
        broker.forget(gone());
        return Optional.of(broker);
    }

    /**
     * The site as an earlier run left it; without one, a new site.
     *
     * @param shown told of each step on the way, without what was decided in it: that is stored
     */
    private SiteState past(SiteSettings settings, Consumer<SiteStep> shown) {
        return keeping.map(kept -> kept.resume(step -> shown.accept(step.withoutDecisions())))
                .orElse(SiteState.initial(settings, PeakHistory.EMPTY));
    }

    private Notifier notifier(SiteSettings settings) {
        NotifySettings notify = config.sinks().people();
        Path database = config.store().file();
        return Notifier.open(
                notify,
                new Notifier.House(
                        settings,
                        clock,
                        database.resolveSibling(database.getFileName() + "-notify")),
                health,
                new StoredYearbook(database, settings, notify.language()),
                topic);
    }

    private Prices.House prices(SiteAccess site) throws IOException {
        int year = LocalDate.ofInstant(clock.instant(), config.site().zone()).getYear();
        try {
            return new Prices.House(config.energyContract(year), clock, config.pricesFile(), site);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IOException("prices: " + e.getMessage(), e);
        }
    }

    private GridMeter gridMeter(GridMeter.House house, Optional<MqttEdge> mqtt) throws IOException {
        return GridMeter.open(
                config.sinks().gridMeter(),
                house,
                message -> mqtt.ifPresent(broker -> broker.publish("victron", message)));
    }

    private Push push(SiteAccess site, SiteJson json) throws IOException {
        String name = config.sinks().mqtt().topics().site();
        return Push.open(
                config.sinks().push(), new Push.House(site, json, name, config.store().file()));
    }

    /** The newest, word for word. */
    private Supplier<Optional<String>> telegram(SiteSettings settings) {
        return new MeterReport(heard(settings), clock)::telegram;
    }

    private static MqttChannel.Topic topic(MqttEdge mqtt) {
        String topic = mqtt.settings().topic("notify");
        return payload -> mqtt.link().deliver(topic, payload, NOTIFY_PATIENCE);
    }

    private Dashboard.PageAnswers answers(
            SiteSettings settings, CapacityTariff tariff, SiteJson json) {
        WhatIfJson answers = new WhatIfJson(settings.zone());
        return new Dashboard.PageAnswers(
                json,
                bill(settings, tariff),
                (now, question) -> WhatIf.of(now, settings, question).map(answers::answer),
                new MeterReport(heard(settings), clock)::in,
                new PastAnswers(settings, config.tariff().volume()),
                new SetUp(
                        extras.file.map(SettingsAnswers::new).orElse(null),
                        extras.file.map(file -> new TestMessage(file, () -> topic)).orElse(null),
                        extras.start.map(this::started).orElse(null),
                        extras.isFirst()));
    }

    /** What people may look at of the meter's own words. */
    private MeterReport.Origin heard(SiteSettings settings) {
        HostClock host = source.isLive() ? HostClock.ofThisMachine() : HostClock.OF_NO_USE;
        Supplier<Optional<MeterId>> followed =
                () -> latest.state().map(SiteState::last).map(l -> l.reading().identity().meter());
        return new MeterReport.Origin(
                overheard,
                settings.zone(),
                settings.rating().fuse(),
                followed,
                () ->
                        new LineDoctor(
                                settings.zone(), config.link().serial(), host, followed.get()));
    }

    /** Readings that can wait where they come from wait there while the disk is far behind. */
    private Consumer<SiteInput> telegrams() {
        return source.canWait()
                ? keeping.map(kept -> kept.holding(inbox::put)).orElse(inbox::put)
                : inbox::put;
    }

    private static PartReport moves(SiteLoop loop) {
        Duration still = loop.stillFor();
        boolean hangs = still.compareTo(Watchdog.PATIENCE) > 0;
        return new PartReport(still, hangs ? "does not move" : null);
    }

    /** The loads that the home before had and this one has not. */
    private Set<String> gone() {
        Set<String> gone = new HashSet<>(extras.before.map(Home::ids).orElse(Set.of()));
        gone.removeAll(ids());
        return gone;
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
                : new BillJson(settings.zone(), house.area(), tariff, house.volume());
    }

    private CapacityTariff tariff() throws IOException {
        try {
            return config.capacityTariff();
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IOException("tariff: " + e.getMessage(), e);
        }
    }

    private Users users() throws IOException {
        try {
            return Users.of(config.usersFile(), config.sinks().web().plain());
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What we read, others may read along: after decryption, and whichever source it came from. */
    private ByteSource tapped() throws IOException {
        ByteSource heard = new Tapped(source, overheard::hear);
        if (!config.link().hub().enabled()) {
            return heard;
        }
        try {
            Hub hub = started(Hub.listening(config.link().hub()));
            log.info(
                    "telegrams for other programs at tcp:{}:{}",
                    config.link().hub().bind(),
                    hub.port());
            return new Tapped(heard, hub::send);
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

    /** The machine's own pins, if anything hangs on them; with stop button and lamp. */
    private Optional<Gpio> pins() throws IOException {
        boolean wanted =
                config.loadControl().stopButton() != null
                        || config.loadControl().alarmLamp() != null
                        || config.loadControl().loads().stream()
                                .anyMatch(l -> l.actuators().wantPins());
        if (!wanted) {
            return Optional.empty();
        }
        Gpio gpio = started(Gpio.open());
        if (config.loadControl().stopButton() != null) {
            var unused = new StopButton(gpio, config.loadControl().stopButton(), this::stopAsked);
        }
        if (config.loadControl().alarmLamp() != null) {
            ZoneId zone = config.site().zone();
            lamp =
                    Optional.of(
                            started(new AlarmLamp(gpio, config.loadControl().alarmLamp(), zone)));
        }
        return Optional.of(gpio);
    }

    private void stopAsked() {
        log.info("stop button pressed");
        end();
    }

    /** For who shows what is now: simulated or recorded time may pass faster than it is shown. */
    private Edge inMailbox(String name, int capacity, Consumer<SiteStep> sink) {
        boolean mayMiss = !source.isLive() || source.canWait();
        return new Edge(
                name, Duty.SHOW, started(new Mailbox<>(name, capacity, sink, mayMiss))::put);
    }

    private <T extends AutoCloseable> T started(T room) {
        running.push(room);
        return room;
    }
}
