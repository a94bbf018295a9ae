package be.bsmr.fleet.web;

import static be.bsmr.home.web.Route.Need.PANEL;
import static be.bsmr.home.web.Route.Need.READ;
import static be.bsmr.home.web.Route.get;

import be.bsmr.fleet.sink.FleetDatabase;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.users.Users;
import be.bsmr.home.web.PageServer;
import be.bsmr.home.web.Route;
import be.bsmr.home.web.Routes;
import be.bsmr.home.web.StaticFiles;
import be.bsmr.home.web.api.MeEndpoint;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of a tenant's communities, and what programs may ask of them below {@code /api/v1}. */
public final class FleetWeb implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FleetWeb.class);

    private final FleetDatabase database;
    private final PageServer server;

    private FleetWeb(FleetDatabase database, PageServer server) {
        this.database = database;
        this.server = server;
    }

    /**
     * Begins to listen; the database need not be there yet.
     *
     * @param clock the fleet's
     * @throws IOException when it cannot listen; the message says which key to change
     * @throws ConfigException when the file of users cannot be read
     */
    public static FleetWeb open(FleetWebSettings settings, InstantSource clock)
            throws IOException, ConfigException {
        Users users = Users.of(settings.users(), settings.web().plain());
        FleetDatabase database =
                new FleetDatabase(settings.postgres(), settings.tenant(), FleetDatabase.Use.PAGE);
        StaticFiles files = new StaticFiles(FleetWeb.class, FleetWords::of);
        PageServer server =
                new PageServer(
                        settings.web(),
                        users,
                        new Guesses("the fleet's page"),
                        clock,
                        files,
                        routes(settings, clock, database, files));
        FleetWeb web = new FleetWeb(database, server);
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            web.close();
            throw e;
        }
        log.info("the fleet's page at {}", server.address());
        return web;
    }

    private static List<Route> routes(
            FleetWebSettings settings,
            InstantSource clock,
            FleetDatabase database,
            StaticFiles files) {
        CommunityRows rows = new CommunityRows(settings, clock);
        PastRows past = new PastRows(settings.zone());
        WhatIfRows whatIf = new WhatIfRows(settings.zone());
        return List.of(
                get("/me", PANEL, new MeEndpoint()).onlyInV1(),
                get("/communities", READ, new TableAnswer(database, rows::all)).onlyInV1(),
                get("/communities/{id}", READ, new TableAnswer(database, rows::one)).onlyInV1(),
                get("/communities/{id}/quarters", READ, new TableAnswer(database, past::day))
                        .onlyInV1(),
                get("/communities/{id}/peaks", READ, new TableAnswer(database, past::peaks))
                        .onlyInV1(),
                get("/communities/{id}/whatif", READ, new TableAnswer(database, whatIf::ask))
                        .onlyInV1(),
                get("/openapi.yaml", READ, files).onlyInV1(),
                get("/health", READ, new FleetHealth(database)).before("/healthz"),
                get("/metrics", READ, Routes.gzip(new FleetMetrics(database, clock)))
                        .before("/metrics"));
    }

    /** Where to point a browser. */
    public URI address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
