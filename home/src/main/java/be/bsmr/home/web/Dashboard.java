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
import java.util.List;
import java.util.Optional;
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
    private final PageState state;
    private final EventStreams audience;
    private final OtherwiseRuns runs = new OtherwiseRuns();
    private final PageServer server;

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
        state = new PageState(site, answers.json(), answers.bill());
        audience = new EventStreams(patience.heartbeat(), patience.stream(), this::catchUpSoon);
        StaticFiles files = new StaticFiles(answers.setUp().isFirst() ? "start" : "now");
        HttpHandler events = exchange -> audience.open(exchange, this::keep, this::join);
        var people = new UsersAnswers(users, site.clock(), () -> ListenAddress.forOthers(settings));
        server =
                new PageServer(
                        settings,
                        users,
                        site.health().door("web", "the dashboard"),
                        site.clock(),
                        new ManualPages(files),
                        Routes.of(site, answers, people, state, Routes.gzip(files), events, runs),
                        patience.exchange());
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    public void start() throws IOException {
        if (settings.plain() != null) {
            log.warn(
                    "web.password stands in the configuration in plain text: set one with bsmr"
                            + " passwd {}, which keeps only a hash, then delete web.user and"
                            + " web.password",
                    settings.user());
        }
        server.start(audience::dismiss);
        users.admitCommands();
        log.info("dashboard at {}", address());
    }

    /**
     * Where to point a browser, for example {@code http://127.0.0.1:8080/}.
     *
     * @throws IllegalStateException when it does not listen
     */
    public URI address() {
        return server.address();
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
        server.close(audience::close);
        runs.close();
    }

    EventStreams audience() {
        return audience;
    }

    int connections() {
        return server.connections();
    }

    // --- who watches ---

    private boolean keep(HttpServerExchange exchange) {
        return server.keep(exchange);
    }

    // Under the lock, so that no reading slips between the snapshot and the first event.
    private synchronized void join(Viewer.Guest guest, EventLine line) {
        boolean alone = !audience.isAwaited();
        audience.join(guest, line, view -> state.opening(alone, view));
    }

    private void catchUpSoon(Viewer viewer) {
        server.execute(() -> catchUp(viewer));
    }

    private synchronized void catchUp(Viewer viewer) {
        viewer.catchUp(audience.newestId(), state.snapshot(viewer.view()));
    }
}
