package be.bsmr.home.web;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.users.Users;
import be.bsmr.home.web.api.BillEndpoint;
import be.bsmr.home.web.api.DecisionsEndpoint;
import be.bsmr.home.web.api.HealthEndpoint;
import be.bsmr.home.web.api.HistoryEndpoint;
import be.bsmr.home.web.api.LinkEndpoint;
import be.bsmr.home.web.api.MeEndpoint;
import be.bsmr.home.web.api.MetricsEndpoint;
import be.bsmr.home.web.api.OtherwiseEndpoint;
import be.bsmr.home.web.api.OtherwiseRuns;
import be.bsmr.home.web.api.OwnersEndpoint;
import be.bsmr.home.web.api.PageState;
import be.bsmr.home.web.api.PlanEndpoint;
import be.bsmr.home.web.api.RequestsEndpoint;
import be.bsmr.home.web.api.SecondsEndpoint;
import be.bsmr.home.web.api.StateEndpoint;
import be.bsmr.home.web.api.TelegramEndpoint;
import be.bsmr.home.web.api.UncontrolledEndpoint;
import be.bsmr.home.web.api.UsersAnswers;
import be.bsmr.home.web.api.WhatIfEndpoint;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;

/**
 * Which address is answered by whom.
 *
 * <ul>
 *   <li>{@code GET /} the page, {@code GET /panel} what a display on the wall shows
 *   <li>{@code GET /api/state} the newest state with all points of the running quarter; 503 before
 *       the first reading
 *   <li>{@code GET /api/link} how the cable to the meter does, also before the first reading
 *   <li>{@code GET /api/bill} what the month peaks cost; 404 when nobody has said where the house
 *       is
 *   <li>{@code GET /api/whatif?load_w=2500&for_s=5400} what starting a load would do; 503 before
 *       the first reading
 *   <li>{@code GET /api/decisions} what was decided lately and why, the newest first
 *   <li>{@code GET /api/history?from=2026-11-26&to=2026-11-27} what is kept of a period; 404 when
 *       nothing is kept
 *   <li>{@code POST /api/otherwise} how the past would have gone otherwise; {@code GET} how far
 *       that is, {@code DELETE} ends it: see {@link OtherwiseEndpoint}
 *   <li>{@code GET /api/seconds} from when to when every second is kept
 *   <li>{@code GET /api/uncontrolled} the month peaks without control
 *   <li>{@code GET /api/plan} how the coming day is meant to go; 404 while nothing is planned
 *   <li>{@code GET /api/telegram?lang=nl} what the meter said last, line by line in plain words
 *   <li>{@code POST /api/loads/<id>/mode}, {@code /api/loads/<id>/undo}, {@code /api/control/mode}:
 *       see {@link RequestsEndpoint}
 *   <li>{@code GET} and {@code POST /api/settings}, {@code /api/users}, {@code /api/start}, {@code
 *       POST /api/notify/test}: how owners set up the house: see {@link OwnersEndpoint}
 *   <li>{@code GET /api/me} as whom the one who asks has come in
 *   <li>{@code GET /api/events} server-sent events: {@code snapshot} first, then what changes,
 *       named as its topic
 *   <li>{@code GET /metrics} the same in numbers, for Prometheus
 *   <li>{@code GET /healthz} whether this server lives, and how the other parts do
 * </ul>
 */
final class Routes {

    private Routes() {}

    /**
     * @param users whom their owners may change
     * @param state what the page shows
     * @param files of the page: whatever has no address here
     * @param events the stream of them
     * @param runs goes through the past for who asks
     */
    static HttpHandler of(
            SiteAccess site,
            Dashboard.PageAnswers answers,
            Users users,
            PageState state,
            HttpHandler files,
            HttpHandler events,
            OtherwiseRuns runs) {
        LatestState latest = site.latest();
        ProgramHealth health = site.health();
        SiteJson json = answers.json();
        BillJson bill = answers.bill();
        HttpHandler otherwise = gzip(new OtherwiseEndpoint(site.past(), answers.past(), runs));
        HttpHandler settings =
                gzip(
                        new OwnersEndpoint(
                                answers.setUp().settings(),
                                "no configuration file: start with bsmr run --config bsmr.yaml"));
        HttpHandler message =
                new OwnersEndpoint(
                        answers.setUp().message(), "no configuration file says who is told");
        HttpHandler start =
                gzip(new OwnersEndpoint(answers.setUp().start(), "the house is set up"));
        HttpHandler whoMayComeIn = new OwnersEndpoint(new UsersAnswers(users, site.clock()));
        HttpHandler reads =
                Handlers.path(gzip(files))
                        .addExactPath("/api/me", new MeEndpoint())
                        .addExactPath("/api/state", gzip(new StateEndpoint(latest, state)))
                        .addExactPath("/api/link", new LinkEndpoint(latest, json))
                        .addExactPath("/api/bill", gzip(new BillEndpoint(latest, bill)))
                        .addExactPath("/api/whatif", new WhatIfEndpoint(latest, answers.whatIf()))
                        .addExactPath(
                                "/api/decisions",
                                gzip(new DecisionsEndpoint(latest, json, site.past())))
                        .addExactPath(
                                "/api/history",
                                gzip(
                                        new HistoryEndpoint(
                                                site.past(), json.zone(), answers.past().tariff())))
                        .addExactPath("/api/otherwise", otherwise)
                        .addExactPath("/api/seconds", new SecondsEndpoint(site.past(), json.zone()))
                        .addExactPath(
                                "/api/uncontrolled",
                                gzip(new UncontrolledEndpoint(site.past(), answers.past())))
                        .addExactPath("/api/settings", settings)
                        .addExactPath("/api/users", whoMayComeIn)
                        .addExactPath("/api/start", start)
                        .addExactPath("/api/plan", gzip(new PlanEndpoint(latest, json, bill)))
                        .addExactPath("/api/telegram", gzip(new TelegramEndpoint(answers.meter())))
                        .addExactPath("/metrics", gzip(new MetricsEndpoint(latest, health)))
                        .addExactPath("/api/events", events)
                        .addExactPath("/healthz", new HealthEndpoint(latest, health));
        HttpHandler requests =
                Handlers.path(new RequestsEndpoint(site.loads(), site.clock(), site.asking().get()))
                        .addExactPath("/api/settings", settings)
                        .addExactPath("/api/otherwise", otherwise)
                        .addExactPath("/api/users", whoMayComeIn)
                        .addExactPath("/api/notify/test", message)
                        .addExactPath("/api/start", start);
        return new PanelOnly(gzip(files), events, new ByMethod(reads, requests));
    }

    static HttpHandler gzip(HttpHandler next) {
        return new EncodingHandler(
                next,
                new ContentEncodingRepository()
                        .addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }
}
