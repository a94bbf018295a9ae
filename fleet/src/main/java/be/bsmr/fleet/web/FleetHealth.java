package be.bsmr.fleet.web;

import be.bsmr.fleet.sink.FleetDatabase;
import be.bsmr.home.json.Fields;
import be.bsmr.home.web.api.Answers;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.sql.SQLException;

/** {@code GET /healthz}: 200 as long as this server and its database answer, else 503. */
final class FleetHealth implements HttpHandler {

    private final FleetDatabase database;

    FleetHealth(FleetDatabase database) {
        this.database = database;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.dispatch(this::answer);
    }

    private void answer(HttpServerExchange exchange) {
        boolean well = isThere();
        ObjectNode health = Fields.object().put("status", well ? "ok" : "trouble");
        health.putObject("database").put("ok", well);
        exchange.setStatusCode(well ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
        Answers.json(exchange, health.toString());
    }

    private boolean isThere() {
        try {
            return database.read(connection -> connection.isValid(2));
        } catch (SQLException away) {
            return false;
        }
    }
}
