package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.guard.Seats;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.Sample;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.site.WhatIf;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page that shows the running quarter, live in every browser that has it open. It shows what it
 * is told by {@link #show}, and changes nothing.
 *
 * <ul>
 *   <li>{@code GET /} the page
 *   <li>{@code GET /api/state} the newest state with all points of the running quarter; 503 before
 *       the first reading
 *   <li>{@code GET /api/link} how the cable to the meter does, also before the first reading
 *   <li>{@code GET /api/bill} what the month peaks cost; 404 when nobody has said where the house
 *       is
 *   <li>{@code GET /api/whatif?load_w=2500&for_s=5400} what starting a load would do; 503 before
 *       the first reading
 *   <li>{@code GET /api/decisions} what was decided lately and why, the newest first
 *   <li>{@code GET /api/plan} how the coming day is meant to go; 404 while nothing is planned
 *   <li>{@code POST /api/loads/<id>/mode}, {@code /api/loads/<id>/undo}, {@code /api/control/mode}:
 *       see {@link Requests}
 *   <li>{@code GET /api/events} server-sent events: {@code snapshot} first, then what changes,
 *       named as its topic
 *   <li>{@code GET /metrics} the same in numbers, for Prometheus
 *   <li>{@code GET /healthz} whether this server lives, and how the other parts do
 * </ul>
 */
public final class Dashboard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dashboard.class);

    private static final int DECISIONS_SHOWN = 20;
    private static final Duration SNAPSHOT_LASTS = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final WebSettings settings;
    private final PageAnswers answers;
    private final SiteJson json;
    private final LatestState latest;
    private final ProgramHealth program;
    private final EventStreams audience;
    private final Patience patience;
    private final Guesses guesses;
    private final QuarterGraph graph = new QuarterGraph();
    private final SiteMessages messages;
    private final Requests requests;
    private long recalls;
    private @Nullable ObjectNode house;
    private @Nullable ByteBuffer snapshotBytes;
    private long snapshotNanos;
    private @Nullable StoreReport snapshotDisk;
    private volatile @Nullable WebServer server;

    /**
     * What is worked out for a page that asks.
     *
     * @param json how values are written
     * @param bill what peaks cost; null when that is not known
     * @param whatIf answers what starting a load would do; empty when nothing is foreseen yet
     */
    public record PageAnswers(
            SiteJson json,
            @Nullable BillJson bill,
            BiFunction<SiteState, WhatIf.Question, Optional<ObjectNode>> whatIf) {}

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

    public Dashboard(WebSettings settings, SiteAccess site, PageAnswers answers) {
        this(settings, site, answers, Patience.USUAL);
    }

    Dashboard(WebSettings settings, SiteAccess site, PageAnswers answers, Patience patience) {
        this.settings = settings;
        this.answers = answers;
        json = answers.json();
        messages = new SiteMessages(json);
        latest = site.latest();
        program = site.health();
        guesses = program.door("web", "the dashboard");
        requests = new Requests(site.loads(), site.clock(), site.asking().get());
        this.patience = patience;
        audience = new EventStreams(patience.heartbeat(), patience.stream(), this::catchUpSoon);
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    public void start() throws IOException {
        try {
            server = new WebServer(settings, handlers(), patience.exchange(), audience::dismiss);
        } catch (IOException | RuntimeException e) {
            throw new IOException(whyNot(e), e);
        }
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
        InetSocketAddress at = running.address();
        return URI.create("http://" + host(at.getAddress()) + ":" + at.getPort() + "/");
    }

    /** Shows the newest step to everybody who watches. Never waits for a browser. */
    public synchronized void show(SiteStep step) {
        snapshotBytes = null;
        latest.show(step);
        if (latest.recalls() != recalls) {
            recalls = latest.recalls();
            audience.refresh();
        }
        Outlook outlook = step.state().foresight().outlook();
        if (step.newReading() && outlook != null) {
            graph.add(outlook);
        }
        if (audience.isEmpty()) {
            return;
        }
        List<SiteMessages.Message> told = new ArrayList<>(messages.of(step));
        houseWhenItChanged().ifPresent(told::add);
        if (!told.isEmpty()) {
            audience.tell(told, () -> snapshot().toString());
        }
    }

    /** What no topic tells; compared without its age, which every second changes. */
    private Optional<SiteMessages.Message> houseWhenItChanged() {
        ObjectNode now = house();
        ObjectNode ageless = now.deepCopy().without("age_s");
        if (ageless.equals(house)) {
            return Optional.empty();
        }
        house = ageless;
        return Optional.of(new SiteMessages.Message("house", now, true, false));
    }

    /** Says goodbye to all browsers, which keep trying, and stops listening. */
    @Override
    public void close() {
        WebServer running = server;
        server = null;
        audience.close();
        if (running != null) {
            running.close();
        }
    }

    EventStreams audience() {
        return audience;
    }

    int connections() {
        WebServer running = server;
        return running == null ? 0 : running.connections();
    }

    // --- what is said ---

    private ObjectNode house() {
        SiteState state = latest.state().orElse(null);
        ObjectNode node = json.house(latest.age().orElse(null), state);
        if (answers.bill() != null && state != null) {
            node.set("cost", answers.bill().cost(state));
        }
        StoreReport report = program.store();
        if (report != null) {
            node.set("disk", json.store(report));
        }
        putGuesses(node);
        return node;
    }

    private synchronized ObjectNode state() {
        ObjectNode node = house();
        SiteState state = latest.state().orElse(null);
        if (state == null) {
            return node;
        }
        if (state.last() != null) {
            node.set("reading", json.reading(state.last(), state.metering().grid()));
            node.set("quarter", json.quarter(state));
        }
        node.set("peaks", json.peaks(state));
        ArrayNode loads = node.putArray("loads");
        state.control().loads().forEach(load -> loads.add(json.load(load)));
        node.set("link", json.link(state));
        ArrayNode said = node.putArray("decisions");
        latest.decisions().stream().limit(DECISIONS_SHOWN).forEach(d -> said.add(json.decision(d)));
        return node;
    }

    private void putGuesses(ObjectNode node) {
        Instant now = Guesses.now();
        program.doors()
                .forEach(
                        (door, guesses) ->
                                guesses.report(now)
                                        .ifPresent(
                                                r ->
                                                        node.withArray("guesses")
                                                                .addObject()
                                                                .put("door", door)
                                                                .put("wrong", r.wrong())
                                                                .put("refused", r.refused())
                                                                .put(
                                                                        "from",
                                                                        r.from().getHostAddress())
                                                                .put(
                                                                        "ago_s",
                                                                        r.ago().toSeconds())));
    }

    private ObjectNode link() {
        ObjectNode node =
                latest.state().map(json::link).orElseGet(() -> json.link(LinkHealth.INITIAL));
        latest.age().ifPresent(age -> node.put("age_s", age.toSeconds()));
        return node;
    }

    private Metrics.Exposition metrics(@Nullable String accept) {
        return Metrics.of(
                Sample.of(
                        latest.state().orElse(null),
                        latest.age().orElse(null),
                        program.store(),
                        program.feed()),
                accept);
    }

    private synchronized ObjectNode snapshot() {
        ObjectNode node = state();
        node.set("points", graph.json());
        return node;
    }

    /**
     * The same as bytes, made once for all who ask within {@link #SNAPSHOT_LASTS}: whoever asks a
     * thousand times a second costs no more than one who asks twice.
     */
    private synchronized ByteBuffer snapshotBytes() {
        long now = System.nanoTime();
        StoreReport report = program.store();
        if (snapshotBytes == null
                || now - snapshotNanos > SNAPSHOT_LASTS.toNanos()
                || !Objects.equals(report, snapshotDisk)) {
            snapshotBytes = ByteBuffer.wrap(snapshot().toString().getBytes(UTF_8));
            snapshotNanos = now;
            snapshotDisk = report;
        }
        return snapshotBytes.asReadOnlyBuffer();
    }

    private @Nullable SiteState newest() {
        return latest.state().orElse(null);
    }

    private String journal() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        SiteState state = newest();
        for (Decision d : latest.decisions()) {
            list.add(state == null ? json.decision(d) : json.decisionInWords(d, state));
        }
        return list.toString();
    }

    // Under the lock, so that no reading slips between the snapshot and the first event.
    private synchronized void join(ServerConnection wire, ServerSentEventConnection connection) {
        latest.state().ifPresent(messages::know);
        var unused = houseWhenItChanged();
        audience.join(wire, connection, snapshot().toString());
    }

    private void catchUpSoon(EventStreams.Viewer viewer) {
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

    private synchronized void catchUp(EventStreams.Viewer viewer) {
        viewer.catchUp(snapshot().toString());
    }

    // --- how it is asked ---

    private HttpHandler handlers() {
        HttpHandler routes =
                Handlers.path(gzip(new PageFiles()))
                        .addExactPath("/api/state", gzip(this::sendState))
                        .addExactPath("/api/link", this::sendLink)
                        .addExactPath("/api/bill", gzip(this::sendBill))
                        .addExactPath(
                                "/api/whatif", new WhatIfAnswers(this::newest, answers.whatIf()))
                        .addExactPath("/api/decisions", gzip(this::sendDecisions))
                        .addExactPath("/api/plan", gzip(this::sendPlan))
                        .addExactPath("/metrics", gzip(this::sendMetrics))
                        .addExactPath("/api/events", this::openEvents)
                        .addExactPath("/healthz", this::sendHealth);
        HttpHandler asked = exchange -> methods(exchange, routes);
        HttpHandler known =
                settings.password() == null ? asked : new Login(settings, guesses, asked);
        HttpHandler called =
                settings.isLoopback()
                        ? new HostCheck(HostCheck.loopbackNames(settings.bind()), known)
                        : known;
        return exchange -> {
            secure(exchange.getResponseHeaders());
            called.handleRequest(exchange);
        };
    }

    private static HttpHandler gzip(HttpHandler next) {
        return new EncodingHandler(
                next,
                new ContentEncodingRepository()
                        .addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }

    private static void secure(HeaderMap headers) {
        headers.put(
                        new HttpString("Content-Security-Policy"),
                        "default-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'self'; object-src 'none'")
                .put(new HttpString("X-Content-Type-Options"), "nosniff")
                .put(new HttpString("X-Frame-Options"), "SAMEORIGIN")
                .put(new HttpString("Referrer-Policy"), "no-referrer")
                .put(new HttpString("Cross-Origin-Resource-Policy"), "same-origin")
                .put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin")
                .put(Headers.CACHE_CONTROL, "no-store");
    }

    private void methods(HttpServerExchange exchange, HttpHandler next) throws Exception {
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.POST) && Requests.isAskedAt(exchange.getRequestPath())) {
            requests.handleRequest(exchange);
            return;
        }
        if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
            next.handleRequest(exchange);
            return;
        }
        exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
        exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
        exchange.endExchange();
    }

    private void sendDecisions(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(journal());
    }

    private void sendPlan(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        SiteState state = newest();
        ObjectNode plan = state == null ? null : json.plan(state);
        if (state == null || plan == null) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.getResponseSender().send("{\"error\":\"nothing is planned\"}");
            return;
        }
        if (answers.bill() != null) {
            answers.bill().ofLevel(state).ifPresent(euro -> plan.put("eur_per_year", euro));
        }
        exchange.getResponseSender().send(plan.toString());
    }

    private void sendBill(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        if (answers.bill() == null) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.getResponseSender()
                    .send("{\"error\":\"no tariff.area in the configuration\"}");
            return;
        }
        SiteState state = newest();
        if (state == null || state.foresight().outlook() == null) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
            exchange.getResponseSender().send("{\"error\":\"no reading yet\"}");
            return;
        }
        exchange.getResponseSender().send(answers.bill().bill(state).toString());
    }

    private void sendState(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        if (!latest.hasReading()) {
            sendNoReading(exchange);
            return;
        }
        exchange.getResponseSender().send(snapshotBytes());
    }

    private static void sendNoReading(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        exchange.getResponseSender().send("{\"error\":\"no reading yet\"}");
    }

    private void sendLink(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(link().toString());
    }

    private void sendMetrics(HttpServerExchange exchange) {
        Metrics.Exposition metrics = metrics(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, metrics.contentType());
        exchange.getResponseSender().send(metrics.body());
    }

    private void openEvents(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
            exchange.endExchange();
            return;
        }
        ServerConnection wire = exchange.getConnection();
        WebServer running = server;
        Seats.Answer seat = audience.seat(wire);
        if (seat != Seats.Answer.TAKEN || running == null) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            exchange.getResponseHeaders()
                    .put(Headers.RETRY_AFTER, 5)
                    .put(Headers.CONTENT_TYPE, TEXT);
            exchange.getResponseSender()
                    .send(
                            seat == Seats.Answer.ENOUGH
                                    ? EventStreams.MOST_EACH
                                            + " browsers of your address watch already: close"
                                            + " some\n"
                                    : EventStreams.MOST_VIEWERS
                                            + " browsers watch already: close some\n");
            return;
        }
        running.keep(exchange);
        // A proxy in between must not collect events before it passes them on.
        exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no");
        new ServerSentEventHandler((events, last) -> join(wire, events)).handleRequest(exchange);
    }

    /** 200 as long as this server answers, whatever else is wrong: the rest is in the answer. */
    private void sendHealth(HttpServerExchange exchange) {
        Map<String, PartReport> reports = program.parts();
        reports.put("meter", meter());
        boolean well = reports.values().stream().allMatch(r -> r.trouble() == null);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", well ? "ok" : "trouble");
        reports.forEach(
                (part, report) -> {
                    ObjectNode said = node.putObject(part).put("ok", report.trouble() == null);
                    if (report.age() != null) {
                        said.put("age_s", Math.max(0, report.age().toSeconds()));
                    }
                    if (report.trouble() != null) {
                        said.put("trouble", report.trouble());
                    }
                });
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(node.toString());
    }

    private PartReport meter() {
        SiteState state = newest();
        if (state == null || state.last() == null) {
            return new PartReport(null, "no telegram yet");
        }
        return new PartReport(
                latest.age().orElse(null), state.metering().silent() ? "silent" : null);
    }

    // --- where it listens ---

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return HostCheck.ownName().orElse("127.0.0.1");
        }
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private String whyNot(Exception e) {
        String where = "the dashboard cannot listen on " + settings.bind() + ":" + settings.port();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || message.contains("assign requested address")) {
                return where + ": web.bind is no address of this machine";
            }
            if (message.contains("ermission denied")) {
                return where + ": ports below 1024 need privileges, choose a higher web.port";
            }
            if (cause instanceof BindException) {
                return where + ": the port is in use, stop that program or choose another web.port";
            }
        }
        return where + ": " + e.getMessage();
    }
}
