package be.bsmr.home.web;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.users.Users;
import be.bsmr.home.web.api.OtherwiseRuns;
import be.bsmr.home.web.api.PageState;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.home.web.api.UsersAnswers;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page that shows the running quarter, live in every browser that has it open. It shows what it
 * is told by {@link #show}, and changes nothing; {@link Routes} has its addresses.
 */
public final class Dashboard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dashboard.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final WebSettings settings;
    private final Users users;
    private final InstantSource clock;
    private final PasswordCheck passwords;
    private final StaticFiles files;
    private final PageState state;
    private final EventStreams audience;
    private final OtherwiseRuns runs = new OtherwiseRuns();
    private final HttpHandler handler;
    private final Duration longestExchange;
    private volatile @Nullable WebServer server;

    /**
     * What is worked out for a page that asks.
     *
     * @param json how values are written
     * @param bill what peaks cost; null when that is not known
     * @param whatIf answers what starting a load would do; empty when nothing is foreseen yet
     * @param meter says what the meter said last and how its line does
     * @param past of what is kept
     * @param setUp how owners set up the house
     */
    public record PageAnswers(
            SiteJson json,
            @Nullable BillJson bill,
            BiFunction<SiteState, WhatIf.Question, Optional<ObjectNode>> whatIf,
            Function<Language, ObjectNode> meter,
            PastAnswers past,
            SetUp setUp) {}

    /**
     * How long the server bears with a browser.
     *
     * @param heartbeat a comment goes out this often, so that both sides notice a dead connection
     * @param stream who does not take an event in so long is sent away
     * @param exchange a request and its answer take so long at most
     */
    record Patience(Duration heartbeat, Duration stream, Duration exchange) {

        static final Patience USUAL =
                new Patience(HEARTBEAT, EventStreams.PATIENCE, WebServer.LONGEST_EXCHANGE);
    }

    public Dashboard(WebSettings settings, Users users, SiteAccess site, PageAnswers answers) {
        this(settings, users, site, answers, Patience.USUAL);
    }

    Dashboard(
            WebSettings settings,
            Users users,
            SiteAccess site,
            PageAnswers answers,
            Patience patience) {
        this.settings = settings;
        this.users = users;
        clock = site.clock();
        passwords = new PasswordCheck(users, site.health().door("web", "the dashboard"));
        state = new PageState(site, answers.json(), answers.bill());
        audience = new EventStreams(patience.heartbeat(), patience.stream(), this::catchUpSoon);
        files = new StaticFiles(answers.setUp().start() == null ? "now" : "start");
        longestExchange = patience.exchange();
        HttpHandler events = exchange -> audience.open(exchange, this::keep, this::join);
        HttpHandler pages = Routes.gzip(files);
        var people = new UsersAnswers(users, clock, () -> ListenAddress.forOthers(settings));
        List<Route> routes = Routes.of(site, answers, people, state, pages, events, runs);
        handler = guarded(new Router(routes, new PanelOnly(pages)));
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    public void start() throws IOException {
        if (!settings.isForThisMachine() && !users.areThere()) {
            throw new IOException(
                    settings.isLoopback()
                            ? "web.proxies would show the dashboard to all who come through the"
                                    + " proxy: set a password with bsmr passwd NAME"
                            : "web.bind "
                                    + settings.bind()
                                    + " would show the dashboard to the whole network without a"
                                    + " password: set one with bsmr passwd NAME, or set web.bind to"
                                    + " 127.0.0.1");
        }
        if (settings.plain() != null) {
            log.warn(
                    "web.password stands in the configuration in plain text: set one with bsmr"
                            + " passwd {}, which keeps only a hash, then delete web.user and"
                            + " web.password",
                    settings.user());
        }
        server = WebServer.listening(settings, handler, longestExchange, this::look);
        users.admitCommands();
        log.info("dashboard at {}", address());
    }

    /**
     * Where to point a browser, for example {@code http://127.0.0.1:8080/}.
     *
     * @throws IllegalStateException when it does not listen
     */
    public URI address() {
        WebServer running = server;
        if (running == null) {
            throw new IllegalStateException("the dashboard has not been started");
        }
        return running.address();
    }

    /** Shows the newest step to everybody who watches. Never waits for a browser. */
    public synchronized void show(SiteStep step) {
        if (state.show(step)) {
            audience.refresh();
        }
        if (!audience.isAwaited()) {
            return;
        }
        List<SiteMessages.Message> told = state.changes(step);
        if (!told.isEmpty()) {
            audience.tell(told, state::snapshot);
        }
    }

    /** Says goodbye to all browsers, which keep trying, and stops listening. */
    @Override
    public void close() {
        WebServer running = server;
        server = null;
        audience.close();
        passwords.close();
        if (running != null) {
            running.close();
        }
        runs.close();
    }

    EventStreams audience() {
        return audience;
    }

    int connections() {
        WebServer running = server;
        return running == null ? 0 : running.connections();
    }

    /** From time to time: who has to go, and who may come since. */
    private void look() {
        audience.dismiss();
        WebServer running = server;
        if (running != null) {
            running.execute(
                    () -> {
                        users.refresh();
                        running.renew(clock.instant());
                    });
        }
    }

    // --- who watches ---

    private boolean keep(HttpServerExchange exchange) {
        WebServer running = server;
        if (running != null) {
            running.keep(exchange);
        }
        return running != null;
    }

    // Under the lock, so that no reading slips between the snapshot and the first event.
    private synchronized void join(Viewer.Guest guest, EventLine line) {
        boolean alone = !audience.isAwaited();
        audience.join(guest, line, view -> state.opening(alone, view));
    }

    private void catchUpSoon(Viewer viewer) {
        WebServer running = server;
        if (running == null) {
            return;
        }
        try {
            running.execute(() -> catchUp(viewer));
        } catch (RejectedExecutionException stopping) {
            log.debug("no catching up any more: the dashboard stops");
        }
    }

    private synchronized void catchUp(Viewer viewer) {
        viewer.catchUp(audience.newestId(), state.snapshot(viewer.view()));
    }

    // --- who asks ---

    /** Lets through who has said who he is and, on loopback, calls this machine by its name. */
    private HttpHandler guarded(HttpHandler next) {
        HttpHandler known = new Login(settings.isForThisMachine(), users, passwords, clock, next);
        HttpHandler ours =
                new OriginCheck(
                        new SignIn(
                                users,
                                passwords,
                                clock,
                                Routes.gzip(files),
                                new PanelDoor(passwords, known)));
        return settings.isLoopback()
                ? new HostCheck(HostCheck.loopbackNames(settings), ours)
                : ours;
    }
}
