package be.bsmr.home.web;

import static be.bsmr.home.web.Route.Need.CONTROL;
import static be.bsmr.home.web.Route.Need.OWNER;
import static be.bsmr.home.web.Route.Need.PANEL;
import static be.bsmr.home.web.Route.Need.READ;
import static be.bsmr.home.web.Route.delete;
import static be.bsmr.home.web.Route.get;
import static be.bsmr.home.web.Route.post;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.web.api.BillEndpoint;
import be.bsmr.home.web.api.DecisionsEndpoint;
import be.bsmr.home.web.api.HealthEndpoint;
import be.bsmr.home.web.api.HistoryEndpoint;
import be.bsmr.home.web.api.LinkEndpoint;
import be.bsmr.home.web.api.MeEndpoint;
import be.bsmr.home.web.api.MetricsEndpoint;
import be.bsmr.home.web.api.NewestEndpoint;
import be.bsmr.home.web.api.OtherwiseEndpoint;
import be.bsmr.home.web.api.OtherwiseRuns;
import be.bsmr.home.web.api.OwnersAnswers;
import be.bsmr.home.web.api.OwnersEndpoint;
import be.bsmr.home.web.api.PageState;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.home.web.api.PlanEndpoint;
import be.bsmr.home.web.api.PricesEndpoint;
import be.bsmr.home.web.api.RequestsEndpoint;
import be.bsmr.home.web.api.SecondsEndpoint;
import be.bsmr.home.web.api.StateEndpoint;
import be.bsmr.home.web.api.TelegramEndpoint;
import be.bsmr.home.web.api.UncontrolledEndpoint;
import be.bsmr.home.web.api.WhatIfEndpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import java.util.List;

/**
 * Which address is answered by whom, and to whom. What each tells stands in {@code openapi.yaml},
 * which is held against this table.
 */
public final class Routes {

    private Routes() {}

    /**
     * @param users whom their owners may change
     * @param state what the page shows
     * @param files of the page
     * @param events the stream of them
     * @param runs goes through the past for who asks
     */
    static List<Route> of(
            SiteAccess site,
            Dashboard.PageAnswers answers,
            OwnersAnswers users,
            PageState state,
            HttpHandler files,
            HttpHandler events,
            OtherwiseRuns runs) {
        LatestState latest = site.latest();
        ProgramHealth health = site.health();
        SiteJson json = answers.json();
        BillJson bill = answers.bill();
        PastAnswers past = answers.past();
        var newest = new NewestEndpoint(latest, json);
        var requests = new RequestsEndpoint(site.loads(), site.clock(), site.asking().get());
        var otherwise = new OtherwiseEndpoint(site.past(), past, runs);
        var history = new HistoryEndpoint(site.past(), json.zone(), past.tariff());
        var settings =
                new OwnersEndpoint(
                        answers.setUp().settings(),
                        "no configuration file: start with bsmr run --config bsmr.yaml");
        var message =
                new OwnersEndpoint(
                        answers.setUp().message(), "no configuration file says who is told");
        var start = new OwnersEndpoint(answers.setUp().start(), "the house is set up");
        var whoMayComeIn = new OwnersEndpoint(users);
        return List.of(
                get("/me", PANEL, new MeEndpoint()),
                get("/events", PANEL, events),
                get("/openapi.yaml", READ, files).onlyInV1(),
                get("/asyncapi.yaml", READ, files).onlyInV1(),
                // What is so now.
                get("/state", READ, gzip(new StateEndpoint(latest, state))),
                get("/reading", READ, newest.reading()).onlyInV1(),
                get("/quarter", READ, newest.quarter()).onlyInV1(),
                get("/peaks", READ, newest.peaks()).onlyInV1(),
                get("/loads", READ, gzip(newest.loads())).onlyInV1(),
                get("/loads/{id}", READ, newest::load).onlyInV1(),
                get("/link", READ, new LinkEndpoint(latest, json)),
                get("/telegram", READ, gzip(new TelegramEndpoint(answers.meter()))),
                get("/health", READ, new HealthEndpoint(latest, health)).before("/healthz"),
                get("/metrics", READ, gzip(new MetricsEndpoint(latest, health))).before("/metrics"),
                // What is to come.
                get("/plan", READ, gzip(new PlanEndpoint(latest, json, bill))),
                get("/prices", READ, gzip(new PricesEndpoint(latest, json))).onlyInV1(),
                get("/whatif", READ, new WhatIfEndpoint(latest, answers.whatIf())),
                // What was.
                get("/decisions", READ, gzip(new DecisionsEndpoint(latest, json, site.past()))),
                get("/history", READ, gzip(history)),
                get("/bill", READ, gzip(new BillEndpoint(latest, bill))),
                get("/uncontrolled", READ, gzip(new UncontrolledEndpoint(site.past(), past))),
                get("/seconds", READ, new SecondsEndpoint(site.past(), json.zone())),
                get("/otherwise", READ, gzip(otherwise::tell)),
                post("/otherwise", READ, otherwise::ask),
                delete("/otherwise", READ, gzip(otherwise::end)),
                // What people ask for.
                post("/loads/{id}/mode", CONTROL, requests::mode),
                post("/loads/{id}/undo", CONTROL, requests::undo),
                post("/control/mode", CONTROL, requests::control),
                // How the house is set up.
                get("/settings", OWNER, gzip(settings)),
                post("/settings", OWNER, gzip(settings)),
                get("/users", OWNER, whoMayComeIn),
                post("/users", OWNER, whoMayComeIn),
                post("/notify/test", OWNER, message),
                get("/start", OWNER, gzip(start)),
                post("/start", OWNER, gzip(start)));
    }

    public static HttpHandler gzip(HttpHandler next) {
        return new EncodingHandler(
                next,
                new ContentEncodingRepository()
                        .addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    }
}
