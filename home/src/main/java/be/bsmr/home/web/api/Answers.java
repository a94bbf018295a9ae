package be.bsmr.home.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** How endpoints answer: JSON, and when they cannot, an object with the reason as its one key. */
final class Answers {

    private static final String JSON = "application/json";

    private Answers() {}

    static void json(HttpServerExchange exchange, String json) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(json);
    }

    /** Answers {@code {"error": why}} with this status. */
    static void refuse(HttpServerExchange exchange, int status, String why) {
        exchange.setStatusCode(status);
        json(exchange, JsonNodeFactory.instance.objectNode().put("error", why).toString());
    }

    /**
     * There is nothing of that kind: 404 with the reason; to our own page, which asks with {@code
     * X-BSMR} whether there is, 204, since a browser's console takes a 404 for a fault.
     */
    static void nothing(HttpServerExchange exchange, String why) {
        if (exchange.getRequestHeaders().contains(RequestsEndpoint.HEADER)) {
            exchange.setStatusCode(StatusCodes.NO_CONTENT);
            exchange.endExchange();
        } else {
            refuse(exchange, StatusCodes.NOT_FOUND, why);
        }
    }

    /** 503 until the meter has said something; worth another try after a second. */
    static void noReading(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "no reading yet");
    }
}
