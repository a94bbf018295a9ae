package be.bsmr.fleet.web;

import be.bsmr.fleet.sink.FleetDatabase;
import be.bsmr.home.web.Routes;
import be.bsmr.home.web.api.Answers;
import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Answers with what a question finds in the tables; with 503 while the database does not answer.
 */
final class TableAnswer implements HttpHandler {

    /** Who waits for the database may come again after so many seconds. */
    private static final int AGAIN_S = 2;

    /** Asks the tables. */
    interface Question {

        /**
         * @return nothing when there is no such thing
         * @throws IllegalArgumentException when it cannot be asked like that; says how instead
         */
        Optional<? extends JsonNode> ask(Connection connection, HttpServerExchange exchange)
                throws SQLException;
    }

    private final FleetDatabase database;
    private final Question question;
    private final HttpHandler answer = Routes.gzip(this::answer);

    TableAnswer(FleetDatabase database, Question question) {
        this.database = database;
        this.question = question;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.dispatch(answer);
    }

    private void answer(HttpServerExchange exchange) {
        try {
            Optional<? extends JsonNode> found =
                    database.read(connection -> question.ask(connection, exchange));
            if (found.isPresent()) {
                Answers.json(exchange, found.get().toString());
            } else {
                Answers.refuse(exchange, StatusCodes.NOT_FOUND, "there is no such community");
            }
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            if (FleetDatabase.isEmpty(e)) {
                Answers.refuse(exchange, StatusCodes.NOT_FOUND, "nothing has come from Kafka yet");
                return;
            }
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, AGAIN_S);
            Answers.refuse(
                    exchange, StatusCodes.SERVICE_UNAVAILABLE, "the database does not answer");
        }
    }
}
